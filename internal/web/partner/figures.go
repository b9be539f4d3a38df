package partner

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
	"koryu/internal/kit/wareki"
	"koryu/internal/people"
	"koryu/internal/programme"
	"koryu/internal/web"
)

// book is a programme with its figures, as far as they may be seen.
type book struct {
	Programme  programme.Programme
	Goals      []programme.Goal
	Lines      []line
	Applicants column
	Attendees  column
	People     event.Figures // different people
	Ties       int           // new in the fiscal year
	now        time.Time
}

// line is one event of the book.
type line struct {
	Event     event.Event
	Place     string
	Area      string
	Cancelled bool
	Held      bool // attendees are known
}

// programmeOf is the programme that was asked for, or that of this fiscal
// year, or the latest one; ok is false while there is none.
func (s Services) programmeOf(r *web.Request, all []programme.Programme) (p programme.Programme, ok bool, err error) {
	if id := r.Query("programme"); id != "" {
		p, err = s.Programmes.FindProgramme(r.Context(), r.Org.ID, id)
		return p, err == nil, err
	}
	if len(all) == 0 {
		return programme.Programme{}, false, nil
	}
	p, err = s.Programmes.CurrentProgramme(r.Context(), r.Org.ID, wareki.FiscalYear(r.Now))
	if apperr.CategoryOf(err) == apperr.NotFound {
		return all[0], true, nil
	}
	return p, err == nil, err
}

// open reads a programme's book.
func (s Services) open(ctx context.Context, r *web.Request, p programme.Programme) (book, error) {
	b := book{Programme: p, now: r.Now}
	var err error
	if b.Goals, err = s.Programmes.ListGoals(ctx, r.Org.ID, p.ID); err != nil {
		return book{}, err
	}
	if b.People, err = s.Events.Figures(ctx, r.Org.ID, p.ID); err != nil {
		return book{}, err
	}
	from, until := programme.YearBounds(p.FY)
	ties, err := card.TieCounts(ctx, s.Cards.DB, r.Org.ID, card.PairFilter{Period: people.Period{From: from, Until: until}})
	if err != nil {
		return book{}, err
	}
	b.Ties = ties.Ties
	events, err := s.Events.List(ctx, r.Org.ID, event.Filter{
		ProgrammeID: p.ID, States: []event.State{event.Published, event.Cancelled}, Limit: 500,
	})
	if err != nil {
		return book{}, err
	}
	venues, err := s.Programmes.ListVenues(ctx, r.Org.ID)
	if err != nil {
		return book{}, err
	}
	prefectures := map[string]string{}
	for _, v := range venues {
		prefectures[v.ID] = v.Prefecture
	}
	b.fill(r, events, prefectures)
	return b, nil
}

// fill lays the events out and hides what may not be seen.
func (b *book) fill(r *web.Request, events []event.Event, prefectures map[string]string) {
	slices.SortStableFunc(events, func(x, y event.Event) int { return cmp.Compare(x.StartsAt, y.StartsAt) })
	var applicants, attendees []int
	var groups []string
	narrow := slices.ContainsFunc(b.Goals, func(g programme.Goal) bool { return g.Prefecture != "" })
	for _, e := range events {
		counted := b.People.ByEvent[e.ID]
		b.Lines = append(b.Lines, line{
			Event: e, Place: e.Place.NameIn(r.Lang), Area: e.Place.AreaIn(r.Lang),
			Cancelled: e.State == event.Cancelled, Held: e.StartsAt != 0 && e.StartsAt <= db.FromTime(r.Now),
		})
		applicants = append(applicants, counted.Applicants)
		attendees = append(attendees, counted.Attendees)
		group := "all"
		if narrow {
			group = "in:" + prefectures[e.Place.VenueID]
		}
		groups = append(groups, group)
	}
	b.Applicants, b.Attendees = protect(applicants, groups), protect(attendees, groups)
}

// reached is how far a goal is; known is false for goals that are not counted
// from events, shown for figures that stay hidden.
func (b *book) reached(g programme.Goal) (n int, known, shown bool) {
	group := ""
	if g.Prefecture != "" {
		group = "in:" + g.Prefecture
	}
	switch g.Kind {
	case programme.Applicants:
		n, shown = b.Applicants.sum(group)
		return n, true, shown
	case programme.Attendees:
		n, shown = b.Attendees.sum(group)
		return n, true, shown
	case programme.Events:
		for i, l := range b.Lines {
			if l.Held && !l.Cancelled && (group == "" || b.Attendees.groups[i] == group) {
				n++
			}
		}
		return n, true, true
	case programme.Ties:
		return b.Ties, true, b.Ties == 0 || b.Ties >= few
	}
	return 0, false, false
}

// figures is the officer's page.
func (s Services) figures(w http.ResponseWriter, r *web.Request) error {
	all, err := s.Programmes.ListProgrammes(r.Context(), r.Org.ID)
	if err != nil {
		return err
	}
	p, ok, err := s.programmeOf(r, all)
	if err != nil {
		return err
	}
	if !ok {
		return web.Render(w, r, http.StatusOK, showNoFigures(frame(r)))
	}
	b, err := s.open(r.Context(), r, p)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, showFigures(frame(r), figuresOf(r, b, all)))
}

// figuresFile is the same as a file, hidden figures included.
func (s Services) figuresFile(w http.ResponseWriter, r *web.Request) error {
	all, err := s.Programmes.ListProgrammes(r.Context(), r.Org.ID)
	if err != nil {
		return err
	}
	p, ok, err := s.programmeOf(r, all)
	if err != nil {
		return err
	}
	if !ok {
		return web.ErrNotFound
	}
	b, err := s.open(r.Context(), r, p)
	if err != nil {
		return err
	}
	encoding, contentType := text.Encoding(text.UTF8BOM), "text/csv; charset=utf-8"
	if r.Query("encoding") == "cp932" {
		encoding, contentType = text.CP932, "text/csv; charset=Shift_JIS"
	}
	name := r.P.T("partner.file.name", "year", wareki.FiscalYearName(p.FY), "day", r.Now.In(clock.JST).Format("20060102"))
	out := text.NewCSV(web.Download(w, r, name+".csv", contentType), encoding)
	return writeFile(out, r, b)
}

// writeFile writes the table of the page, day in ISO form for spreadsheets.
func writeFile(out *text.CSV, r *web.Request, b book) error {
	out.Numbers(4, 5)
	var head []string
	for _, word := range []string{"day", "event", "place", "state", "applicants", "attendees"} {
		head = append(head, r.P.T("partner.column."+word))
	}
	if err := out.Row(head...); err != nil {
		return err
	}
	for i, l := range b.Lines {
		err := out.Row(string(l.Event.Day()), l.Event.TitleIn(r.Lang), strings.TrimSpace(l.Area+" "+l.Place),
			r.P.T("partner.state."+l.state()), b.applicants(r, i), b.attendees(r, i))
		if err != nil {
			return err
		}
	}
	return out.Row("", r.P.T("partner.total"), "", "", total(r, b.Applicants), total(r, b.Attendees))
}
