package app_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"

	"koryu/internal/event"
)

// form fills the registration form in as a visitor would.
func (b *visitor) form(name, email string) url.Values {
	b.s.t.Helper()
	v := b.get(b.s.path("/register")).fields()
	v.Set("family", name)
	v.Set("given", "りんご")
	v.Set("kana_family", "みほん")
	v.Set("kana_given", "ﾘﾝｺﾞ")
	v.Set("email", email)
	v.Set("consent_a", "1")
	return v
}

func (b *visitor) register(name, email string) answered {
	b.s.t.Helper()
	return b.post(b.s.path("/register"), b.form(name, email))
}

func TestAVisitorRegistersChangesAndCancels(t *testing.T) {
	onBothEngines(t, func(t *testing.T, s *site) {
		b := s.visitor()
		b.get("/").has(t, "見本の夜")
		b.get(s.path("")).has(t, "見本ラボ", "残り", "無料", "<strong>歓迎</strong>")
		b.get(s.path("")).hasNot(t, "<script>alert")

		ticket := b.register("髙見本", "p1@example.com")
		if ticket.status != http.StatusOK || !strings.HasPrefix(ticket.path, "/t/") {
			t.Fatalf("registration ends at %s with %d", ticket.path, ticket.status)
		}
		ticket.has(t, "髙見本 りんご", "参加が決まっています", "<svg")
		if again := s.visitor().get(ticket.path); again.status != http.StatusOK {
			t.Errorf("the link does not work in another browser: %d", again.status)
		}

		change := b.get(ticket.path + "/change")
		question := "q_" + s.event.Questions[0].ID
		change.has(t, question, "席を決めるため")
		b.post(ticket.path+"/change", url.Values{question: {"雪かき"}}).has(t, "回答を変更しました")
		b.get(ticket.path+"/change").has(t, "雪かき")
		b.post(ticket.path+"/late", url.Values{"note": {"19時ごろ"}}).has(t, "19時ごろ")

		b.get(ticket.path+"/cancel").has(t, "参加を取り消しますか")
		b.get(ticket.path).has(t, "参加が決まっています") // looking at the question changes nothing
		b.post(ticket.path+"/cancel", url.Values{}).has(t, "取り消されました")
		if twice := b.post(ticket.path+"/cancel", url.Values{}); twice.status != http.StatusOK {
			t.Errorf("cancelling twice: %d", twice.status)
		}
	})
}

func TestAWrongFormComesBackFilled(t *testing.T) {
	onBothEngines(t, func(t *testing.T, s *site) {
		b := s.visitor()
		v := b.form("見本", "no address")
		v.Del("consent_a")
		v.Set("kana_family", "漢字")
		p := b.post(s.path("/register"), v)
		if p.status != http.StatusUnprocessableEntity {
			t.Fatalf("status %d", p.status)
		}
		p.has(t, "入力内容をご確認ください", "エラー: ", `value="no address"`, `value="漢字"`, `value="見本"`, v.Get("key"))
	})
}

func TestTheSameKeyRegistersOnce(t *testing.T) {
	onBothEngines(t, func(t *testing.T, s *site) {
		b := s.visitor()
		v := b.form("見本", "p1@example.com")
		first, second := b.post(s.path("/register"), v), b.post(s.path("/register"), v)
		if first.path != second.path || second.status != http.StatusOK {
			t.Errorf("the second click ends at %s with %d, the first at %s", second.path, second.status, first.path)
		}
		v.Set("family", "架空")
		v.Set("email", "other@example.com")
		if p := b.post(s.path("/register"), v); p.status != http.StatusConflict {
			t.Errorf("the same key with another content: %d", p.status)
		} else {
			p.has(t, `value="架空"`)
		}
		n, err := s.Events.Counts(t.Context(), s.org.ID, s.event.ID)
		s.must(err)
		if n.Total.Confirmed != 1 {
			t.Errorf("%d registrations", n.Total.Confirmed)
		}
	})
}

// Whoever types an address need not own it: the page must not give the ticket
// of somebody who is registered already, nor say that there is one.
func TestNobodyGetsAnotherOnesTicket(t *testing.T) {
	onBothEngines(t, func(t *testing.T, s *site) {
		s.visitor().register("見本", "p1@example.com")
		p := s.visitor().register("架空", "p1@example.com")
		if p.status != http.StatusOK || strings.HasPrefix(p.path, "/t/") {
			t.Fatalf("ends at %s with %d", p.path, p.status)
		}
		p.has(t, "お申し込みを受け付けました")
		p.hasNot(t, "/t/", "<svg class=\"qr")
	})
}

func TestAFullEventTakesPeopleOntoTheWaitingList(t *testing.T) {
	onBothEngines(t, func(t *testing.T, s *site) {
		first := s.visitor().register("一", "p1@example.com")
		s.visitor().register("二", "p2@example.com")
		s.visitor().get(s.path("")).has(t, "キャンセル待ちに登録する")
		waiting := s.visitor().register("三", "p3@example.com")
		waiting.has(t, "キャンセル待ち 1 番目です")
		waiting.hasNot(t, "参加が決まっています")
		s.visitor().post(first.path+"/cancel", url.Values{})
		s.visitor().get(waiting.path).has(t, "参加が決まっています")
	})
}

func TestTheKeptPageIsRightAfterEachCommit(t *testing.T) {
	onBothEngines(t, func(t *testing.T, s *site) {
		one := s.visitor().get(s.path(""))
		one.has(t, ">2</strong>")
		tag := one.header.Get("Etag")
		if p := s.visitor().do(http.MethodGet, s.path(""), "", "", "If-None-Match", tag); p.status != http.StatusNotModified {
			t.Errorf("unchanged page: %d", p.status)
		}
		s.visitor().register("一", "p1@example.com")
		p := s.visitor().do(http.MethodGet, s.path(""), "", "", "If-None-Match", tag)
		if p.status != http.StatusOK {
			t.Fatalf("changed page: %d", p.status)
		}
		p.has(t, ">1</strong>")
	})
}

func TestAnEventOutOfReachIsNotThere(t *testing.T) {
	onBothEngines(t, func(t *testing.T, s *site) {
		title := "下書き"
		e, err := s.Events.Create(t.Context(), s.owner, s.org.ID, event.Fields{Title: &title})
		s.must(err)
		for _, rest := range []string{"", "/register", "/event.ics", "/og.png"} {
			if p := s.visitor().get("/o/sample/events/" + e.Slug + rest); p.status != http.StatusNotFound {
				t.Errorf("draft%s: %d", rest, p.status)
			}
		}
		reason := "大雪のため"
		_, err = s.Events.CancelEvent(t.Context(), s.owner, s.org.ID, s.event.ID, reason)
		s.must(err)
		s.visitor().get(s.path("")).has(t, "このイベントは中止になりました", reason)
		if p := s.visitor().get(s.path("/register")); strings.HasSuffix(p.path, "/register") {
			t.Error("a cancelled event still shows its form")
		}
	})
}

var ld = regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`)

func TestOtherProgramsReadTheEvent(t *testing.T) {
	onBothEngines(t, func(t *testing.T, s *site) {
		b := s.visitor()
		found := ld.FindStringSubmatch(b.get(s.path("")).body)
		if found == nil {
			t.Fatal("no structured data")
		}
		var o struct {
			Type      string `json:"@type"`
			StartDate string
			Location  []struct{ Name string }
			Offers    struct{ Price, Availability string }
		}
		s.must(json.Unmarshal([]byte(found[1]), &o))
		if o.Type != "Event" || o.StartDate != "2024-12-13T18:30:00+09:00" || o.Location[0].Name != "見本ラボ" || !strings.HasSuffix(o.Offers.Availability, "InStock") {
			t.Errorf("structured data: %+v", o)
		}
		for _, path := range []string{s.path("/event.ics"), "/o/sample/calendar.ics"} {
			c, err := ics.ParseCalendar(strings.NewReader(b.get(path).body))
			s.must(err)
			if n := len(c.Events()); n != 1 {
				t.Errorf("%s holds %d events", path, n)
			}
		}
		b.get("/o/sample/feed.atom").has(t, "<feed", "見本の夜", "urn:uuid:"+s.event.ID)
		if p := b.get(s.path("/og.png")); p.header.Get("Content-Type") != "image/png" {
			t.Errorf("link picture: %s", p.header.Get("Content-Type"))
		}
		b.get(s.path("")+"?lang=en").has(t, "A sample night", `lang="en"`)
	})
}
