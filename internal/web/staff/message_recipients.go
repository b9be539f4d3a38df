package staff

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"koryu/internal/kit/apperr"
	"koryu/internal/message"
	"koryu/internal/roster"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

type recipientsModel struct {
	Head      ui.HeadProps
	Basis     string
	Message   message.Message // with the audience that is looked at
	Ways      []ui.TabProps
	Form      *web.Form
	Events    []ui.Option
	States    []ui.Option
	On, Quick []ui.Chip
	Filter    filterForm
	Choice    message.Choice
	Stats     []ui.StatProps
	Views     []ui.TabProps
	Grid      ui.GridProps
	Pages     ui.PageProps
	Hidden    map[string]string
	Next      string
	Wrong     bool
}

const recipientPage = 100

// listNames are the parameters of the person list; one of them in the address
// means that recipients are looked for there.
var listNames = []string{"q", "event", "came", "ties", "fy", "tag", "consent", "skill", "pattern", "horizon", "pref", "region"}

// audienceOf reads whom the address asks for; stored is what the draft says.
func audienceOf(v url.Values, stored message.Audience) message.Audience {
	a := stored
	has := func(names ...string) bool { return slices.ContainsFunc(names, v.Has) }
	switch {
	case v.Get("by") == string(message.ByEvent), has("states", "audience_event"):
		a = message.Audience{By: message.ByEvent, EventID: stored.EventID}
		if v.Has("audience_event") {
			a.EventID = v.Get("audience_event")
		}
		for _, s := range message.States {
			if slices.Contains(v["states"], string(s)) {
				a.States = append(a.States, s)
			}
		}
		if len(a.States) == 0 && !v.Has("states") {
			a.States = []message.State{message.Confirmed}
		}
	case v.Get("by") == string(message.ByList), has(listNames...):
		a = message.Audience{By: message.ByList, Filter: roster.Parse(v).Encode().Encode()}
	}
	return a
}

func (p *Pages) askRecipients(w http.ResponseWriter, r *web.Request) error {
	m, led, err := p.draftOf(w, r)
	if err != nil || led {
		return err
	}
	m.Audience = audienceOf(r.URL.Query(), m.Audience)
	if m.Kind == message.Notice && m.Audience.By == message.ByEvent {
		m.Audience.EventID = m.EventID
	}
	return p.renderRecipients(w, r, http.StatusOK, m, web.NewForm())
}

func (p *Pages) renderRecipients(w http.ResponseWriter, r *web.Request, status int, msg message.Message, f *web.Form) error {
	ctx, a := r.Context(), msg.Audience
	m := recipientsModel{Message: msg, Form: f, Next: messagePath(r, msg, "recipients"), Wrong: !f.OK()}
	base := messagePath(r, msg, "recipients")
	for _, by := range []message.By{message.ByEvent, message.ByList} {
		m.Ways = append(m.Ways, ui.TabProps{Label: r.P.T("staff.message.by." + string(by)), Href: base + "?by=" + string(by), On: a.By == by, Count: -1})
	}
	var err error
	if a.By == message.ByList {
		err = p.listPart(r, &m, base)
	} else {
		err = p.eventPart(r, &m)
	}
	if err != nil {
		return err
	}
	if m.Head, err = p.messageHead(r, msg, "recipients"); err != nil {
		return err
	}
	if m.Basis, err = p.messageBasis(r, msg); err != nil {
		return err
	}
	m.Choice, err = p.Messages.Choose(ctx, msg)
	if err != nil && apperr.CategoryOf(err) != apperr.NotFound { // an event of another house, or one that is gone
		return err
	}
	p.choicePart(r, &m, base)
	m.Hidden = map[string]string{"by": string(a.By), "audience_event": a.EventID, "filter": a.Filter, "revision": strconv.FormatInt(msg.Version, 10)}
	for i, s := range a.States {
		m.Hidden["state_"+strconv.Itoa(i)] = string(s)
	}
	f.Set("skip_today", map[bool]string{true: "1"}[msg.SkipToday])
	return web.Render(w, r, status, recipientsPage(p.chrome(r), r, m))
}

// messageBasis says by which right people are written to.
func (p *Pages) messageBasis(r *web.Request, m message.Message) (string, error) {
	if m.Kind != message.Notice || m.EventID == "" {
		return r.P.T("staff.message.basis." + string(m.Kind)), nil
	}
	e, err := p.Events.Find(r.Context(), r.Org.ID, m.EventID)
	return r.P.T("staff.message.basis_event", "event", eventTitle(r, e)), err
}

func (p *Pages) eventPart(r *web.Request, m *recipientsModel) error {
	events, err := p.messageEvents(r.Context(), r)
	m.Events = events
	for _, s := range message.States {
		m.States = append(m.States, ui.Option{Value: string(s), Label: r.P.T("message.audience." + string(s))})
	}
	var on []string
	for _, s := range m.Message.Audience.States {
		on = append(on, string(s))
	}
	m.Form.Set("audience_event", m.Message.Audience.EventID).Set("states", on...)
	return err
}

// listPart is the filter of the person list, its links led back to this page.
func (p *Pages) listPart(r *web.Request, m *recipientsModel, base string) error {
	words, err := p.filterWords(r.Context(), r)
	if err != nil {
		return err
	}
	v, _ := url.ParseQuery(m.Message.Audience.Filter) // checked when it was stored
	q := personQuery{Filter: roster.Parse(v)}
	here := func(chips []ui.Chip) []ui.Chip {
		for i := range chips {
			_, query, _ := strings.Cut(chips[i].Href, "?")
			chips[i].Href = base + "?by=list&" + query
		}
		return chips
	}
	m.On, m.Quick, m.Filter = here(words.chosen(q)), here(words.quick(q)), words.form(q)
	m.Filter.Action = base
	return nil
}

// choicePart shows who gets it, or who is left out, a page at a time.
func (p *Pages) choicePart(r *web.Request, m *recipientsModel, base string) {
	c, v := m.Choice, r.URL.Query()
	left := v.Get("show") == "left"
	href := func(show string, from int) string {
		q := url.Values{}
		for name, values := range v {
			if name != "show" && name != "from" {
				q[name] = values
			}
		}
		if show != "" {
			q.Set("show", show)
		}
		if from > 0 {
			q.Set("from", strconv.Itoa(from))
		}
		if len(q) == 0 {
			return base
		}
		return base + "?" + q.Encode()
	}
	out := len(c.All) - c.Sends
	m.Stats = []ui.StatProps{
		{Label: r.P.T("staff.message.sends"), Value: r.P.Number(c.Sends), Unit: r.P.T("staff.message.unit"), Href: href("", 0), Tone: ui.Done},
		{Label: r.P.T("staff.message.left_out"), Value: r.P.Number(out), Unit: r.P.T("staff.message.unit"), Href: href("left", 0)},
	}
	if c.Today > 0 {
		m.Stats = append(m.Stats, ui.StatProps{Label: r.P.T("staff.message.twice"), Value: r.P.Number(c.Today), Unit: r.P.T("staff.message.unit"), Tone: ui.Due})
	}
	m.Views = []ui.TabProps{
		{Label: r.P.T("staff.message.sends"), Href: href("", 0), On: !left, Count: c.Sends},
		{Label: r.P.T("staff.message.left_out"), Href: href("left", 0), On: left, Count: out},
	}
	var rows []message.Recipient
	for _, one := range c.All {
		if (one.Reason != "") == left {
			rows = append(rows, one)
		}
	}
	from, _ := strconv.Atoi(v.Get("from"))
	from = max(0, min(from, len(rows)))
	to, show := min(len(rows), from+recipientPage), map[bool]string{true: "left"}[left]
	m.Pages = ui.PageProps{From: from + 1, To: to, Total: len(rows)}
	if from > 0 {
		m.Pages.First, m.Pages.Prev = href(show, 0), href(show, max(0, from-recipientPage))
	}
	if to < len(rows) {
		m.Pages.Next = href(show, to)
	}
	if len(rows) == 0 {
		m.Pages = ui.PageProps{}
	}
	m.Grid = recipientGrid(r, m.Message, rows[from:to], left)
}

func recipientGrid(r *web.Request, m message.Message, rows []message.Recipient, left bool) ui.GridProps {
	last := ui.Column{Label: r.P.T("staff.message.col.lang")}
	if left {
		last.Label = r.P.T("staff.message.col.reason")
	}
	g := ui.GridProps{Caption: r.P.T("staff.message.recipients"), Columns: []ui.Column{
		{Label: r.P.T("staff.person.name"), Lead: true}, {Label: r.P.T("staff.person.email")}, last}}
	empty := ui.EmptyProps{Kind: ui.NoMatch, Title: r.P.T("staff.message.nobody"), Text: r.P.T("staff.message.nobody_text")}
	if left {
		empty = ui.EmptyProps{Kind: ui.Nothing, Title: r.P.T("staff.message.nobody_left"), Text: r.P.T("staff.message.nobody_left_text")}
	}
	g.Empty = ui.EmptyState(empty)
	for _, one := range rows {
		_, _, lang := m.In(one.Person.Lang)
		cell := ui.Text(r.P.T("staff.person.language." + string(lang)))
		switch {
		case left:
			cell = ui.Text(r.P.T("message.reason." + string(one.Reason)))
		case one.Today:
			cell = ui.Lines(r.P.T("staff.person.language."+string(lang)), r.P.T("staff.message.twice_row"))
		}
		g.Rows = append(g.Rows, ui.Row{ID: one.Person.ID, Cells: []templ.Component{
			ui.To(path(r, "people", one.Person.ID), one.Person.DisplayName(r.Lang), one.Person.Kana()), ui.Text(orDash(one.Person.Email)), cell}})
	}
	return g
}

func (p *Pages) saveRecipients(w http.ResponseWriter, r *web.Request) error {
	m, led, err := p.draftOf(w, r)
	if err != nil || led {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	want := m
	want.Version, _ = strconv.ParseInt(f.Value("revision"), 10, 64)
	want.SkipToday = f.Bool("skip_today")
	want.Audience = message.Audience{By: message.By(f.RequiredChoice("by", string(message.ByEvent), string(message.ByList)))}
	if want.Audience.By == message.ByList {
		want.Audience.Filter = formFilter(f).Encode().Encode()
	} else {
		want.Audience.EventID = f.Value("audience_event")
		for _, name := range f.Names("state_") {
			if s := message.State(f.Value(name)); slices.Contains(message.States, s) && !slices.Contains(want.Audience.States, s) {
				want.Audience.States = append(want.Audience.States, s)
			}
		}
		slices.SortFunc(want.Audience.States, func(a, b message.State) int { return slices.Index(message.States, a) - slices.Index(message.States, b) })
	}
	if f.OK() {
		saved, err := p.Messages.Save(r.Context(), want, true)
		if err == nil && f.Has("again") {
			return web.Redirect(w, r, messagePath(r, saved, "recipients"))
		}
		if err == nil {
			return web.Redirect(w, r, messagePath(r, saved, "preview"))
		}
		if !f.Take(err) {
			return err
		}
	}
	m.Audience = want.Audience
	return p.renderRecipients(w, r, http.StatusUnprocessableEntity, m, f)
}
