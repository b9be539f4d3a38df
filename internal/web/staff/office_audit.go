package staff

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/people"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// auditAreas are the beginnings of actions, for the filter.
var auditAreas = []string{
	"event", "registration", "person", "consent", "profile", "card", "tag", "filter", "message", "bounce", "paper", "ties", "privacy", "programme", "goal", "venue", "partner", "organisation", "member", "api_token", "door_link", "door_device", "job",
}

type auditModel struct {
	Head   ui.HeadProps
	Form   *web.Form
	Action string
	Areas  []ui.Option
	Actors []ui.Option
	Object string // the one object that is looked at, in words
	Hidden map[string]string
	Grid   ui.GridProps
	More   ui.MoreProps
	Seal   []ui.Fact
	Check  string
}

func (p *Pages) auditList(w http.ResponseWriter, r *web.Request) error {
	ctx := r.Context()
	page, err := p.Accounts.Trail(ctx, r.Actor, r.Org.ID, auditFilter(r))
	if err != nil {
		return err
	}
	names := p.objectNames(ctx, r, page.Entries)
	m := auditModel{
		Head: ui.HeadProps{Title: r.P.T("staff.nav.audit"), Lead: r.P.T("staff.office.audit_lead")}, Action: path(r, "audit"), Check: path(r, "audit", "check"),
		Form: web.NewForm(), Grid: p.auditGrid(r, page.Entries, names), Hidden: map[string]string{},
	}
	keep := url.Values{}
	for _, name := range []string{"area", "actor", "from", "until", "object", "id"} {
		if v := r.Query(name); v != "" {
			keep.Set(name, v)
			m.Form.Set(name, v)
		}
	}
	if r.Query("object") != "" {
		m.Hidden["object"], m.Hidden["id"] = r.Query("object"), r.Query("id")
		m.Object = r.P.T("staff.office.audit_one")
	}
	if page.Next != "" {
		next := url.Values{"after": {page.Next}}
		for k, v := range keep {
			next[k] = v
		}
		m.More.Next = m.Action + "?" + next.Encode()
	}
	if r.Query("after") != "" {
		m.More.First = m.Action + "?" + keep.Encode()
	}
	if len(page.Entries) > 0 {
		m.More.Words = r.P.N("staff.office.audit_shown", len(page.Entries))
	}
	if m.Areas, m.Actors, err = p.auditChoices(r); err != nil {
		return err
	}
	if m.Seal, err = p.sealFacts(ctx, r); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, auditPage(p.chrome(r), r, m))
}

func auditFilter(r *web.Request) account.TrailFilter {
	f := account.TrailFilter{Object: r.Query("object"), ObjectID: r.Query("id"), After: r.Query("after")}
	if area := r.Query("area"); slices.Contains(auditAreas, area) {
		f.Area = area
	}
	switch actor := r.Query("actor"); {
	case strings.HasPrefix(actor, "kind:"):
		f.ActorKind = strings.TrimPrefix(actor, "kind:")
	case actor != "":
		f.ActorKind, f.ActorID = account.KindPerson, actor
	}
	if d, ok := dayFrom(r.Query("from")); ok {
		f.From = db.FromTime(d.Time())
	}
	if d, ok := dayFrom(r.Query("until")); ok {
		f.Until = d.End()
	}
	return f
}

// dayFrom reads a day of an address in any way of writing it.
func dayFrom(s string) (db.Day, bool) {
	f := web.NewForm().Set("day", s)
	d := f.Day("day")
	return d, d != "" && f.OK()
}

func (p *Pages) auditChoices(r *web.Request) (areas, actors []ui.Option, err error) {
	areas = []ui.Option{{Label: r.P.T("staff.office.audit_all")}}
	for _, a := range auditAreas {
		areas = append(areas, ui.Option{Value: a, Label: r.P.T("staff.office.area." + a)})
	}
	actors = []ui.Option{{Label: r.P.T("staff.office.audit_everybody")}}
	members, err := p.Accounts.ListMembers(r.Context(), r.Actor, r.Org.ID)
	for _, m := range members {
		actors = append(actors, ui.Option{Value: m.IdentityID, Label: memberName(m)})
	}
	for _, k := range []string{account.KindDoor, account.KindAPI, account.KindSystem, account.KindAnonymous} {
		actors = append(actors, ui.Option{Value: "kind:" + k, Label: r.P.T("staff.office.actor." + k)})
	}
	return areas, actors, err
}

func (p *Pages) auditGrid(r *web.Request, list []account.Recorded, names map[string]ui.LinkProps) ui.GridProps {
	g := ui.GridProps{
		Caption: r.P.T("staff.nav.audit"),
		Columns: []ui.Column{
			{Label: r.P.T("staff.office.when")}, {Label: r.P.T("staff.office.what"), Lead: true}, {Label: r.P.T("staff.office.object")},
			{Label: r.P.T("staff.office.actor")}, {Label: r.P.T("staff.office.reason")},
		},
		Empty: ui.EmptyState(ui.EmptyProps{
			Kind: ui.NoMatch, Title: r.P.T("staff.office.audit_none"), Text: r.P.T("staff.office.audit_none_text"),
			Link: &ui.LinkProps{Label: r.P.T("core.verb.clear"), Href: path(r, "audit")},
		}),
	}
	for _, e := range list {
		obj := names[e.Object+" "+e.ObjectID]
		cell := ui.Lines(obj.Label, "")
		if obj.Href != "" {
			cell = ui.To(obj.Href, obj.Label, "")
		}
		g.Rows = append(g.Rows, ui.Row{ID: e.ID, Cells: []templ.Component{
			ui.Text(r.P.DateYear(e.At.Time()) + " " + r.P.Time(e.At.Time())),
			ui.To(path(r, "audit")+"?"+url.Values{"object": {e.Object}, "id": {e.ObjectID}}.Encode(), actionWord(r.P, e.Action), ""),
			cell, ui.Text(actorWord(r.P, e)), ui.Text(reasonWord(r.P, e.Reason)),
		}})
	}
	return g
}

// reasonWord is a reason in words: the house's own ones have a sentence.
func reasonWord(p *i18n.Printer, reason string) string {
	if key := "event.reason." + reason; reason != "" && p.Has(key) {
		return p.T(key)
	}
	return reason
}

// auditWords are the catalogues that hold words of actions.
var auditWords = []string{
	"event", "people", "programme", "account", "staff", "profile", "card", "roster", "message", "privacy", "paper", "staff_paper", "ties",
}

// actionWord says what was done; the words stand with the package that records
// it.
func actionWord(p *i18n.Printer, action string) string {
	for _, area := range auditWords {
		if key := area + ".audit." + action; p.Has(key) {
			return p.T(key)
		}
	}
	return action
}

// actorWord says who did it.
func actorWord(p *i18n.Printer, e account.Recorded) string {
	if e.ActorName != "" {
		return e.ActorName
	}
	if key := "staff.office.actor." + e.ActorKind; p.Has(key) {
		return p.T(key)
	}
	return e.ActorKind
}

// objectNames finds what the entries speak of, each thing once. What is gone,
// or stands for itself, has the name of its kind.
func (p *Pages) objectNames(ctx context.Context, r *web.Request, list []account.Recorded) map[string]ui.LinkProps {
	names := map[string]ui.LinkProps{}
	var persons []string
	for _, e := range list {
		if e.Object == "person" {
			persons = append(persons, e.ObjectID)
		}
	}
	known, err := people.FindMany(ctx, p.DB, r.Org.ID, persons)
	if err != nil {
		p.Log.Warn("names of the trail", "error", err)
	}
	for _, e := range list {
		key := e.Object + " " + e.ObjectID
		if _, ok := names[key]; ok {
			continue
		}
		names[key] = p.objectName(ctx, r, e, known)
	}
	return names
}

func (p *Pages) objectName(ctx context.Context, r *web.Request, e account.Recorded, known map[string]people.Person) ui.LinkProps {
	switch e.Object {
	case "person":
		if one, ok := known[e.ObjectID]; ok {
			return ui.LinkProps{Label: one.DisplayName(r.Lang), Href: path(r, "people", one.ID)}
		}
	case "event":
		if ev, err := p.Events.Find(ctx, r.Org.ID, e.ObjectID); err == nil {
			return ui.LinkProps{Label: draftTitle(r, ev), Href: path(r, "events", ev.Slug)}
		}
	case "registration":
		if of, err := p.Events.FindRegistration(ctx, r.Org.ID, e.ObjectID); err == nil {
			return ui.LinkProps{Label: of.Person.DisplayName(r.Lang) + "  " + of.Event.TitleIn(r.Lang), Href: path(r, "people", of.Person.ID)}
		}
	case "programme":
		if one, err := p.Programmes.FindProgramme(ctx, r.Org.ID, e.ObjectID); err == nil {
			return ui.LinkProps{Label: one.NameIn(r.Lang), Href: path(r, "programme", one.ID)}
		}
	case "venue":
		if v, err := p.Programmes.FindVenue(ctx, r.Org.ID, e.ObjectID); err == nil {
			return ui.LinkProps{Label: v.NameIn(r.Lang), Href: path(r, "venues", v.ID)}
		}
	}
	if key := "staff.office.area." + e.Object; r.P.Has(key) {
		return ui.LinkProps{Label: r.P.T(key)}
	}
	return ui.LinkProps{Label: e.Object}
}

// sealFacts say how far the chain reaches.
func (p *Pages) sealFacts(ctx context.Context, r *web.Request) ([]ui.Fact, error) {
	head, ok, err := p.Accounts.HeadOf(ctx, r.Actor, r.Org.ID)
	if err != nil || !ok {
		return []ui.Fact{{Term: r.P.T("staff.office.seal_last"), Text: r.P.T("staff.office.seal_none")}}, err
	}
	return []ui.Fact{
		{Term: r.P.T("staff.office.seal_last"), Text: r.P.DateTime(head.SealedAt.Time()), Icon: "lock"},
		{Term: r.P.T("staff.office.seal_count"), Text: r.P.Number(int(head.Seq))},
		{Term: r.P.T("staff.office.seal_head"), Value: ui.Copy(head.String(), r.P.T("core.verb.copy"))},
	}, nil
}

// auditCheck walks the whole chain now and says what it found.
func (p *Pages) auditCheck(w http.ResponseWriter, r *web.Request) error {
	problems, err := p.Accounts.Verify(r.Context(), r.Org.ID)
	if err != nil {
		return err
	}
	facts, err := p.sealFacts(r.Context(), r)
	if err != nil {
		return err
	}
	g := ui.GridProps{
		Caption: r.P.T("staff.office.problems"),
		Columns: []ui.Column{{Label: r.P.T("staff.office.what"), Lead: true}, {Label: r.P.T("staff.office.place"), Numeric: true}, {Label: r.P.T("staff.office.when")}},
	}
	for _, x := range problems {
		at := "–"
		if x.At != 0 {
			at = r.P.DateTime(x.At.Time())
		}
		g.Rows = append(g.Rows, ui.Row{ID: x.EntryID, Cells: []templ.Component{ui.Text(r.P.T(x.Key())), ui.Text(r.P.Number(int(x.Seq))), ui.Text(at)}})
	}
	return web.Render(w, r, http.StatusOK, auditCheckPage(p.chrome(r), r, facts, g))
}
