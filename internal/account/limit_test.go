package account_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
)

func TestSec18AttemptsAreCounted(t *testing.T) {
	each(t, func(w *world) {
		allow := func(bucket, key string) error {
			return w.DB.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				return w.Allow(ctx, tx, bucket, key, 3, time.Minute)
			})
		}
		for range 3 {
			w.ok(allow("b", "k"))
		}
		for range 3 {
			w.refused(allow("b", "k"), "account.limit.exhausted")
		}
		w.ok(allow("b", "other key"))
		w.ok(allow("other bucket", "k"))
		w.later(59 * time.Second)
		err := allow("b", "k")
		if e, _ := apperr.As(err); e == nil || e.Args[1] != 1 {
			t.Errorf("a second is left: %v", err)
		}
		w.later(time.Second)
		w.ok(allow("b", "k"))
	})
}

func TestWhatIsRolledBackWasNoAttempt(t *testing.T) {
	each(t, func(w *world) {
		undo := errors.New("undo")
		for range 5 {
			err := w.DB.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				w.ok(w.Allow(ctx, tx, "b", "k", 1, time.Minute))
				return undo
			})
			if !errors.Is(err, undo) {
				t.Fatal(err)
			}
		}
	})
}

func TestNetworks(t *testing.T) {
	for name, c := range map[string]struct{ ip, want string }{
		"a /24 of IPv4":                   {"203.0.113.77", "203.0.113.0/24"},
		"a /56 of IPv6":                   {"2001:db8:1:2345:aaaa::1", "2001:db8:1:2300::/56"},
		"IPv4 written as IPv6 is IPv4":    {"::ffff:203.0.113.77", "203.0.113.0/24"},
		"a zone does not make a network":  {"fe80::1%eth0", "fe80::/56"},
		"what is no address stays itself": {"unix", "unix"},
		"nothing stays nothing":           {"", ""},
	} {
		if got := account.Network(c.ip); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}
