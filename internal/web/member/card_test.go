package member_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/people"
	"koryu/internal/programme"
)

const mine = "/o/aomori/me"

// room is an evening: two persons who registered, one of them signed in.
type room struct {
	*world
	org  programme.Org
	hana event.Result
	taro people.Person
	me   *browser // Hana
}

func inRooms(t *testing.T, test func(t *testing.T, r *room)) {
	t.Helper()
	inWorlds(t, func(t *testing.T, w *world) {
		r := &room{world: w, org: w.org("aomori", "owner@example.com")}
		r.hana = w.registered(r.org, "hana@example.com")
		staff := account.Actor{Kind: account.KindPerson, OrgID: r.org.ID, Role: account.Organiser, IdentityID: w.ownerID(r.org)}
		var err error
		r.taro, err = w.People.Create(t.Context(), staff, r.org.ID, people.NewPerson{Family: "髙見本", Given: "𠮷郎", KanaFamily: "タカミホン", KanaGiven: "ヨシロウ", Email: "taro@example.com"})
		w.must(err)
		w.clock.Set(db.Day("2024-12-13").Start().Add(19 * time.Hour).Time())
		r.me = w.signedIn("hana@example.com")
		test(t, r)
	})
}

// card is the address of a person's card as its code says it.
func (r *room) card(person string) string {
	r.t.Helper()
	c, err := r.Cards.Own(r.t.Context(), r.org.ID, person)
	r.must(err)
	return r.Cards.URL(c)
}

// scan sends what the queue of a browser sends.
func (r *room) scan(b *browser, owner, key, code string) *httptest.ResponseRecorder {
	r.t.Helper()
	own, err := r.Cards.Own(r.t.Context(), r.org.ID, owner)
	r.must(err)
	form := url.Values{"key": {key}, "owner": {own.ID}, "code": {code}, "ago": {"60000"}, "offline": {"1"}}
	req := httptest.NewRequest(http.MethodPost, base+mine+"/scan", strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	req.Header.Set("Accept", "application/json")
	return b.do(req)
}

// met makes the two exchange, and gives the path of Hana's copy.
func (r *room) met() string {
	r.t.Helper()
	page := r.scan(r.me, r.hana.Person.ID, "0193aaaa-0000-7000-8000-000000000001", r.card(r.taro.ID))
	if page.Code != http.StatusOK {
		r.t.Fatalf("the scan: %d %s", page.Code, page.Body)
	}
	_, rest, _ := strings.Cut(page.Body.String(), `"href":"`)
	path, _, _ := strings.Cut(rest, `"`)
	return path
}

func status(t *testing.T, what string, page *httptest.ResponseRecorder, want int) {
	t.Helper()
	if page.Code != want {
		t.Errorf("%s: %d, want %d", what, page.Code, want)
	}
}

func TestOwnCardIsHeldOutWithBothFaces(t *testing.T) {
	inRooms(t, func(t *testing.T, r *room) {
		page := r.me.get(mine + "/card")
		shows(t, page, "見本 花乃例", "data-awake", "電波がないとき", r.card(r.hana.Person.ID), `data-keep="/card-worker.js"`)
		if face := r.me.get(mine + "/card?face=offline"); face.Body.String() == page.Body.String() {
			t.Error("both faces are the same")
		}
		shows(t, r.me.get("/me"), mine+"/card")
		nobody := r.signedIn("nobody@example.com").get(mine + "/card")
		status(t, "who has never been here", nobody, http.StatusNotFound)
		shows(t, nobody, "まだ名刺がありません", "/o/aomori/events")
	})
}

func TestCardFieldsAreChosenAndBadOnesRefused(t *testing.T) {
	inRooms(t, func(t *testing.T, r *room) {
		leadsTo(t, r.me.post(mine+"/card/edit", url.Values{"fields": {"email", "talk"}}), mine+"/card")
		c, err := r.Cards.Own(t.Context(), r.org.ID, r.hana.Person.ID)
		r.must(err)
		if len(c.Fields) != 2 || !c.Shows("email") || c.Shows("affiliation") {
			t.Errorf("the card shows %v", c.Fields)
		}
		status(t, "a field that no card has", r.me.post(mine+"/card/edit", url.Values{"fields": {"birth"}}), http.StatusUnprocessableEntity)
		event := url.Values{"event": {r.hana.Registration.EventID}, "hidden": {"1"}}
		leadsTo(t, r.me.post(mine+"/card/hide", event), mine+"/card/edit")
		shows(t, r.me.get(mine+"/card"), "この名刺は見せていません")
		old := r.card(r.hana.Person.ID)
		shows(t, r.me.get(mine+"/card/rotate"), "新しいQRにしますか")
		leadsTo(t, r.me.post(mine+"/card/rotate", nil), mine+"/card")
		if r.card(r.hana.Person.ID) == old {
			t.Error("the code is the old one")
		}
	})
}

func TestAScanFromTheQueueCountsOnce(t *testing.T) {
	inRooms(t, func(t *testing.T, r *room) {
		first := r.met()
		if again := r.met(); again != first {
			t.Errorf("the same scan made %s and %s", first, again)
		}
		page := r.me.get(mine + "/met")
		if n := strings.Count(page.Body.String(), `class="met"`); n != 1 {
			t.Errorf("%d people were met", n)
		}
		shows(t, page, "髙見本 𠮷郎")
		key := "0193aaaa-0000-7000-8000-00000000000"
		status(t, "the own card", r.scan(r.me, r.hana.Person.ID, key+"2", r.card(r.hana.Person.ID)), http.StatusConflict)
		status(t, "a made-up code", r.scan(r.me, r.hana.Person.ID, key+"3", base+"/c/AAAA"), http.StatusNotFound)
		status(t, "what somebody else scanned on this phone", r.scan(r.me, r.taro.ID, key+"4", r.card(r.taro.ID)), http.StatusConflict)
		status(t, "a made-up contact", r.scan(r.me, r.hana.Person.ID, key+"5", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:X\r\nURL:"+r.card(r.taro.ID)+"\r\nEND:VCARD"), http.StatusNotFound)
	})
}

func TestAnAddressTypedLeadsToTheCard(t *testing.T) {
	inRooms(t, func(t *testing.T, r *room) {
		at := r.card(r.taro.ID)
		leadsTo(t, r.me.post(mine+"/scan", url.Values{"code": {" " + at + " "}}), strings.TrimPrefix(at, base))
		wrong := r.me.post(mine+"/scan", url.Values{"code": {"見本 太郎"}})
		status(t, "no address", wrong, http.StatusUnprocessableEntity)
		shows(t, wrong, "見本 太郎", "名刺のアドレスではないようです")
		if csp := r.me.get(mine + "/scan").Header().Get("Permissions-Policy"); !strings.Contains(csp, "camera=(self)") {
			t.Errorf("the camera may not be used: %s", csp)
		}
	})
}

func TestNotesAreOnesOwnAndNothingTypedIsLost(t *testing.T) {
	inRooms(t, func(t *testing.T, r *room) {
		path := r.met()
		leadsTo(t, r.me.post(path+"/note", url.Values{"note": {"弘前で会う"}, "tags": {"弘前、IT"}}), path)
		shows(t, r.me.get(path), "弘前で会う", "弘前、IT")
		shows(t, r.me.get(mine+"/met?tag="+url.QueryEscape("弘前")), "髙見本")
		shows(t, r.me.get(mine+"/met?q="+url.QueryEscape("たかみ")), "髙見本")
		shows(t, r.me.get(mine+"/met?q="+url.QueryEscape("いない人")), "当てはまる方はいません")
		long := r.me.post(path+"/note", url.Values{"note": {strings.Repeat("あ", 2001)}, "tags": {"x"}})
		status(t, "a note that is too long", long, http.StatusUnprocessableEntity)
		shows(t, long, strings.Repeat("あ", 2001))
		other := r.signedIn("taro@example.com")
		lacks(t, other.get(path), "弘前で会う")
		file := r.me.get(mine + "/met.vcf")
		if !strings.Contains(file.Body.String(), "BEGIN:VCARD") || strings.Contains(file.Body.String(), "taro@example.com") {
			t.Errorf("the file says %q", file.Body)
		}
		stranger := r.signedIn("nobody@example.com")
		status(t, "somebody else's", stranger.get(path), http.StatusNotFound)
	})
}

func TestUndoTakesBothCopiesAndABlockStays(t *testing.T) {
	inRooms(t, func(t *testing.T, r *room) {
		path, other := r.met(), r.signedIn("taro@example.com")
		shows(t, other.get(mine+"/met"), "見本 花乃例")
		shows(t, r.me.get(path+"/undo"), "取り消しますか")
		leadsTo(t, r.me.post(path+"/undo", nil), mine+"/met")
		lacks(t, other.get(mine+"/met"), "見本 花乃例")
		lacks(t, r.me.get(mine+"/met"), "髙見本")

		page := r.scan(r.me, r.hana.Person.ID, "0193aaaa-0000-7000-8000-000000000009", r.card(r.taro.ID))
		status(t, "once more", page, http.StatusOK)
		_, rest, _ := strings.Cut(page.Body.String(), `"href":"`)
		path, _, _ = strings.Cut(rest, `"`)
		shows(t, r.me.get(path+"/block"), "ブロックしますか")
		leadsTo(t, r.me.post(path+"/block", nil), mine+"/met")
		status(t, "after a block", r.scan(r.me, r.hana.Person.ID, "0193aaaa-0000-7000-8000-000000000010", r.card(r.taro.ID)), http.StatusNotFound)
		shows(t, r.me.get(mine+"/blocks"), "髙見本", "ブロックをやめる")
	})
}

func TestAnIntroductionNeedsBoth(t *testing.T) {
	inRooms(t, func(t *testing.T, r *room) {
		first := r.met()
		staff := account.Actor{Kind: account.KindPerson, OrgID: r.org.ID, Role: account.Organiser, IdentityID: r.ownerID(r.org)}
		yuki, err := r.People.Create(t.Context(), staff, r.org.ID, people.NewPerson{Family: "Sample", Email: "yuki@example.com"})
		r.must(err)
		shows(t, r.me.get(first+"/introduce"), "紹介できる方がまだいません")
		status(t, "the other scan", r.scan(r.me, r.hana.Person.ID, "0193aaaa-0000-7000-8000-000000000020", r.card(yuki.ID)), http.StatusOK)
		page := r.me.get(first + "/introduce")
		_, rest, _ := strings.Cut(page.Body.String(), `name="second" value="`)
		second, _, _ := strings.Cut(rest, `"`)
		form := url.Values{"key": {"0193aaaa-0000-7000-8000-000000000021"}, "second": {second}}
		refused := r.me.post(first+"/introduce", form)
		status(t, "without a word", refused, http.StatusUnprocessableEntity)
		form.Set("words", "ふたりとも林檎に詳しい方です")
		leadsTo(t, r.me.post(first+"/introduce", form), mine+"/introductions")

		taro, sample := r.signedIn("taro@example.com"), r.signedIn("yuki@example.com")
		asked := taro.get(mine + "/introductions")
		shows(t, asked, "ふたりとも林檎に詳しい方です", "会ってみたい")
		lacks(t, asked, "Sample")
		shows(t, taro.get(mine+"/met"), "紹介のお話が1件届いています")
		_, rest, _ = strings.Cut(asked.Body.String(), `name="introduction" value="`)
		id, _, _ := strings.Cut(rest, `"`)
		yes := url.Values{"introduction": {id}, "answer": {"yes"}}
		leadsTo(t, taro.post(mine+"/introductions", yes), mine+"/introductions")
		lacks(t, taro.get(mine+"/met"), "Sample")
		status(t, "who is not asked", r.me.post(mine+"/introductions", yes), http.StatusNotFound)
		if both := sample.post(mine+"/introductions", yes); both.Code != http.StatusSeeOther {
			t.Errorf("the second yes: %d", both.Code)
		}
		shows(t, taro.get(mine+"/met"), "Sample")
		shows(t, sample.get(mine+"/met"), "髙見本")
	})
}

func TestTheBoardIsForTheRoom(t *testing.T) {
	inRooms(t, func(t *testing.T, r *room) {
		e, err := r.Events.Find(t.Context(), r.org.ID, r.hana.Registration.EventID)
		r.must(err)
		board := mine + "/events/" + e.Slug + "/board"
		status(t, "before the door", r.me.get(board), http.StatusConflict)
		r.must(r.DB.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			return people.RecordFacts(ctx, tx, people.Fact{OrgID: r.org.ID, PersonID: r.hana.Person.ID, Kind: people.Attended, Proof: people.ProofScan,
				Occasion: people.Occasion{Kind: people.OccasionEvent, ID: e.ID, Title: e.Title}, RecordedBy: "test"})
		}))
		shows(t, r.me.get(board), "まだ、どなたも載せていません")
		leadsTo(t, r.me.post(board, url.Values{"join": {"1"}}), board)
		shows(t, r.me.get(board), "見本 花乃例", "載せるのをやめる")
		r.clock.Advance(5 * time.Hour)
		status(t, "after the evening", r.me.get(board), http.StatusConflict)
	})
}

func TestSigningOutForgetsTheKeptCard(t *testing.T) {
	inRooms(t, func(t *testing.T, r *room) {
		if got := r.me.post("/sign-out", nil).Header().Get("Clear-Site-Data"); !strings.Contains(got, `"storage"`) {
			t.Errorf("Clear-Site-Data is %q", got)
		}
	})
}
