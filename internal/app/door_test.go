package app_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"koryu/internal/account"
)

// helper opens a door link on a phone.
func (s *site) helper(name string) *visitor {
	s.t.Helper()
	link, err := s.Accounts.CreateDoorLink(s.t.Context(), s.owner, account.NewDoorLink{
		Org: s.org.ID, Event: s.event.ID, Label: "受付", Ends: s.event.EndsAt.Add(account.DoorLinkEnds),
	})
	s.must(err)
	b := s.visitor()
	b.get("/door/"+link.Token).has(s.t, "受付を始める", "見本の夜")
	if p := b.post("/door/"+link.Token, url.Values{"device": {name}}); p.status != http.StatusOK || !strings.HasSuffix(p.path, "/door/"+s.event.Slug) {
		s.t.Fatalf("the link opens %s with %d", p.path, p.status)
	}
	return b
}

func (s *site) doorPath(rest string) string { return "/o/sample/door/" + s.event.Slug + rest }

type verdict struct {
	Scan, Reason, Name, Text string
	OK                       bool
	Live                     map[string]string
}

func (b *visitor) redeem(v url.Values) verdict {
	b.s.t.Helper()
	p := b.do(http.MethodPost, b.s.doorPath("/redeem"), "application/x-www-form-urlencoded", v.Encode(), "Accept", "application/json")
	var said verdict
	if err := json.Unmarshal([]byte(p.body), &said); err != nil || p.status != http.StatusOK {
		b.s.t.Fatalf("redeem: %d %v %.300s", p.status, err, p.body)
	}
	return said
}

func scan(token, nonce string) url.Values { return url.Values{"token": {token}, "nonce": {nonce}} }

func TestTheDoorTellsFourOutcomesApart(t *testing.T) {
	onBothEngines(t, func(t *testing.T, s *site) {
		ticket := s.visitor().register("髙見本", "p1@example.com")
		of, err := s.Events.FindByManageToken(t.Context(), strings.TrimPrefix(ticket.path, "/t/"))
		s.must(err)
		other := s.event
		s.event = s.publish(5)
		elsewhere := s.visitor().register("架空", "p2@example.com")
		strange, err := s.Events.FindByManageToken(t.Context(), strings.TrimPrefix(elsewhere.path, "/t/"))
		s.must(err)
		s.event = other

		code := s.Events.TicketURL(of.Registration)
		b := s.helper("受付1")
		if v := b.redeem(scan(code, "nonce-0")); v.Reason != "not_yet" {
			t.Errorf("a month early: %+v", v)
		}
		s.clock.Set(s.event.StartsAt.Time().Add(-20 * time.Minute))
		b = s.helper("受付1")
		first := b.redeem(scan(code, "nonce-1"))
		if !first.OK || first.Name != "髙見本 りんご" || first.Live["arrived"] != "1" {
			t.Errorf("first scan: %+v", first)
		}
		if again := b.redeem(scan(code, "nonce-1")); again.Scan != first.Scan || !again.OK {
			t.Errorf("the same nonce: %+v", again)
		}
		if v := s.helper("受付2").redeem(scan(code, "nonce-2")); v.Reason != "already_redeemed" || !strings.Contains(v.Text, "受付1") {
			t.Errorf("second device: %+v", v)
		}
		if v := b.redeem(scan(s.Events.TicketURL(strange.Registration), "nonce-3")); v.Reason != "wrong_event" || v.Name != "" {
			t.Errorf("ticket of another event: %+v", v)
		}
		if v := b.redeem(scan("https://example.com/q/nonsense", "nonce-4")); v.Reason != "invalid" {
			t.Errorf("nonsense: %+v", v)
		}
		b.post(s.doorPath("/undo"), url.Values{"scan": {first.Scan}}).has(t, "受付を取り消しました")
		if v := b.redeem(scan(code, "nonce-5")); !v.OK {
			t.Errorf("after the undo: %+v", v)
		}
	})
}

func TestTheDoorWorksWithoutScripts(t *testing.T) {
	onBothEngines(t, func(t *testing.T, s *site) {
		ticket := s.visitor().register("髙見本", "p1@example.com")
		of, err := s.Events.FindByManageToken(t.Context(), strings.TrimPrefix(ticket.path, "/t/"))
		s.must(err)
		s.clock.Set(s.event.StartsAt.Time().Add(-20 * time.Minute))
		for { // names are indexed by a job
			n, err := s.RunDue(t.Context())
			s.must(err)
			if n == 0 {
				break
			}
		}
		b := s.helper("受付1")
		for _, query := range []string{"?row=ま", "?q=みほん", "?q=高見本"} {
			found := b.get(s.doorPath("/search") + query)
			found.has(t, "髙見本 りんご", "受付する")
			found.hasNot(t, "p1@example.com")
		}
		form := b.get(s.doorPath("/search?row=ま")).fields()
		b.post(s.doorPath("/redeem"), form).has(t, "ようこそ", "髙見本 りんご")
		b.get(s.doorPath("/search?row=ま")).has(t, "受付済み")
		page := b.get(s.doorPath(""))
		b.post(s.doorPath("/redeem"), url.Values{"nonce": page.fields()["nonce"], "code": {of.Registration.Code()}}).has(t, "受付済みです")
		b.post(s.doorPath("/redeem"), url.Values{"nonce": {"nonce-9"}, "code": {""}}).has(t, s.event.Title)

		walkIn := b.get(s.doorPath("/walk-in")).fields()
		walkIn.Set("family", "飛び入り")
		b.post(s.doorPath("/walk-in"), walkIn).has(t, "ようこそ", "飛び入り")
		b.post(s.doorPath("/walk-in"), walkIn).has(t, "飛び入り") // a double tap is one guest
		if n, err := s.Events.Counts(t.Context(), s.org.ID, s.event.ID); err != nil || n.Total.Arrived != 2 {
			t.Errorf("%d arrived, %v", n.Total.Arrived, err)
		}
		full := b.get(s.doorPath("/walk-in")).fields()
		full.Set("family", "三人目")
		if p := b.post(s.doorPath("/walk-in"), full); p.status != http.StatusUnprocessableEntity {
			t.Errorf("over capacity without a reason: %d", p.status)
		}
		full.Set("reason", "席に余裕があるため")
		b.post(s.doorPath("/walk-in"), full).has(t, "ようこそ", "三人目")
	})
}

func TestADoorHelperSeesOneEventOnly(t *testing.T) {
	onBothEngines(t, func(t *testing.T, s *site) {
		b := s.helper("受付1")
		mine := s.event
		s.event = s.publish(5)
		for _, path := range []string{s.doorPath(""), s.doorPath("/search?row=ま"), "/o/sample/staff", "/o/sample/staff/events/" + mine.Slug + "/attendees"} {
			if p := b.get(path); p.status < 400 && !strings.HasPrefix(p.path, "/sign-in") {
				t.Errorf("%s opens with %d at %s", path, p.status, p.path)
			}
		}
	})
}

// A guest who points an ordinary camera at the own ticket learns nothing about
// anybody; a phone at the door gets a button.
func TestTheCodeOfATicketShowsNoName(t *testing.T) {
	onBothEngines(t, func(t *testing.T, s *site) {
		ticket := s.visitor().register("髙見本", "p1@example.com")
		of, err := s.Events.FindByManageToken(t.Context(), strings.TrimPrefix(ticket.path, "/t/"))
		s.must(err)
		code := strings.TrimPrefix(s.Events.TicketURL(of.Registration), s.url)
		p := s.visitor().get(code)
		p.has(t, "受付でお見せください")
		p.hasNot(t, "髙見本", "p1@example.com")
		s.helper("受付1").get(code).has(t, "受付する")
	})
}
