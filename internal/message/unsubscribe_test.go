package message_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/message"
	"koryu/internal/people"
)

// token is the end of the address at which the reader of a mail unsubscribes.
func (w *world) token(address string) string {
	w.t.Helper()
	for _, m := range w.server.mails() {
		if m.to[0] == address {
			list := strings.Trim(strings.TrimSpace(m.header.Get("List-Unsubscribe")), "<>")
			return list[strings.LastIndex(list, "/")+1:]
		}
	}
	w.t.Fatalf("no mail to %s", address)
	return ""
}

func TestTheLinkStopsAnnouncementsAndTakesThemBack(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		p, other := w.register(1, i18n.Ja, "g"), w.register(2, i18n.Ja, "g")
		w.send(w.draft(message.Announcement, nil))
		token := w.token(p.Email)
		sub, err := w.s.FindSubscription(w.ctx, token)
		if err != nil || !sub.On || sub.PersonID != p.ID || sub.OrgID != w.org.ID {
			t.Fatalf("%+v, %v", sub, err)
		}
		next := w.draft(message.Announcement, func(m *message.Message) { m.Subject = "つぎ" })
		w.confirm(next)
		for range 2 {
			if sub, err := w.s.Unsubscribe(w.ctx, token); err != nil || sub.On {
				t.Fatalf("%+v, %v", sub, err)
			}
		}
		w.run(message.StopTime)
		if c := w.copyOf(next, p); c.Reason != message.Unsubscribed {
			t.Errorf("a message that was on its way: %s %s", c.State, c.Reason)
		}
		if w.server.to(other.Email) != 2 {
			t.Error("somebody else lost the message")
		}
		for range 2 {
			if sub, err := w.s.Resubscribe(w.ctx, token, i18n.Ja); err != nil || !sub.On {
				t.Fatalf("%+v, %v", sub, err)
			}
		}
		live, err := w.people.LiveConsents(w.ctx, w.org.ID, p.ID)
		if err != nil || len(live) != 2 {
			t.Errorf("consents %+v, %v", live, err)
		}
		for _, bad := range []string{"", "x", token + "A", token[:46] + "!", strings.Repeat("A", 47)} {
			if _, err := w.s.Unsubscribe(w.ctx, bad); apperr.CategoryOf(err) != apperr.NotFound {
				t.Errorf("token %q: %v", bad, err)
			}
		}
	})
}

func TestWhatIsKnownOfAPersonIsToldAndForgotten(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		p, twin := w.register(1, i18n.Ja, "g"), w.register(2, i18n.Ja, "g")
		w.server.answer(p.Email, reply(550, 5, 1, 1, "unknown"), nil)
		m := w.draft(message.Announcement, nil)
		w.send(m)
		told, err := message.Export(w.ctx, w.db, w.org.ID, p.ID)
		w.must(err)
		text, err := json.Marshal(told)
		w.must(err)
		for _, part := range []string{`"address":"p1@example.com"`, `"code":"550 5.1.1"`, `"source":"smtp"`, `"subject":`} {
			if !strings.Contains(string(text), part) {
				t.Errorf("the export lacks %s: %s", part, text)
			}
		}
		waiting := w.draft(message.Announcement, func(m *message.Message) { m.Subject = "つぎ" })
		w.must(w.s.ClearBounce(w.ctx, w.staff, w.org.ID, p.Email))
		w.confirm(waiting)
		w.must(w.db.Tx(w.ctx, func(ctx context.Context, tx *db.Tx) error {
			for range 2 {
				if _, err := message.Erase(ctx, tx, w.org.ID, p.ID); err != nil {
					return err
				}
			}
			return nil
		}))
		w.run(message.StopTime)
		if w.server.to(p.Email) != 0 || w.server.to(twin.Email) != 2 {
			t.Errorf("mails: %v", w.server.asked)
		}
		if _, found, _ := w.s.BounceOf(w.ctx, w.org.ID, p.Email); found {
			t.Error("the dead address is still known")
		}
		if c := w.copyOf(m, p); c.Address != "" || c.State != message.RefusedBy {
			t.Errorf("%+v", c)
		}
		if f := w.figures(m); f.All() != 2 {
			t.Errorf("the figures have changed: %v", f)
		}
	})
}

func TestTwoPersonsBecomeOne(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		from, to := w.register(1, i18n.Ja, "g"), w.register(2, i18n.Ja)
		w.send(w.draft(message.Announcement, func(m *message.Message) {
			m.Audience = message.Audience{By: message.ByList, Filter: "consent=g"}
		}))
		both := w.draft(message.Notice, nil)
		w.send(both)
		w.must(w.db.Tx(w.ctx, func(ctx context.Context, tx *db.Tx) error {
			return message.Repoint(ctx, tx, w.org.ID, from.ID, to.ID)
		}))
		if list, err := w.s.ListFor(w.ctx, w.org.ID, to.ID); err != nil || len(list) != 2 {
			t.Errorf("%d messages of the one who stays, %v", len(list), err)
		}
		if list, err := w.s.ListFor(w.ctx, w.org.ID, from.ID); err != nil || len(list) != 1 {
			t.Errorf("%d messages of the other, want the one that both got; %v", len(list), err)
		}
	})
}

func TestNobodySeesAnotherOrganisationsMessages(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		p := w.register(1, i18n.Ja, "g")
		m := w.draft(message.Announcement, nil)
		w.send(m)
		const other = "00000000-0000-7000-8000-000000000000"
		if _, err := w.s.Find(w.ctx, other, m.ID); apperr.CategoryOf(err) != apperr.NotFound {
			t.Errorf("found: %v", err)
		}
		if n, err := w.s.Stop(w.ctx, w.staff, other, m.ID); n != 0 || apperr.CategoryOf(err) != apperr.NotFound {
			t.Errorf("stopped: %d, %v", n, err)
		}
		if list, _ := w.s.ListFor(w.ctx, other, p.ID); len(list) != 0 {
			t.Error("listed")
		}
		if dead, err := w.s.DeadAddresses(w.ctx, w.org.ID, []people.Person{p}); err != nil || len(dead) != 0 {
			t.Error(dead, err)
		}
	})
}
