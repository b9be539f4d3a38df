package member_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/programme"
)

// invite gives an address a role.
func (w *world) invite(org programme.Org, email string, role account.Role) {
	w.t.Helper()
	owner := account.Actor{Kind: account.KindPerson, OrgID: org.ID, Role: account.Owner, IdentityID: w.ownerID(org)}
	w.must(w.DB.Tx(w.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := w.Accounts.AddMember(ctx, tx, owner, account.Invitation{Org: org.ID, Email: email, Role: role})
		return err
	}))
}

func (w *world) ownerID(org programme.Org) string {
	w.t.Helper()
	var id string
	err := w.DB.QueryRow(w.t.Context(), `SELECT id FROM identity ORDER BY created_at, id LIMIT 1`).Scan(&id)
	w.must(err)
	return id
}

// registered is a published event on 13 December with one person registered.
func (w *world) registered(org programme.Org, email string, consents ...string) event.Result {
	w.t.Helper()
	ctx, staff := w.t.Context(), account.Actor{Kind: account.KindPerson, OrgID: org.ID, Role: account.Organiser, IdentityID: w.ownerID(org)}
	starts := db.Day("2024-12-13").Start().Add(18*time.Hour + 30*time.Minute)
	ends, title, titleEn, capacity := starts.Add(2*time.Hour), "八戸の交流会", "Exchange in Hachinohe", 20
	e, err := w.Events.Create(ctx, staff, org.ID, event.Fields{
		Title: &title, TitleEn: &titleEn, StartsAt: &starts, EndsAt: &ends,
		Place: &event.Place{Name: "八戸例示ラボ", Area: "八戸市", Address: "青森県八戸市見本1-1-1", Postcode: "0310000"},
	})
	w.must(err)
	_, err = w.Events.SetSlots(ctx, staff, org.ID, e.ID, []event.SlotInput{{Name: "一般", Capacity: &capacity}})
	w.must(err)
	e, err = w.Events.Publish(ctx, staff, org.ID, e.ID)
	w.must(err)
	in, err := w.Events.Register(ctx, event.Request{
		Org: org.ID, EventID: e.ID, SlotID: e.Slots[0].ID, Key: w.DB.IDs().New(w.clock.Now()), Family: "見本", Given: "花乃例",
		KanaFamily: "みほん", KanaGiven: "かのれい", Email: email, Lang: i18n.Ja, Consents: append([]string{"a"}, consents...),
	})
	w.must(err)
	return in
}

func TestWelcomeLeadsEveryRoleToItsPlace(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		aomori, akita := w.org("aomori", "owner@example.com"), w.org("akita", "x@example.com")
		for name, c := range map[string]struct {
			role account.Role
			want string
		}{
			"an owner to the console":      {account.Owner, "/o/aomori/staff"},
			"an organiser to the console":  {account.Organiser, "/o/aomori/staff"},
			"an accountant to the console": {account.Accountant, "/o/aomori/staff"},
			"an officer to the figures":    {account.Officer, "/o/aomori/figures"},
			"a host to the first page":     {account.Host, "/o/aomori/partner"},
			"a company to the first page":  {account.Company, "/o/aomori/partner"},
			"a participant to the own one": {account.Participant, "/me"},
		} {
			t.Run(name, func(t *testing.T) {
				email := string(c.role) + "@example.com"
				if c.role != account.Owner && c.role != account.Participant {
					w.invite(aomori, email, c.role)
				}
				leadsTo(t, w.signedIn(email).get("/welcome"), c.want)
			})
		}
		_ = akita
	})
}

func TestMeShowsTheThreadOfTheAddressAlone(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		org := w.org("aomori", "owner@example.com")
		in := w.registered(org, "hana@example.com")
		ticket := "/t/" + w.Events.ManageToken(in.Registration)
		me := w.signedIn("hana@example.com")
		shows(t, me.get("/me"), "見本 花乃例", "八戸の交流会", ticket, "参加確定", "令和6年度", "申し込みました")
		me.lang = "en"
		shows(t, me.get("/me"), "Exchange in Hachinohe", "Confirmed")

		other := w.signedIn("taro@example.com").get("/me")
		shows(t, other, "これからの予定はありません", "/o/aomori/events")
		lacks(t, other, "八戸の交流会", ticket)
	})
}

func TestConsentsCanBeWithdrawnWhereTheyStand(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		org := w.org("aomori", "owner@example.com")
		in := w.registered(org, "hana@example.com", "f", "g")
		me := w.signedIn("hana@example.com")
		page := me.get("/me/consents")
		shows(t, page, "会場で撮影した写真", "次回以降のイベント", "八戸の交流会", "/t/"+w.Events.ManageToken(in.Registration))
		if n := strings.Count(page.Body.String(), `action="/me/consents/withdraw"`); n != 2 {
			t.Errorf("%d consents can be withdrawn here, want those to photo and news", n)
		}
		photo := url.Values{"org": {org.ID}, "code": {"f"}, "scope": {in.Registration.EventID}}

		if page := w.signedIn("taro@example.com").post("/me/consents/withdraw", photo); page.Code != http.StatusNotFound {
			t.Errorf("somebody else: %d", page.Code)
		}
		if live, err := w.People.LiveConsents(t.Context(), org.ID, in.Person.ID); err != nil || len(live) != 3 {
			t.Fatalf("somebody else withdrew: %v %v", live, err)
		}
		for range 2 { // and once more by a double click
			leadsTo(t, me.post("/me/consents/withdraw", photo), "/me/consents")
		}
		page = me.get("/me/consents")
		shows(t, page, "同意を取り消しました", "次回以降のイベント")
		lacks(t, page, "会場で撮影した写真")
	})
}

func TestSec15BrowsersAreListedAndEnded(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.org("aomori", "owner@example.com")
		phone, laptop := w.signedIn("hana@example.com"), w.signedIn("hana@example.com")
		shows(t, phone.get("/me/browsers"), "LINE / iPhone", "この端末")

		here, err := w.Accounts.FindSession(t.Context(), laptop.jar["koryu"].Value)
		w.must(err)
		if page := w.signedIn("taro@example.com").post("/me/browsers/end", url.Values{"id": {here.ID}}); page.Code != http.StatusNotFound {
			t.Errorf("somebody else's: %d", page.Code)
		}
		leadsTo(t, phone.post("/me/browsers/end", url.Values{"id": {here.ID}}), "/me/browsers")
		leadsTo(t, laptop.get("/me"), "/sign-in?next=%2Fme")

		laptop = w.signedIn("hana@example.com")
		leadsTo(t, phone.post("/me/browsers/end-others", nil), "/me/browsers")
		leadsTo(t, laptop.get("/me"), "/sign-in?next=%2Fme")
		if page := phone.get("/me"); page.Code != http.StatusOK {
			t.Errorf("the own browser: %d", page.Code)
		}
	})
}
