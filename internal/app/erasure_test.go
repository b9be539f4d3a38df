package app_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/message"
	"koryu/internal/people"
	"koryu/internal/privacy"
	"koryu/internal/profile"
)

// leaver is somebody of whom every place in the house holds a string that
// occurs nowhere else.
type leaver struct {
	*site
	person, friend, third event.Registration
	words                 []string
}

// say gives a string for one place, and remembers it.
func (l *leaver) say(place string) string {
	word := "cnry" + place + "q7x"
	l.words = append(l.words, word)
	return word
}

// signedIn is a browser of whoever has the address; with a role they are a
// member too.
func (s *site) signedIn(email string, role account.Role) *visitor {
	s.t.Helper()
	var token string
	s.Accounts.Demo = true // only demonstrations sign in by link
	s.must(s.DB.Tx(s.t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
		if role != account.Participant {
			_, err = s.Accounts.AddMember(ctx, tx, account.System(s.org.ID), account.Invitation{Org: s.org.ID, OrgName: s.org.Name, Email: email, Role: role, Lang: i18n.Ja})
			if err != nil && apperr.CategoryOf(err) != apperr.Conflict { // a member already
				return err
			}
		}
		token, err = s.Accounts.SignInLink(ctx, tx, email, "")
		return err
	}))
	in, err := s.Accounts.OpenSignInLink(s.t.Context(), token, "Firefox", "")
	s.must(err)
	s.Accounts.Demo = false
	v := s.visitor()
	at, err := url.Parse(s.url)
	s.must(err)
	v.Jar.SetCookies(at, []*http.Cookie{{Name: "koryu", Value: in.Token}})
	return v
}

// self is the person as the actor of their own acts.
func (s *site) self(email string) account.Actor {
	return account.Actor{Kind: account.KindPerson, OrgID: s.org.ID, Role: account.Participant, IdentityID: fmt.Sprintf("id-%08x", crc32.ChecksumIEEE([]byte(email))), Email: email}
}

func (s *site) registered(e event.Event, name, email string, change func(*event.Request)) event.Registration {
	s.t.Helper()
	r := event.Request{Org: s.org.ID, EventID: e.ID, SlotID: e.Slots[0].ID, Key: email + e.ID, Family: name, Given: name, KanaFamily: "みほん", KanaGiven: "みほん",
		Email: email, Lang: i18n.Ja, Consents: []string{"a", "f", "g"}}
	if change != nil {
		change(&r)
	}
	done, err := s.Events.Register(s.t.Context(), r)
	s.must(err)
	return done.Registration
}

// newLeaver fills the house with them.
func newLeaver(s *site) *leaver {
	l := &leaver{site: s}
	e, err := s.Events.Find(s.t.Context(), s.org.ID, s.publish(50).ID)
	s.must(err)
	later, err := s.Events.Find(s.t.Context(), s.org.ID, s.publish(50).ID)
	s.must(err)
	mail := l.say("mail") + "@example.com"
	asLeaver := func(r *event.Request) {
		r.KanaFamily, r.KanaGiven, r.BirthYear = "かなりあ", "さえずり", 1990
		r.Family, r.Given, r.Affiliation = l.say("family"), l.say("given"), l.say("affiliation")
		r.Answers = event.Answers{e.Questions[0].ID: {l.say("answer")}}
	}
	l.person = s.registered(e, "", mail, asLeaver)
	l.friend, l.third = s.registered(e, "友人例", "friend@example.com", nil), s.registered(e, "第三例", "third@example.com", nil)
	l.around(e, later, mail)
	l.speak(mail)
	l.meet(e, mail)
	l.askAndWrite(mail)
	_, err = s.RunDue(s.t.Context())
	s.must(err)
	return l
}

// around is what staff and the registration hold.
func (l *leaver) around(e, later event.Event, mail string) {
	ctx, s := l.t.Context(), l.site
	nobody := account.Nobody(s.org.ID)
	_, err := s.Events.MarkLate(ctx, s.org.ID, l.person.ID, l.say("late"), nobody)
	s.must(err)
	second := s.registered(later, "x", mail, nil)
	_, err = s.Events.Cancel(ctx, s.org.ID, second.ID, l.say("reason"), nobody)
	s.must(err)
	_, err = s.People.AddNote(ctx, s.owner, s.org.ID, l.person.PersonID, l.say("note"))
	s.must(err)
	_, err = s.Roster.Give(ctx, s.owner, s.org.ID, "相談あり", []string{l.person.PersonID})
	s.must(err)
	var twin people.Person
	s.must(s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		twin, err = people.Create(ctx, tx, s.owner, s.org.ID, people.NewPerson{Family: l.say("twin"), Email: l.say("twinmail") + "@example.com", Phone: "0178-00-1234"})
		return err
	}))
	who, err := s.People.Find(ctx, s.org.ID, l.person.PersonID)
	s.must(err)
	_, err = s.Roster.Merge(ctx, s.owner, people.Merging{OrgID: s.org.ID, Into: who.ID, Gone: twin.ID, IntoVersion: who.Version, GoneVersion: twin.Version,
		Values: people.NewPerson{Family: who.Family, Given: who.Given, KanaFamily: who.KanaFamily, KanaGiven: who.KanaGiven, Email: who.Email, Lang: who.Lang,
			BirthYear: who.BirthYear, Affiliation: who.Affiliation, Phone: "+81178001234"}, Reason: "同じ方"})
	s.must(err)
}

// speak is what they say of themselves.
func (l *leaver) speak(mail string) {
	ctx, s, self := l.t.Context(), l.site, l.self(mail)
	s.must(s.Profiles.GiveFollowUp(ctx, self, s.org.ID, l.person.PersonID, i18n.Ja))
	_, err := s.Profiles.Save(ctx, self, profile.Profile{
		OrgID: s.org.ID, PersonID: l.person.PersonID, Headline: l.say("headline"), Words: []string{l.say("words")}, Talk: l.say("talk"), Seek: l.say("seek"),
		Links:     []profile.Link{{Kind: profile.LinkSite, URL: "https://" + l.say("site") + ".example.com/"}},
		Audiences: map[profile.Field]profile.Audience{profile.Headline: profile.Everyone, profile.Talk: profile.SameEvent}, Lang: i18n.Ja,
	})
	s.must(err)
	_, err = s.Profiles.SetPhoto(ctx, self, s.org.ID, l.person.PersonID, bytes.NewReader(pictureSaying(l.t, "cnryexifq7x")))
	s.must(err)
}

// pictureSaying is a picture in which a camera wrote something.
func pictureSaying(t *testing.T, word string) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 64, 64))); err != nil {
		t.Fatal(err)
	}
	text := append([]byte("tEXtAuthor\x00"), word...)
	chunk := []byte{0, 0, 0, byte(len(text) - 4)}
	chunk = append(chunk, text...)
	sum := crc32.ChecksumIEEE(text)
	chunk = append(chunk, byte(sum>>24), byte(sum>>16), byte(sum>>8), byte(sum))
	const head = 8 + 25 // signature and IHDR
	return slices.Concat(b.Bytes()[:head], chunk, b.Bytes()[head:])
}

// meet is what happens at the event.
func (l *leaver) meet(e event.Event, mail string) {
	ctx, s, self := l.t.Context(), l.site, l.self(mail)
	s.clock.Set(e.StartsAt.Time().Add(10 * time.Minute))
	for i, r := range []event.Registration{l.person, l.friend, l.third} {
		_, err := s.Events.CheckIn(ctx, event.CheckIn{Org: s.org.ID, EventID: e.ID, Token: s.Events.TicketToken(r), Device: "受付1", Nonce: fmt.Sprint("n", i), Actor: s.owner})
		s.must(err)
	}
	press := func(owner, by event.Registration, key string) card.Exchanged {
		own, err := s.Cards.Own(ctx, s.org.ID, owner.PersonID)
		s.must(err)
		x, err := s.Cards.Exchange(ctx, card.ExchangeRequest{Org: s.org.ID, CardToken: s.Cards.Token(own), Key: key, By: account.Nobody(s.org.ID), PersonID: by.PersonID, Lang: i18n.Ja})
		s.must(err)
		return x
	}
	with := press(l.person, l.friend, "k1")
	thirdWith := press(l.third, l.friend, "k2")
	s.must(s.Cards.Note(ctx, s.self("friend@example.com"), s.org.ID, l.friend.PersonID, with.ID, l.say("meeting"), []string{l.say("tag")}))
	s.must(s.Cards.Note(ctx, self, s.org.ID, l.person.PersonID, with.ID, l.say("ownnote"), nil))
	s.must(s.Cards.BoardJoin(ctx, self, s.org.ID, e.ID, l.person.PersonID))
	_, err := s.Cards.Introduce(ctx, s.self("friend@example.com"), card.IntroductionRequest{Org: s.org.ID, By: l.friend.PersonID, Key: "i", First: with.ID, Second: thirdWith.ID, Words: l.say("intro")})
	s.must(err)
	own, err := s.Cards.Own(ctx, s.org.ID, l.third.PersonID)
	s.must(err)
	_, err = s.Cards.Exchange(ctx, card.ExchangeRequest{Org: s.org.ID, CardToken: s.Cards.Token(own), Key: "k3", By: account.Nobody(s.org.ID), Family: l.say("typed"), Given: "見", Email: mail,
		Lang: i18n.Ja, Consents: []people.ConsentCode{people.ConsentRun, people.ConsentDirectory}})
	s.must(err)
}

// askAndWrite is what they wrote to the organiser, and what was sent to them.
func (l *leaver) askAndWrite(mail string) {
	ctx, s := l.t.Context(), l.site
	_, err := s.RunDue(ctx)
	s.must(err)
	_, err = s.Privacy.AskCorrection(ctx, l.self(mail), s.org.ID, l.person.PersonID, l.say("correction"))
	s.must(err)
	m, err := s.Messages.Create(ctx, s.owner, "draft", message.Message{OrgID: s.org.ID, Kind: message.Announcement, Subject: "ご案内", Body: "{name} 様",
		Audience: message.Audience{By: message.ByList}})
	s.must(err)
	choice, err := s.Messages.Choose(ctx, m)
	s.must(err)
	_, err = s.Messages.Confirm(ctx, s.owner, s.org.ID, m.ID, choice.Sends)
	s.must(err)
	s.clock.Advance(2 * time.Minute)
	_, err = s.RunDue(ctx)
	s.must(err)
	l.signedIn(mail, account.Participant) // an identity and a session
	for _, statement := range []string{
		`INSERT INTO bounce (org_id, address_key, address, source, code, delivery_id, times, first_at, last_at, cleared_at, cleared_by) VALUES ($1, $2, $2, 'smtp', '550', '', 1, 1, 1, 0, '')`,
		`UPDATE job SET state = 'dead', last_error = '550 <' || $2 || '> unknown' WHERE org_id = $1 AND id = (SELECT MIN(id) FROM job WHERE org_id = $1)`,
		`INSERT INTO job (org_id, id, kind, uniq, state, run_at, payload, created_at) VALUES ($1, 'old', 'other.mail', 'old', 'dead', 1, '{"to":"' || CAST($2 AS TEXT) || '"}', 1)`,
	} {
		s.must(s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, statement, s.org.ID, mail)
			return err
		}))
	}
}

// everything is all bytes that the database holds: the file with its log, or the
// text of every row.
func (s *site) everything() []byte {
	s.t.Helper()
	if path, ok := strings.CutPrefix(s.Config.Database, "sqlite:"); ok {
		var all []byte
		for _, part := range []string{path, path + "-wal"} {
			b, err := os.ReadFile(part)
			if !os.IsNotExist(err) {
				s.must(err)
			}
			all = append(all, b...)
		}
		return all
	}
	var all bytes.Buffer
	for _, table := range s.texts(`SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()`) {
		for _, row := range s.texts(`SELECT CAST(t AS TEXT) FROM "` + table + `" AS t`) {
			all.WriteString(row + "\n")
		}
	}
	return all.Bytes()
}

func (s *site) texts(query string) (list []string) {
	s.t.Helper()
	rows, err := s.DB.Query(s.t.Context(), query)
	s.must(err)
	defer rows.Close()
	for rows.Next() {
		var text string
		s.must(rows.Scan(&text))
		list = append(list, text)
	}
	s.must(rows.Err())
	return list
}

// disguises are the ways in which a string may lie in a file.
func disguises(word string) map[string][]byte {
	all := map[string][]byte{"UTF-8": []byte(word), "hex": []byte(hex.EncodeToString([]byte(word))), "HEX": []byte(strings.ToUpper(hex.EncodeToString([]byte(word))))}
	var little, big []byte
	for _, u := range utf16.Encode([]rune(word)) {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	all["UTF-16LE"], all["UTF-16BE"] = little, big
	for shift := range 3 {
		coded := base64.StdEncoding.EncodeToString(append(make([]byte, shift), word...))
		all[fmt.Sprint("base64+", shift)] = []byte(coded[(shift*8+5)/6 : len(coded)-4]) // without what its neighbours change
	}
	return all
}

// found names the strings that the bytes hold, in any disguise.
func found(bytesOf []byte, words []string) (list []string) {
	for _, w := range words {
		for how, coded := range disguises(w) {
			if bytes.Contains(bytesOf, coded) {
				list = append(list, w+" in "+how)
			}
		}
	}
	return list
}

// TestErasedPeopleAreNowhere is what done means: after an erasure the database
// file, every export and every page hold nothing of the person.
func TestErasedPeopleAreNowhere(t *testing.T) {
	onBothEngines(t, func(t *testing.T, s *site) {
		l := newLeaver(s)
		before := s.everything()
		for _, w := range append(slices.Clone(l.words), "カナリア", "サエズリ") {
			if !bytes.Contains(before, []byte(w)) {
				t.Errorf("the control does not hold: %s is nowhere before", w)
			}
		}
		if bytes.Contains(before, []byte("cnryexifq7x")) {
			t.Error("what the camera wrote was kept")
		}
		facts, err := s.People.CountFacts(t.Context(), s.org.ID, people.Period{})
		s.must(err)
		ties, err := s.Cards.TieCounts(t.Context(), s.org.ID, card.PairFilter{})
		s.must(err)
		mails := len(s.mail.Sent())

		c := l.leave()
		now, err := s.People.CountFacts(t.Context(), s.org.ID, people.Period{})
		s.must(err)
		for kind, n := range facts {
			if kind != people.Registered && kind != people.Attended {
				continue
			}
			if now[kind] != n {
				t.Errorf("%s: %v, before %v", kind, now[kind], n)
			}
		}
		if again, err := s.Cards.TieCounts(t.Context(), s.org.ID, card.PairFilter{}); err != nil || !reflect.DeepEqual(again, ties) {
			t.Errorf("ties: %+v, before %+v, %v", again, ties, err)
		}
		words := append(slices.Clone(l.words), "カナリア", "さえずり", "サエズリ", "178001234")
		if left := found(s.everything(), words); len(left) > 0 {
			t.Errorf("the database still holds %s", strings.Join(left, ", "))
		}
		if !c.Genuine() || c.SentAt.IsZero() {
			t.Errorf("the certificate: %+v", c)
		}
		for _, m := range s.mail.Sent()[mails:] {
			if m.To != l.words[0]+"@example.com" && strings.Contains(m.Text+m.Subject, "cnry") {
				t.Errorf("a mail to %s names the person: %s", m.To, m.Subject)
			}
		}
		l.pagesAreSilent(t)
		problems, err := s.Accounts.Verify(t.Context(), s.org.ID)
		s.must(err)
		if len(problems) > 0 {
			t.Errorf("the trail no longer verifies: %+v", problems)
		}
	})
}

// leave goes the whole way on the pages: the person asks, an owner confirms, a
// week passes.
func (l *leaver) leave() privacy.Certificate {
	l.t.Helper()
	mail := l.words[0] + "@example.com"
	me, owner := l.signedIn(mail, account.Participant), l.signedIn("owner@sample.example", account.Owner)
	if p := me.post("/o/sample/me/data/erasure", url.Values{"sure": {"1"}}); p.path != "/o/sample/me/data" {
		l.t.Fatalf("asking led to %s (%d)", p.path, p.status)
	}
	r, err := l.Privacy.LiveErasure(l.t.Context(), l.org.ID, l.person.PersonID)
	l.must(err)
	own, err := l.Cards.Own(l.t.Context(), l.org.ID, l.person.PersonID)
	l.must(err)
	if _, _, err := l.Cards.ByToken(l.t.Context(), l.Cards.Token(own)); apperr.CategoryOf(err) != apperr.NotFound {
		l.t.Errorf("the card still opens: %v", err)
	}
	if p := owner.post("/o/sample/staff/privacy/requests/"+r.ID+"/confirm", url.Values{}); p.status != http.StatusOK {
		l.t.Fatalf("confirming: %d %s", p.status, p.body)
	}
	_, err = l.RunDue(l.t.Context())
	l.must(err)
	l.clock.Advance(7 * 24 * time.Hour)
	_, err = l.RunDue(l.t.Context())
	l.must(err)
	done, err := l.Privacy.Find(l.t.Context(), l.org.ID, r.ID)
	l.must(err)
	c, err := l.Privacy.FindCertificate(l.t.Context(), l.org.ID, done.CertificateID)
	l.must(err)
	if p := me.get("/o/sample/me/data"); p.path != "/sign-in" {
		l.t.Errorf("who was erased is still signed in: %s", p.path)
	}
	return c
}

// pagesAreSilent walks lists, exports and what others hold.
func (l *leaver) pagesAreSilent(t *testing.T) {
	t.Helper()
	owner, friend := l.signedIn("owner@sample.example", account.Owner), l.signedIn("friend@example.com", account.Participant)
	staff := "/o/sample/staff"
	slug := l.slug()
	for _, p := range []answered{
		owner.get(staff + "/people"), owner.get(staff + "/people?q=かなりあ"), owner.get(staff + "/people/" + l.person.PersonID), owner.get(staff + "/people/duplicates"),
		owner.get(staff + "/events/" + slug + "/attendees"), owner.get(staff + "/audit"), owner.get(staff + "/jobs"), owner.get(staff + "/privacy?state=done"), owner.get(staff + "/privacy/certificates"),
		owner.post(staff+"/events/"+slug+"/attendees/export", url.Values{"format": {"utf8"}, "reason": {"確認"}}),
		owner.post(staff+"/people/"+l.friend.PersonID+"/data", url.Values{"format": {"file"}, "reason": {"確認"}}),
		friend.get("/o/sample/me/met"), friend.get("/o/sample/me/met.vcf"), friend.get("/o/sample/me/data/all"), friend.get("/o/sample/me/introductions"),
		friend.post("/o/sample/me/data/all", url.Values{}),
		l.visitor().get("/o/sample/events/" + slug), l.machine(account.RegistrationsRead).call(http.MethodGet, "/events/"+slug+"/registrations", "", nil),
	} {
		if strings.Contains(p.body, "cnry") || strings.Contains(p.body, "カナリア") || p.status >= 500 {
			at := max(0, strings.Index(p.body, "cnry"))
			t.Errorf("%s (%d) names the person: …%s", p.path, p.status, p.body[max(0, at-80):min(len(p.body), at+80)])
		}
	}
}

func (l *leaver) slug() string {
	e, err := l.Events.Find(l.t.Context(), l.org.ID, l.person.EventID)
	l.must(err)
	return e.Slug
}
