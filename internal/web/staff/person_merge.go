package staff

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
	"koryu/internal/people"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// mergeModel is two records side by side, with what staff choose of each.
type mergeModel struct {
	One, Other people.Person
	Form       *web.Form
	Fields     []mergeField
	Moves      ui.GridProps // what comes together
	Twice      []ui.LinkProps
	Back       string
	Stale      bool
}

// mergeField is one thing that differs: which of the two is kept.
type mergeField struct {
	Name, Label string
	Options     []ui.Option
	Value       string
}

// personField is a part of a person's record that a merge chooses as a whole.
type personField struct {
	name string
	show func(*web.Request, people.Person) string
	keep func(to *people.NewPerson, from people.Person)
}

var personMergeFields = []personField{
	{"name", func(r *web.Request, p people.Person) string { return p.DisplayName(r.Lang) },
		func(to *people.NewPerson, p people.Person) { to.Family, to.Given = p.Family, p.Given }},
	{"kana", func(_ *web.Request, p people.Person) string { return p.Kana() },
		func(to *people.NewPerson, p people.Person) { to.KanaFamily, to.KanaGiven = p.KanaFamily, p.KanaGiven }},
	{"email", func(_ *web.Request, p people.Person) string { return p.Email },
		func(to *people.NewPerson, p people.Person) { to.Email = p.Email }},
	{"phone", func(_ *web.Request, p people.Person) string { return text.FormatPhone(p.Phone) },
		func(to *people.NewPerson, p people.Person) { to.Phone = p.Phone }},
	{"birth_year", func(_ *web.Request, p people.Person) string { return yearWord(p.BirthYear) },
		func(to *people.NewPerson, p people.Person) { to.BirthYear = p.BirthYear }},
	{"affiliation", func(_ *web.Request, p people.Person) string { return p.Affiliation },
		func(to *people.NewPerson, p people.Person) { to.Affiliation = p.Affiliation }},
	{"lang", func(r *web.Request, p people.Person) string { return r.P.T("staff.person.language." + string(p.Lang)) },
		func(to *people.NewPerson, p people.Person) { to.Lang = p.Lang }},
}

func yearWord(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// pairOf finds the two persons; the one who was registered first remains.
func (p *Pages) pairOf(r *web.Request, a, b string) (one, other people.Person, err error) {
	if one, err = p.People.Find(r.Context(), r.Org.ID, a); err != nil {
		return one, other, err
	}
	if other, err = p.People.Find(r.Context(), r.Org.ID, b); err != nil {
		return one, other, err
	}
	if other.CreatedAt < one.CreatedAt || other.CreatedAt == one.CreatedAt && other.ID < one.ID {
		one, other = other, one
	}
	return one, other, nil
}

func (p *Pages) askMerge(w http.ResponseWriter, r *web.Request) error {
	one, other, err := p.pairOf(r, r.Query("one"), r.Query("other"))
	if err != nil {
		return err
	}
	if one.ID == other.ID {
		r.FlashTone(ui.Due, "people.error.merge_self")
		return web.Redirect(w, r, path(r, "people", one.ID))
	}
	return p.showMerge(w, r, http.StatusOK, one, other, web.NewForm(), false)
}

func (p *Pages) showMerge(w http.ResponseWriter, r *web.Request, status int, one, other people.Person, f *web.Form, stale bool) error {
	m := mergeModel{One: one, Other: other, Form: f, Back: path(r, "people", "duplicates"), Stale: stale}
	for _, x := range personMergeFields {
		a, b := x.show(r, one), x.show(r, other)
		if a == b {
			continue
		}
		field := mergeField{Name: x.name, Label: r.P.T("staff.person." + x.name), Value: "one"}
		if a == "" {
			field.Value = "other"
		}
		for _, o := range []ui.Option{{Value: "one", Label: a, Support: r.P.T("staff.person.first")}, {Value: "other", Label: b, Support: r.P.T("staff.person.second")}} {
			if o.Label == "" {
				o.Label = r.P.T("roster.empty_value")
			}
			field.Options = append(field.Options, o)
		}
		m.Fields = append(m.Fields, field)
	}
	var err error
	if m.Moves, err = p.mergeMoves(r.Context(), r, one, other); err != nil {
		return err
	}
	twice, err := p.Events.RegisteredTwice(r.Context(), r.Org.ID, one.ID, other.ID)
	if err != nil {
		return err
	}
	for _, t := range twice {
		for _, reg := range []event.Registration{t.First, t.Second} {
			label := r.P.T("roster.twice_one", "title", eventTitle(r, t.Event), "code", reg.Code())
			m.Twice = append(m.Twice, ui.LinkProps{Label: label, Href: eventPath(r, t.Event, "attendees", reg.ID)})
		}
	}
	return web.Render(w, r, status, mergePage(p.chrome(r), r, m))
}

// mergeMoves counts what both records hold, so that staff see how much comes
// together.
func (p *Pages) mergeMoves(ctx context.Context, r *web.Request, one, other people.Person) (ui.GridProps, error) {
	g := ui.GridProps{Caption: r.P.T("roster.moves"), Columns: []ui.Column{
		{Label: r.P.T("staff.person.compare"), Lead: true}, {Label: r.P.T("staff.person.first"), Numeric: true}, {Label: r.P.T("staff.person.second"), Numeric: true}}}
	counts := map[string][2]int{}
	for i, who := range []people.Person{one, other} {
		set := func(key string, n int, err error) error {
			pair := counts[key]
			pair[i] = n
			counts[key] = pair
			return err
		}
		thread, err := p.People.Thread(ctx, r.Org.ID, who.ID)
		if err := set("thread", len(thread), err); err != nil {
			return g, err
		}
		registered, err := p.Events.RegistrationsOf(ctx, r.Org.ID, who.ID)
		if err := set("registrations", len(registered), err); err != nil {
			return g, err
		}
		consents, err := p.People.LiveConsents(ctx, r.Org.ID, who.ID)
		if err := set("consents", len(consents), err); err != nil {
			return g, err
		}
		notes, err := p.People.ListNotes(ctx, r.Org.ID, who.ID)
		if err := set("notes", len(notes), err); err != nil {
			return g, err
		}
	}
	for _, key := range []string{"thread", "registrations", "consents", "notes"} {
		g.Rows = append(g.Rows, ui.Row{ID: key, Cells: []templ.Component{
			ui.Text(r.P.T("staff.person." + key)), ui.Text(r.P.Number(counts[key][0])), ui.Text(r.P.Number(counts[key][1])),
		}})
	}
	return g, nil
}

// mergePersons makes the two one, if they still are what staff compared.
func (p *Pages) mergePersons(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if f.Value("one") == f.Value("other") {
		r.FlashTone(ui.Due, "people.error.merge_self")
		return web.Redirect(w, r, path(r, "people", "duplicates"))
	}
	one, other, err := p.pairOf(r, f.Value("one"), f.Value("other"))
	if err != nil {
		for _, id := range []string{f.Value("one"), f.Value("other")} {
			if to, lost := people.MergedInto(r.Context(), p.DB, r.Org.ID, id); lost == nil {
				r.FlashTone(ui.Due, "people.error.merge_gone")
				return web.Redirect(w, r, path(r, "people", to))
			}
		}
		return err
	}
	m := people.Merging{OrgID: r.Org.ID, Into: one.ID, Gone: other.ID, Reason: f.Value("reason")}
	if m.IntoVersion, m.GoneVersion, err = mergeVersions(f); err != nil {
		return err
	}
	for _, x := range personMergeFields {
		from := one
		if f.Choice(x.name, "one", "other") == "other" {
			from = other
		}
		x.keep(&m.Values, from)
	}
	if !f.OK() {
		return p.showMerge(w, r, http.StatusUnprocessableEntity, one, other, f, false)
	}
	done, err := p.Roster.Merge(r.Context(), r.Actor, m)
	switch {
	case err == nil:
		undo := ui.UndoProps{Action: path(r, "people", "unmerge"), Fields: map[string]string{"merge": done.ID}}
		r.FlashUndo(undo, "roster.merged")
		return web.Redirect(w, r, path(r, "people", one.ID))
	case outdated(err):
		return p.showMerge(w, r, http.StatusConflict, one, other, f.Set("version_one", "").Set("version_other", ""), true)
	case apperr.CategoryOf(err) == apperr.Conflict:
		return p.showMergeRefused(w, r, one, other, f, err)
	case f.Take(err):
		return p.showMerge(w, r, http.StatusUnprocessableEntity, one, other, f, false)
	}
	return err
}

// outdated tells that a record is not what staff compared any more.
func outdated(err error) bool {
	e, ok := apperr.As(err)
	return ok && e.Key == "people.error.conflict"
}

func mergeVersions(f *web.Form) (one, other int64, err error) {
	if one, err = strconv.ParseInt(f.Value("version_one"), 10, 64); err != nil {
		return 0, 0, web.Malformed(err)
	}
	if other, err = strconv.ParseInt(f.Value("version_other"), 10, 64); err != nil {
		return 0, 0, web.Malformed(err)
	}
	return one, other, nil
}

// showMergeRefused says why the two cannot be one now, above what was chosen.
func (p *Pages) showMergeRefused(w http.ResponseWriter, r *web.Request, one, other people.Person, f *web.Form, err error) error {
	if e, ok := apperr.As(err); ok {
		f.Errs.Add("", e.Key, e.Args...)
	}
	return p.showMerge(w, r, http.StatusConflict, one, other, f, false)
}

// mergesOf are the records that were made one with a person's, with the way
// back while there is one.
func (p *Pages) mergesOf(ctx context.Context, r *web.Request, person string) ([]ui.Fact, error) {
	list, err := people.Merges(ctx, p.DB, r.Org.ID, person)
	var facts []ui.Fact
	for _, m := range list {
		fact := ui.Fact{Term: r.P.T("roster.merged_on"), Text: r.P.DateYear(m.At.Time())}
		if m.Reason != "" {
			fact.Text += "  " + m.Reason
		}
		if m.CanTakeBack && r.Can(account.PersonMerge) {
			fact.Change = &ui.LinkProps{Label: r.P.T("roster.unmerge"), Href: path(r, "people", "unmerge") + "?" + url.Values{"merge": {m.ID}, "person": {person}}.Encode()}
		}
		facts = append(facts, fact)
	}
	return facts, err
}

func (p *Pages) askUnmerge(w http.ResponseWriter, r *web.Request) error {
	one, err := p.People.Find(r.Context(), r.Org.ID, r.Query("person"))
	if err != nil {
		return err
	}
	list, err := people.Merges(r.Context(), p.DB, r.Org.ID, one.ID)
	if err != nil {
		return err
	}
	for _, m := range list {
		if m.ID == r.Query("merge") {
			return web.Render(w, r, http.StatusOK, confirmFrame(p.chrome(r), ui.ConfirmProps{
				Title: r.P.T("roster.unmerge_title"), Text: r.P.T("roster.unmerge_text", "name", one.DisplayName(r.Lang), "day", r.P.DateYear(m.At.Time())),
				Points: []string{r.P.T("roster.unmerge_point_back"), r.P.T("roster.unmerge_point_since")},
				Action: path(r, "people", "unmerge"), Hidden: map[string]string{"merge": m.ID}, Button: r.P.T("roster.unmerge"), Back: path(r, "people", one.ID),
			}))
		}
	}
	return web.ErrNotFound
}

func (p *Pages) unmergePersons(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	m, err := p.Roster.Unmerge(r.Context(), r.Actor, r.Org.ID, f.Value("merge"))
	if err != nil {
		return err
	}
	r.Flash("roster.unmerged")
	return web.Redirect(w, r, path(r, "people", "merge")+"?"+url.Values{"one": {m.Into}, "other": {m.Gone}}.Encode())
}

// keepApart notes that the two are two people.
func (p *Pages) keepApart(w http.ResponseWriter, r *web.Request) error {
	return p.apart(w, r, people.KeepApart, func(fields map[string]string) {
		r.FlashUndo(ui.UndoProps{Action: path(r, "people", "together"), Fields: fields}, "roster.kept_apart")
	})
}

// dropApart takes it back.
func (p *Pages) dropApart(w http.ResponseWriter, r *web.Request) error {
	return p.apart(w, r, people.DropApart, func(map[string]string) { r.Flash("roster.together_again") })
}

func (p *Pages) apart(w http.ResponseWriter, r *web.Request,
	act func(context.Context, *db.Tx, account.Actor, string, string, string) error, said func(map[string]string)) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	one, other := f.Value("one"), f.Value("other")
	err = p.DB.Tx(r.Context(), func(ctx context.Context, tx *db.Tx) error { return act(ctx, tx, r.Actor, r.Org.ID, one, other) })
	if err != nil {
		return err
	}
	said(map[string]string{"one": one, "other": other})
	return web.Redirect(w, r, path(r, "people", "duplicates"))
}
