package message_test

import (
	"context"
	"fmt"
	"mime"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/mail"
	"koryu/internal/message"
	"koryu/internal/people"
)

func TestEachOfTwoHundredGetsOneMailOfTheirOwn(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		want := map[string]people.Person{}
		for n := range 200 {
			lang, consents := i18n.Ja, []string{"g"}
			if n%3 == 0 {
				lang = i18n.En
			}
			if n%4 == 0 {
				consents = nil
			}
			p := w.register(n, lang, consents...)
			if consents != nil {
				want[p.Email] = p
			}
		}
		m := w.draft(message.Announcement, nil)
		w.send(m)
		w.wantFigures(m, message.Figures{message.Sent: len(want), message.LeftOut: 200 - len(want)})
		got := map[string]bool{}
		for _, x := range w.server.mails() {
			if len(x.to) != 1 {
				t.Fatalf("a mail has %d recipients", len(x.to))
			}
			p, ok := want[x.to[0]]
			to, err := netmail.ParseAddressList(x.header.Get("To"))
			if !ok || err != nil || len(to) != 1 || to[0].Address != x.to[0] {
				t.Fatalf("RCPT %v, To %q", x.to, x.header.Get("To"))
			}
			if x.header.Get("Cc")+x.header.Get("Bcc") != "" || got[x.to[0]] {
				t.Errorf("%s: Cc, Bcc, or a second mail", x.to[0])
			}
			got[x.to[0]] = true
			subject, err := new(mime.WordDecoder).DecodeHeader(x.header.Get("Subject"))
			if english := strings.HasPrefix(subject, "News of"); err != nil || english != (p.Lang == i18n.En) {
				t.Errorf("%s reads %s and got %q", p.Email, p.Lang, subject)
			}
			if list := x.header.Get("List-Unsubscribe"); !strings.HasPrefix(strings.TrimSpace(list), "<https://koryu.example/u/") ||
				x.header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
				t.Errorf("unsubscribing: %q, %q", list, x.header.Get("List-Unsubscribe-Post"))
			}
		}
		if len(got) != len(want) {
			t.Errorf("%d got it, want %d", len(got), len(want))
		}
	})
}

func TestWhoTakesTheConsentBackBeforeTheMailLeavesGetsNone(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		stays, goes := w.register(1, i18n.Ja, "g"), w.register(2, i18n.Ja, "g")
		never := w.register(3, i18n.Ja)
		m := w.draft(message.Announcement, nil)
		if c := w.confirm(m); c.Sends != 2 || c.Left[message.NoConsent] != 1 {
			t.Fatalf("%+v", c)
		}
		w.withdraw(goes, people.ConsentNews)
		w.run(message.StopTime)
		if w.server.to(stays.Email) != 1 || w.server.to(goes.Email) != 0 || w.server.to(never.Email) != 0 {
			t.Errorf("mails went to %+v", w.server.asked)
		}
		if c := w.copyOf(m, goes); c.State != message.LeftOut || c.Reason != message.Unsubscribed {
			t.Errorf("the copy is %s, %s", c.State, c.Reason)
		}
	})
}

func TestANoticeNeedsTheRegistrationAndItsConsent(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		with, without := w.register(1, i18n.Ja), w.register(2, i18n.Ja)
		cancels := w.register(3, i18n.Ja)
		w.withdraw(without, people.ConsentRun)
		m := w.draft(message.Notice, func(m *message.Message) { m.Body = "{name} 様\n\n{ticket_link}\n\n{place}" })
		if c := w.confirm(m); c.Sends != 2 || c.Left[message.NoConsent] != 1 {
			t.Fatalf("%d, left out %v", c.Sends, c.Left)
		}
		_, err := w.events.Cancel(w.ctx, w.org.ID, w.copyOf(m, cancels).RegistrationID, "", w.staff)
		w.must(err)
		w.run(message.StopTime)
		if c := w.copyOf(m, cancels); c.State != message.LeftOut || c.Reason != message.Changed {
			t.Errorf("who cancelled: %s, %s", c.State, c.Reason)
		}
		mails := w.server.mails()
		if len(mails) != 1 || mails[0].to[0] != with.Email {
			t.Fatalf("%d mails", len(mails))
		}
		if mails[0].header.Get("List-Unsubscribe") != "" {
			t.Error("a notice cannot be unsubscribed from")
		}
	})
}

func TestStoppedWithinTheMinuteNothingLeaves(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		for n := range 5 {
			w.register(n, i18n.Ja, "g")
		}
		m := w.draft(message.Announcement, nil)
		w.confirm(m)
		w.run(message.StopTime - time.Second)
		if n, err := w.s.Stop(w.ctx, w.staff, w.org.ID, m.ID); n != 5 || err != nil {
			t.Fatalf("stopped %d, %v", n, err)
		}
		w.run(48 * time.Hour)
		if got := len(w.server.mails()); got != 0 {
			t.Errorf("%d mails left", got)
		}
		w.wantFigures(m, message.Figures{message.Stopped: 5})
		if n, err := w.s.Stop(w.ctx, w.staff, w.org.ID, m.ID); n != 0 || err != nil {
			t.Errorf("stopped again: %d, %v", n, err)
		}
	})
}

func TestNothingLeavesBeforeTheMinuteIsOver(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.register(1, i18n.Ja, "g")
		m := w.draft(message.Announcement, nil)
		w.confirm(m)
		w.run(message.StopTime - time.Millisecond)
		if len(w.server.mails()) != 0 {
			t.Error("a mail left early")
		}
		w.run(time.Millisecond)
		if len(w.server.mails()) != 1 {
			t.Error("the mail did not leave")
		}
	})
}

// dying hands the mail over and dies before it can say so.
type dying struct {
	mail.Sender
	dies bool
}

func (d *dying) Send(ctx context.Context, m mail.Message) error {
	err := d.Sender.Send(ctx, m)
	if d.dies && err == nil {
		panic("the process dies here")
	}
	return err
}

func TestAProcessThatDiesBehindTheMailServerSendsNobodyTwice(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		for n := range 5 {
			w.register(n, i18n.Ja, "g")
		}
		sender := &dying{w.s.Mail, true}
		w.s.Mail = sender
		m := w.draft(message.Announcement, nil)
		w.send(m)
		sender.dies = false
		for range 5 {
			w.run(time.Hour)
		}
		for n := range 5 {
			if got := w.server.to(fmt.Sprintf("p%d@example.com", n)); got != 1 {
				t.Errorf("p%d got %d mails", n, got)
			}
		}
		w.wantFigures(m, message.Figures{message.Uncertain: 5})
		if n, err := w.s.Retry(w.ctx, w.staff, w.org.ID, m.ID); n != 5 || err != nil {
			t.Fatalf("%d sent again, %v", n, err)
		}
		w.run(0)
		w.wantFigures(m, message.Figures{message.Sent: 5})
		ids := map[string]bool{}
		for _, x := range w.server.mails() {
			ids[x.header.Get("Message-Id")] = true
		}
		if len(ids) != 5 {
			t.Errorf("%d Message-IDs for five copies sent twice", len(ids))
		}
	})
}

func TestALineThatBreaksAfterTheContentIsNotTriedAgain(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		p := w.register(1, i18n.Ja, "g")
		w.server.breakLine(p.Email, true)
		m := w.draft(message.Announcement, nil)
		w.send(m)
		w.run(48 * time.Hour)
		if w.server.to(p.Email) != 1 {
			t.Errorf("%d mails", w.server.to(p.Email))
		}
		w.wantFigures(m, message.Figures{message.Uncertain: 1})
	})
}

func TestTheServersNoIsKeptAndADeadAddressLeftOutLater(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		gone, full, spam, busy := w.register(1, i18n.Ja, "g"), w.register(2, i18n.Ja, "g"), w.register(3, i18n.Ja, "g"), w.register(4, i18n.Ja, "g")
		old := w.register(5, i18n.Ja, "g")
		w.server.answer(gone.Email, reply(550, 5, 1, 1, "no such user <p1@example.com>"), nil)
		w.server.answer(full.Email, reply(552, 5, 2, 2, "mailbox full"), nil)
		w.server.answer(spam.Email, nil, reply(554, 5, 7, 1, "looks like spam"))
		w.server.answer(busy.Email, reply(451, 4, 3, 0, "later"), nil)
		w.server.answer(old.Email, reply(550, -1, -1, -1, "unknown"), nil)
		m := w.draft(message.Announcement, nil)
		w.send(m)
		w.wantFigures(m, message.Figures{message.RefusedBy: 4, message.Queued: 1})
		if c := w.copyOf(m, gone); c.Code != "550 5.1.1" || c.Reason != message.Refused {
			t.Errorf("%s, %s", c.Code, c.Reason)
		}
		w.server.answer(busy.Email, nil, nil)
		w.run(time.Hour)
		w.wantFigures(m, message.Figures{message.RefusedBy: 4, message.Sent: 1})

		next := w.draft(message.Announcement, func(m *message.Message) { m.Subject = "次のお知らせ" })
		c, err := w.s.Choose(w.ctx, next)
		if err != nil || c.Left[message.Bounced] != 2 || c.Sends != 3 {
			t.Errorf("%d get the next one, left out %v, %v", c.Sends, c.Left, err)
		}
		if n, err := w.s.Retry(w.ctx, w.staff, w.org.ID, m.ID); n != 2 || err != nil {
			t.Errorf("%d are tried again, %v: dead addresses are not", n, err)
		}
		w.must(w.s.ClearBounce(w.ctx, w.staff, w.org.ID, gone.Email))
		if c, _ := w.s.Choose(w.ctx, next); c.Left[message.Bounced] != 1 {
			t.Errorf("after clearing one: %v", c.Left)
		}
		if err := w.s.ClearBounce(w.ctx, w.staff, w.org.ID, gone.Email); apperr.CategoryOf(err) != apperr.NotFound {
			t.Errorf("cleared twice: %v", err)
		}
	})
}

func TestTheSameMessageAndTheSameDay(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		first := w.register(1, i18n.Ja, "g")
		m := w.draft(message.Announcement, nil)
		w.send(m)
		w.register(2, i18n.Ja, "g")
		again, err := w.s.Duplicate(w.ctx, w.staff, w.org.ID, m.ID, "copy")
		w.must(err)
		if c, _ := w.s.Choose(w.ctx, again); c.Sends != 1 || c.Left[message.SameMessage] != 1 {
			t.Errorf("the same text: %d, %v", c.Sends, c.Left)
		}
		other := w.draft(message.Announcement, func(m *message.Message) { m.Subject = "別のお知らせ" })
		c, err := w.s.Choose(w.ctx, other)
		if err != nil || c.Sends != 2 || c.Today != 1 {
			t.Errorf("another text on the same day: %d, %d twice a day, %v", c.Sends, c.Today, err)
		}
		other.SkipToday = true
		if c, _ := w.s.Choose(w.ctx, other); c.Sends != 1 || c.Left[message.WrittenToday] != 1 {
			t.Errorf("sparing them: %d, %v", c.Sends, c.Left)
		}
		w.clock.Advance(24 * time.Hour)
		if c, _ := w.s.Choose(w.ctx, other); c.Sends != 2 || c.Today != 0 {
			t.Errorf("the day after: %d, %v", c.Sends, c.Left)
		}
		if list, err := w.s.ListFor(w.ctx, w.org.ID, first.ID); err != nil || len(list) != 1 || list[0].Message.ID != m.ID {
			t.Errorf("the person's messages: %v, %v", list, err)
		}
	})
}

func TestAConfirmedMessageIsNeverChanged(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.register(1, i18n.Ja, "g")
		m := w.draft(message.Announcement, nil)
		if _, err := w.s.Confirm(w.ctx, w.staff, w.org.ID, m.ID, 2); err != message.ErrCount {
			t.Errorf("another number: %v", err)
		}
		w.confirm(m)
		m.Subject = "書き換え"
		for what, err := range map[string]error{
			"saved":     second(w.s.Save(w.ctx, m, false)),
			"autosaved": second(w.s.Save(w.ctx, m, true)),
			"confirmed": second(w.s.Confirm(w.ctx, w.staff, w.org.ID, m.ID, 1)),
			"removed":   w.s.Remove(w.ctx, w.staff, w.org.ID, m.ID),
		} {
			if apperr.CategoryOf(err) != apperr.Conflict {
				t.Errorf("%s after it was sent: %v", what, err)
			}
		}
		if now, _ := w.s.Find(w.ctx, w.org.ID, m.ID); now.Subject == m.Subject {
			t.Error("the text was changed")
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestWritersDoNotOverwriteEachOther(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		mine := w.draft(message.Announcement, nil)
		theirs := mine
		mine.Subject = "わたしの件名"
		saved, err := w.s.Save(w.ctx, mine, false)
		w.must(err)
		theirs.Subject = "あなたの件名"
		if _, err := w.s.Save(w.ctx, theirs, false); apperr.CategoryOf(err) != apperr.Conflict {
			t.Errorf("%v", err)
		}
		if again, err := w.s.Save(w.ctx, mine, false); err != nil || again.Version != saved.Version {
			t.Errorf("the same save twice: %v, version %d", err, again.Version)
		}
	})
}

func TestOnlyOneConfirmationOfManyAtOnceSends(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.register(1, i18n.Ja, "g")
		m := w.draft(message.Announcement, nil)
		done := make(chan error)
		for range 6 {
			go func() { done <- second(w.s.Confirm(w.ctx, w.staff, w.org.ID, m.ID, 1)) }()
		}
		ok := 0
		for range 6 {
			if <-done == nil {
				ok++
			}
		}
		w.run(message.StopTime)
		if ok != 1 || len(w.server.mails()) != 1 {
			t.Errorf("%d confirmations, %d mails", ok, len(w.server.mails()))
		}
	})
}

func TestATestGoesToTheWriterAlone(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.register(1, i18n.Ja, "g")
		m := w.draft(message.Announcement, nil)
		w.must(w.s.Test(w.ctx, w.staff, m))
		w.run(0)
		mails := w.server.mails()
		if len(mails) != 2 {
			t.Fatalf("%d mails, want one a language", len(mails))
		}
		for _, x := range mails {
			if x.to[0] != w.staff.Email || x.header.Get("List-Unsubscribe") != "" {
				t.Errorf("to %v, %q", x.to, x.header.Get("List-Unsubscribe"))
			}
		}
		w.wantFigures(m, nil)
	})
}

func TestRecipientsOfTheList(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		in := w.register(1, i18n.Ja, "g")
		out, err := w.people.Create(w.ctx, w.staff, w.org.ID, people.NewPerson{Family: "外野見", Email: "out@example.com"})
		w.must(err)
		w.must(w.people.GiveConsents(w.ctx, people.Consent{OrgID: w.org.ID, PersonID: out.ID, Code: people.ConsentNews, Channel: people.ChannelPaper}))
		_, err = w.people.Create(w.ctx, w.staff, w.org.ID, people.NewPerson{Family: "宛先無"})
		w.must(err)
		everybody := func(m *message.Message) { m.Audience = message.Audience{By: message.ByList} }
		c, err := w.s.Choose(w.ctx, w.draft(message.Announcement, everybody))
		if err != nil || c.Sends != 2 || c.Left[message.NoConsent] != 1 {
			t.Errorf("announcement: %d, %v, %v", c.Sends, c.Left, err)
		}
		c, err = w.s.Choose(w.ctx, w.draft(message.Notice, everybody))
		if err != nil || c.Sends != 1 || c.Left[message.NotRegistered] != 2 {
			t.Errorf("notice: %d, %v, %v", c.Sends, c.Left, err)
		}
		for _, r := range c.All {
			if r.Reason == "" && r.Person.ID != in.ID {
				t.Error("the wrong person gets it")
			}
		}
		w.run(0) // names are indexed by a job
		found := func(m *message.Message) { m.Audience = message.Audience{By: message.ByList, Filter: "q=外野見"} }
		if c, err := w.s.Choose(w.ctx, w.draft(message.Announcement, found)); err != nil || c.Sends != 1 || c.All[0].Person.ID != out.ID {
			t.Errorf("filtered: %+v, %v", c.All, err)
		}
	})
}

// A failed copy whose job comes back late, after staff have sent it again.
func TestAnOldRoundOfACopyDoesNothing(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		p := w.register(1, i18n.Ja, "g")
		w.server.answer(p.Email, nil, reply(554, 5, 7, 1, "spam"))
		m := w.draft(message.Announcement, nil)
		w.send(m)
		w.server.answer(p.Email, nil, nil)
		if n, err := w.s.Retry(w.ctx, w.staff, w.org.ID, m.ID); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		old := map[string]any{"delivery": w.copyOf(m, p).ID, "round": 0}
		w.must(w.db.Tx(w.ctx, func(ctx context.Context, tx *db.Tx) error {
			return jobs.Enqueue(ctx, tx, jobs.Job{Org: w.org.ID, Kind: message.JobMail, Payload: old})
		}))
		w.run(0)
		if w.server.to(p.Email) != 1 {
			t.Errorf("%d mails", w.server.to(p.Email))
		}
	})
}
