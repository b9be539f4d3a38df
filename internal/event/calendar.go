package event

import (
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
)

const (
	zone      = "Asia/Tokyo"
	localForm = "20060102T150405"
	product   = "-//Koryu//Koryu//JA"
)

// Calendar returns one event as an iCalendar file (RFC 5545) in Japanese. org is
// the organisation's slug, now the moment that DTSTAMP names.
func (s *Service) Calendar(e Event, org string, now db.Instant) []byte {
	cal := newCalendar()
	s.entry(cal, e, s.page(org, e), i18n.Ja, now)
	return serialize(cal)
}

// Feed returns events as a calendar to subscribe to, named name. Cancelled
// events stay in it with their status, so that they vanish from nobody's
// calendar without a word.
func (s *Service) Feed(events []Event, name, org string, now db.Instant) []byte {
	cal := newCalendar()
	cal.SetXWRCalName(plain(name))
	cal.SetXWRTimezone(zone)
	cal.CalendarProperties = append(cal.CalendarProperties,
		property("REFRESH-INTERVAL", "PT1H", "VALUE", "DURATION"), property("X-PUBLISHED-TTL", "PT1H"))
	for _, e := range events {
		if e.StartsAt != 0 && e.State != Draft {
			s.entry(cal, e, s.page(org, e), i18n.Ja, now)
		}
	}
	return serialize(cal)
}

// calendarFor is the entry of somebody who is registered, with an alarm a day
// before and the way back to the registration.
func (s *Service) calendarFor(to Registered, page string, l i18n.Lang, now db.Instant) []byte {
	cal := newCalendar()
	v := s.entry(cal, to.Event, page, l, now)
	if to.Event.State == Published {
		own := i18n.For(l).T("event.calendar.own", "url", s.ManageURL(to.Registration))
		v.SetDescription(strings.Join([]string{plain(to.Event.SummaryIn(l)), own, page}, "\n"))
		alarm := v.AddAlarm()
		alarm.SetAction(ics.ActionDisplay)
		alarm.SetTrigger("-PT24H")
		alarm.SetProperty(ics.ComponentPropertyDescription, plain(to.Event.TitleIn(l)))
	}
	return serialize(cal)
}

func (s *Service) page(org string, e Event) string { return s.base + "/o/" + org + "/events/" + e.Slug }

func newCalendar() *ics.Calendar {
	cal := ics.NewCalendar()
	cal.SetProductId(product)
	cal.SetMethod(ics.MethodPublish) // REQUEST would show reply buttons that lead nowhere
	cal.SetCalscale("GREGORIAN")
	tz := cal.AddTimezone(zone)
	standard := tz.AddStandard()
	standard.SetProperty(ics.ComponentPropertyDtStart, "19700101T000000")
	standard.SetProperty("TZOFFSETFROM", "+0900")
	standard.SetProperty("TZOFFSETTO", "+0900")
	standard.SetProperty("TZNAME", "JST")
	return cal
}

func (s *Service) entry(cal *ics.Calendar, e Event, page string, l i18n.Lang, now db.Instant) *ics.VEvent {
	v := cal.AddEvent(e.ID + "@koryu")
	v.SetDtStampTime(now.Time())
	v.SetCreatedTime(e.CreatedAt.Time())
	v.SetModifiedAt(e.UpdatedAt.Time())
	v.SetSequence(e.Seq)
	v.SetProperty(ics.ComponentPropertyDtStart, local(e.StartsAt.Time()), ics.WithTZID(zone))
	v.SetProperty(ics.ComponentPropertyDtEnd, local(e.EndsAt.Time()), ics.WithTZID(zone))
	v.SetSummary(plain(e.TitleIn(l)))
	v.SetDescription(strings.TrimSpace(plain(e.SummaryIn(l)) + "\n" + page))
	if where := location(e, l); where != "" {
		v.SetLocation(where)
	}
	v.SetURL(page)
	v.SetStatus(ics.ObjectStatusConfirmed)
	if e.State == Cancelled {
		v.SetStatus(ics.ObjectStatusCancelled)
	}
	return v
}

func local(t time.Time) string { return t.In(clock.JST).Format(localForm) }

func location(e Event, l i18n.Lang) string {
	parts := []string{e.Place.NameIn(l)}
	if p := e.Place.Postcode; len(p) == 7 {
		parts = append(parts, "〒"+p[:3]+"-"+p[3:])
	}
	parts = append(parts, e.Place.AddressIn(l))
	if e.Place.IsZero() && e.Online() {
		parts = []string{i18n.For(l).T("event.calendar.online")}
	}
	return plain(strings.Join(strings.Fields(strings.Join(parts, " ")), " "))
}

// plain drops the control characters that iCalendar forbids; line breaks stay.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
}

func property(name, value string, params ...string) ics.CalendarProperty {
	p := ics.CalendarProperty{BaseProperty: ics.BaseProperty{IANAToken: name, Value: value, ICalParameters: map[string][]string{}}}
	for i := 0; i+1 < len(params); i += 2 {
		p.ICalParameters[params[i]] = []string{params[i+1]}
	}
	return p
}

func serialize(cal *ics.Calendar) []byte {
	return []byte(cal.Serialize(ics.WithNewLine("\r\n")))
}
