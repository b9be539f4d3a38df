package staff_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/seal"
	"koryu/internal/message"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/programme"
	"koryu/internal/roster"
	"koryu/internal/web"
	"koryu/internal/web/staff"
)

const home = "http://127.0.0.1:8080"

// hall is a console with one organisation, its staff and an event.
type hall struct {
	t      *testing.T
	pages  *staff.Pages
	site   http.Handler
	mail   *mail.Memory
	worker *jobs.Worker
	org    programme.Org
	owner  *visitor
	actor  account.Actor
	event  event.Event
}

// visitor keeps the cookies of one browser.
type visitor struct {
	h   *hall
	jar map[string]*http.Cookie
}

func inHalls(t *testing.T, test func(t *testing.T, h *hall)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		keys, err := seal.NewKeys([]byte("a master key of thirty-two bytes"))
		if err != nil {
			t.Fatal(err)
		}
		h := &hall{t: t, mail: &mail.Memory{}}
		h.pages = &staff.Pages{DB: d, Programmes: &programme.Service{DB: d}, People: &people.Service{DB: d},
			Accounts: &account.Service{DB: d, Keys: keys, Mail: h.mail, Base: home, Demo: true},
			Events:   event.New(event.Config{DB: d, Keys: keys, Mail: h.mail, Base: home}), Log: slog.New(slog.DiscardHandler)}
		t.Cleanup(h.pages.Events.Close)
		h.pages.Profiles, h.pages.Roster = &profile.Service{DB: d, Keys: keys}, &roster.Service{DB: d}
		h.pages.Cards = card.New(card.Config{DB: d, Keys: keys, Mail: h.mail, Base: home, Events: h.pages.Events, Profiles: h.pages.Profiles})
		h.pages.Messages = message.New(message.Config{DB: d, Keys: keys, Mail: h.mail, Base: home, Roster: h.pages.Roster, Events: h.pages.Events})
		h.worker = jobs.NewWorker(d, h.pages.Accounts.Handlers(), jobs.Options{})
		kit := &web.Kit{DB: d, Accounts: h.pages.Accounts, Programmes: h.pages.Programmes, Keys: keys, Base: home,
			Log: slog.New(slog.DiscardHandler), NoLimits: true}
		if h.site, err = kit.Handler(h.pages.Routes()); err != nil {
			t.Fatal(err)
		}
		h.org = h.found("tsugaru")
		h.owner = h.signedIn(h.org, "owner@example.jp", account.Owner)
		h.actor = account.Actor{Kind: account.KindPerson, OrgID: h.org.ID, Role: account.Owner, Name: "見本 花乃例", IdentityID: "owner"}
		h.event = h.open(h.org, "八戸で会う")
		test(t, h)
	})
}

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *hall) found(slug string) programme.Org {
	org, err := h.pages.Programmes.CreateOrg(h.t.Context(), programme.Org{Slug: slug, Name: "見本の会 " + slug})
	h.must(err)
	return org
}

// signedIn is a browser of somebody with a role.
func (h *hall) signedIn(org programme.Org, email string, role account.Role) *visitor {
	h.t.Helper()
	v := &visitor{h: h, jar: map[string]*http.Cookie{}}
	token := ""
	h.must(h.pages.DB.Tx(h.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := h.pages.Accounts.AddMember(ctx, tx, account.System(org.ID), account.Invitation{Org: org.ID, Email: email, Role: role})
		if err == nil {
			token, err = h.pages.Accounts.SignInLink(ctx, tx, email, "見本 花乃例")
		}
		return err
	}))
	in, err := h.pages.Accounts.OpenSignInLink(h.t.Context(), token, "test", "")
	h.must(err)
	v.jar["koryu"] = &http.Cookie{Name: "koryu", Value: in.Token}
	return v
}

func (h *hall) open(org programme.Org, title string) event.Event {
	h.t.Helper()
	start := time.Date(2024, 12, 13, 18, 30, 0, 0, clock.JST)
	from, to, name := db.FromTime(start), db.FromTime(start.Add(2*time.Hour)), title
	actor := account.System(org.ID)
	e, err := h.pages.Events.Create(h.t.Context(), actor, org.ID, event.Fields{Title: &name, StartsAt: &from, EndsAt: &to,
		Place: &event.Place{Name: "八戸市美術館", Area: "八戸市"}})
	h.must(err)
	two := 2
	e, err = h.pages.Events.SetSlots(h.t.Context(), actor, org.ID, e.ID, []event.SlotInput{{Name: "一般参加", Capacity: &two}})
	h.must(err)
	e, err = h.pages.Events.Publish(h.t.Context(), actor, org.ID, e.ID)
	h.must(err)
	return e
}

func (h *hall) register(e event.Event, family, email string) event.Registration {
	h.t.Helper()
	res, err := h.pages.Events.Register(h.t.Context(), event.Request{Org: e.OrgID, EventID: e.ID, SlotID: e.Slots[0].ID, Key: "key-" + email,
		Family: family, Given: "太郎", KanaFamily: "ヤマダ", KanaGiven: "タロウ", Email: email, Consents: []string{"a"}})
	h.must(err)
	return res.Registration
}

func (h *hall) at(parts ...string) string {
	return web.OrgPath(h.org.Slug, append([]string{"staff", "events", h.event.Slug}, parts...)...)
}

func (v *visitor) get(path string) *httptest.ResponseRecorder {
	return v.do(httptest.NewRequest(http.MethodGet, home+path, nil))
}

func (v *visitor) post(path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, home+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", home)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return v.do(r)
}

func (v *visitor) do(r *http.Request) *httptest.ResponseRecorder {
	for _, c := range v.jar {
		r.AddCookie(c)
	}
	rec := httptest.NewRecorder()
	v.h.site.ServeHTTP(rec, r)
	for _, c := range rec.Result().Cookies() {
		v.jar[c.Name] = c
	}
	return rec
}

func want(t *testing.T, page *httptest.ResponseRecorder, code int, texts ...string) {
	t.Helper()
	if page.Code != code {
		t.Fatalf("answered %d, want %d: %.300s", page.Code, code, page.Body.String())
	}
	for _, s := range texts {
		if !strings.Contains(page.Body.String(), s) {
			t.Errorf("the page lacks %q", s)
		}
	}
}

func keyOf(page *httptest.ResponseRecorder) string {
	m := regexp.MustCompile(`name="key" value="([^"]+)"`).FindStringSubmatch(page.Body.String())
	if m == nil {
		return ""
	}
	return m[1]
}

func TestAnEventFromDraftToCallingOff(t *testing.T) {
	inHalls(t, func(t *testing.T, h *hall) {
		list := web.OrgPath(h.org.Slug, "staff", "events")
		want(t, h.owner.get(list), 200, "八戸で会う", "受付中")
		form := h.owner.get(list + "/new")
		want(t, form, 200)
		made := h.owner.post(list, url.Values{"key": {keyOf(form)}, "title": {"上野で会う"}, "starts_at": {"2025-01-10"}, "starts_time": {"18:00"}, "ends_time": {"20:00"}, "capacity": {"３０"}})
		want(t, made, 303)
		draft := made.Header().Get("Location")
		want(t, h.owner.get(draft), 200, "あと1項目", "会場")
		want(t, h.owner.post(draft+"/publish", nil), 422, "会場")
		edit := h.owner.get(draft + "/edit")
		revision := regexp.MustCompile(`name="revision" value="(\d+)"`).FindStringSubmatch(edit.Body.String())[1]
		fields := url.Values{"revision": {revision}, "title": {"上野で会う夜"}, "starts_at": {"2025-01-10"}, "starts_time": {"18:00"}, "ends_at": {"2025-01-10"}, "ends_time": {"20:00"},
			"closes_rule": {"day_before"}, "visibility": {"public"}, "place": {"other"}, "place_name": {"上野の会場"}}
		saved := h.owner.post(draft+"/autosave", fields)
		if saved.Code != 204 || saved.Header().Get("Koryu-Revision") == revision {
			t.Fatalf("autosave: %d, revision %q after %q", saved.Code, saved.Header().Get("Koryu-Revision"), revision)
		}
		fields.Set("title", "ほかの題名")
		want(t, h.owner.post(draft+"/edit", fields), 409, "先に保存", "上野で会う夜", "ほかの題名")
		fields.Set("title", "上野で会う夜")
		want(t, h.owner.post(draft+"/edit", fields), 303)
		want(t, h.owner.post(draft+"/publish", nil), 303)
		want(t, h.owner.post(draft+"/cancel", url.Values{}), 422, "理由")
		want(t, h.owner.post(draft+"/cancel", url.Values{"reason": {"大雪のため"}}), 303)
		want(t, h.owner.get(draft), 200, "大雪のため")
		for _, part := range []string{"slots", "questions", "speakers", "agenda", "image", "doors", "scans", "attendees", "attendees/export", "attendees/new", "attendees/paper", "publish", "live.json"} {
			if page := h.owner.get(draft + "/" + part); page.Code >= 400 {
				t.Errorf("%s answers %d: %.200s", part, page.Code, page.Body.String())
			}
			if page := h.owner.get(h.at() + "/" + part + "?lang=en"); page.Code >= 400 {
				t.Errorf("%s in English answers %d", part, page.Code)
			}
		}
	})
}

func TestTheListsOfAnEventAreEdited(t *testing.T) {
	inHalls(t, func(t *testing.T, h *hall) {
		want(t, h.owner.post(h.at("questions"), url.Values{"rows": {"2"}, "questions.1.label": {"食べられないもの"}, "questions.1.kind": {"text"}}), 422, "なぜ聞くか", `href="#f-questions-1-why"`)
		want(t, h.owner.post(h.at("questions"), url.Values{"rows": {"1"}, "questions.0.label": {"道のり"}, "questions.0.why": {"弁当のため"}, "questions.0.kind": {"choice"}, "questions.0.options": {"電車 | Train\n車"}}), 303)
		want(t, h.owner.get(h.at("questions")), 200, "電車 | Train")
		want(t, h.owner.post(h.at("agenda"), url.Values{"rows": {"2"}, "agenda.0.time": {"18:30"}, "agenda.0.label": {"はじめに"}, "agenda.1.time": {"１９時"}, "agenda.1.label": {"対話"}}), 303)
		want(t, h.owner.get(h.at("agenda")), 200, "19:00")
		want(t, h.owner.post(h.at("speakers"), url.Values{"rows": {"1"}, "speakers.0.name": {"見本 話子"}}), 303)
		want(t, h.owner.post(h.at("slots"), url.Values{"rows": {"1"}, "more": {"1"}, "slots.0.name": {"一般"}}), 200, "slots.1.name")
		want(t, h.owner.post(h.at("doors"), url.Values{"label": {"受付1"}}), 303)
		want(t, h.owner.get(h.at("doors")), 200, "受付1", "/door/")
		want(t, h.owner.post(h.at("doors", "no-such-link", "revoke"), nil), 404)
	})
}

func TestABulkActIsDoneWholeOrNotAtAll(t *testing.T) {
	inHalls(t, func(t *testing.T, h *hall) {
		a, b := h.register(h.event, "山田", "a@example.jp"), h.register(h.event, "佐藤", "b@example.jp")
		waiting := h.register(h.event, "鈴木", "c@example.jp")
		elsewhere := h.register(h.open(h.org, "別の催し"), "高橋", "d@example.jp")
		want(t, h.owner.get(h.at("attendees")), 200, "山田", "1番目")
		want(t, h.owner.get(h.at("attendees")+"?state=waiting"), 200, "鈴木")
		bulk := h.at("attendees", "bulk")
		sure := func(do string, ids ...string) url.Values {
			return url.Values{"do": {do}, "sure": {"1"}, "reason": {"試し"}, "ids": {strings.Join(ids, ",")}}
		}
		want(t, h.owner.post(bulk, sure("cancel", a.ID, elsewhere.ID)), 404)
		want(t, h.owner.post(bulk, sure("promote", waiting.ID)), 409, "鈴木", "何もしていません")
		want(t, h.owner.post(bulk, url.Values{"do": {"cancel"}, "id": {a.ID, b.ID}}), 200, "2名の申込を取り消しますか")
		if of, _ := h.pages.Events.FindRegistration(t.Context(), h.org.ID, a.ID); of.Registration.State != event.Confirmed {
			t.Fatal("a refused act cancelled somebody")
		}
		want(t, h.owner.post(bulk, sure("cancel", a.ID)), 303)
		want(t, h.owner.get(h.at("attendees")), 200, "1名の申込を取り消しました", "bulk/undo")
		want(t, h.owner.post(h.at("attendees", "bulk", "undo"), url.Values{"numbers": {"1"}}), 409, "山田")
		want(t, h.owner.post(h.at("attendees", "addresses"), url.Values{"all": {"1"}}), 200, "b@example.jp\nc@example.jp")
		want(t, h.owner.post(h.at("attendees", "addresses"), url.Values{"id": {elsewhere.ID}}), 404)
		want(t, h.owner.get(h.at("attendees", elsewhere.ID)), 404)
		for _, state := range []string{"", "?lang=en"} {
			want(t, h.owner.get(h.at("attendees", b.ID)+state), 200, "b@example.jp")
		}
		want(t, h.owner.get(h.at("attendees", b.ID, "cancel")), 200, "佐藤")
	})
}

func TestStaffEnterARegistration(t *testing.T) {
	inHalls(t, func(t *testing.T, h *hall) {
		form := h.owner.get(h.at("attendees", "new"))
		fields := url.Values{"key": {keyOf(form)}, "slot": {h.event.Slots[0].ID}, "family": {"田中"}, "given": {"一"}}
		want(t, h.owner.post(h.at("attendees", "new"), fields), 422, "理由")
		fields.Set("reason", "電話で受付")
		made := h.owner.post(h.at("attendees", "new"), fields)
		want(t, made, 303)
		want(t, h.owner.get(made.Header().Get("Location")), 200, "田中", "スタッフ入力")
	})
}

func TestOnlyThoseWhoMayChangeTheList(t *testing.T) {
	inHalls(t, func(t *testing.T, h *hall) {
		a := h.register(h.event, "山田", "a@example.jp")
		accountant := h.signedIn(h.org, "money@example.jp", account.Accountant)
		want(t, accountant.get(h.at("attendees")), 200, "山田")
		want(t, accountant.get(h.at("attendees", a.ID)), 200)
		for _, path := range []string{h.at("attendees", a.ID, "cancel"), h.at("attendees", "bulk"), h.at("attendees", "export"), h.at("edit"), h.at("publish"), h.at("doors")} {
			want(t, accountant.post(path, url.Values{"do": {"cancel"}, "id": {a.ID}}), 403)
		}
		stranger := h.signedIn(h.found("nambu"), "else@example.jp", account.Owner)
		want(t, stranger.get(h.at()), 404)
		want(t, stranger.get(strings.Replace(h.at("attendees"), "tsugaru", "nambu", 1)), 404)
	})
}

func TestExportsHoldTextsAndNoFormulas(t *testing.T) {
	inHalls(t, func(t *testing.T, h *hall) {
		h.register(h.event, "=1+1", "a@example.jp")
		h.register(h.event, "𠮷田", "b@example.jp")
		export := func(format, sure string) *httptest.ResponseRecorder {
			return h.owner.post(h.at("attendees", "export"), url.Values{"format": {format}, "heads": {"words"}, "reason": {"名札を作るため"}, "sure": {sure}})
		}
		want(t, h.owner.post(h.at("attendees", "export"), url.Values{"format": {"xlsx"}}), 422, "理由")
		want(t, export("utf8", ""), 200, "\ufeff受付番号", "'=1+1")
		want(t, export("cp932", ""), 200, "U+20BB7", "〓", "1か所")
		want(t, export("lost", "1"), 200, "U+20BB7")
		raw, _ := io.ReadAll(export("cp932", "1").Body)
		if !bytes.Contains(raw, []byte{0x81, 0xac}) {
			t.Error("the CP932 file lacks the sign for a lost character")
		}
		file := export("xlsx", "")
		book, err := excelize.OpenReader(bytes.NewReader(file.Body.Bytes()))
		h.must(err)
		defer book.Close()
		words, err := book.GetCellValue("Sheet1", "D2")
		h.must(err)
		formula, _ := book.GetCellFormula("Sheet1", "D2")
		if words != "=1+1" || formula != "" {
			t.Errorf("the cell says %q and computes %q", words, formula)
		}
		if panes, err := book.GetPanes("Sheet1"); err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("the first row is not frozen: %+v, %v", panes, err)
		}
		if again := export("xlsx", ""); !bytes.Equal(again.Body.Bytes(), file.Body.Bytes()) {
			t.Log("two workbooks of the same list differ in bytes")
		}
		want(t, h.owner.get(h.at()), 200, "名札を作るため")
	})
}

func TestHostileInputIsRefusedInWords(t *testing.T) {
	inHalls(t, func(t *testing.T, h *hall) {
		a := h.register(h.event, "山田", "a@example.jp")
		for _, q := range []string{"?after=%00&from=-9", "?after=!!!!&sort=x&state=%27%20OR%201", "?slot=x&initial=%F0%9F%8D%8E&q=%25%5F", "?q=" + strings.Repeat("あ", 300), "?arrived=2&from=99999999999999999999"} {
			if page := h.owner.get(h.at("attendees") + q); page.Code >= 500 {
				t.Errorf("%s answers %d", q, page.Code)
			}
		}
		long := strings.Repeat("長", 30_000)
		bad := url.Values{"rows": {"999999"}, "slots.0.name": {long}, "slots.0.capacity": {"-1"}, "slots.0.kind": {"x"}, "questions.0.label": {long}, "questions.0.kind": {"x"},
			"agenda.0.time": {"99:99"}, "agenda.0.label": {"a"}, "speakers.0.url": {"javascript:1"}, "do": {"x"}, "ids": {"x,y"}, "numbers": {"1-999999999999,x-,-"},
			"format": {"x"}, "title": {long}, "starts_at": {"x"}, "place": {"no-such-venue"}, "revision": {"x"}, "programme": {"x"}, "key": {"x"}, "slot": {"x"}, "label": {long}, "ends_day": {"x"}}
		for _, path := range []string{"slots", "questions", "agenda", "speakers", "edit", "autosave", "image", "publish", "unpublish", "cancel", "doors", "attendees/bulk",
			"attendees/bulk/undo", "attendees/addresses", "attendees/export", "attendees/new", "attendees/" + a.ID + "/approve", "attendees/" + a.ID + "/check-in",
			"attendees/" + a.ID + "/check-in/undo", "attendees/x/cancel", "scans/x/undo", "devices/x/revoke"} {
			for _, rows := range []string{"999999", "1"} {
				bad.Set("rows", rows)
				if page := h.owner.post(h.at()+"/"+path, bad); page.Code >= 500 {
					t.Errorf("%s answers %d: %.200s", path, page.Code, page.Body.String())
				}
			}
		}
	})
}
