package staff

import (
	"time"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

func instantOf(r *web.Request) db.Instant { return db.FromTime(r.Now) }

// eventTitle names an event, also a draft without a title.
func eventTitle(r *web.Request, e event.Event) string {
	if t := e.TitleIn(r.Lang); t != "" {
		return t
	}
	return r.P.T("staff.event.untitled")
}

func eventWhen(r *web.Request, e event.Event) string {
	switch {
	case e.StartsAt == 0:
		return r.P.T("staff.event.no_date")
	case e.EndsAt == 0:
		return r.P.DateYear(e.StartsAt.Time()) + " " + r.P.Time(e.StartsAt.Time())
	}
	return r.P.Range(e.StartsAt.Time(), e.EndsAt.Time())
}

func eventPlace(r *web.Request, e event.Event) string {
	name := e.Place.NameIn(r.Lang)
	if name == "" && e.Online() {
		return r.P.T("staff.event.online_only")
	}
	return name
}

// eventStatus is where an event stands, as icon and word.
func eventStatus(r *web.Request, e event.Event) ui.StatusProps {
	now := instantOf(r)
	tone, word := ui.Done, "open"
	switch {
	case e.State == event.Draft:
		tone, word = ui.Quiet, "draft"
	case e.State == event.Cancelled:
		tone, word = ui.Wrong, "cancelled"
	case e.Over(now):
		tone, word = ui.Quiet, "over"
	case e.StartsAt != 0 && now >= e.StartsAt:
		tone, word = ui.Now, "running"
	case e.OpensAt != 0 && now < e.OpensAt:
		tone, word = ui.Info, "not_yet"
	case e.ClosesAt != 0 && now >= e.ClosesAt:
		tone, word = ui.Info, "closed"
	case eventFull(e):
		tone, word = ui.Due, "full"
	}
	return ui.StatusProps{Tone: tone, Label: r.P.T("staff.event.state." + word)}
}

func eventFull(e event.Event) bool {
	open := e.OpenSlots()
	for _, s := range open {
		if !s.Full() {
			return false
		}
	}
	return len(open) > 0
}

// eventHead is the head of each page of an event; title is empty on its first.
func eventHead(r *web.Request, e event.Event, title string) ui.HeadProps {
	status := eventStatus(r, e)
	if title == "" {
		return ui.HeadProps{Title: eventTitle(r, e), Lead: eventWhen(r, e) + place(r, e), Status: &status, Seed: e.ID,
			Back: &ui.LinkProps{Label: r.P.T("staff.event.back_list"), Href: path(r, "events")}}
	}
	return ui.HeadProps{Title: title, Eyebrow: eventTitle(r, e), Lead: eventWhen(r, e),
		Back: &ui.LinkProps{Label: r.P.T("staff.event.back"), Href: eventPath(r, e)}}
}

func place(r *web.Request, e event.Event) string {
	if name := eventPlace(r, e); name != "" {
		return r.P.T("staff.event.at_place", "place", name)
	}
	return ""
}

// eventTabs lead around one event; on is the tab of this page.
func eventTabs(r *web.Request, e event.Event, on string) []ui.TabProps {
	var tabs []ui.TabProps
	add := func(word string, a account.Action, parts ...string) {
		if r.Can(a) {
			tabs = append(tabs, ui.TabProps{Label: r.P.T("staff.event.tab." + word), Href: eventPath(r, e, parts...), On: word == on, Count: -1})
		}
	}
	add("overview", account.EventView)
	add("attendees", account.AttendeeView, "attendees")
	add("ties", account.TieView, "ties")
	add("edit", account.EventEdit, "edit")
	add("doors", account.DoorLinkManage, "doors")
	add("scans", account.AttendeeView, "scans")
	add("paper", account.PaperPrint, "paper")
	return tabs
}

// editChips lead around the parts of the editor.
func editChips(r *web.Request, e event.Event, on string) []ui.Chip {
	counts := map[string]int{"edit": -1, "image": -1, "slots": len(e.Slots), "questions": len(e.Asked()),
		"speakers": len(e.Speakers), "agenda": len(e.Agenda)}
	var chips []ui.Chip
	for _, part := range []string{"edit", "slots", "questions", "speakers", "agenda", "image"} {
		chips = append(chips, ui.Chip{Label: r.P.T("staff.event.part." + part), Href: eventPath(r, e, part), On: part == on, Count: counts[part]})
	}
	return chips
}

func dayField(i db.Instant) string { return string(i.Day()) }

func timeField(i db.Instant) string {
	if i == 0 {
		return ""
	}
	return i.Time().Format("15:04")
}

// until names the last moment for people: a closing at midnight is 24:00 of
// the day before.
func until(r *web.Request, i db.Instant) string {
	t := i.Time()
	if t.Hour() == 0 && t.Minute() == 0 {
		return r.P.T("staff.event.until_day", "date", r.P.Date(t.Add(-time.Minute)))
	}
	return r.P.DateTime(t)
}

func pageMeta(title string) ui.Meta { return ui.Meta{Title: title, NoIndex: true} }
