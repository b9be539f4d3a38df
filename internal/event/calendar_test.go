package event

import (
	"bytes"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"

	"koryu/internal/kit/i18n"
	"koryu/internal/people"
)

func sample() Event {
	return Event{ID: "0193-e5", OrgID: "o", Slug: "20241213-hachinohe", State: Published, Title: "交流しようぜ; 八戸, 𠮷日",
		Summary: strings.Repeat("青森県の魅力とITとデジタルでつながる会です。", 5) + "\n2行目\x07", StartsAt: at("2024-12-13", 18, 30),
		EndsAt: at("2024-12-13", 20, 30), Seq: 3, CreatedAt: at("2024-11-01", 9, 0), UpdatedAt: at("2024-11-02", 9, 0),
		Place: Place{Name: "八戸例示ラボ", Postcode: "0000001", Address: "青森県八戸市見本1-1-1"}}
}

func TestTheCalendarFile(t *testing.T) {
	s := New(Config{Base: "https://koryu.example"})
	file := s.Calendar(sample(), "sample", at("2024-11-18", 10, 0))
	for _, line := range bytes.Split(bytes.TrimSuffix(file, []byte("\r\n")), []byte("\r\n")) {
		if len(line) > 75 {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
		if !bytes.Equal(bytes.ToValidUTF8(line, nil), line) {
			t.Errorf("a line that splits a letter: %q", line)
		}
		if bytes.ContainsAny(line, "\r\n\x07") {
			t.Errorf("a control character: %q", line)
		}
	}
	unfolded := strings.ReplaceAll(string(file), "\r\n ", "")
	for _, want := range []string{
		"METHOD:PUBLISH", "TZID:Asia/Tokyo", "DTSTART:19700101T000000", "TZOFFSETFROM:+0900", "TZOFFSETTO:+0900", "TZNAME:JST",
		"UID:0193-e5@koryu", "SEQUENCE:3", "DTSTAMP:20241118T010000Z", "LAST-MODIFIED:20241102T000000Z",
		"DTSTART;TZID=Asia/Tokyo:20241213T183000", "DTEND;TZID=Asia/Tokyo:20241213T203000", "STATUS:CONFIRMED",
		`SUMMARY:交流しようぜ\; 八戸\, 𠮷日`, "LOCATION:八戸例示ラボ 〒000-0001 青森県八戸市見本1-1-1",
		"URL:https://koryu.example/o/sample/events/20241213-hachinohe", `\n2行目\nhttps`,
	} {
		if !strings.Contains(unfolded, want) {
			t.Errorf("%q is missing in\n%s", want, unfolded)
		}
	}
	if strings.Contains(unfolded, "VALARM") {
		t.Error("an alarm for people who are not registered")
	}
	cal, err := ics.ParseCalendar(bytes.NewReader(file))
	if err != nil || len(cal.Events()) != 1 {
		t.Fatal(err)
	}
	if got := cal.Events()[0].GetProperty(ics.ComponentPropertySummary).Value; got != sample().Title {
		t.Errorf("read back as %q", got)
	}
}

func TestTheFeed(t *testing.T) {
	s := New(Config{Base: "https://koryu.example"})
	off, draft := sample(), sample()
	off.ID, off.State, draft.State = "off", Cancelled, Draft
	feed := string(s.Feed([]Event{sample(), off, draft}, "見本の会", "sample", at("2024-11-18", 10, 0)))
	for _, want := range []string{"X-WR-CALNAME:見本の会\r\n", "X-WR-TIMEZONE:Asia/Tokyo\r\n", "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n",
		"X-PUBLISHED-TTL:PT1H\r\n", "STATUS:CANCELLED\r\n"} {
		if !strings.Contains(feed, want) {
			t.Errorf("%q is missing in\n%s", want, feed)
		}
	}
	if n := strings.Count(feed, "BEGIN:VEVENT"); n != 2 {
		t.Errorf("%d events, want the draft left out", n)
	}
	if n := strings.Count(feed, "BEGIN:VTIMEZONE"); n != 1 {
		t.Errorf("%d zones", n)
	}
}

func TestTheCalendarOfSomebodyWhoComes(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		to := Registered{Event: sample(), Registration: w.register().Registration, Person: people.Person{}}
		file := string(w.s.calendarFor(to, "https://koryu.example/x", i18n.Ja, at("2024-11-18", 10, 0)))
		unfolded := strings.ReplaceAll(file, "\r\n ", "")
		if !strings.Contains(unfolded, "TRIGGER:-PT24H") || !strings.Contains(unfolded, w.s.ManageURL(to.Registration)) {
			t.Errorf("calendar:\n%s", unfolded)
		}
	})
}
