package app_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"koryu/internal/app/apptest"
	"koryu/internal/kit/mail/mailbox"
)

// TestTheWholeWalk goes the way of the guide without a script in any browser: register for 八戸, find the ticket in the
// mailbox, move the clock to the day, come to the door, and be seen by the organiser.
func TestTheWholeWalk(t *testing.T) {
	t.Parallel()
	house := apptest.Demo(t)
	m := house.Demo().Manifest

	guest := newBrowser(t, house.Base)
	form := guest.get(m.Objects["event:E5"] + "/register")
	field := func(p page, pattern string) string {
		found := regexp.MustCompile(pattern).FindStringSubmatch(p.body)
		if found == nil {
			t.Fatalf("%s has no %s", p.path, pattern)
		}
		return found[1]
	}
	received := guest.post(m.Objects["event:E5"]+"/register", url.Values{
		"key": {field(form, `name="key" value="([^"]+)"`)}, "slot": {field(form, `name="slot"[^>]*value="([^"]+)"`)},
		"family": {"例示"}, "given": {"はじめ"}, "kana_family": {"れいじ"}, "kana_given": {"はじめ"},
		"email": {"hajime@example.com"}, "consent_a": {"1"},
	})
	if received.status != http.StatusOK || !strings.HasPrefix(received.path, "/t/") {
		t.Fatalf("registering leads to %s: %d", received.path, received.status)
	}

	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	letter, err := house.Mailbox.Wait(ctx, func(s mailbox.Stored) bool { return s.Address == "hajime@example.com" })
	if err != nil {
		t.Fatal(err)
	}
	ticket := ""
	for _, link := range letter.Links {
		if strings.Contains(link, "/t/") {
			ticket = link
			break
		}
	}
	if p := newBrowser(t, house.Base).get(ticket); p.status != http.StatusOK || !strings.Contains(p.body, "例示 はじめ") {
		t.Fatalf("the ticket at %s: %d", ticket, p.status)
	}
	registered, err := house.Events.FindByManageToken(t.Context(), ticket[strings.LastIndex(ticket, "/")+1:])
	if err != nil {
		t.Fatal(err)
	}

	guest.post("/demo/clock", url.Values{"by": {"date"}, "day": {"2024-12-13"}, "time": {"18:10"}, "next": {"/demo"}})

	helper := newBrowser(t, house.Base)
	at := helper.post(m.Objects["door:E5"], url.Values{"device": {"受付1"}}).path
	scan := func(nonce string) (verdict struct {
		OK           bool
		Reason, Name string
	}) {
		p := helper.json(at+"/redeem", url.Values{"token": {house.Events.TicketToken(registered.Registration)}, "nonce": {nonce}})
		if err := json.Unmarshal([]byte(p.body), &verdict); err != nil {
			t.Fatalf("%s: %v", p.body, err)
		}
		return verdict
	}
	if v := scan("first"); !v.OK || v.Name != "例示 はじめ" {
		t.Errorf("the door says %+v", v)
	}
	if v := scan("again"); v.OK || v.Reason != "already_redeemed" {
		t.Errorf("the second time the door says %+v", v)
	}

	organiser := newBrowser(t, house.Base)
	organiser.get(m.SignIn["organiser"])
	if p := organiser.get(m.Objects["attendees:E5"] + "?q=" + url.QueryEscape("れいじ はじめ")); !strings.Contains(p.body, "例示 はじめ") || !strings.Contains(p.body, "18:1") {
		t.Errorf("the organiser does not see the arrival at %s: %d", p.path, p.status)
	}
}
