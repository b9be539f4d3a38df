package staff

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/text"
	"koryu/internal/people"
	"koryu/internal/programme"
	"koryu/internal/roster"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// personModel is a person's page: who it is, and the thread through the years.
type personModel struct {
	Head     ui.HeadProps
	Facts    []ui.Fact
	Years    []personYear
	Grid     ui.GridProps
	Consents []consentCard
	Notes    []noteCard
	NoteForm *web.Form
	NoteTo   string
	Edit     string
	Data     []ui.LinkProps // what can be done about the person's data
	Wrong    bool           // the note was refused

	ID       string
	Own      []ui.Fact // what they say of themselves
	Tags     []ui.Chip
	Tagged   []roster.Tag
	TagNames []string
	TagTo    string
	Merges   []ui.Fact
	TieGrid  ui.GridProps // whom they met
	Mail     ui.GridProps // what was written to them
}

type personYear struct {
	Name    string
	Moments []ui.Moment // none: a gap
}

type consentCard struct {
	Title, Meta, Body, Withdraw string
	Status                      ui.StatusProps
}

type noteCard struct{ Body, Meta, Remove string }

func (p *Pages) person(w http.ResponseWriter, r *web.Request) error {
	m, err := p.personModel(r.Context(), r)
	if apperr.CategoryOf(err) == apperr.NotFound {
		to, lost := people.MergedInto(r.Context(), p.DB, r.Org.ID, r.Path("person"))
		if lost != nil {
			return err
		}
		r.FlashTone(ui.Info, "roster.merged_here")
		return web.Redirect(w, r, path(r, "people", to))
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, personPageView(p.chrome(r), m))
}

func (p *Pages) personModel(ctx context.Context, r *web.Request) (personModel, error) {
	one, err := p.People.Find(ctx, r.Org.ID, r.Path("person"))
	if err != nil {
		return personModel{}, err
	}
	m := personModel{Head: personHead(r, one), Facts: personFacts(r, one), NoteForm: web.NewForm()}
	if r.Can(account.PersonEdit) {
		m.Edit, m.NoteTo = path(r, "people", one.ID, "edit"), path(r, "people", one.ID, "notes")
		m.Data = []ui.LinkProps{
			{Label: r.P.T("staff.person.data_export"), Href: path(r, "people", one.ID, "data"), Icon: "download"},
			{Label: r.P.T("staff.person.data_erase"), Href: path(r, "people", one.ID, "erase"), Icon: "lock"},
		}
	}
	thread, err := p.People.Thread(ctx, r.Org.ID, one.ID)
	if err != nil {
		return m, err
	}
	registered, err := p.Events.RegistrationsOf(ctx, r.Org.ID, one.ID)
	if err != nil {
		return m, err
	}
	m.Years, m.Grid = personYears(r, thread, registered), registeredGrid(r, registered)
	if m.Consents, err = p.consentCards(ctx, r, one, thread); err != nil {
		return m, err
	}
	if m.Notes, err = p.noteCards(ctx, r, one); err != nil {
		return m, err
	}
	return m, p.addRoster(ctx, r, &m, one)
}

func personHead(r *web.Request, one people.Person) ui.HeadProps {
	return ui.HeadProps{
		Title: one.DisplayName(r.Lang), Eyebrow: one.Kana(), Lead: one.Affiliation,
		Back: &ui.LinkProps{Label: r.P.T("staff.nav.people"), Href: path(r, "people")},
	}
}

func personFacts(r *web.Request, one people.Person) []ui.Fact {
	var facts []ui.Fact
	add := func(key, value, href, icon string) {
		if value != "" {
			facts = append(facts, ui.Fact{Term: r.P.T("staff.person." + key), Text: value, Href: href, Icon: icon})
		}
	}
	mailto := ""
	if one.Email != "" {
		mailto = "mailto:" + one.Email
	}
	add("email", one.Email, mailto, "mail")
	add("phone", text.FormatPhone(one.Phone), "", "")
	if one.BirthYear != 0 {
		add("birth_year", strconv.Itoa(one.BirthYear), "", "")
	}
	add("lang", r.P.T("staff.person.language."+string(one.Lang)), "", "")
	add("since", r.P.DateYear(one.CreatedAt.Time()), "", "")
	return facts
}

// factTone: what a person did with others stands out on the thread.
var factTone = map[people.Kind]ui.Tone{
	people.Attended: ui.Done, people.Spoke: ui.Done, people.Staffed: ui.Done,
	people.Cancelled: ui.Quiet, people.Declined: ui.Quiet, people.NoShow: ui.Due, people.Waitlisted: ui.Due,
}

// personYears is the thread by fiscal year, the newest first; a year without
// anything stands in it as a gap.
func personYears(r *web.Request, thread []people.Fact, registered []event.Registered) []personYear {
	slugs := map[string]string{}
	for _, g := range registered {
		slugs[g.Event.ID] = g.Event.Slug
	}
	years := people.ByYear(thread)
	list := make([]personYear, 0, len(years))
	for i := len(years) - 1; i >= 0; i-- {
		y := personYear{Name: programme.YearName(r.Lang, years[i].FY)}
		for j := len(years[i].Facts) - 1; j >= 0; j-- {
			f := years[i].Facts[j]
			m := ui.Moment{
				When: r.P.DateTime(f.At.Time()), ISO: f.At.Time().Format(time.RFC3339), Tone: factTone[f.Kind],
				Title: f.Occasion.TitleIn(r.Lang), Text: factWord(r, f.Kind), Who: r.P.T("people.proof." + f.Proof),
			}
			if slug := slugs[f.Occasion.ID]; slug != "" {
				m.Href = path(r, "events", slug)
			}
			y.Moments = append(y.Moments, m)
		}
		list = append(list, y)
	}
	return list
}

func factWord(r *web.Request, k people.Kind) string {
	if key := "people.fact." + string(k); r.P.Has(key) {
		return r.P.T(key)
	}
	return string(k)
}

func registeredGrid(r *web.Request, list []event.Registered) ui.GridProps {
	g := ui.GridProps{
		Caption: r.P.T("staff.person.registrations"),
		Columns: []ui.Column{
			{Label: r.P.T("staff.person.event"), Lead: true}, {Label: r.P.T("staff.person.slot")},
			{Label: r.P.T("staff.person.state")}, {Label: r.P.T("staff.person.number")},
		},
		Empty: ui.EmptyState(ui.EmptyProps{Kind: ui.Nothing, Title: r.P.T("staff.person.no_registration"), Text: r.P.T("staff.person.no_registration_text")}),
	}
	for _, it := range list {
		g.Rows = append(g.Rows, ui.Row{ID: it.Registration.ID, Cells: []templ.Component{
			ui.To(path(r, "events", it.Event.Slug), it.Event.TitleIn(r.Lang), r.P.DateYear(it.Event.StartsAt.Time())),
			ui.Text(it.Slot.NameIn(r.Lang)), ui.Status(stateOf(r, it.Registration)), ui.Text(it.Registration.Code()),
		}})
	}
	return g
}

var stateTone = map[event.RegState]ui.Tone{
	event.Confirmed: ui.Done, event.Waiting: ui.Due, event.Pending: ui.Due, event.CancelledReg: ui.Quiet, event.Declined: ui.Quiet,
}

func stateOf(r *web.Request, reg event.Registration) ui.StatusProps {
	if reg.ArrivedAt != 0 {
		return ui.StatusProps{Tone: ui.Done, Label: r.P.T("staff.person.came")}
	}
	return ui.StatusProps{Tone: stateTone[reg.State], Label: r.P.T("staff.person.states." + string(reg.State))}
}

func (p *Pages) consentCards(ctx context.Context, r *web.Request, one people.Person, thread []people.Fact) ([]consentCard, error) {
	all, err := people.ConsentHistory(ctx, p.DB, r.Org.ID, one.ID)
	if err != nil {
		return nil, err
	}
	titles := map[string]string{}
	for _, f := range thread {
		titles[f.Occasion.ID] = f.Occasion.TitleIn(r.Lang)
	}
	var list []consentCard
	for _, c := range all {
		words, _ := people.ConsentTextVersion(c.Code, c.TextVersion)
		card := consentCard{
			Title: words.TitleIn(r.Lang), Body: words.BodyIn(r.Lang),
			Meta: r.P.T("staff.person.consent_meta", "version", r.P.Number(c.TextVersion), "at", r.P.DateYear(c.GivenAt.Time()),
				"channel", channelWord(r, c.Channel)),
			Status: ui.StatusProps{Tone: ui.Done, Label: r.P.T("staff.person.consent_live")},
		}
		if card.Title == "" {
			card.Title = r.P.T("people.consent." + string(c.Code))
		}
		if t := titles[c.Scope]; t != "" {
			card.Meta = t + "  " + card.Meta
		}
		switch {
		case c.RevokedAt != 0:
			card.Status = ui.StatusProps{Tone: ui.Quiet, Label: r.P.T("staff.person.consent_withdrawn", "at", r.P.DateYear(c.RevokedAt.Time()))}
		case r.Can(account.PersonEdit):
			card.Withdraw = path(r, "people", one.ID, "consents", "withdraw") + "?" + url.Values{"code": {string(c.Code)}, "scope": {c.Scope}}.Encode()
		}
		list = append(list, card)
	}
	return list, nil
}

func channelWord(r *web.Request, channel string) string {
	if key := "people.channel." + channel; r.P.Has(key) {
		return r.P.T(key)
	}
	return channel
}

func (p *Pages) noteCards(ctx context.Context, r *web.Request, one people.Person) ([]noteCard, error) {
	notes, err := p.People.ListNotes(ctx, r.Org.ID, one.ID)
	if err != nil {
		return nil, err
	}
	var list []noteCard
	for _, n := range notes {
		card := noteCard{Body: n.Body, Meta: n.Author + "  " + r.P.DateTime(n.CreatedAt.Time())}
		if r.Can(account.PersonEdit) {
			card.Remove = path(r, "people", one.ID, "notes", n.ID, "remove")
		}
		list = append(list, card)
	}
	return list, nil
}
