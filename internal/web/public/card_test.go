package public_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/seal"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/programme"
	"koryu/internal/web"
	"koryu/internal/web/public"
)

const base = "http://127.0.0.1:8080"

// world is a site of the public pages with one person who shows a card.
type world struct {
	t      *testing.T
	pages  *public.Pages
	site   http.Handler
	mail   *mail.Memory
	worker *jobs.Worker
	org    programme.Org
	hana   people.Person
	staff  account.Actor
	keys   int
}

func inWorlds(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		keys, err := seal.NewKeys([]byte("a master key of thirty-two bytes"))
		if err != nil {
			t.Fatal(err)
		}
		w := &world{t: t, mail: &mail.Memory{}}
		profiles := &profile.Service{DB: d, Keys: keys}
		events := event.New(event.Config{DB: d, Keys: keys, Mail: w.mail, Base: base})
		t.Cleanup(events.Close)
		cards := card.New(card.Config{DB: d, Keys: keys, Mail: w.mail, Base: base, Events: events, Profiles: profiles})
		t.Cleanup(cards.Close)
		w.pages = &public.Pages{
			Events: events, Programmes: &programme.Service{DB: d}, People: &people.Service{DB: d}, Profiles: profiles, Cards: cards,
			Accounts: &account.Service{DB: d, Keys: keys, Mail: w.mail, Base: base}, Log: slog.New(slog.DiscardHandler),
		}
		w.worker = jobs.NewWorker(d, cards.Handlers(), jobs.Options{})
		kit := &web.Kit{DB: d, Accounts: w.pages.Accounts, Programmes: w.pages.Programmes, Keys: keys, Base: base, Log: w.pages.Log}
		w.site, err = kit.Handler(w.pages.Routes())
		w.must(err)
		w.org, err = w.pages.Programmes.CreateOrg(t.Context(), programme.Org{Slug: "aomori", Name: "見本の会"})
		w.must(err)
		w.staff = account.Actor{Kind: account.KindPerson, OrgID: w.org.ID, Role: account.Organiser, IdentityID: "staff"}
		w.hana = w.person("見本", "花乃例", "hana@example.com")
		test(t, w)
	})
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) person(family, given, email string) people.Person {
	w.t.Helper()
	p, err := w.pages.People.Create(w.t.Context(), w.staff, w.org.ID, people.NewPerson{Family: family, Given: given, KanaFamily: "ミホン", KanaGiven: "カノレイ", Email: email})
	w.must(err)
	return p
}

func (w *world) card() string {
	w.t.Helper()
	c, err := w.pages.Cards.Own(w.t.Context(), w.org.ID, w.hana.ID)
	w.must(err)
	return "/c/" + w.pages.Cards.Token(c)
}

func (w *world) get(path string) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	w.site.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, base+path, nil))
	return rec
}

func (w *world) post(path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, base+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	rec := httptest.NewRecorder()
	w.site.ServeHTTP(rec, r)
	return rec
}

// typed is the form of a stranger, with a key of its own.
func (w *world) typed(name, email string) url.Values {
	w.keys++
	return url.Values{"key": {"0193aaaa-0000-7000-8000-00000000000" + string(rune('0'+w.keys))}, "name": {name}, "email": {email}, "consent_a": {"1"}, "consent_e": {"1"}}
}

// mailed is the link in the newest letter to the address.
func (w *world) mailed(email string) string {
	w.t.Helper()
	_, err := w.worker.RunDue(w.t.Context())
	w.must(err)
	for i := len(w.mail.Sent()) - 1; i >= 0; i-- {
		if m := w.mail.Sent()[i]; m.To == email {
			return regexp.MustCompile(`/x/[\w-]+`).FindString(m.Text)
		}
	}
	return ""
}

func expect(t *testing.T, what string, page *httptest.ResponseRecorder, status int, texts ...string) {
	t.Helper()
	if page.Code != status {
		t.Errorf("%s: %d, want %d", what, page.Code, status)
	}
	for _, s := range texts {
		if !strings.Contains(page.Body.String(), s) {
			t.Errorf("%s: the page lacks %q", what, s)
		}
	}
}

func TestARefusedExchangeKeepsWhatWasTyped(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		expect(t, "the card", w.get(w.card()), http.StatusOK, "見本 花乃例", "名刺を交換する")
		form := w.typed("Hana Sample", "not an address")
		form.Del("consent_e")
		page := w.post(w.card(), form)
		expect(t, "a wrong address", page, http.StatusUnprocessableEntity, "Hana Sample", "not an address", "この方に渡すことへの同意が必要です", form.Get("key"))
		expect(t, "nothing typed", w.post(w.card(), url.Values{"key": form["key"]}), http.StatusUnprocessableEntity, "「お名前」を入力してください")
		expect(t, "no key", w.post(w.card(), url.Values{}), http.StatusBadRequest)
	})
}

var changing = regexp.MustCompile(`/x/[\w-]+|0193[0-9a-f-]{32}`)

func TestTheAnswerIsTheSameForEveryAddress(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.person("既知", "一例", "known@example.com")
		var pages []string
		for _, email := range []string{"new@example.com", "known@example.com", "hana@example.com"} {
			page := w.post(w.card(), w.typed("津軽 花子", email))
			at := page.Header().Get("Location")
			if page.Code != http.StatusSeeOther || !strings.HasPrefix(at, "/x/") || !strings.HasSuffix(at, "?new=1") {
				t.Fatalf("%s: %d to %q", email, page.Code, at)
			}
			shown := w.get(at)
			expect(t, email, shown, http.StatusOK, "見本 花乃例", "メールをご確認ください")
			pages = append(pages, changing.ReplaceAllString(shown.Body.String(), ""))
		}
		if pages[0] != pages[1] || pages[0] != pages[2] {
			t.Error("the page tells a known address from an unknown one")
		}
	})
}

func TestALetterConfirmsAndEitherEndIsFinal(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		at, _, _ := strings.Cut(w.post(w.card(), w.typed("津軽 花子", "b@example.com")).Header().Get("Location"), "?")
		expect(t, "a link that nobody mailed", w.post(at+"/confirm", nil), http.StatusNotFound)
		letter := w.mailed("b@example.com")
		expect(t, "the letter's link", w.get(letter), http.StatusOK, "交換を確認する")
		if page := w.post(letter+"/confirm", nil); page.Code != http.StatusSeeOther {
			t.Fatalf("confirming: %d", page.Code)
		}
		expect(t, "the copy", w.get(letter), http.StatusOK, "見本 花乃例", "自分の名刺をつくる")
		vcard := w.get(letter + "/card.vcf")
		expect(t, "the file", vcard, http.StatusOK, "BEGIN:VCARD")
		if strings.Contains(vcard.Body.String(), "hana@example.com") {
			t.Error("the file holds an address that is not shown")
		}
		expect(t, "asking", w.get(letter+"/undo"), http.StatusOK, "取り消しますか")
		expect(t, "undoing", w.post(letter+"/undo", nil), http.StatusOK, "交換を取り消しました")
		for _, link := range []string{letter, at} {
			page := w.get(link)
			if page.Code != http.StatusGone && page.Code != http.StatusNotFound || strings.Contains(page.Body.String(), "花乃例") {
				t.Errorf("%s after the undo: %d", link, page.Code)
			}
		}
	})
}

func TestEveryCardThatIsNoneHasAPageOfItsOwn(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		old := w.card()
		expect(t, "made up", w.get("/c/AAAA"), http.StatusNotFound, "名刺が見つかりません", `href="/"`)
		expect(t, "one letter else", w.get(old[:len(old)-2]+"AA"), http.StatusNotFound, "名刺が見つかりません")
		_, err := w.pages.Cards.Rotate(t.Context(), w.staff, w.org.ID, w.hana.ID)
		w.must(err)
		page := w.get(old)
		expect(t, "replaced", page, http.StatusGone, "新しい名刺に替わっています")
		if strings.Contains(page.Body.String(), "花乃例") {
			t.Error("the page of a replaced card names its owner")
		}
		expect(t, "exchanging with a replaced card", w.post(old, w.typed("津軽 花子", "b@example.com")), http.StatusGone)
		expect(t, "a link to no copy", w.get("/x/AAAA"), http.StatusNotFound, "このリンクでは名刺をひらけません")
	})
}

func TestTheWorkerKeepsItsAddress(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		page := w.get("/card-worker.js")
		if page.Code == http.StatusNotFound {
			t.Skip("nothing is bundled; run make assets")
		}
		if kind := page.Header().Get("Content-Type"); !strings.HasPrefix(kind, "text/javascript") || page.Header().Get("Cache-Control") != "no-cache" {
			t.Errorf("the worker is %q, kept %q", kind, page.Header().Get("Cache-Control"))
		}
	})
}
