package demo

import (
	"context"
	"fmt"
	"time"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// announce makes the event and, unless it stays a draft, publishes it half an hour later.
func (y *year) announce(p plan) {
	y.on(p.opens.Add(-30*time.Minute), "make "+p.key, func(ctx context.Context) error {
		e, err := y.Events.Create(ctx, y.actors[organiserKey], y.org.ID, y.fieldsOf(p))
		if err != nil {
			return err
		}
		y.events[p.key] = e
		return y.equip(ctx, p, e.ID)
	})
	if p.draft {
		return
	}
	y.on(p.opens, "publish "+p.key, func(ctx context.Context) error {
		_, err := y.Events.Publish(ctx, y.actors[organiserKey], y.org.ID, y.events[p.key].ID)
		return err
	})
}

func (y *year) fieldsOf(p plan) event.Fields {
	programmeID, body, bodyEn := y.ids[p.programme], bodyOf(p.key, "ja"), bodyOf(p.key, "en")
	starts, ends := db.FromTime(p.starts), db.FromTime(p.ends)
	public, contact := event.Public, "info@example.com"
	f := event.Fields{
		ProgrammeID: &programmeID, Slug: &p.slug, Title: &p.title, TitleEn: &p.titleEn, Summary: &p.summary, SummaryEn: &p.summaryEn,
		Body: &body, BodyEn: &bodyEn, StartsAt: &starts, EndsAt: &ends, OnlineURL: &p.online, OnlineNote: &p.onlineNote,
		OnlineNoteEn: &p.onlineNoteEn, Visibility: &public, ContactEmail: &contact,
	}
	if p.closes != "" {
		f.ClosesRule = &p.closes
	}
	for _, r := range programmes {
		if r.key == p.programme {
			f.Hashtag = &r.programme.Hashtag
		}
	}
	for _, v := range venues {
		if v.key == p.venue {
			f.Place = &event.Place{
				VenueID: y.ids[v.key], Name: v.venue.Name, NameEn: v.venue.NameEn, Area: v.venue.Area, AreaEn: v.venue.AreaEn,
				Postcode: v.venue.Postcode, Address: v.venue.Address, AddressEn: v.venue.AddressEn,
				MapURL: v.venue.MapURL, Note: v.venue.Note, NoteEn: v.venue.NoteEn,
			}
		}
	}
	return f
}

// equip adds slots, questions, speakers and agenda.
func (y *year) equip(ctx context.Context, p plan, id string) error {
	by, org := y.actors[organiserKey], y.org.ID
	e, err := y.Events.SetSlots(ctx, by, org, id, p.slots)
	if err == nil && len(p.questions) > 0 {
		e, err = y.Events.SetQuestions(ctx, by, org, id, p.questions)
	}
	if err == nil && len(p.talks) > 0 {
		e, err = y.Events.SetSpeakers(ctx, by, org, id, y.speakersOf(p))
	}
	if err == nil && len(p.agenda) > 0 {
		e, err = y.Events.SetAgenda(ctx, by, org, id, p.agenda)
	}
	if err == nil {
		y.events[p.key] = e
	}
	return err
}

func (y *year) speakersOf(p plan) []event.Speaker {
	list := make([]event.Speaker, len(p.talks))
	for i, t := range p.talks {
		list[i] = event.Speaker{Name: y.cast[t.key].fullName(), Title: t.title, TitleEn: t.titleEn, Bio: t.bio, BioEn: t.bioEn}
	}
	return list
}

// invite lets people register, and some of them cancel.
func (y *year) invite(p plan) {
	for _, g := range p.guests {
		for _, key := range g.keys {
			at := arrival(p.key, key, g.from, g.to)
			y.on(at, key+" registers for "+p.key, func(ctx context.Context) error { return y.register(ctx, p, g.slot, key) })
		}
	}
	week := p.starts.AddDate(0, 0, -7)
	for i, key := range p.crew() {
		slot := p.slotOf(event.ForStaff)
		if i < len(p.talks) {
			slot = p.slotOf(event.ForSpeakers)
		}
		if week.After(Start) {
			week = Start.AddDate(0, 0, -2)
		}
		at := week.Add(time.Duration(i) * time.Minute)
		y.on(at, key+" helps at "+p.key, func(ctx context.Context) error { return y.register(ctx, p, slot, key) })
	}
	for key, at := range p.cancelled {
		y.on(moment(at), key+" cancels "+p.key, func(ctx context.Context) error {
			_, err := y.Events.Cancel(ctx, y.org.ID, y.regs[p.key+"/"+key].ID, "", account.Nobody(y.org.ID))
			return err
		})
	}
}

// arrival draws when somebody registers: many in the first days, at hours when people are awake.
func arrival(eventKey, key string, from, to time.Time) time.Time {
	d := drawFor("registration", eventKey+"/"+key)
	span := int(to.Sub(from) / time.Minute)
	if span < 24*60 {
		return from.Add(d.minutes(0, span))
	}
	days := span/(24*60) + 1
	day := d.below(1000) * d.below(1000) * days / 1_000_000
	at := from.Truncate(0).AddDate(0, 0, day)
	at = time.Date(at.Year(), at.Month(), at.Day(), 7, 0, 0, 0, at.Location()).Add(d.minutes(0, 16*60))
	if at.Before(from) {
		at = from.Add(d.minutes(0, 60))
	}
	if at.After(to) {
		at = to
	}
	return at
}

func (y *year) register(ctx context.Context, p plan, slot int, key string) error {
	who, e := y.cast[key], y.events[p.key]
	r := event.Request{
		Org: y.org.ID, EventID: e.ID, SlotID: e.Slots[slot].ID, Key: fmt.Sprintf("demo-%s-%s", p.key, key),
		Family: who.name.family, Given: who.name.given, KanaFamily: who.name.kanaFamily, KanaGiven: who.name.kanaGiven,
		Email: who.email, Lang: who.lang, BirthYear: who.birthYear, Affiliation: who.affiliation,
		Consents: who.consents(), Answers: answersOf(e, key), Via: event.ViaWeb, Actor: account.Nobody(y.org.ID),
	}
	if who.email == "" || e.Slots[slot].Kind != event.ForParticipants {
		r.Via, r.Actor = event.ViaStaff, y.actors[organiserKey]
	}
	result, err := y.Events.Register(ctx, r)
	if err != nil {
		return err
	}
	y.regs[p.key+"/"+key], y.ids[key] = result.Registration, result.Person.ID
	return nil
}

func (p person) consents() []string {
	given := []string{string(people.ConsentRun)}
	if p.photo {
		given = append(given, string(people.ConsentPhoto))
	}
	if p.news {
		given = append(given, string(people.ConsentNews))
	}
	return given
}
