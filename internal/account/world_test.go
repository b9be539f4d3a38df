package account_test

import (
	"bytes"
	"context"
	"regexp"
	"sync"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/seal"
)

// world is an installation with one organisation and its owner.
type world struct {
	*account.Service
	t     *testing.T
	clock *clock.Manual
	post  *postbox
	org   string
	owner account.Actor
}

// each runs the test in a fresh world on every engine.
func each(t *testing.T, test func(w *world)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(newWorld(t, d)) })
}

// eachCase runs the cases of a table in one world per engine. They share its
// database, so each takes an address, an event or a trail of its own.
func eachCase[C any](t *testing.T, cases map[string]C, test func(w *world, c C)) {
	t.Helper()
	each(t, func(w *world) {
		for name, c := range cases {
			w.t.Run(name, func(t *testing.T) {
				one := *w
				one.t = t
				test(&one, c)
			})
		}
	})
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	keys, err := seal.NewKeys(bytes.Repeat([]byte("k"), 32))
	if err != nil {
		t.Fatal(err)
	}
	post := &postbox{}
	w := &world{t: t, clock: d.Clock().(*clock.Manual), post: post, org: "org-a",
		Service: &account.Service{DB: d, Keys: keys, Mail: post, Base: "https://koryu.example"}}
	w.owner = w.found(w.org, "owner@example.jp")
	return w
}

// found makes an organisation and returns its owner.
func (w *world) found(org, email string) account.Actor {
	w.t.Helper()
	var in account.SignedIn
	w.tx(func(ctx context.Context, tx *db.Tx) (err error) {
		in, err = w.FoundOwner(ctx, tx, account.Founder{Org: org, Email: email, Name: "設立 花子"})
		return err
	})
	return in.Session.ActorIn(org)
}

// signIn goes the whole way: request, mail, code.
func (w *world) signIn(email string) account.SignedIn {
	w.t.Helper()
	in, err := w.VerifyCode(w.t.Context(), account.CodeTry{Email: email, Code: w.codeFor(email, "browser"),
		Browser: "browser", Agent: "Mozilla/5.0 (iPhone) Safari/604.1 Line/14.0"})
	w.ok(err)
	return in
}

// codeFor asks for a code and reads it in the mail.
func (w *world) codeFor(email, browser string) string {
	w.t.Helper()
	w.ok(w.RequestCode(w.t.Context(), account.CodeRequest{Email: email, Browser: browser, Lang: i18n.Ja}))
	w.work()
	code := regexp.MustCompile(`\d{6}`).FindString(w.post.last().Subject)
	if code == "" {
		w.t.Fatalf("no code in %q", w.post.last().Subject)
	}
	return code
}

// member signs somebody in who has the role.
func (w *world) member(email string, role account.Role) (account.Actor, string) {
	w.t.Helper()
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		_, err := w.AddMember(ctx, tx, account.System(w.org), account.Invitation{Org: w.org, Email: email, Role: role})
		return err
	})
	in := w.signIn(email)
	return in.Session.ActorIn(w.org), in.Token
}

// work does every job that is due.
func (w *world) work() {
	w.t.Helper()
	_, err := jobs.NewWorker(w.DB, w.Handlers(), jobs.Options{}).RunDue(w.t.Context())
	w.ok(err)
}

func (w *world) tx(fn func(ctx context.Context, tx *db.Tx) error) {
	w.t.Helper()
	w.ok(w.DB.Tx(w.t.Context(), fn))
}

func (w *world) exec(statements ...string) {
	w.t.Helper()
	for _, query := range statements {
		w.execWith(query)
	}
}

func (w *world) execWith(query string, args ...any) {
	w.t.Helper()
	n, err := w.DB.Exec(w.t.Context(), query, args...)
	w.ok(err)
	if n == 0 {
		w.t.Fatalf("nothing was changed by %s", query)
	}
}

func (w *world) count(query string, args ...any) int {
	w.t.Helper()
	var n int
	w.ok(w.DB.QueryRow(w.t.Context(), query, args...).Scan(&n))
	return n
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// refused wants an error with the sentence.
func (w *world) refused(err error, key string) {
	w.t.Helper()
	if e, is := apperr.As(err); !is || e.Key != key {
		w.t.Fatalf("got %v, want a refusal with %s", err, key)
	}
}

func (w *world) later(d time.Duration) { w.clock.Advance(d) }

// postbox keeps what was sent.
type postbox struct {
	mu   sync.Mutex
	sent []mail.Message
}

func (p *postbox) Send(_ context.Context, m mail.Message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sent = append(p.sent, m)
	return nil
}

func (p *postbox) last() mail.Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.sent) == 0 {
		return mail.Message{}
	}
	return p.sent[len(p.sent)-1]
}

func (p *postbox) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.sent)
}
