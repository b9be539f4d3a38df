package staff

import (
	"context"
	"net/http"
	"slices"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/people"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

func (p *Pages) addNote(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	id := r.Path("person")
	_, err = p.People.AddNote(r.Context(), r.Actor, r.Org.ID, id, f.Value("body"))
	if err == nil {
		r.Flash("staff.person.note_added")
		return web.Redirect(w, r, path(r, "people", id))
	}
	if !f.Take(err) {
		return err
	}
	m, err := p.personModel(r.Context(), r)
	if err != nil {
		return err
	}
	m.NoteForm, m.Wrong = f, true
	return web.Render(w, r, http.StatusUnprocessableEntity, personPageView(p.chrome(r), m))
}

// noteOf finds a note of the person in the path.
func (p *Pages) noteOf(r *web.Request) (people.Person, people.Note, error) {
	one, err := p.People.Find(r.Context(), r.Org.ID, r.Path("person"))
	if err != nil {
		return one, people.Note{}, err
	}
	notes, err := p.People.ListNotes(r.Context(), r.Org.ID, one.ID)
	if err != nil {
		return one, people.Note{}, err
	}
	i := slices.IndexFunc(notes, func(n people.Note) bool { return n.ID == r.Path("note") })
	if i < 0 {
		return one, people.Note{}, web.ErrNotFound
	}
	return one, notes[i], nil
}

func (p *Pages) askRemoveNote(w http.ResponseWriter, r *web.Request) error {
	one, note, err := p.noteOf(r)
	if err != nil {
		return err
	}
	back := path(r, "people", one.ID)
	return web.Render(w, r, http.StatusOK, confirmFrame(p.chrome(r), ui.ConfirmProps{
		Title: r.P.T("staff.person.note_remove_title"), Text: note.Body, Points: []string{r.P.T("staff.person.note_remove_point")},
		Action: path(r, "people", one.ID, "notes", note.ID, "remove"), Button: r.P.T("staff.person.note_remove"), Look: ui.Danger, Back: back,
	}))
}

func (p *Pages) removeNote(w http.ResponseWriter, r *web.Request) error {
	if err := p.People.RemoveNote(r.Context(), r.Actor, r.Org.ID, r.Path("person"), r.Path("note")); err != nil {
		return err
	}
	r.Flash("staff.person.note_removed")
	return web.Redirect(w, r, path(r, "people", r.Path("person")))
}

// liveConsent finds the consent that the address names, while it holds.
func (p *Pages) liveConsent(r *web.Request, code, scope string) (people.Person, people.Consent, error) {
	one, err := p.People.Find(r.Context(), r.Org.ID, r.Path("person"))
	if err != nil {
		return one, people.Consent{}, err
	}
	live, err := p.People.LiveConsents(r.Context(), r.Org.ID, one.ID)
	if err != nil {
		return one, people.Consent{}, err
	}
	i := slices.IndexFunc(live, func(c people.Consent) bool { return string(c.Code) == code && c.Scope == scope })
	if i < 0 {
		return one, people.Consent{}, web.ErrNotFound
	}
	return one, live[i], nil
}

func (p *Pages) askWithdraw(w http.ResponseWriter, r *web.Request) error {
	one, c, err := p.liveConsent(r, r.Query("code"), r.Query("scope"))
	if err != nil {
		return err
	}
	return p.showWithdraw(w, r, http.StatusOK, one, c, web.NewForm())
}

func (p *Pages) showWithdraw(w http.ResponseWriter, r *web.Request, status int, one people.Person, c people.Consent, f *web.Form) error {
	words, _ := people.ConsentTextVersion(c.Code, c.TextVersion)
	ask := f.Fill(r.P, ui.FieldProps{
		Name: "reason", Label: r.P.T("staff.person.withdraw_reason"), Support: r.P.T("staff.person.withdraw_why"), Required: true, MaxLength: 200,
	})
	return web.Render(w, r, status, confirmFrame(p.chrome(r), ui.ConfirmProps{
		Title: r.P.T("staff.person.withdraw_title", "name", one.DisplayName(r.Lang), "consent", words.TitleIn(r.Lang)), Text: words.BodyIn(r.Lang),
		Points: []string{r.P.T("staff.person.withdraw_point_now"), r.P.T("staff.person.withdraw_point_proof")},
		Action: path(r, "people", one.ID, "consents", "withdraw"), Hidden: map[string]string{"code": string(c.Code), "scope": c.Scope},
		Button: r.P.T("staff.person.withdraw"), Look: ui.Danger, Back: path(r, "people", one.ID), Ask: &ask,
	}))
}

// withdraw ends a consent on behalf of the person, who asked for it by phone
// or on paper; the reason goes into the trail.
func (p *Pages) withdraw(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	one, c, err := p.liveConsent(r, f.Value("code"), f.Value("scope"))
	if err != nil {
		return err
	}
	f.Label("reason", r.P.T("staff.person.withdraw_reason"))
	reason := f.Required("reason", 200)
	if !f.OK() {
		return p.showWithdraw(w, r, http.StatusUnprocessableEntity, one, c, f)
	}
	err = p.DB.Tx(r.Context(), func(ctx context.Context, tx *db.Tx) error {
		held, err := people.RevokeConsent(ctx, tx, people.Revocation{
			OrgID: r.Org.ID, PersonID: one.ID, Code: c.Code, Scope: c.Scope, By: people.Recorder(r.Actor),
		})
		if err != nil || !held {
			return err
		}
		return account.Record(ctx, tx, r.Audit("consent.withdrawn", "person", one.ID, reason,
			map[string]string{"code": string(c.Code), "scope": c.Scope}))
	})
	if err != nil {
		return err
	}
	r.Flash("staff.person.withdrawn")
	return web.Redirect(w, r, path(r, "people", one.ID))
}
