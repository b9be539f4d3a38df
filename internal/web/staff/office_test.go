package staff_test

import (
	"context"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/jobs"
	"koryu/internal/people"
	"koryu/internal/programme"
	"koryu/internal/web"
)

func (h *hall) office(parts ...string) string {
	return web.OrgPath(h.org.Slug, append([]string{"staff"}, parts...)...)
}

func says(t *testing.T, page *httptest.ResponseRecorder, code int, texts ...string) {
	t.Helper()
	if page.Code != code {
		t.Fatalf("status %d, want %d", page.Code, code)
	}
	body := html.UnescapeString(page.Body.String())
	for _, s := range texts {
		if !strings.Contains(body, s) {
			t.Errorf("the page lacks %q", s)
		}
	}
}

func ledTo(t *testing.T, page *httptest.ResponseRecorder, path string) {
	t.Helper()
	if page.Code != http.StatusSeeOther || page.Header().Get("Location") != path {
		t.Errorf("%d to %q, want to be led to %s", page.Code, page.Header().Get("Location"), path)
	}
}

func TestTheFirstPageShowsWhatEachRoleMaySee(t *testing.T) {
	inHalls(t, func(t *testing.T, h *hall) {
		h.register(h.event, "山田", "a@example.com")
		says(t, h.owner.get(h.office()), 200, "今日の用件", "八戸で会う", "最近の動き", "山田")
		books := h.signedIn(h.org, "books@example.jp", account.Accountant)
		page := books.get(h.office())
		says(t, page, 200, "集計した数字", "八戸で会う")
		for _, hidden := range []string{"山田", "今日の用件", "最近の動き"} {
			if strings.Contains(page.Body.String(), hidden) {
				t.Errorf("the accountant sees %q", hidden)
			}
		}
		says(t, h.owner.get(h.office("live")+"?event="+h.event.ID), 200, `"expected":"1"`)
	})
}

func TestTheOfficeIsClosedToOtherRolesAndOrganisations(t *testing.T) {
	inHalls(t, func(t *testing.T, h *hall) {
		books := h.signedIn(h.org, "books@example.jp", account.Accountant)
		organiser := h.signedIn(h.org, "organiser@example.jp", account.Organiser)
		abroad := h.found("oirase")
		stranger := h.signedIn(abroad, "stranger@example.jp", account.Owner)
		for _, part := range []string{"people/new", "people/duplicates", "programme", "venues/new", "organisation", "members", "jobs", "audit", "audit/check"} {
			if code := books.get(h.office() + "/" + part).Code; code != http.StatusForbidden {
				t.Errorf("the accountant opens %s: %d", part, code)
			}
			if code := stranger.get(h.office() + "/" + part).Code; code != http.StatusNotFound {
				t.Errorf("a stranger opens %s: %d", part, code)
			}
		}
		for _, part := range []string{"tokens", "members/invite"} {
			if code := organiser.get(h.office() + "/" + part).Code; code != http.StatusForbidden {
				t.Errorf("the organiser opens %s: %d", part, code)
			}
		}
		elsewhere, err := h.pages.People.Create(t.Context(), account.System(abroad.ID), abroad.ID, people.NewPerson{Family: "奥入瀬", Given: "一", Lang: i18n.Ja})
		h.must(err)
		venue, err := h.pages.Programmes.SaveVenue(t.Context(), programme.Venue{OrgID: abroad.ID, Name: "よその会場"})
		h.must(err)
		for _, path := range []string{h.office("people", elsewhere.ID), h.office("people", elsewhere.ID, "edit"), h.office("venues", venue.ID)} {
			if code := h.owner.get(path).Code; code != http.StatusNotFound {
				t.Errorf("what belongs to others is shown at %s: %d", path, code)
			}
		}
	})
}

func TestTheLastOwnerStays(t *testing.T) {
	inHalls(t, func(t *testing.T, h *hall) {
		members, err := h.pages.Accounts.ListMembers(t.Context(), h.actor, h.org.ID)
		h.must(err)
		me := h.office("members", members[0].IdentityID)
		says(t, h.owner.get(me), 200, "ただ一人のオーナーです")
		says(t, h.owner.post(me, url.Values{"role": {"organiser"}}), 422, i18n.For(i18n.Ja).T("account.member.last_owner"))
		ledTo(t, h.owner.get(me+"/remove"), me)
		if code := h.owner.post(me+"/remove", nil).Code; code != http.StatusConflict {
			t.Errorf("the last owner went: %d", code)
		}
		ledTo(t, h.owner.post(h.office("members", "invite"), url.Values{"email": {"New@Example.jp"}, "role": {"organiser"}}), h.office("members"))
		says(t, h.owner.get(h.office("members")), 200, "new@example.jp", "未参加")
		says(t, h.owner.post(h.office("members", "invite"), url.Values{"email": {"owner@example.jp"}, "role": {"king"}}), 422)
	})
}

func TestATokensSecretIsShownOnce(t *testing.T) {
	inHalls(t, func(t *testing.T, h *hall) {
		says(t, h.owner.post(h.office("tokens", "new"), url.Values{"name": {"受付端末"}}), 422, "できることを一つ以上")
		made := h.office("tokens", "made")
		ledTo(t, h.owner.post(h.office("tokens", "new"), url.Values{"name": {"受付端末"}, "scopes": {"events:read"}}), made)
		page := h.owner.get(made)
		says(t, page, 200, "この画面でしか表示されません")
		secret := regexp.MustCompile(`(?s)<output[^>]*>\s*(\S+?)\s*</output>`).FindStringSubmatch(page.Body.String())
		if secret == nil {
			t.Fatal("the page shows no secret")
		}
		_, err := h.pages.Accounts.FindAPIToken(t.Context(), secret[1])
		h.must(err)
		ledTo(t, h.owner.get(made), h.office("tokens"))
		list := h.owner.get(h.office("tokens"))
		says(t, list, 200, "受付端末", "有効")
		if strings.Contains(list.Body.String(), secret[1]) {
			t.Error("the list shows the secret")
		}
		tokens, err := h.pages.Accounts.ListAPITokens(t.Context(), h.actor, h.org.ID)
		h.must(err)
		ledTo(t, h.owner.post(h.office("tokens", tokens[0].ID, "revoke"), nil), h.office("tokens"))
		if _, err := h.pages.Accounts.FindAPIToken(t.Context(), secret[1]); err == nil {
			t.Error("a revoked token still opens")
		}
	})
}

func TestDeadJobsAreTriedAgainOrGivenUp(t *testing.T) {
	inHalls(t, func(t *testing.T, h *hall) {
		h.must(h.pages.DB.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			h.must(jobs.Enqueue(ctx, tx, jobs.Job{Org: h.org.ID, Kind: "event.thanks", Key: "x"}, jobs.Job{Org: h.org.ID, Kind: "event.reminder", Key: "y"}))
			_, err := tx.Exec(ctx, `UPDATE job SET state = 'dead', last_error = '550 no such user' WHERE org_id = $1`, h.org.ID)
			return err
		}))
		dead := h.office("jobs") + "?state=dead"
		page := h.owner.get(dead)
		says(t, page, 200, "550 no such user", "お礼のメールを送る")
		says(t, h.owner.get(h.office()), 200, "送れなかったもの")
		ids := regexp.MustCompile(`name="id" value="([^"]+)"`).FindAllStringSubmatch(page.Body.String(), -1)
		ledTo(t, h.owner.post(h.office("jobs", "retry"), url.Values{"id": {ids[0][1]}, "state": {"dead"}}), dead)
		says(t, h.owner.post(h.office("jobs", "discard"), url.Values{"all": {"1"}, "state": {"dead"}}), 200, "取りやめますか")
		n, err := jobs.Count(t.Context(), h.pages.DB, h.org.ID, jobs.Dead)
		h.must(err)
		ledTo(t, h.owner.post(h.office("jobs", "discard"), url.Values{"all": {"1"}, "state": {"dead"}, "sure": {"1"}}), dead)
		left, err := jobs.Count(t.Context(), h.pages.DB, h.org.ID, jobs.Dead)
		h.must(err)
		if n == 0 || left != 0 {
			t.Errorf("dead before the question %d, after it %d", n, left)
		}
		says(t, h.owner.get(h.office("audit")+"?area=job"), 200, "もう一度試す", "取りやめ")
	})
}

func TestTheTrailIsFilteredPagedAndVerified(t *testing.T) {
	inHalls(t, func(t *testing.T, h *hall) {
		h.must(h.pages.DB.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			for range 130 {
				h.must(account.Record(ctx, tx, account.Entry{Org: h.org.ID, Actor: h.actor, Action: "venue.save", Object: "venue", ObjectID: "v"}))
			}
			return nil
		}))
		seen, after := map[string]bool{}, ""
		for range 5 {
			page, err := h.pages.Accounts.Trail(t.Context(), h.actor, h.org.ID, account.TrailFilter{Area: "venue", After: after})
			h.must(err)
			for _, e := range page.Entries {
				if seen[e.ID] {
					t.Fatal("an entry comes twice")
				}
				seen[e.ID] = true
			}
			if after = page.Next; after == "" {
				break
			}
		}
		if len(seen) != 130 {
			t.Errorf("%d of 130 entries of one instant were listed", len(seen))
		}
		says(t, h.owner.get(h.office("audit")+"?area=venue"), 200, "会場を保存", "次へ")
		says(t, h.owner.get(h.office("audit")+"?from=2030-01-01"), 200, "条件に合う記録はありません")
		_, err := h.pages.Accounts.Seal(t.Context())
		h.must(err)
		says(t, h.owner.get(h.office("audit", "check")), 200, "改ざんは見つかりませんでした")
		h.must(h.pages.DB.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE audit_entry SET reason = 'x' WHERE org_id = $1 AND object = 'venue'`, h.org.ID)
			return err
		}))
		says(t, h.owner.get(h.office("audit", "check")), 200, "食い違いがあります")
	})
}
