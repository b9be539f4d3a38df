package staff

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/people"
	"koryu/internal/privacy"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// privacyRoutes are what people want done about their data, what was deleted,
// and the register of everything that is held.
func (p *Pages) privacyRoutes() []web.Route {
	const request, certificate, person = "/privacy/requests/{request}", "/privacy/certificates/{certificate}", "/people/{person}"
	register, dossier := get("/privacy/register.csv", account.AuditView, p.registerFile), post(person+"/data", account.PersonExport, p.personDossier)
	register.Stream, dossier.Stream = true, true
	return []web.Route{
		get("/privacy", account.PersonEdit, p.privacyList),
		get(request, account.PersonEdit, p.privacyRequest),
		post(request+"/answer", account.PersonEdit, p.answerRequest),
		post(request+"/confirm", account.PersonErase, p.confirmErasure),
		post(request+"/refuse", account.PersonErase, p.refuseErasure),

		get("/privacy/certificates", account.AuditView, p.certificateList),
		get(certificate, account.AuditView, p.certificate),
		get(certificate+"/print", account.AuditView, p.printCertificate),
		get("/privacy/register", account.AuditView, p.register), register,

		get(person+"/data", account.PersonExport, p.askDossier), dossier,
		get(person+"/erase", account.PersonEdit, p.askPersonErasure), post(person+"/erase", account.PersonEdit, p.enterErasure),
	}
}

// listedMost is how many requests or certificates one page shows.
const listedMost = 200

// privacyFrame is what the three lists share.
type privacyFrame struct {
	Head ui.HeadProps
	Tabs []ui.TabProps
	Lead string
	Grid ui.GridProps
	Acts []ui.ButtonProps
}

func (p *Pages) privacyFrame(r *web.Request, here, lead string) (privacyFrame, error) {
	waiting, err := p.Privacy.Waiting(r.Context(), r.Org.ID)
	tab := func(name string, count int, parts ...string) ui.TabProps {
		return ui.TabProps{Label: r.P.T("staff.privacy.tab." + name), Href: path(r, append([]string{"privacy"}, parts...)...), On: name == here, Count: count}
	}
	f := privacyFrame{Head: ui.HeadProps{Title: r.P.T("staff.privacy.title")}, Lead: r.P.T(lead), Tabs: []ui.TabProps{tab("open", waiting)}}
	done := tab("done", -1)
	done.Href += "?state=done"
	f.Tabs = append(f.Tabs, done)
	if r.Can(account.AuditView) {
		f.Tabs = append(f.Tabs, tab("certificates", -1, "certificates"), tab("register", -1, "register"))
	}
	return f, err
}

func (p *Pages) privacyList(w http.ResponseWriter, r *web.Request) error {
	here := "open"
	if r.Query("state") == "done" {
		here = "done"
	}
	f, err := p.privacyFrame(r, here, "staff.privacy.lead."+here)
	if err != nil {
		return err
	}
	list, err := p.Privacy.List(r.Context(), r.Org.ID, here == "open", listedMost)
	if err != nil {
		return err
	}
	names, err := p.requestNames(r, list)
	if err != nil {
		return err
	}
	f.Grid = ui.GridProps{
		Caption: r.P.T("staff.privacy.tab." + here),
		Columns: []ui.Column{{Label: r.P.T("staff.privacy.request"), Lead: true}, {Label: r.P.T("staff.privacy.person")}, {Label: r.P.T("staff.privacy.state")}, {Label: r.P.T("staff.privacy.asked")}, {Label: r.P.T("staff.privacy.due")}},
		Empty:   ui.EmptyState(ui.EmptyProps{Kind: ui.Nothing, Title: r.P.T("staff.privacy.none." + here), Text: r.P.T("staff.privacy.none_text")}),
	}
	for _, q := range list {
		state := requestState(r, q)
		f.Grid.Rows = append(f.Grid.Rows, ui.Row{ID: q.ID, Quiet: !q.State.Live(), Cells: []templ.Component{
			ui.To(path(r, "privacy", "requests", q.ID), r.P.T("privacy.value.kind."+string(q.Kind)), ""), ui.Text(names[q.PersonID]),
			ui.Status(state), ui.Text(r.P.DateYear(q.AskedAt.Time())), ui.Text(dueText(r, q)),
		}})
	}
	return web.Render(w, r, http.StatusOK, privacyListPage(p.chrome(r), f))
}

func dueText(r *web.Request, q privacy.Request) string {
	if !q.State.Live() {
		return "–"
	}
	return r.P.DateYear(q.DueAt.Time())
}

// requestNames finds who asked. Of who is erased there is no name.
func (p *Pages) requestNames(r *web.Request, list []privacy.Request) (map[string]string, error) {
	ids := make([]string, len(list))
	for i, q := range list {
		ids[i] = q.PersonID
	}
	known, err := people.FindMany(r.Context(), p.DB, r.Org.ID, ids)
	names := make(map[string]string, len(known))
	for id, one := range known {
		names[id] = one.DisplayName(r.Lang)
	}
	return names, err
}

func requestState(r *web.Request, q privacy.Request) ui.StatusProps {
	s := ui.StatusProps{Tone: ui.Quiet, Label: r.P.T("staff.privacy.state." + string(q.Kind) + "." + string(q.State))}
	switch {
	case q.Overdue(db.FromTime(r.Now)) && q.State == privacy.Open:
		s = ui.StatusProps{Tone: ui.Wrong, Label: r.P.T("staff.privacy.overdue")}
	case q.State.Live():
		s.Tone = ui.Due
	case q.State == privacy.Done:
		s.Tone = ui.Done
	}
	return s
}

// requestModel is the page of one request.
type requestModel struct {
	Head    ui.HeadProps
	Facts   []ui.Fact
	Words   string
	Root    string
	Form    *web.Form
	Answer  bool // a correction that waits
	Confirm bool // an erasure that this reader may confirm
	Refuse  bool
	Wait    string // why the reader may not confirm it
	Links   []ui.ButtonProps
}

func (p *Pages) privacyRequest(w http.ResponseWriter, r *web.Request) error {
	return p.showRequest(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) showRequest(w http.ResponseWriter, r *web.Request, status int, f *web.Form) error {
	q, err := p.Privacy.Find(r.Context(), r.Org.ID, r.Path("request"))
	if err != nil {
		return err
	}
	who, err := p.People.Find(r.Context(), r.Org.ID, q.PersonID)
	if err != nil {
		return err
	}
	state := requestState(r, q)
	m := requestModel{
		Head: ui.HeadProps{Title: r.P.T("staff.privacy.title_of."+string(q.Kind), "name", who.DisplayName(r.Lang)), Status: &state,
			Back: &ui.LinkProps{Label: r.P.T("staff.privacy.title"), Href: path(r, "privacy")}},
		Facts: p.requestFacts(r, q, who), Words: q.Words, Root: path(r, "privacy", "requests", q.ID), Form: f,
	}
	p.requestActs(r, q, &m)
	if q.State != privacy.Done || q.Kind == privacy.Correction {
		m.Links = append(m.Links, ui.ButtonProps{Label: r.P.T("staff.privacy.open_person"), Href: path(r, "people", who.ID), Look: ui.Secondary})
	}
	if q.CertificateID != "" && r.Can(account.AuditView) {
		m.Links = append(m.Links, ui.ButtonProps{Label: r.P.T("staff.privacy.open_certificate"), Href: path(r, "privacy", "certificates", q.CertificateID), Look: ui.Secondary})
	}
	return web.Render(w, r, status, requestPage(p.chrome(r), r, m))
}

// requestActs says what the reader may do now, and why not.
func (p *Pages) requestActs(r *web.Request, q privacy.Request, m *requestModel) {
	switch {
	case q.Kind == privacy.Correction:
		m.Answer = q.State == privacy.Open
	case !q.State.Live():
	case !r.Can(account.PersonErase):
		m.Wait = r.P.T("staff.privacy.wait_owner")
	case q.State == privacy.Confirmed:
		m.Refuse, m.Wait = true, r.P.T("staff.privacy.wait_day", "time", requestMoment(r, q.FinalAt))
	case !q.ByPerson() && q.AskedBy == people.Recorder(r.Actor):
		m.Refuse, m.Wait = true, r.P.T("privacy.error.same_person")
	default:
		m.Confirm, m.Refuse = true, true
	}
}

func requestMoment(r *web.Request, at db.Instant) string {
	return r.P.DateYear(at.Time()) + " " + r.P.Time(at.Time())
}

func (p *Pages) requestFacts(r *web.Request, q privacy.Request, who people.Person) []ui.Fact {
	fact := func(name, text string) ui.Fact { return ui.Fact{Term: r.P.T("staff.privacy.fact." + name), Text: text} }
	facts := []ui.Fact{fact("person", who.DisplayName(r.Lang))}
	if who.Email != "" {
		facts = append(facts, fact("email", who.Email))
	}
	facts = append(facts, fact("asked", requestMoment(r, q.AskedAt)), fact("channel", r.P.T("people.channel."+q.Channel)))
	if !q.ByPerson() {
		facts = append(facts, fact("entered_by", p.memberWord(r, q.AskedBy)))
	}
	if q.State.Live() {
		facts = append(facts, fact("due", requestMoment(r, q.DueAt)))
	}
	if q.ConfirmedBy != "" {
		facts = append(facts, fact("confirmed", requestMoment(r, q.ConfirmedAt)+" "+p.memberWord(r, q.ConfirmedBy)))
	}
	if !q.State.Live() {
		facts = append(facts, fact("decided", requestMoment(r, q.DecidedAt)))
	}
	if q.Answer != "" {
		facts = append(facts, fact("answer", q.Answer))
	}
	return facts
}

// memberWord names who did something, as far as they are still a member.
func (p *Pages) memberWord(r *web.Request, recorder string) string {
	all, err := p.Accounts.ListMembers(r.Context(), r.Actor, r.Org.ID)
	if err != nil {
		p.Log.Warn("names of members", "error", err)
	}
	for _, m := range all {
		if recorder == account.KindPerson+":"+m.IdentityID {
			return memberName(m)
		}
	}
	return r.P.T("staff.privacy.former")
}

// answerRequest ends a correction with words for the person.
func (p *Pages) answerRequest(w http.ResponseWriter, r *web.Request) error {
	return p.decide(w, r, "staff.privacy.answered", func(f *web.Form, words string) error {
		return p.Privacy.Answer(r.Context(), r.Actor, r.Org.ID, r.Path("request"), f.Value("done") == "1", words)
	})
}

func (p *Pages) refuseErasure(w http.ResponseWriter, r *web.Request) error {
	return p.decide(w, r, "staff.privacy.refused", func(_ *web.Form, words string) error {
		return p.Privacy.Refuse(r.Context(), r.Actor, r.Org.ID, r.Path("request"), words)
	})
}

func (p *Pages) decide(w http.ResponseWriter, r *web.Request, flash string, act func(*web.Form, string) error) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if _, err := p.Privacy.Find(r.Context(), r.Org.ID, r.Path("request")); err != nil {
		return err
	}
	f.Label("answer", r.P.T("staff.privacy.answer"))
	words := f.Required("answer", 2000)
	if f.OK() {
		if err = act(f, words); err == nil {
			r.Flash(flash)
			return web.Redirect(w, r, path(r, "privacy"))
		}
		if !f.Take(err) {
			return err
		}
	}
	return p.showRequest(w, r, http.StatusUnprocessableEntity, f)
}

// confirmErasure is the second of two people.
func (p *Pages) confirmErasure(w http.ResponseWriter, r *web.Request) error {
	if err := p.Privacy.Confirm(r.Context(), r.Actor, r.Org.ID, r.Path("request")); err != nil {
		return err
	}
	r.Flash("staff.privacy.confirmed")
	return web.Redirect(w, r, path(r, "privacy", "requests", r.Path("request")))
}

// dossierModel asks why staff take somebody's data.
type dossierModel struct {
	Head ui.HeadProps
	Form *web.Form
	Root string
}

func (p *Pages) askDossier(w http.ResponseWriter, r *web.Request) error {
	return p.showDossierForm(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) showDossierForm(w http.ResponseWriter, r *web.Request, status int, f *web.Form) error {
	who, err := p.People.Find(r.Context(), r.Org.ID, r.Path("person"))
	if err != nil {
		return err
	}
	name := who.DisplayName(r.Lang)
	return web.Render(w, r, status, dossierFormPage(p.chrome(r), r, dossierModel{
		Head: ui.HeadProps{Title: r.P.T("staff.privacy.dossier", "name", name), Lead: r.P.T("staff.privacy.dossier_lead"),
			Back: &ui.LinkProps{Label: name, Href: path(r, "people", who.ID)}},
		Form: f, Root: path(r, "people", who.ID),
	}))
}

// personDossier gives all about a person, as a page to print or as a file, to
// staff who answer a request on paper. Who took it and why is in the trail.
func (p *Pages) personDossier(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	f.Label("reason", r.P.T("staff.privacy.reason"))
	reason := f.Required("reason", 400)
	file := f.Choice("format", "page", "file") == "file"
	if !f.OK() {
		return p.showDossierForm(w, r, http.StatusUnprocessableEntity, f)
	}
	d, err := p.Privacy.ExportForStaff(r.Context(), r.P, r.Org.ID, r.Path("person"))
	if err != nil {
		return err
	}
	if err := p.Privacy.NoteExport(r.Context(), r.Actor, r.Org.ID, r.Path("person"), reason); err != nil {
		return err
	}
	if !file {
		return web.Render(w, r, http.StatusOK, dossierPaper(p.chrome(r), r, d))
	}
	b, err := d.JSON()
	if err != nil {
		return err
	}
	_, err = web.Download(w, r, "koryu-"+r.Org.Slug+"-person.json", "application/json; charset=utf-8").Write(b)
	return err
}

func (p *Pages) askPersonErasure(w http.ResponseWriter, r *web.Request) error {
	return p.showErasureForm(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) showErasureForm(w http.ResponseWriter, r *web.Request, status int, f *web.Form) error {
	who, err := p.People.Find(r.Context(), r.Org.ID, r.Path("person"))
	if err != nil {
		return err
	}
	gone, err := people.IsErased(r.Context(), p.DB, r.Org.ID, who.ID)
	if err != nil {
		return err
	}
	if gone {
		return web.ErrNotFound
	}
	name := who.DisplayName(r.Lang)
	return web.Render(w, r, status, erasureFormPage(p.chrome(r), r, dossierModel{
		Head: ui.HeadProps{Title: r.P.T("staff.privacy.erase", "name", name), Lead: r.P.T("staff.privacy.erase_lead"),
			Back: &ui.LinkProps{Label: name, Href: path(r, "people", who.ID)}},
		Form: f, Root: path(r, "people", who.ID),
	}))
}

// enterErasure notes a wish that came on paper, by phone or at the door.
func (p *Pages) enterErasure(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	f.Label("channel", r.P.T("staff.privacy.fact.channel")).Label("words", r.P.T("staff.privacy.how"))
	wish := privacy.Wish{Org: r.Org.ID, Person: r.Path("person"), Channel: f.RequiredChoice("channel", privacy.Channels...), Words: f.Required("words", 400)}
	if f.OK() {
		q, err := p.Privacy.AskErasure(r.Context(), r.Actor, wish)
		if err == nil {
			r.FlashTone(ui.Due, "staff.privacy.entered")
			return web.Redirect(w, r, path(r, "privacy", "requests", q.ID))
		}
		if apperr.CategoryOf(err) != apperr.Invalid || !f.Take(err) {
			return err
		}
	}
	return p.showErasureForm(w, r, http.StatusUnprocessableEntity, f)
}

func channelOptions(r *web.Request) []ui.Option {
	var list []ui.Option
	for _, c := range privacy.Channels {
		list = append(list, ui.Option{Value: c, Label: r.P.T("people.channel." + c)})
	}
	return list
}

// certificateNumber is how a certificate is called.
func certificateNumber(r *web.Request, c privacy.Certificate) string {
	return r.P.T("staff.privacy.certificate", "number", strconv.FormatInt(c.Text.Number, 10))
}
