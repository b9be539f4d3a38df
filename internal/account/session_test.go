package account_test

import (
	"context"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/db"
)

func TestSec15SessionsEnd(t *testing.T) {
	type stay struct {
		role  account.Role
		steps []time.Duration // each followed by a request
		live  bool
	}
	eachCase(t, map[string]stay{
		"staff are signed in for half an hour":            {account.Organiser, minutes(29), true},
		"staff who pause half an hour sign in again":      {account.Organiser, minutes(30), false},
		"staff who go on working stay":                    {account.Organiser, minutes(20, 20, 20), true},
		"an officer counts as staff":                      {account.Officer, minutes(30), false},
		"staff sign in again after twelve hours":          {account.Owner, repeat(20*time.Minute, 36), false},
		"staff work up to twelve hours":                   {account.Owner, repeat(20*time.Minute, 35), true},
		"a participant stays for 30 days":                 {"", []time.Duration{30*24*time.Hour - time.Second}, true},
		"a participant who is away 30 days is gone":       {"", []time.Duration{30 * 24 * time.Hour}, false},
		"a participant who comes now and then stays":      {"", repeat(20*24*time.Hour, 5), true},
		"a host is no staff and stays like a participant": {account.Host, minutes(31), true},
	}, func(w *world, c stay) {
		email := w.freshAddress()
		token := w.signIn(email).Token
		if c.role != "" {
			w.give(email, c.role)
		}
		var err error
		for _, step := range c.steps {
			w.later(step)
			_, err = w.FindSession(w.t.Context(), token)
		}
		if live := err == nil; live != c.live {
			w.t.Errorf("live: %v, %v", live, err)
		}
	})
}

func TestSec14SigningInKillsTheOldSession(t *testing.T) {
	each(t, func(w *world) {
		planted := w.signIn("attacker@example.jp").Token
		in, err := w.VerifyCode(t.Context(), account.CodeTry{Email: "a@example.jp",
			Code: w.codeFor("a@example.jp", "browser"), Browser: "browser", Old: planted})
		w.ok(err)
		if in.Token == planted {
			t.Error("the session kept its token")
		}
		_, err = w.FindSession(t.Context(), planted)
		w.refused(err, "account.session.ended")
	})
}

func TestSeenIsWrittenEveryFiveMinutesAtMost(t *testing.T) {
	each(t, func(w *world) {
		in := w.signIn("a@example.jp")
		start := in.Session.SeenAt
		for range 4 {
			w.later(time.Minute)
			_, err := w.FindSession(t.Context(), in.Token)
			w.ok(err)
		}
		if got := w.seen(in); got != start {
			t.Errorf("written %v after the sign-in", got.Sub(start))
		}
		w.later(time.Minute)
		_, err := w.FindSession(t.Context(), in.Token)
		w.ok(err)
		if got := w.seen(in).Sub(start); got != 5*time.Minute {
			t.Errorf("after five minutes seen is %v after the sign-in", got)
		}
	})
}

func TestNoTokenOfASessionIsKept(t *testing.T) {
	each(t, func(w *world) {
		in := w.signIn("a@example.jp")
		if n := w.count(`SELECT COUNT(*) FROM session WHERE token_mac = $1 OR id = $1`, in.Token); n != 0 {
			t.Error("the token stands in the database")
		}
		for _, wrong := range []string{"", in.Session.ID, in.Token[1:], in.Token + "A"} {
			_, err := w.FindSession(t.Context(), wrong)
			w.refused(err, "account.session.ended")
		}
	})
}

func TestSec15SessionsAreListedAndRevoked(t *testing.T) {
	each(t, func(w *world) {
		phone, laptop, third := w.signIn("a@example.jp"), w.signIn("a@example.jp"), w.signIn("a@example.jp")
		stranger := w.signIn("b@example.jp").Session.ActorIn("")
		me := phone.Session.ActorIn("")

		w.refused(w.RevokeSession(t.Context(), stranger, laptop.Session.ID), "account.not_found")
		if n := w.sessions(me); n != 3 {
			t.Fatalf("%d sessions", n)
		}
		w.ok(w.RevokeSession(t.Context(), me, laptop.Session.ID))
		w.refused(w.RevokeSession(t.Context(), me, laptop.Session.ID), "account.not_found")
		_, err := w.FindSession(t.Context(), laptop.Token)
		w.refused(err, "account.session.ended")
		w.ok(w.RevokeOtherSessions(t.Context(), me))
		_, err = w.FindSession(t.Context(), third.Token)
		w.refused(err, "account.session.ended")
		_, err = w.FindSession(t.Context(), phone.Token)
		w.ok(err)
		w.ok(w.SignOut(t.Context(), phone.Token))
		if n := w.sessions(me); n != 0 {
			t.Errorf("%d sessions are left after signing out", n)
		}
	})
}

func TestASessionIsNamedAfterItsBrowser(t *testing.T) {
	each(t, func(w *world) {
		if got := w.signIn("a@example.jp").Session.Agent; got != "LINE / iPhone" {
			t.Errorf("got %q", got)
		}
	})
}

func TestWhatIsOverIsSweptAway(t *testing.T) {
	each(t, func(w *world) {
		live, old := w.signIn("a@example.jp"), w.signIn("b@example.jp")
		door := w.device(w.link("event-1", 400*24*time.Hour), "受付1")
		w.later(29 * 24 * time.Hour)
		_, err := w.FindSession(t.Context(), live.Token)
		w.ok(err)
		w.later(2 * 24 * time.Hour)
		w.ok(w.Sweep(t.Context()))
		for query, want := range map[string]int{
			`SELECT COUNT(*) FROM sign_in_code`:                                 0,
			`SELECT COUNT(*) FROM attempt`:                                      0,
			`SELECT COUNT(*) FROM session WHERE id = '` + old.Session.ID + `'`:  0,
			`SELECT COUNT(*) FROM session WHERE id = '` + live.Session.ID + `'`: 1,
			`SELECT COUNT(*) FROM session WHERE id = '` + door.Session.ID + `'`: 1,
		} {
			if got := w.count(query); got != want {
				t.Errorf("%s: got %d, want %d", query, got, want)
			}
		}
	})
}

// give gives a role without a mail.
func (w *world) give(email string, role account.Role) {
	w.t.Helper()
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		_, err := w.AddMember(ctx, tx, account.System(w.org), account.Invitation{Org: w.org, Email: email, Role: role})
		return err
	})
}

func (w *world) seen(in account.SignedIn) db.Instant {
	w.t.Helper()
	return db.Instant(w.count(`SELECT seen_at FROM session WHERE id = $1`, in.Session.ID))
}

func (w *world) sessions(a account.Actor) int {
	w.t.Helper()
	list, err := w.ListSessions(w.t.Context(), a.IdentityID)
	w.ok(err)
	return len(list)
}

func minutes(list ...time.Duration) []time.Duration {
	for i := range list {
		list[i] *= time.Minute
	}
	return list
}

func repeat(d time.Duration, n int) []time.Duration {
	list := make([]time.Duration, n)
	for i := range list {
		list[i] = d
	}
	return list
}
