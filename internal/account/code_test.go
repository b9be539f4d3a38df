package account_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/i18n"
)

func TestSec11ACodeSignsIn(t *testing.T) {
	each(t, func(w *world) {
		code := w.codeFor("Hanako@Example.jp", "browser")
		if got := w.post.last().To; got != "hanako@example.jp" {
			t.Errorf("mailed to %q", got)
		}
		in, err := w.VerifyCode(t.Context(), account.CodeTry{Email: "hanako@example.jp",
			Code: " " + code[:3] + "−" + fullWidth(code[3:]), Browser: "browser"})
		w.ok(err)
		seen, err := w.FindSession(t.Context(), in.Token)
		w.ok(err)
		if seen.Email != "hanako@example.jp" || seen.ActorIn(w.org).Role != account.Participant {
			t.Errorf("signed in as %+v", seen)
		}
	})
}

func TestSec11ACodeIsRefused(t *testing.T) {
	type attempt struct{ email, browser, code string }
	type refusal struct {
		before func(w *world, a attempt)
		change func(a *attempt)
		want   string
	}
	eachCase(t, map[string]refusal{
		"when it is another code":              {change: func(a *attempt) { a.code = other(a.code) }, want: "account.code.wrong"},
		"when nothing was typed":               {change: func(a *attempt) { a.code = "" }, want: "account.code.wrong"},
		"in a browser that did not ask":        {change: func(a *attempt) { a.browser = "another" }, want: "account.code.gone"},
		"in a browser without a cookie":        {change: func(a *attempt) { a.browser = "" }, want: "account.code.gone"},
		"for another address":                  {change: func(a *attempt) { a.email = "b@example.jp" }, want: "account.code.gone"},
		"after ten minutes":                    {before: func(w *world, _ attempt) { w.later(10 * time.Minute) }, want: "account.code.gone"},
		"the second time":                      {before: func(w *world, a attempt) { w.ok(w.try(a.email, a.browser, a.code)) }, want: "account.code.gone"},
		"once a newer one was sent":            {before: func(w *world, a attempt) { w.codeFor(a.email, a.browser) }, want: "account.code.wrong"},
		"after five tries, even when right":    {before: func(w *world, a attempt) { w.miss(5, a.email, a.code) }, want: "account.code.gone"},
		"at the fifth wrong try with a reason": {before: func(w *world, a attempt) { w.miss(4, a.email, a.code) }, change: func(a *attempt) { a.code = other(a.code) }, want: "account.code.spent"},
	}, func(w *world, c refusal) {
		email := w.freshAddress()
		a := attempt{email, "browser", w.codeFor(email, "browser")}
		if c.before != nil {
			c.before(w, a)
		}
		if c.change != nil {
			c.change(&a)
		}
		w.refused(w.try(a.email, a.browser, a.code), c.want)
	})
}

func TestSec11FourWrongTriesLeaveOne(t *testing.T) {
	each(t, func(w *world) {
		code := w.codeFor("a@example.jp", "browser")
		w.miss(4, "a@example.jp", code)
		w.ok(w.try("a@example.jp", "browser", code))
	})
}

func TestSec11TriesAtTheSameMomentAreCounted(t *testing.T) {
	each(t, func(w *world) {
		code := w.codeFor("a@example.jp", "browser")
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() { w.try("a@example.jp", "browser", other(code)) })
		}
		group.Wait()
		w.refused(w.try("a@example.jp", "browser", code), "account.code.gone")
		if tries := w.count(`SELECT tries FROM sign_in_code`); tries != 5 {
			t.Errorf("%d tries were counted", tries)
		}
	})
}

func TestSec11TheRightCodeAtTheSameMomentWorksOnce(t *testing.T) {
	each(t, func(w *world) {
		code := w.codeFor("a@example.jp", "browser")
		var group sync.WaitGroup
		var mu sync.Mutex
		signedIn := 0
		for range 8 {
			group.Go(func() {
				if w.try("a@example.jp", "browser", code) == nil {
					mu.Lock()
					signedIn++
					mu.Unlock()
				}
			})
		}
		group.Wait()
		if signedIn != 1 {
			t.Errorf("one code signed in %d times", signedIn)
		}
	})
}

func TestSec11NoCodeRestsInClear(t *testing.T) {
	each(t, func(w *world) {
		w.ok(w.RequestCode(t.Context(), account.CodeRequest{Email: "a@example.jp", Browser: "the-cookie", IP: "203.0.113.9", Lang: i18n.Ja}))
		dump := w.dump("sign_in_code", "attempt", "job")
		w.work()
		code := strings.Fields(w.post.last().Subject)[1]
		for _, secret := range []string{code, "a@example.jp", "the-cookie", "203.0.113"} {
			if strings.Contains(dump, secret) {
				t.Errorf("%q stands in the database", secret)
			}
		}
	})
}

func TestSec11ALateCodeIsNotMailed(t *testing.T) {
	each(t, func(w *world) {
		w.ok(w.RequestCode(t.Context(), account.CodeRequest{Email: "a@example.jp", Browser: "b", Lang: i18n.Ja}))
		w.later(11 * time.Minute)
		w.work()
		if n := w.post.count(); n != 0 {
			t.Errorf("%d mails were sent", n)
		}
	})
}

func TestSec16KnownAndUnknownAddressesAreAlike(t *testing.T) {
	each(t, func(w *world) {
		for _, email := range []string{"owner@example.jp", "nobody@example.jp"} {
			for range 5 {
				w.codeFor(email, "browser")
			}
			err := w.RequestCode(t.Context(), account.CodeRequest{Email: email, Browser: "browser", Lang: i18n.Ja})
			w.refused(err, "account.limit.exhausted")
			w.refused(w.try(email, "browser", "x"), "account.code.wrong")
		}
		if n := w.count(`SELECT COUNT(*) FROM identity`); n != 1 {
			t.Errorf("asking for a code made an identity: %d", n)
		}
	})
}

func TestSec18CodeRequestsAreLimited(t *testing.T) {
	each(t, func(w *world) {
		ask := func(email, ip string) error {
			return w.RequestCode(t.Context(), account.CodeRequest{Email: email, Browser: "b", IP: ip, Lang: i18n.Ja})
		}
		for i := range 5 {
			w.ok(ask("a@example.jp", fmt.Sprintf("198.51.%d.1", i)))
		}
		err := ask("A@EXAMPLE.jp", "198.51.100.1")
		if apperr.CategoryOf(err) != apperr.Exhausted {
			t.Fatalf("the sixth request of an hour: %v", err)
		}
		w.later(time.Hour)
		w.ok(ask("a@example.jp", "198.51.100.1"))
		for i := range 60 {
			w.ok(ask(fmt.Sprintf("n%d@example.jp", i), fmt.Sprintf("203.0.113.%d", i)))
		}
		w.refused(ask("last@example.jp", "203.0.113.200"), "account.limit.exhausted")
		w.ok(ask("last@example.jp", "203.0.114.1"))
	})
}

func TestARequestNeedsAnAddressAndACookie(t *testing.T) {
	each(t, func(w *world) {
		w.refused(w.RequestCode(t.Context(), account.CodeRequest{Email: "hanako", Browser: "b"}), "account.email.invalid")
		w.refused(w.RequestCode(t.Context(), account.CodeRequest{Email: "a@example.jp"}), "account.code.no_cookie")
	})
}

// try types a code.
func (w *world) try(email, browser, code string) error {
	_, err := w.VerifyCode(w.t.Context(), account.CodeTry{Email: email, Browser: browser, Code: code})
	return err
}

// miss types a wrong code n times.
func (w *world) miss(n int, email, code string) {
	for range n {
		w.try(email, "browser", other(code))
	}
}

// freshAddress is one that nobody used before.
func (w *world) freshAddress() string { return w.DB.IDs().New(w.clock.Now()) + "@example.jp" }

// other is a code that differs in its last digit.
func other(code string) string {
	return code[:5] + string('0'+(code[5]-'0'+1)%10)
}

func fullWidth(digits string) string {
	return strings.Map(func(r rune) rune { return r - '0' + '０' }, digits)
}

// dump is the text of whole tables.
func (w *world) dump(tables ...string) string {
	w.t.Helper()
	var b strings.Builder
	for _, table := range tables {
		rows, err := w.DB.Query(w.t.Context(), `SELECT * FROM `+table)
		w.ok(err)
		names, err := rows.Columns()
		w.ok(err)
		for rows.Next() {
			cells := make([]any, len(names))
			for i := range cells {
				cells[i] = new(any)
			}
			w.ok(rows.Scan(cells...))
			for _, cell := range cells {
				switch v := (*cell.(*any)).(type) {
				case []byte:
					fmt.Fprintf(&b, "%s\n", v)
				default:
					fmt.Fprintf(&b, "%v\n", v)
				}
			}
		}
		w.ok(rows.Err())
		rows.Close()
	}
	return b.String()
}
