package partner_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/seal"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/programme"
	"koryu/internal/web"
	"koryu/internal/web/partner"
)

const base = "http://127.0.0.1:8080"

// world is an organisation with the programme of 2024 and its partners.
type world struct {
	t *testing.T
	partner.Services
	accounts  *account.Service
	db        *db.DB
	clock     *clock.Manual
	site      http.Handler
	org       programme.Org
	owner     account.Actor
	programme programme.Programme
	invited   map[account.Role]bool
	n         int
}

func inWorlds(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(t, newWorld(t, d)) })
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	keys, err := seal.NewKeys([]byte("a master key of thirty-two bytes"))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, db: d, invited: map[account.Role]bool{}, accounts: &account.Service{DB: d, Keys: keys, Base: base, Demo: true}}
	w.clock, _ = d.Clock().(*clock.Manual)
	w.Services = partner.Services{
		Programmes: &programme.Service{DB: d}, People: &people.Service{DB: d},
		Events: event.New(event.Config{DB: d, Keys: keys, Mail: &mail.Memory{}, Base: base}),
	}
	t.Cleanup(w.Events.Close)
	w.Cards = card.New(card.Config{DB: d, Keys: keys, Mail: &mail.Memory{}, Base: base, Events: w.Events, Profiles: &profile.Service{DB: d, Keys: keys}})
	t.Cleanup(w.Cards.Close)
	kit := &web.Kit{DB: d, Accounts: w.accounts, Programmes: w.Programmes, Keys: keys, Base: base, Log: slog.New(slog.DiscardHandler)}
	if w.site, err = kit.Handler(partner.Routes(w.Services)); err != nil {
		t.Fatal(err)
	}
	w.must(d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		org, err := programme.CreateOrg(ctx, tx, programme.Org{Slug: "aomori", Name: "見本の会"})
		if err != nil {
			return err
		}
		in, err := w.accounts.FoundOwner(ctx, tx, account.Founder{Org: org.ID, Email: "owner@example.com", Name: "見本"})
		w.org, w.owner = org, in.Session.ActorIn(org.ID)
		return err
	}))
	w.programme, err = w.Programmes.CreateProgramme(t.Context(), programme.Programme{
		OrgID: w.org.ID, FY: 2024, Name: "デジタル人財交流促進業務", Body: "見本県", State: programme.Active,
	})
	w.must(err)
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// held publishes an event of the day, to which people apply and come.
func (w *world) held(day db.Day, title string, applicants, attendees int) event.Event {
	w.t.Helper()
	ctx := w.t.Context()
	w.clock.Set(day.Time().AddDate(0, 0, -5))
	starts := day.Start().Add(18 * time.Hour)
	ends := starts.Add(2 * time.Hour)
	e, err := w.Events.Create(ctx, w.owner, w.org.ID, event.Fields{
		ProgrammeID: &w.programme.ID, Title: &title, StartsAt: &starts, EndsAt: &ends,
		Place: &event.Place{Name: "見本会場", Area: "見本市", Address: "見本県見本市1-1-1", Postcode: "0310000"},
	})
	w.must(err)
	_, err = w.Events.SetSlots(ctx, w.owner, w.org.ID, e.ID, []event.SlotInput{{Name: "一般"}})
	w.must(err)
	e, err = w.Events.Publish(ctx, w.owner, w.org.ID, e.ID)
	w.must(err)
	var regs []event.Registration
	for range applicants {
		w.n++
		in, err := w.Events.Register(ctx, event.Request{
			Org: w.org.ID, EventID: e.ID, SlotID: e.Slots[0].ID, Key: fmt.Sprintf("0193-%012d", w.n), Family: "秘密", Given: fmt.Sprint(w.n),
			KanaFamily: "ひみつ", KanaGiven: "はな", Email: fmt.Sprintf("himitsu%d@example.com", w.n), Lang: i18n.Ja, Consents: []string{"a"},
		})
		w.must(err)
		regs = append(regs, in.Registration)
	}
	w.clock.Set(starts.Time())
	for _, r := range regs[:attendees] {
		_, err := w.Events.CheckIn(ctx, event.CheckIn{
			Org: w.org.ID, EventID: e.ID, RegistrationID: r.ID, Device: "受付1", Nonce: "nonce-" + r.ID, Actor: w.owner,
		})
		w.must(err)
	}
	w.clock.Set(dbtest.Start)
	return e
}

// as asks for a page with the role.
func (w *world) as(role account.Role, path string, languages ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequest(http.MethodGet, base+path, nil)
	r.AddCookie(&http.Cookie{Name: "koryu", Value: w.session(role)})
	for _, l := range languages {
		r.Header.Set("Accept-Language", l)
	}
	rec := httptest.NewRecorder()
	w.site.ServeHTTP(rec, r)
	return rec
}

func (w *world) session(role account.Role) string {
	w.t.Helper()
	email, link := string(role)+"@example.com", ""
	w.must(w.db.Tx(w.t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
		if role != account.Owner && role.IsMember() && !w.invited[role] {
			w.invited[role] = true
			inv := account.Invitation{Org: w.org.ID, Email: email, Role: role}
			if _, err := w.accounts.AddMember(ctx, tx, w.owner, inv); err != nil {
				return err
			}
		}
		link, err = w.accounts.SignInLink(ctx, tx, email, "")
		return err
	}))
	in, err := w.accounts.OpenSignInLink(w.t.Context(), link, "", "")
	w.must(err)
	return in.Token
}

func shows(t *testing.T, page *httptest.ResponseRecorder, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if !strings.Contains(page.Body.String(), s) {
			t.Errorf("the page (%d) lacks %q", page.Code, s)
		}
	}
}

func TestTheOfficerSeesFiguresAndNobody(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.held("2024-09-27", "三沢会場", 9, 7)
		w.held("2024-10-18", "弘前会場", 12, 8)
		_, err := w.Programmes.SetGoals(t.Context(), w.org.ID, w.programme.ID, 1, []programme.Goal{
			{Kind: programme.Applicants, Label: "申込者数の目標", Target: 100, Unit: "人"},
			{Kind: programme.Attendees, Label: "来場者数の目標", Target: 15, Unit: "人"},
			{Kind: programme.Matches, Label: "案件の成立", Target: 3, Unit: "件"},
		})
		w.must(err)
		page := w.as(account.Officer, "/o/aomori/figures")
		shows(t, page, "令和6年度", "三沢会場", "弘前会場", "見本県", "申込者数の目標", "目標 100人", ">21<", ">15<", "21人", "15人", "イベントの記録からは集計していない目標")
		for _, secret := range []string{"秘密", "himitsu", "ひみつ", "ヒミツ"} {
			for _, path := range []string{"/o/aomori/figures", "/o/aomori/figures.csv"} {
				if strings.Contains(w.as(account.Owner, path).Body.String(), secret) {
					t.Errorf("%s shows %q", path, secret)
				}
			}
		}
	})
}

func TestFiguresOfFewPeopleAreHidden(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.held("2024-09-27", "三沢会場", 9, 3)
		w.held("2024-10-18", "弘前会場", 12, 8)
		page := w.as(account.Officer, "/o/aomori/figures")
		shows(t, page, "秘匿", "5人未満の人数")
		file := w.as(account.Officer, "/o/aomori/figures.csv").Body.String()
		want := "\ufeff開催日,イベント,会場,状況,申込者数,来場者数\r\n" +
			"2024-09-27,三沢会場,見本市 見本会場,開催済み,9,秘匿\r\n" +
			"2024-10-18,弘前会場,見本市 見本会場,開催済み,12,秘匿\r\n" +
			",合計（延べ）,,,21,11\r\n"
		if file != want {
			t.Errorf("the file is\n%s\nwant\n%s", file, want)
		}
	})
}

func TestWhatIsAheadIsUnknownAndNotZero(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.held("2024-12-13", "八戸会場", 6, 0)
		file := w.as(account.Officer, "/o/aomori/figures.csv").Body.String()
		if !strings.Contains(file, "八戸会場,見本市 見本会場,開催前,6,—\r\n") {
			t.Errorf("the file is\n%s", file)
		}
	})
}

func TestFiguresFile(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.held("2024-09-27", "=三沢会場", 9, 7)
		rec := w.as(account.Officer, "/o/aomori/figures.csv?encoding=cp932")
		if got := rec.Header().Get("Content-Type"); got != "text/csv; charset=Shift_JIS" {
			t.Errorf("the type is %s", got)
		}
		if !strings.Contains(rec.Header().Get("Content-Disposition"), "20241118.csv") {
			t.Errorf("the name is %s", rec.Header().Get("Content-Disposition"))
		}
		if strings.HasPrefix(rec.Body.String(), "\ufeff") || !strings.Contains(rec.Body.String(), "\x8aJ\x8d\xc3\x93\xfa") {
			t.Errorf("not in CP932: %q", rec.Body.String()[:20])
		}
		if !strings.Contains(w.as(account.Owner, "/o/aomori/figures.csv").Body.String(), ",'=三沢会場,") {
			t.Error("a title can act as a formula")
		}
	})
}

func TestPagesWithoutAProgramme(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		if page := w.as(account.Officer, "/o/aomori/figures?programme=nothing"); page.Code != http.StatusNotFound {
			t.Errorf("an unknown programme: %d", page.Code)
		}
		shows(t, w.as(account.Owner, "/o/aomori/figures"), "公開されたイベントはまだありません")
		_, err := w.db.Exec(t.Context(), `DELETE FROM programme WHERE org_id = $1`, w.org.ID)
		w.must(err)
		shows(t, w.as(account.Organiser, "/o/aomori/figures"), "事業はまだ登録されていません")
	})
}

func TestHostsAndCompaniesAreWelcome(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		shows(t, w.as(account.Company, "/o/aomori/partner"), "見本の会へようこそ", "企業のご担当", "これからのイベントはまだ決まっていません", `href="/me"`)
		e := w.held("2024-12-13", "八戸会場", 1, 0)
		shows(t, w.as(account.Host, "/o/aomori/partner"), "コワーキングのご担当", "八戸会場", "/o/aomori/events/"+e.Slug)
		for _, role := range []account.Role{account.Participant, account.Organiser} {
			page := w.as(role, "/o/aomori/partner")
			if page.Code != http.StatusSeeOther || page.Header().Get("Location") != "/welcome" {
				t.Errorf("%s: %d", role, page.Code)
			}
		}
		shows(t, w.as(account.Officer, "/o/aomori/figures", "en"), "Figures of the programme", "Events")
	})
}
