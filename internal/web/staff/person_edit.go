package staff

import (
	"net/http"
	"strconv"

	"koryu/internal/kit/i18n"
	"koryu/internal/people"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// personForm is the form of a new or a known person.
type personForm struct {
	Title, Lead, Action string
	Back                ui.LinkProps
	Form                *web.Form
	Version             string
	Stale               *staleProps
}

var personFields = []string{"family", "given", "kana_family", "kana_given", "email", "phone", "birth_year", "affiliation", "lang"}

func personValues(one people.Person) map[string]string {
	year := ""
	if one.BirthYear != 0 {
		year = strconv.Itoa(one.BirthYear)
	}
	return map[string]string{
		"family": one.Family, "given": one.Given, "kana_family": one.KanaFamily, "kana_given": one.KanaGiven,
		"email": one.Email, "phone": one.Phone, "birth_year": year, "affiliation": one.Affiliation, "lang": string(one.Lang),
	}
}

// readPerson reads what was typed as it was typed: the names of people are
// never put into another form.
func readPerson(f *web.Form) people.NewPerson {
	n := people.NewPerson{
		Family: f.Value("family"), Given: f.Value("given"), KanaFamily: f.Value("kana_family"), KanaGiven: f.Value("kana_given"),
		Email: f.Value("email"), Phone: f.Value("phone"), Affiliation: f.Value("affiliation"),
		Lang: i18n.Lang(f.Choice("lang", string(i18n.Ja), string(i18n.En))),
	}
	if year := f.Int("birth_year", 1900, 2100); year != nil {
		n.BirthYear = *year
	}
	return n
}

func (p *Pages) askPerson(w http.ResponseWriter, r *web.Request) error {
	return p.showNewPerson(w, r, http.StatusOK, web.NewForm().Set("lang", string(i18n.Ja)))
}

func (p *Pages) showNewPerson(w http.ResponseWriter, r *web.Request, status int, f *web.Form) error {
	return web.Render(w, r, status, personFormPage(p.chrome(r), r, personForm{
		Title: r.P.T("staff.person.new"), Lead: r.P.T("staff.person.new_lead"), Action: path(r, "people", "new"), Form: f,
		Back: ui.LinkProps{Label: r.P.T("staff.nav.people"), Href: path(r, "people")},
	}))
}

func (p *Pages) addPerson(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	n := readPerson(f)
	if f.OK() {
		one, err := p.People.Create(r.Context(), r.Actor, r.Org.ID, n)
		if err == nil {
			r.Flash("staff.person.created")
			return web.Redirect(w, r, path(r, "people", one.ID))
		}
		if !f.Take(err) {
			return err
		}
	}
	return p.showNewPerson(w, r, http.StatusUnprocessableEntity, f)
}

func (p *Pages) editPerson(w http.ResponseWriter, r *web.Request) error {
	one, err := p.People.Find(r.Context(), r.Org.ID, r.Path("person"))
	if err != nil {
		return err
	}
	f := web.NewForm()
	for name, value := range personValues(one) {
		f.Set(name, value)
	}
	return p.showPersonEdit(w, r, http.StatusOK, one, f, nil)
}

func (p *Pages) showPersonEdit(w http.ResponseWriter, r *web.Request, status int, one people.Person, f *web.Form, stale *staleProps) error {
	version := strconv.FormatInt(one.Version, 10)
	if typed := f.Value("version"); typed != "" && stale == nil {
		version = typed
	}
	return web.Render(w, r, status, personFormPage(p.chrome(r), r, personForm{
		Title: r.P.T("staff.person.edit", "name", one.DisplayName(r.Lang)), Action: path(r, "people", one.ID, "edit"), Form: f,
		Back:    ui.LinkProps{Label: one.DisplayName(r.Lang), Href: path(r, "people", one.ID)},
		Version: version, Stale: stale,
	}))
}

func (p *Pages) savePerson(w http.ResponseWriter, r *web.Request) error {
	one, err := p.People.Find(r.Context(), r.Org.ID, r.Path("person"))
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	n := readPerson(f)
	version, err := versionOf(f)
	if err != nil {
		return err
	}
	if f.OK() {
		_, err = p.People.Update(r.Context(), r.Actor, people.Person{
			ID: one.ID, OrgID: r.Org.ID, Family: n.Family, Given: n.Given, KanaFamily: n.KanaFamily, KanaGiven: n.KanaGiven,
			Email: n.Email, Lang: n.Lang, BirthYear: n.BirthYear, Affiliation: n.Affiliation, Phone: n.Phone, Version: version,
		})
		if err == nil {
			r.Flash("staff.person.saved")
			return web.Redirect(w, r, path(r, "people", one.ID))
		}
		if isStale(err) {
			if one, err = p.People.Find(r.Context(), r.Org.ID, one.ID); err != nil {
				return err
			}
			stale := staleOf(r, "staff.person.", personFields, personValues(one), f)
			return p.showPersonEdit(w, r, http.StatusConflict, one, f, stale)
		}
		if !f.Take(err) {
			return err
		}
	}
	return p.showPersonEdit(w, r, http.StatusUnprocessableEntity, one, f, nil)
}
