package event

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/mail"
)

func (w *world) letter(to, subject string) mail.Message {
	w.t.Helper()
	for _, m := range w.mail.Sent() {
		if m.To == to && strings.HasPrefix(m.Subject, subject) {
			return m
		}
	}
	w.t.Fatalf("no mail to %s that begins with %q, only %q", to, subject, w.subjects(to))
	return mail.Message{}
}

func TestTheLifeOfARegistrationInLetters(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		list := w.registerAll(4) // two confirmed, two wait
		w.runUntil(at("2024-11-18", 10, 1))
		w.cancel(list[0].Registration.ID)
		w.runUntil(at("2024-12-13", 9, 0))
		w.onTheDay()
		w.scan(list[1].Registration, "n1") // the third does not come
		w.runUntil(at("2024-12-20", 0, 0))

		reminders := []string{"【1週間前のご案内】", "【明日開催】", "【本日開催】"}
		for i, want := range [][]string{
			{"【参加確定】", "【取り消し完了】"},
			append(append([]string{"【参加確定】"}, reminders...), "【御礼】"),
			append([]string{"【キャンセル待ち】", "【参加確定】空きが出ました："}, reminders...),
			{"【キャンセル待ち】"},
		} {
			var full []string
			for _, s := range want {
				full = append(full, s+w.event.Title)
			}
			if got := w.subjects(list[i].Person.Email); !slices.Equal(got, full) {
				t.Errorf("person %d got %q, want %q", i+1, got, full)
			}
		}
		if w.facts("no_show") != 1 || w.facts("attended") != 1 {
			t.Errorf("%d absent, %d came", w.facts("no_show"), w.facts("attended"))
		}
		ids := map[string]bool{}
		for _, m := range w.mail.Sent() {
			if ids[m.ID] {
				t.Errorf("two mails are %s", m.ID)
			}
			ids[m.ID] = true
		}
	})
}

func TestAConfirmation(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		r := w.register()
		w.runUntil(at("2024-11-18", 10, 1))
		m := w.letter("p1@example.com", "【参加確定】")
		if m.FromName != "見本の会" || m.ToName != "見本 花1" || m.Lang != i18n.Ja {
			t.Errorf("mail from %q to %q", m.FromName, m.ToName)
		}
		for _, want := range []string{"見本 花1 様", "12月13日(金) 18:30–20:30", "八戸例示ラボ", r.Registration.Code(),
			w.s.ManageURL(r.Registration), w.s.ManageURL(r.Registration) + "/cancel"} {
			if !strings.Contains(m.Text, want) || !strings.Contains(m.HTML, want) {
				t.Errorf("%q is not in both bodies:\n%s", want, m.Text)
			}
		}
		var names []string
		for _, a := range m.Attachments {
			names = append(names, a.Name)
		}
		if !slices.Equal(names, []string{"ticket.png", "event.ics"}) || m.Attachments[0].CID == "" {
			t.Errorf("attachments %q", names)
		}
		if !bytes.HasPrefix(m.Attachments[0].Data, []byte("\x89PNG")) || !bytes.Contains(m.Attachments[1].Data, []byte("BEGIN:VALARM")) {
			t.Error("the ticket is no picture, or the calendar has no alarm")
		}
		if strings.Contains(w.s.TicketURL(r.Registration), "見本") || len(w.s.TicketToken(r.Registration)) > 60 {
			t.Errorf("the ticket says too much: %s", w.s.TicketURL(r.Registration))
		}
	})
}

func TestLettersInEnglish(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		req := w.request()
		req.Lang, req.Family, req.Given, req.KanaFamily, req.KanaGiven = i18n.En, "Sample", "Hana", "", ""
		_, err := w.s.Register(w.ctx, req)
		w.must(err)
		w.runUntil(at("2024-11-18", 10, 1))
		m := w.letter("p1@example.com", "Confirmed: Exchange in Hachinohe")
		if m.FromName != "Sample Society" || !strings.Contains(m.Text, "Dear SAMPLE Hana,") {
			t.Errorf("from %q:\n%s", m.FromName, m.Text)
		}
	})
}

// What is no longer true is not sent: the worker was away while things moved on.
func TestOutdatedLettersAreNotSent(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		list := w.registerAll(2)
		w.cancel(list[0].Registration.ID)
		w.clock.Set(at("2024-12-12", 18, 0).Time()) // back on the evening before
		w.runUntil(at("2024-12-12", 18, 1))
		if got := w.subjects("p1@example.com"); len(got) != 1 || !strings.HasPrefix(got[0], "【取り消し完了】") {
			t.Errorf("who cancelled got %q", got)
		}
		if got := w.subjects("p2@example.com"); len(got) != 2 || !strings.HasPrefix(got[1], "【明日開催】") {
			t.Errorf("who comes got %q, want no reminder of a week ago", got)
		}
	})
}

func TestMovingAnEventTellsEverybody(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.registerAll(3)
		w.runUntil(at("2024-11-18", 10, 1))
		w.update(Fields{StartsAt: ptr(at("2024-12-20", 18, 30))})
		w.runUntil(at("2024-11-18", 11, 0))
		for _, to := range []string{"p1@example.com", "p2@example.com", "p3@example.com"} {
			m := w.letter(to, "【重要】日時・会場の変更：")
			if !strings.Contains(m.Text, "12月20日(金) 18:30–20:30") {
				t.Errorf("without the new time:\n%s", m.Text)
			}
		}
		ics := w.letter("p1@example.com", "【重要】").Attachments[1].Data
		if !bytes.Contains(ics, []byte("SEQUENCE:1\r\n")) || !bytes.Contains(ics, []byte("DTSTART;TZID=Asia/Tokyo:20241220T183000")) {
			t.Errorf("calendar:\n%s", ics)
		}
		w.runUntil(at("2024-12-12", 23, 0)) // a day before the old time
		if got := w.subjects("p1@example.com"); slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "【明日開催】") }) {
			t.Errorf("reminded of the old day: %q", got)
		}
		w.runUntil(at("2024-12-19", 23, 0))
		w.letter("p1@example.com", "【明日開催】")
	})
}

func TestCallingOffTellsEverybody(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		list := w.registerAll(3)
		w.cancel(list[2].Registration.ID)
		w.runUntil(at("2024-11-18", 10, 1))
		_, err := w.s.CancelEvent(w.ctx, w.staff, w.org.ID, w.event.ID, "大雪のため")
		w.must(err)
		w.runUntil(at("2024-12-31", 0, 0))
		for _, to := range []string{"p1@example.com", "p2@example.com"} {
			m := w.letter(to, "【開催中止】")
			if !strings.Contains(m.Text, "大雪のため") || !bytes.Contains(m.Attachments[0].Data, []byte("STATUS:CANCELLED")) {
				t.Errorf("letter:\n%s", m.Text)
			}
			if n := len(w.subjects(to)); n != 2 {
				t.Errorf("%d letters to %s, want no reminder", n, to)
			}
		}
		if got := w.subjects("p3@example.com"); len(got) != 1 || !strings.HasPrefix(got[0], "【取り消し完了】") {
			t.Errorf("who had cancelled got %q", got)
		}
		if w.facts("no_show") != 0 {
			t.Error("absent from an event that did not take place")
		}
	})
}

// A round goes over an event in parts and writes to each person once, even if a
// worker dies between the parts.
func TestARoundReachesEverybodyOnce(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.setSlots(SlotInput{ID: w.event.Slots[0].ID, Name: "一般"})
		n := roundSize + 10
		w.rush(n)
		run := jobs.Run{Org: w.org.ID, Kind: JobRound, Now: w.db.Now(),
			Payload: []byte(`{"event":"` + w.event.ID + `","kind":"event.reminder","seq":0,"days":7}`)}
		w.must(w.s.runRound(w.ctx, run))
		w.must(w.s.runRound(w.ctx, run))
		w.runUntil(at("2024-11-18", 10, 1))
		if got := w.count(`SELECT COUNT(*) FROM job WHERE org_id = $1 AND kind = 'event.reminder'`); got != n {
			t.Errorf("%d letters, want %d", got, n)
		}
	})
}

func TestLateAndResend(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		req := w.request()
		r, err := w.s.Register(w.ctx, req)
		w.must(err)
		late, err := w.s.MarkLate(w.ctx, w.org.ID, r.Registration.ID, "15分ほど", account.Nobody(w.org.ID))
		w.must(err)
		if late.LateNote != "15分ほど" || w.find(r.Registration.ID).Registration.LateAt == 0 {
			t.Errorf("late: %+v", late)
		}
		for i := range 3 { // an address typed again and again brings one mail
			req.Key = "again" + string(rune('0'+i))
			_, err = w.s.Register(w.ctx, req)
			w.must(err)
		}
		w.runUntil(at("2024-11-18", 10, 1))
		if got := w.subjects("p1@example.com"); len(got) != 2 {
			t.Errorf("got %q", got)
		}
		w.clock.Advance(11 * time.Minute)
		req.Key = "later"
		_, err = w.s.Register(w.ctx, req)
		w.must(err)
		w.runUntil(at("2024-11-18", 10, 30))
		if got := w.subjects("p1@example.com"); len(got) != 3 {
			t.Errorf("ten minutes later: %q", got)
		}
	})
}
