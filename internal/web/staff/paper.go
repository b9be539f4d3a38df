package staff

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/paper"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// paperRoutes are the papers of an event: what they will hold is said first,
// and drawn only when asked for.
func (p *Pages) paperRoutes() []web.Route {
	const at = "/events/{event}/paper"
	return []web.Route{
		get(at, account.PaperPrint, p.paperPage),
		post(at+"/print", account.PaperPrint, p.printPaper),
	}
}

// The papers, in the order of their chips.
const (
	paperTags   = "tags"
	paperSheet  = "list"
	paperPoster = "poster"
	paperTables = "tables"
)

var papers = []string{paperTags, paperSheet, paperPoster, paperTables}

// paperFields are the options of all papers; they travel in the address, so
// that a setting that fits the printer can be kept as a bookmark.
var paperFields = []string{"what", "set", "one", "size", "state", "slot", "blanks", "start", "right", "down", "marks", "photos", "paper", "leads"}

type paperModel struct {
	Event event.Event
	What  string
	Form  *web.Form
	Print *paper.Print // nil when the options cannot be used
	Tags  paper.TagOptions
	One   string // name of the only person, when the tag of one is printed
	Facts []ui.Fact
	Warn  []paperWarning
}

type paperWarning struct{ Text, Href string }

func (p *Pages) paperPage(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	f := web.NewForm()
	for _, name := range paperFields {
		f.Set(name, r.Query(name))
	}
	m, err := p.readPaper(r, e, f)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if !f.OK() {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, paperChoicePage(p.chrome(r), r, m))
}

// printPaper answers with the file. It is drawn whole before the first byte,
// and who printed how much is recorded before it leaves.
func (p *Pages) printPaper(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	m, err := p.readPaper(r, e, f)
	if err != nil {
		return err
	}
	if m.Print == nil || m.Print.Pages == 0 {
		return web.Render(w, r, http.StatusUnprocessableEntity, paperChoicePage(p.chrome(r), r, m))
	}
	var body bytes.Buffer
	if err := m.Print.Write(r.Context(), &body); err != nil {
		return err
	}
	data := map[string]any{"paper": m.What, "count": m.Print.Count, "pages": m.Print.Pages, "blanks": m.Tags.Blanks}
	if err := p.audit(r, "paper.printed", e, "", data); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", web.Disposition("inline", m.Print.Title+".pdf"))
	h.Set("Content-Length", strconv.Itoa(body.Len()))
	h.Set("Cache-Control", "no-store")
	_, err = w.Write(body.Bytes())
	return err
}

// paperDefaults is how a paper is printed unless asked otherwise.
var paperDefaults = map[string]string{"what": paperTags, "size": string(paper.Ten), "state": "confirmed", "blanks": "0", "start": "1",
	"right": "0", "down": "0", "paper": "a4", "leads": "event"}

// readPaper prepares what the options ask for.
func (p *Pages) readPaper(r *web.Request, e event.Event, f *web.Form) (paperModel, error) {
	for name, v := range paperDefaults {
		if f.Value(name) == "" {
			f.Set(name, v)
		}
	}
	if f.Value("set") == "" { // the first visit, when no box can have been emptied yet
		f.Set("photos", "1")
	}
	m := paperModel{Event: e, Form: f, What: f.Choice("what", papers...)}
	if m.What == "" { // refused, and said so
		m.What = paperTags
	}
	columns, rows := ui.Stitches(e.ID)
	job := paper.Job{Org: r.Org, Event: e, Printer: r.P, Band: paper.Band{Columns: columns, Rows: rows}, Now: r.Now}
	var print paper.Print
	var err error
	switch m.What {
	case paperTags:
		m.Tags = tagOptions(f, e)
		if f.OK() {
			print, err = p.Paper.Tags(r.Context(), job, m.Tags)
		}
	case paperSheet:
		filter := paperFilter(f, e)
		if f.OK() {
			print, err = p.Paper.List(r.Context(), job, paper.ListOptions{Filter: filter})
		}
	case paperPoster:
		o := paper.PosterOptions{A3: f.Choice("paper", "a4", "a3") == "a3", Org: f.Choice("leads", "event", "org") == "org"}
		if f.OK() {
			print, err = p.Paper.Poster(r.Context(), job, o)
		}
	default:
		print, err = p.Paper.Tables(r.Context(), job)
	}
	if err != nil || !f.OK() {
		return m, err
	}
	m.Print = &print
	m.describe(r)
	return m, nil
}

// tagOptions reads the form of name tags.
func tagOptions(f *web.Form, e event.Event) paper.TagOptions {
	o := paper.TagOptions{Size: paper.Size(f.Choice("size", "10", "8", "4")), Registration: f.Value("one"), Start: 1}
	if o.Size == "" {
		o.Size = paper.Ten
	}
	o.Filter = paperFilter(f, e)
	if n := f.Int("blanks", 0, paper.MostBlanks); n != nil && o.Registration == "" {
		o.Blanks = *n
	}
	if n := f.Int("start", 1, o.Size.PerPage()); n != nil {
		o.Start = *n
	}
	o.Right, _ = strconv.Atoi(f.Choice("right", offsets()...))
	o.Down, _ = strconv.Atoi(f.Choice("down", offsets()...))
	o.Marks, o.Photos = f.Bool("marks"), f.Bool("photos")
	return o
}

// mostOffset is how far a sheet is moved either way, in half millimetres.
const mostOffset = 10

func offsets() []string {
	var list []string
	for n := -mostOffset; n <= mostOffset; n++ {
		list = append(list, strconv.Itoa(n))
	}
	return list
}

// paperFilter is who is on the paper: those who have a place, unless asked
// otherwise.
func paperFilter(f *web.Form, e event.Event) event.AttendeeFilter {
	filter := event.AttendeeFilter{States: []event.RegState{event.Confirmed}}
	if f.Choice("state", "confirmed", "live") == "live" {
		filter.States = liveStates
	}
	if _, ok := e.Slot(f.Value("slot")); ok {
		filter.Slot = f.Value("slot")
	}
	return filter
}

// describe says what the paper will hold, and what to know before printing.
func (m *paperModel) describe(r *web.Request) {
	add := func(word, text string) {
		if text != "" {
			m.Facts = append(m.Facts, ui.Fact{Term: r.P.T("staff.paper.fact." + word), Text: text})
		}
	}
	pr := m.Print
	if m.Tags.Registration != "" {
		m.One = pr.First
	}
	size := "a4"
	if m.What == paperPoster && m.Form.Value("paper") == "a3" {
		size = "a3"
	}
	switch m.What {
	case paperTags:
		add("tags", r.P.N("staff.paper.tags_of", pr.Count))
		if m.Tags.Blanks > 0 {
			add("blanks", r.P.N("staff.paper.tags_of", m.Tags.Blanks))
		}
	case paperSheet:
		add("people", r.P.N("staff.paper.people_of", pr.Count))
	}
	add("pages", r.P.N("staff.paper.pages_of", pr.Pages, "size", r.P.T("staff.paper.size."+size)))
	if pr.Count > 1 {
		add("from_to", r.P.T("staff.paper.from_to", "first", pr.First, "last", pr.Last))
	}
	for _, x := range pr.Warnings {
		one := paperWarning{Text: r.P.T("staff.paper.warn."+x.Kind, "name", x.Name, "characters", strings.Join(strings.Split(x.Characters, ""), " "))}
		if x.Registration != "" && r.Can(account.AttendeeView) {
			one.Href = eventPath(r, m.Event, "attendees", x.Registration)
		}
		m.Warn = append(m.Warn, one)
	}
}

// hidden are the options for the form that prints.
func (m paperModel) hidden() map[string]string {
	all := map[string]string{"what": m.What, "set": "1"}
	for _, name := range paperFields {
		if v := m.Form.Value(name); v != "" && name != "what" {
			all[name] = v
		}
	}
	return all
}

// unseen says that the page a poster leads to cannot be opened by visitors.
func (m paperModel) unseen() bool {
	return m.What == paperPoster && m.Form.Value("leads") != "org" && (m.Event.State == event.Draft || m.Event.Visibility == event.Hidden)
}
