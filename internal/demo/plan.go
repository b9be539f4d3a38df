package demo

import (
	"embed"
	"slices"
	"time"

	"koryu/internal/event"
	"koryu/internal/kit/clock"
)

// copies holds the long texts of the events: copy/<key>.<language>.md.
//
//go:embed copy/*.md
var copies embed.FS

func bodyOf(key, lang string) string {
	text, err := copies.ReadFile("copy/" + key + "." + lang + ".md")
	if err != nil {
		return "" // an event without a text in this language
	}
	return string(text)
}

// plan is an event of the year before it has happened.
type plan struct {
	key, slug, programme string
	title, titleEn       string
	summary, summaryEn   string
	venue                string // key of the venue; empty for an online event
	online               string
	onlineNote           string
	onlineNoteEn         string
	starts, ends         time.Time
	opens                time.Time // made and published then; registration opens at once
	closes               event.ClosesRule
	draft                bool
	slots                []event.SlotInput
	questions            []event.Question
	talks                []talk
	agenda               []event.AgendaItem

	guests    []guests
	helpers   []string          // keys of staff on the staff slot
	cancelled map[string]string // key → when
	absent    []string          // confirmed and did not come
	waiting   []string          // never got a place
}

// talk is a speaker: one of the mentors or company contacts, who also takes a place on the speakers' slot.
type talk struct{ key, title, titleEn, bio, bioEn string }

// guests are people who register for a slot in a span of time.
type guests struct {
	slot     int // index in plan.slots
	keys     []string
	from, to time.Time
}

// slots of the kinds that come back
func participants(name, nameEn, who, whoEn string, capacity int) event.SlotInput {
	return event.SlotInput{Name: name, NameEn: nameEn, Eligibility: who, EligibilityEn: whoEn, Capacity: &capacity}
}

var speakersSlot = event.SlotInput{Name: "講師", NameEn: "Speakers", Kind: event.ForSpeakers}
var staffSlot = event.SlotInput{Name: "運営", NameEn: "Staff", Kind: event.ForStaff}

// moment reads "2024-11-02 14:00" as Japanese time. The tables of this package are its only callers.
func moment(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, clock.JST)
	if err != nil {
		panic("demo: " + err.Error())
	}
	return t
}

// keys spells out a list such as keys("P001-P004", "P009").
func keys(spans ...string) []string {
	var out []string
	for _, s := range spans {
		from, to := s[:4], s[len(s)-4:]
		for n := number(from); n <= number(to); n++ {
			out = append(out, keyOf(n))
		}
	}
	return out
}

func without(all []string, some ...string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(k string) bool { return slices.Contains(some, k) })
}

// crew are the speakers, then the helpers.
func (p plan) crew() []string {
	var all []string
	for _, t := range p.talks {
		all = append(all, t.key)
	}
	return append(all, p.helpers...)
}

// everyone is whoever registers, in the order of the plan.
func (p plan) everyone() []string {
	var all []string
	for _, g := range p.guests {
		all = append(all, g.keys...)
	}
	return append(all, p.crew()...)
}

// comers are those who come: everyone but who cancelled, did not appear, or waited in vain.
func (p plan) comers() []string {
	gone := slices.Concat(p.absent, p.waiting)
	for key := range p.cancelled {
		gone = append(gone, key)
	}
	return without(p.everyone(), gone...)
}

// slotOf is the index of the first slot of a kind.
func (p plan) slotOf(kind event.SlotKind) int {
	return slices.IndexFunc(p.slots, func(s event.SlotInput) bool { return s.Kind == kind })
}
