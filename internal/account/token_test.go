package account_test

import (
	"context"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
)

func TestAnAPITokenActsWithinItsScopes(t *testing.T) {
	each(t, func(w *world) {
		secret, token, err := w.CreateAPIToken(t.Context(), w.owner, account.NewAPIToken{Org: w.org, Name: "会場の端末",
			Scopes: []account.Action{account.EventsRead, account.CheckinsWrite}})
		w.ok(err)
		a, err := w.FindAPIToken(t.Context(), secret)
		w.ok(err)
		if a.OrgID != w.org || a.TokenID != token.ID || !a.Can(account.CheckinsWrite) ||
			a.Can(account.RegistrationsRead) || a.Can(account.AttendeeView) {
			t.Errorf("actor %+v", a)
		}
		if n := w.count(`SELECT COUNT(*) FROM api_token WHERE token_mac = $1`, secret); n != 0 {
			t.Error("the token stands in the database")
		}
		w.ok(w.RevokeAPIToken(t.Context(), w.owner, w.org, token.ID))
		_, err = w.FindAPIToken(t.Context(), secret)
		if apperr.CategoryOf(err) != apperr.Unauthenticated {
			t.Errorf("revoked: %v", err)
		}
		w.refused(w.RevokeAPIToken(t.Context(), w.owner, w.org, token.ID), "account.not_found")
	})
}

func TestAnAPITokenRemembersItsLastUse(t *testing.T) {
	each(t, func(w *world) {
		secret, _, err := w.CreateAPIToken(t.Context(), w.owner, account.NewAPIToken{Org: w.org, Name: "端末", Scopes: account.Scopes})
		w.ok(err)
		w.later(time.Hour)
		first := w.DB.Now()
		for range 2 {
			_, err = w.FindAPIToken(t.Context(), secret)
			w.ok(err)
			w.later(time.Minute)
		}
		list, err := w.ListAPITokens(t.Context(), w.owner, w.org)
		w.ok(err)
		if len(list) != 1 || list[0].LastUsedAt != first || len(list[0].Scopes) != len(account.Scopes) {
			t.Errorf("listed %+v", list)
		}
	})
}

func TestAPITokensAreRefused(t *testing.T) {
	each(t, func(w *world) {
		organiser, _ := w.member("m@example.jp", account.Organiser)
		good := account.NewAPIToken{Org: w.org, Name: "端末", Scopes: account.Scopes}
		for name, c := range map[string]struct {
			actor  account.Actor
			change func(n *account.NewAPIToken)
			want   string
		}{
			"to an organiser":            {organiser, func(*account.NewAPIToken) {}, "account.forbidden"},
			"to another organisation":    {w.owner, func(n *account.NewAPIToken) { n.Org = "org-b" }, "account.not_found"},
			"without a name":             {w.owner, func(n *account.NewAPIToken) { n.Name = " " }, "account.token.name_invalid"},
			"without a scope":            {w.owner, func(n *account.NewAPIToken) { n.Scopes = nil }, "account.token.scopes_invalid"},
			"with an action for a scope": {w.owner, func(n *account.NewAPIToken) { n.Scopes = []account.Action{account.MemberManage} }, "account.token.scopes_invalid"},
		} {
			n := good
			c.change(&n)
			_, _, err := w.CreateAPIToken(t.Context(), c.actor, n)
			if e, ok := apperr.As(err); !ok || e.Key != c.want {
				t.Errorf("%s: got %v, want %s", name, err, c.want)
			}
		}
		for _, wrong := range []string{"", "koryu_", "koryu_AAAA", "Bearer x"} {
			_, err := w.FindAPIToken(t.Context(), wrong)
			w.refused(err, "account.token.unknown")
		}
	})
}

func TestSec04TokensOfAnotherOrganisationDoNotExist(t *testing.T) {
	each(t, func(w *world) {
		other := w.found("org-b", "other@example.jp")
		secret, token, err := w.CreateAPIToken(t.Context(), w.owner, account.NewAPIToken{Org: w.org, Name: "端末", Scopes: account.Scopes})
		w.ok(err)
		w.notFound(w.RevokeAPIToken(t.Context(), other, "org-b", token.ID))
		list, err := w.ListAPITokens(t.Context(), other, "org-b")
		w.ok(err)
		if len(list) != 0 {
			t.Errorf("listed %+v", list)
		}
		_, err = w.FindAPIToken(t.Context(), secret)
		w.ok(err)
	})
}

func TestSignInLinksAreForDemonstrationsOnly(t *testing.T) {
	each(t, func(w *world) {
		link := func() (token string, err error) {
			err = w.DB.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				token, err = w.SignInLink(ctx, tx, "owner@example.jp", "")
				return err
			})
			return token, err
		}
		_, err := link()
		w.refused(err, "account.forbidden")

		w.Demo = true
		token, err := link()
		w.ok(err)
		for range 2 {
			in, err := w.OpenSignInLink(t.Context(), token, "", "")
			w.ok(err)
			if role := in.Session.ActorIn(w.org).Role; role != account.Owner {
				t.Errorf("signed in as %q", role)
			}
		}
		_, err = w.OpenSignInLink(t.Context(), w.Keys.Token("ticket", w.owner.IdentityID, 1), "", "")
		w.refused(err, "account.not_found")

		w.Demo = false
		_, err = w.OpenSignInLink(t.Context(), token, "", "")
		w.refused(err, "account.not_found")
	})
}
