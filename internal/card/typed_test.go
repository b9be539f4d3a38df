package card

import (
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/people"
	"koryu/internal/profile"
)

func TestATypedAddressProvesNothingUntilItsLetterIsOpened(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.open(w.a, profile.Met, profile.Affiliation, profile.Email)
		e := w.exchange(w.types(w.a, "new@example.com", "k1"))
		if c := w.copyOf(w.a, e.Exchange); c.Confirmed || c.Name("ja") != "仮名 太郎" || c.Face.Person.Email != "new@example.com" {
			t.Errorf("a has %+v", c)
		}
		c, err := w.s.Copy(w.ctx, e.Token)
		w.must(err)
		if c.Name("ja") != "青森 一例" || c.Face.View.Affiliation == "" || c.Face.Person.Email != "" || !c.Limited || c.Undoable {
			t.Errorf("the browser sees %+v", c)
		}
		w.wantTies(0)
		if n := w.count(`SELECT COUNT(*) FROM person WHERE org_id = $1 AND email_key = 'new@example.com'`); n != 0 {
			t.Error("somebody became a person by being typed")
		}
		w.work()
		mails := w.mailsTo("new@example.com")
		if len(mails) != 1 || !strings.Contains(mails[0].Text, "/x/"+w.letterToken(e.Exchange)) {
			t.Fatalf("mails: %v", mails)
		}
		if strings.Contains(mails[0].Text+mails[0].Subject+mails[0].ToName, "仮名") {
			t.Error("the letter repeats what a stranger typed")
		}
		_, err = w.s.Confirm(w.ctx, account.Nobody(w.org.ID), e.Token)
		w.wantErr(err, "card.error.link") // the browser's link proves nothing
		if c := w.confirm(e.Exchange); !c.Confirmed || c.Face.Person.Email != w.a.Email {
			t.Errorf("b has %+v", c)
		}
		w.confirm(e.Exchange)
		w.wantTies(1)
		if again := w.exchange(w.types(w.a, "new@example.com", "k1")); again.PartnerID != "" || again.State != Pending || again.Token != e.Token {
			t.Errorf("the stranger hears that the letter was opened: %+v", again)
		}
		if c, err := w.s.Copy(w.ctx, e.Token); err != nil || c.Face.Person.Email != "" || c.Confirmed {
			t.Errorf("the browser in which it was typed sees %+v, %v", c, err)
		}
		if c := w.copyOf(w.a, e.Exchange); !c.Confirmed || c.Face.Person.Email != "new@example.com" {
			t.Errorf("a has %+v", c)
		}
	})
}

func TestAKnownAddressTypedByAStrangerShowsAndChangesNothing(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		known := w.exchange(w.types(w.a, w.b.Email, "k1"))
		unknown := w.exchange(w.types(w.a, "new@example.com", "k2"))
		own := w.exchange(w.types(w.a, w.a.Email, "k3"))
		third := w.person("三戸", "三例")
		met := w.exchange(w.asks(w.a, third, "k"))
		w.must(w.s.Block(w.ctx, w.self(w.a), w.org.ID, w.a.ID, met.ID))
		blocked := w.exchange(w.types(w.a, third.Email, "k4"))
		for name, e := range map[string]Exchanged{"known": known, "own": own, "blocked": blocked} {
			if got, want := e.Exchange, unknown.Exchange; !alike(got, want) {
				t.Errorf("%s answers %+v, an unknown address %+v", name, got, want)
			}
			if again := w.exchange(w.types(w.a, e.Email, "k9"+name)); !again.Again || again.ID != e.ID {
				t.Errorf("%s: the second try is answered otherwise: %+v", name, again)
			}
			got, err := w.s.Copy(w.ctx, e.Token)
			w.must(err)
			want, err := w.s.Copy(w.ctx, unknown.Token)
			w.must(err)
			if !alike(got.Exchange, want.Exchange) || !reflect.DeepEqual(got.Face, want.Face) || got.Limited != want.Limited || got.Undoable != want.Undoable {
				t.Errorf("%s shows %+v, an unknown address %+v", name, got, want)
			}
		}
		list, err := w.s.Met(w.ctx, w.org.ID, w.a.ID, MetFilter{})
		w.must(err)
		if len(list.Copies) != 2 {
			t.Errorf("a is shown %d, want what was typed for the known and the unknown address", len(list.Copies))
		}
		if c := w.copyOf(w.a, known.Exchange); c.Name("ja") != "仮名 太郎" || c.Confirmed {
			t.Errorf("a sees %+v", c)
		}
		w.confirm(known.Exchange)
		if c := w.copyOf(w.a, known.Exchange); c.Name("ja") != "八戸 二例" {
			t.Errorf("after the letter a sees %s", c.Name("ja"))
		}
		b, err := people.Find(w.ctx, w.db, w.org.ID, w.b.ID)
		w.must(err)
		if b.Family != w.b.Family || b.Version != w.b.Version {
			t.Errorf("b became %+v", b)
		}
		w.work()
		if len(w.mailsTo(w.a.Email)) != 0 || len(w.mailsTo(third.Email)) != 0 {
			t.Error("a letter went to the owner, or to whom they blocked")
		}
	})
}

// alike compares what an answer shows of an exchange, without what was typed.
func alike(a, b Exchange) bool {
	return a.State == b.State && a.PartnerID == b.PartnerID && a.DoneAt == b.DoneAt && a.EndedAt == b.EndedAt && a.EventID == b.EventID &&
		(a.Family == "") == (b.Family == "") && a.OwnerID == b.OwnerID
}

func TestAnotherStrangerWithTheSameAddressSeesNothingOfTheFirst(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		first := w.exchange(w.types(w.a, "new@example.com", "k1"))
		r := w.types(w.a, "new@example.com", "k2")
		r.Family, r.Given = "別人", ""
		if second := w.exchange(r); second.Family != "別人" || second.ID != first.ID {
			t.Errorf("the second stranger is told %+v", second)
		}
		w.work()
		if len(w.mailsTo("new@example.com")) != 1 {
			t.Error("every try sends a letter")
		}
	})
}

func TestWhatIsTypedIsAskedInFull(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		r := w.types(w.a, "", "k1")
		_, err := w.s.Exchange(w.ctx, r)
		w.wantErr(err, "people.error.email_required")
		for _, missing := range []people.ConsentCode{people.ConsentRun, people.ConsentDirectory} {
			r := w.types(w.a, "new@example.com", "k1")
			for i, c := range r.Consents {
				if c == missing {
					r.Consents = append(r.Consents[:i:i], r.Consents[i+1:]...)
				}
			}
			if _, err := w.s.Exchange(w.ctx, r); err == nil {
				t.Errorf("it goes without consent %s", missing)
			}
		}
		if n := w.count(`SELECT COUNT(*) FROM exchange WHERE org_id = $1`); n != 0 {
			t.Errorf("%d exchanges", n)
		}
	})
}

func TestThatWasNotMe(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		e := w.exchange(w.types(w.a, "new@example.com", "k1"))
		w.wantErr(w.s.Refuse(w.ctx, account.Nobody(w.org.ID), e.Token), "card.error.link")
		w.must(w.s.Refuse(w.ctx, account.Nobody(w.org.ID), w.letterToken(e.Exchange)))
		_, err := w.s.Confirm(w.ctx, account.Nobody(w.org.ID), w.letterToken(e.Exchange))
		w.wantErr(err, "card.error.gone")
		if n := w.count(`SELECT COUNT(*) FROM exchange WHERE org_id = $1 AND (family <> '' OR email <> '' OR email_key <> '')`); n != 0 {
			t.Error("what was typed is still there")
		}
		_, err = w.s.CopyOf(w.ctx, w.org.ID, w.a.ID, e.ID)
		w.wantErr(err, "card.error.gone")
	})
}

func TestWithoutAnAnswerWhatWasTypedIsForgotten(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		e := w.exchange(w.types(w.a, "new@example.com", "k1"))
		w.clock.Set(evening.Add(confirmWithin + time.Minute))
		w.work()
		if n := w.count(`SELECT COUNT(*) FROM exchange WHERE org_id = $1 AND state = 'expired' AND email = ''`); n != 1 {
			t.Error("the typed address is kept")
		}
		_, err := w.s.Confirm(w.ctx, account.Nobody(w.org.ID), w.letterToken(e.Exchange))
		w.wantErr(err, "card.error.gone")
	})
}

func TestWhoWithdrawsLeavesOnlyThat(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		e := w.exchange(w.types(w.a, "new@example.com", "k1"))
		b := w.confirm(e.Exchange).Reader
		for _, code := range []people.ConsentCode{people.ConsentDirectory, people.ConsentRun} {
			for _, given := range []people.ConsentCode{people.ConsentDirectory, people.ConsentRun} {
				w.must((&people.Service{DB: w.db}).GiveConsents(w.ctx, people.Consent{OrgID: w.org.ID, PersonID: b, Code: given,
					Scope: "exchange:" + e.ID, Recipient: consentRecipient, Channel: people.ChannelWeb}))
			}
			if c := w.copyOf(w.a, e.Exchange); c.Withdrawn || c.Name("ja") == "" {
				t.Fatalf("a has %+v", c)
			}
			_, err := (&people.Service{DB: w.db}).RevokeConsent(w.ctx, people.Revocation{OrgID: w.org.ID, PersonID: b, Code: code, Scope: "exchange:" + e.ID})
			w.must(err)
			c := w.copyOf(w.a, e.Exchange)
			if !c.Withdrawn || c.Name("ja") != "" || c.Email != "" || c.Family != "" || !reflect.DeepEqual(c.Face, Face{}) {
				t.Errorf("without %s a has %+v", code, c)
			}
			for _, q := range []string{"仮名", "太郎"} {
				met, err := w.s.Met(w.ctx, w.org.ID, w.a.ID, MetFilter{Query: q})
				w.must(err)
				if len(met.Copies) != 0 {
					t.Errorf("the withdrawn one is found by %s", q)
				}
			}
			if v := string(w.s.VCard([]Copy{c}, VCard3, printer())); v != "" {
				t.Errorf("the download holds %q", v)
			}
		}
	})
}

func TestWhoComesInPersonAfterTypingHasOneExchange(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		typed := w.exchange(w.types(w.a, w.b.Email, "k1"))
		direct := w.exchange(w.asks(w.a, w.b, "k2"))
		w.wantTies(1)
		met, err := w.s.Met(w.ctx, w.org.ID, w.a.ID, MetFilter{})
		w.must(err)
		if len(met.Copies) != 1 || met.Copies[0].ID != direct.ID {
			t.Errorf("a has %d copies", len(met.Copies))
		}
		c, err := w.s.Copy(w.ctx, w.letterToken(typed.Exchange))
		if err != nil || c.ID != direct.ID {
			t.Errorf("the letter opens %+v, %v", c.Exchange, err)
		}
	})
}

func TestOneCardTakesOnlySoManyUnprovedAddressesADay(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		for i := range maxPending {
			w.exchange(w.types(w.a, "n"+strconv.Itoa(i)+"@example.com", "k"))
		}
		_, err := w.s.Exchange(w.ctx, w.types(w.a, "last@example.com", "k"))
		w.wantErr(err, "card.error.crowded")
	})
}
