package staff

import (
	"context"
	"time"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/jobs"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// draftsAhead is how long before its day a draft begins to be urgent.
const draftsAhead = 45 * 24 * time.Hour

// todos is what needs the reader today, the most pressing first: the door,
// people who wait for an answer, mails that did not go out, and what can be
// done this week.
func (p *Pages) todos(ctx context.Context, r *web.Request, d desk) ([]ui.TodoProps, error) {
	var list []ui.TodoProps
	for _, e := range d.Ahead {
		if e.StartsAt != 0 && e.Day() == db.DayOf(r.Now) {
			list = append(list, ui.TodoProps{
				Title: r.P.T("staff.today.event_today", "event", e.TitleIn(r.Lang)), Text: r.P.T("staff.today.event_today_text"),
				Href: path(r, "events", e.Slug, "doors"), Due: r.P.Time(e.StartsAt.Time()), Tone: ui.Now,
			})
		}
	}
	list = append(list, askingTodos(r, d)...)
	if r.Can(account.JobsView) {
		n, err := jobs.Count(ctx, p.DB, r.Org.ID, jobs.Dead)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			list = append(list, ui.TodoProps{
				Title: r.P.N("staff.today.dead", n), Text: r.P.T("staff.today.dead_text"),
				Href: path(r, "jobs") + "?state=dead", Tone: ui.Wrong,
			})
		}
	}
	list = append(list, draftTodos(r, d)...)
	for _, g := range d.Goals {
		if g.Behind {
			share, _ := g.Percent(g.Reached)
			list = append(list, ui.TodoProps{
				Title: r.P.T("staff.today.behind", "goal", g.LabelIn(r.Lang)),
				Text: r.P.T("staff.today.behind_text", "share", r.P.Number(share), "reached", r.P.Number(g.Reached),
					"target", g.amount(r), "passed", r.P.Number(g.Passed)),
				Href: path(r, "programme", d.Programme.ID, "goals"), Tone: ui.Due,
			})
		}
	}
	return p.withDuplicates(ctx, r, list)
}

// someDuplicates bounds what the first page counts; the list shows them all.
const someDuplicates = 100

func (p *Pages) withDuplicates(ctx context.Context, r *web.Request, list []ui.TodoProps) ([]ui.TodoProps, error) {
	if !r.Can(account.PersonEdit) {
		return list, nil
	}
	pairs, err := p.People.Duplicates(ctx, r.Org.ID, someDuplicates)
	if err != nil || len(pairs) == 0 {
		return list, err
	}
	return append(list, ui.TodoProps{
		Title: r.P.N("staff.today.duplicates", len(pairs)), Text: r.P.T("staff.today.duplicates_text"),
		Href: path(r, "people", "duplicates"), Tone: ui.Info,
	}), nil
}

// askingTodos are people who wait: for a yes, or for a place that is free.
func askingTodos(r *web.Request, d desk) []ui.TodoProps {
	var list []ui.TodoProps
	for _, e := range d.Ahead {
		pending, waiting, free := 0, 0, 0
		for _, s := range e.Slots {
			pending += s.Pending
			if n, limited := s.Free(); s.Waiting > 0 {
				waiting += s.Waiting
				if limited {
					free += n
				}
			}
		}
		attendees := path(r, "events", e.Slug, "attendees")
		if pending > 0 {
			list = append(list, ui.TodoProps{
				Title: r.P.N("staff.today.pending", pending), Text: e.TitleIn(r.Lang), Href: attendees + "?state=pending",
				Due: dueWords(r, e.ClosesAt), Tone: ui.Due,
			})
		}
		if waiting > 0 {
			todo := ui.TodoProps{
				Title: r.P.N("staff.today.waiting", waiting), Text: e.TitleIn(r.Lang), Href: attendees + "?state=waiting",
				Due: dueWords(r, e.StartsAt), Tone: ui.Info,
			}
			if free > 0 {
				todo.Tone, todo.Text = ui.Due, r.P.T("staff.today.waiting_free", "event", e.TitleIn(r.Lang), "n", r.P.Number(free))
			}
			list = append(list, todo)
		}
	}
	return list
}

// draftTodos are drafts whose day comes near, or has passed.
func draftTodos(r *web.Request, d desk) []ui.TodoProps {
	var list []ui.TodoProps
	for _, e := range d.Drafts {
		if e.StartsAt == 0 || e.StartsAt.Add(-draftsAhead) > d.Now {
			continue
		}
		todo := ui.TodoProps{
			Title: r.P.T("staff.today.draft", "event", draftTitle(r, e)), Text: r.P.T("staff.today.draft_ready"),
			Href: path(r, "events", e.Slug), Due: dueWords(r, e.StartsAt), Tone: ui.Due,
		}
		if missing := len(e.Missing()); missing > 0 {
			todo.Text = r.P.N("staff.today.draft_missing", missing)
		}
		if e.StartsAt <= d.Now {
			todo.Text = r.P.T("staff.today.draft_past")
		}
		list = append(list, todo)
	}
	return list
}

func draftTitle(r *web.Request, e event.Event) string {
	if t := e.TitleIn(r.Lang); t != "" {
		return t
	}
	return r.P.T("staff.today.untitled")
}

// dueWords says when something is due: today with its time, else the day and
// how many days are left.
func dueWords(r *web.Request, at db.Instant) string {
	if at == 0 {
		return ""
	}
	then, now := at.Time().In(clock.JST), r.Now.In(clock.JST)
	days := int(db.DayOf(then).Time().Sub(db.DayOf(now).Time()) / (24 * time.Hour))
	switch {
	case days == 0:
		return r.P.T("staff.today.due_today", "time", r.P.Time(then))
	case days < 0:
		return r.P.Date(then)
	}
	return r.P.N("staff.today.due_days", days, "date", r.P.Date(then))
}
