package privacy_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/mail"
	"koryu/internal/people"
	"koryu/internal/privacy"
)

const week = 7 * 24 * time.Hour

func (w *world) ask(person string) privacy.Request {
	w.t.Helper()
	r, err := w.AskErasure(w.t.Context(), w.self(), privacy.Wish{Org: w.org.ID, Person: person, Channel: people.ChannelWeb})
	w.must(err)
	return r
}

func (w *world) find(id string) privacy.Request {
	w.t.Helper()
	r, err := w.Find(w.t.Context(), w.org.ID, id)
	w.must(err)
	return r
}

func TestAnErasureHidesAtOnceAndCanBeTakenBackForSevenDays(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		g := w.guest("guest@example.com")
		before := w.live(g.PersonID)
		r := w.ask(g.PersonID)
		if again := w.ask(g.PersonID); again.ID != r.ID {
			t.Error("asking twice made two requests")
		}
		closed, err := people.Closed(t.Context(), w.DB, w.org.ID, []string{g.PersonID})
		w.must(err)
		if live := w.live(g.PersonID); strings.Contains(live, "g") || !closed[g.PersonID] {
			t.Errorf("the consents %q go on, hidden: %v", live, closed)
		}
		w.run()
		if m := w.last(); m.To != "guest@example.com" || !strings.Contains(m.Text, "2024年11月25日") {
			t.Errorf("the mail to %s does not say until when it can be taken back: %s", m.To, m.Text)
		}
		w.must(w.Confirm(t.Context(), w.owner, w.org.ID, r.ID))
		w.clock.Advance(week - time.Second)
		w.run()
		w.must(w.TakeBack(t.Context(), w.self(), w.org.ID, g.PersonID))
		w.clock.Advance(week)
		w.run()
		if q := w.find(r.ID); q.State != privacy.TakenBack {
			t.Errorf("the request is %s", q.State)
		}
		if p, err := w.People.Find(t.Context(), w.org.ID, g.PersonID); err != nil || p.Email != "guest@example.com" {
			t.Errorf("the person is %+v, %v", p, err)
		}
		if live := w.live(g.PersonID); live != before {
			t.Errorf("the consents are %q and were %q", live, before)
		}
	})
}

func TestNothingGoesWithoutASecondPerson(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		g := w.guest("guest@example.com")
		wish := privacy.Wish{Org: w.org.ID, Person: g.PersonID, Channel: people.ChannelPaper}
		if _, err := w.AskErasure(t.Context(), w.owner, wish); apperr.CategoryOf(err) != apperr.Invalid {
			t.Errorf("entered without saying how the wish came: %v", err)
		}
		wish.Words = "11月10日の手紙"
		if _, err := w.AskErasure(t.Context(), w.self(), wish); apperr.CategoryOf(err) != apperr.Forbidden {
			t.Errorf("a participant entered a paper: %v", err)
		}
		r, err := w.AskErasure(t.Context(), w.owner, wish)
		w.must(err)
		if err := w.Confirm(t.Context(), w.owner, w.org.ID, r.ID); apperr.CategoryOf(err) != apperr.Forbidden {
			t.Errorf("who entered it confirmed it: %v", err)
		}
		if err := w.Confirm(t.Context(), w.organiser, w.org.ID, r.ID); apperr.CategoryOf(err) != apperr.Forbidden {
			t.Errorf("an organiser confirmed it: %v", err)
		}
		w.clock.Advance(2 * week)
		w.run()
		if q := w.find(r.ID); q.State != privacy.Open {
			t.Errorf("unconfirmed, it is %s", q.State)
		}
		second := w.owner
		second.IdentityID = "second owner"
		w.must(w.Confirm(t.Context(), second, w.org.ID, r.ID))
		w.run()
		if q := w.find(r.ID); q.State != privacy.Done {
			t.Errorf("confirmed by a second owner, it is %s", q.State)
		}
	})
}

func TestErasedPeopleLeaveFiguresAndACertificate(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		g := w.guest("guest@example.com")
		next := w.guest("next@example.com")
		w.exec(`UPDATE job SET last_error = $2 WHERE org_id = $1`, w.org.ID, "550 <guest@example.com> unknown")
		facts, err := w.People.CountFacts(t.Context(), w.org.ID, people.Period{})
		w.must(err)
		r := w.ask(g.PersonID)
		_, err = w.AskCorrection(t.Context(), w.self(), w.org.ID, g.PersonID, "名は花乃例です")
		w.must(err)
		w.must(w.Confirm(t.Context(), w.owner, w.org.ID, r.ID))
		w.clock.Advance(week)
		w.run()

		q := w.find(r.ID)
		c, err := w.FindCertificate(t.Context(), w.org.ID, q.CertificateID)
		w.must(err)
		if !c.Genuine() || c.Text.Subject != g.PersonID || c.Text.ConfirmedBy != "person:owner" || len(c.Text.Deleted) == 0 || len(c.Text.Kept) == 0 {
			t.Errorf("the certificate is %+v", c)
		}
		if strings.Contains(c.Body, "guest") || strings.Contains(c.Body, "見本") {
			t.Errorf("the certificate names the person: %s", c.Body)
		}
		p, err := w.People.Find(t.Context(), w.org.ID, g.PersonID)
		w.must(err)
		if p.Family != people.ErasedName || p.Email != "" || p.KanaFamily != "" {
			t.Errorf("of the person is left %+v", p)
		}
		now, err := w.People.CountFacts(t.Context(), w.org.ID, people.Period{})
		w.must(err)
		if now[people.Registered] != facts[people.Registered] {
			t.Errorf("%v registered, before it were %v", now[people.Registered], facts[people.Registered])
		}
		up, err := w.Events.FindRegistration(t.Context(), w.org.ID, next.ID)
		w.must(err)
		if up.Registration.State != event.Confirmed {
			t.Errorf("the place went to nobody: the next one is %s", up.Registration.State)
		}
		if _, err := w.Events.FindByManageToken(t.Context(), w.Events.ManageToken(g)); apperr.CategoryOf(err) != apperr.NotFound {
			t.Errorf("the old link still opens: %v", err)
		}
		if n := w.text(`SELECT COUNT(*) FROM job WHERE org_id = $1 AND (last_error LIKE $2 OR payload LIKE $2)`, w.org.ID, "%guest@example%"); n != "0" {
			t.Errorf("%s jobs name the person", n)
		}
		if n := w.text(`SELECT COUNT(*) FROM privacy_request WHERE org_id = $1 AND words <> ''`, w.org.ID); n != "0" {
			t.Error("the words of the correction stayed")
		}
		if _, err := w.AskErasure(t.Context(), w.organiser, privacy.Wish{Org: w.org.ID, Person: g.PersonID, Channel: people.ChannelPhone, Words: "x"}); apperr.CategoryOf(err) != apperr.NotFound {
			t.Errorf("erased once more: %v", err)
		}
	})
}

func TestTheLastMailBringsTheCertificateAndForgetsTheAddress(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		g := w.guest("guest@example.com")
		r := w.ask(g.PersonID)
		w.must(w.Confirm(t.Context(), w.owner, w.org.ID, r.ID))
		w.run()
		w.mail.Fail(mail.ErrRejected)
		w.clock.Advance(week)
		w.run()
		c, err := w.FindCertificate(t.Context(), w.org.ID, w.find(r.ID).CertificateID)
		w.must(err)
		payload := func() string {
			return w.text(`SELECT payload FROM job WHERE org_id = $1 AND kind = 'privacy.certificate'`, w.org.ID)
		}
		if !c.SentAt.IsZero() || payload() != "{}" {
			t.Errorf("refused for good: sent at %v, payload %s", c.SentAt, payload())
		}
	})
	inWorlds(t, func(t *testing.T, w *world) {
		g := w.guest("guest@example.com")
		r := w.ask(g.PersonID)
		w.must(w.Confirm(t.Context(), w.owner, w.org.ID, r.ID))
		w.clock.Advance(week)
		w.run()
		c, err := w.FindCertificate(t.Context(), w.org.ID, w.find(r.ID).CertificateID)
		w.must(err)
		m := w.last()
		if m.To != "guest@example.com" || !strings.Contains(m.Text, c.Hash) || !strings.Contains(m.Text, "氏名・連絡先") || c.SentAt.IsZero() {
			t.Errorf("the last mail to %s says %s", m.To, m.Text)
		}
		if p := w.text(`SELECT payload FROM job WHERE org_id = $1 AND kind = 'privacy.certificate'`, w.org.ID); p != "{}" {
			t.Errorf("the job still holds %s", p)
		}
	})
}

func TestACorrectionIsAnsweredInWordsThatThePersonGets(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		g := w.guest("guest@example.com")
		if _, err := w.AskCorrection(t.Context(), w.self(), w.org.ID, g.PersonID, " "); apperr.CategoryOf(err) != apperr.Invalid {
			t.Errorf("no words: %v", err)
		}
		r, err := w.AskCorrection(t.Context(), w.self(), w.org.ID, g.PersonID, "所属を直してください")
		w.must(err)
		if again, _ := w.AskCorrection(t.Context(), w.self(), w.org.ID, g.PersonID, "所属を直してください"); again.ID != r.ID {
			t.Error("the form sent twice is two requests")
		}
		if r.DueAt != db.FromTime(w.clock.Now().Add(2*week)) {
			t.Errorf("due %v", r.DueAt)
		}
		w.must(w.Answer(t.Context(), w.organiser, w.org.ID, r.ID, true, "所属を書き直しました。"))
		if err := w.Answer(t.Context(), w.organiser, w.org.ID, r.ID, false, "x"); apperr.CategoryOf(err) != apperr.Conflict {
			t.Errorf("answered twice: %v", err)
		}
		w.run()
		if m := w.last(); !strings.Contains(m.Text, "所属を書き直しました。") {
			t.Errorf("the mail says %s", m.Text)
		}
	})
}

func TestARefusedErasureBringsThePersonBack(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		g := w.guest("guest@example.com")
		before := w.live(g.PersonID)
		r := w.ask(g.PersonID)
		w.must(w.Refuse(t.Context(), w.owner, w.org.ID, r.ID, "支払いの証拠書類は5年保存します。"))
		w.clock.Advance(week)
		w.run()
		if w.live(g.PersonID) != before || w.find(r.ID).State != privacy.Declined {
			t.Errorf("consents %q, request %s", w.live(g.PersonID), w.find(r.ID).State)
		}
		if m := w.last(); !strings.Contains(m.Text, "支払いの証拠書類は5年保存します。") {
			t.Errorf("the mail says %s", m.Text)
		}
	})
}

func TestAnswersGoNinetyDaysAfterTheEvent(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		g := w.guest("guest@example.com")
		retain := func() event.Answers {
			w.exec(`INSERT INTO job (org_id, id, kind, uniq, state, run_at, payload, created_at) VALUES ('system', $1, 'privacy.retention', $1, 'ready', 0, '{}', 0)`,
				w.clock.Now().Format(time.RFC3339))
			w.run()
			r, err := w.Events.FindRegistration(t.Context(), w.org.ID, g.ID)
			w.must(err)
			return r.Registration.Answers
		}
		w.clock.Set(w.event.EndsAt.Time().Add(90 * 24 * time.Hour))
		if len(retain()) == 0 {
			t.Error("they went before their time")
		}
		w.clock.Advance(time.Second)
		if a := retain(); len(a) != 0 {
			t.Errorf("%v is still there", a)
		}
		list, err := w.Certificates(t.Context(), w.org.ID, 10)
		w.must(err)
		if len(list) != 1 || list[0].Text.Kind != privacy.OfRetention || list[0].Text.Subject != w.event.ID {
			t.Errorf("certificates: %+v", list)
		}
	})
}

func TestTheDossierHasEverythingUnderStableNames(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		g := w.guest("guest@example.com")
		_, err := w.People.AddNote(t.Context(), w.organiser, w.org.ID, g.PersonID, "港の仕事に関心")
		w.must(err)
		other := w.guest("other@example.com")
		d, err := w.Export(t.Context(), i18n.For(i18n.Ja), w.org.ID, g.PersonID)
		w.must(err)
		b, err := d.JSON()
		w.must(err)
		for _, word := range []string{"guest@example.com", "花乃例", "鮭とIT", "港の仕事に関心", `"kana_family"`, `"format": "koryu.person"`, `"version": 1`} {
			if !strings.Contains(string(b), word) {
				t.Errorf("it lacks %s", word)
			}
		}
		for _, word := range []string{"other@example.com", other.ID, "事務局"} {
			if strings.Contains(string(b), word) {
				t.Errorf("it holds %s of somebody else", word)
			}
		}
		var back privacy.Dossier
		w.must(json.Unmarshal(b, &back))
		for name, meaning := range back.Schema {
			_, word, _ := strings.Cut(name, ".")
			if meaning == strings.ReplaceAll(word, "_", " ") {
				t.Errorf("the catalogue has no words for %s", name)
			}
		}
	})
}
