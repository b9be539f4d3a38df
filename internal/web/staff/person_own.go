package staff

import (
	"context"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/roster"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// addRoster adds what the list knows of a person: tags, ties, what they say of
// themselves, and the records that were made one with theirs.
func (p *Pages) addRoster(ctx context.Context, r *web.Request, m *personModel, one people.Person) error {
	m.ID = one.ID
	var err error
	if m.Tagged, err = p.Roster.TagsOf(ctx, r.Org.ID, one.ID); err != nil {
		return err
	}
	for _, t := range m.Tagged {
		m.Tags = append(m.Tags, ui.Chip{Label: t.Name, Href: personQuery{Filter: roster.Filter{Tags: []string{t.ID}}}.href(r), Count: -1})
	}
	if r.Can(account.PersonEdit) {
		m.TagTo = path(r, "people", "bulk")
		all, err := p.Roster.ListTags(ctx, r.Org.ID)
		if err != nil {
			return err
		}
		for _, t := range all {
			m.TagNames = append(m.TagNames, t.Name)
		}
	}
	own, err := p.Profiles.ForStaff(ctx, r.Org.ID, []string{one.ID})
	if err != nil {
		return err
	}
	if o, ok := own[one.ID]; ok {
		m.Own = ownFacts(r, o)
	}
	if m.Merges, err = p.mergesOf(ctx, r, one.ID); err != nil {
		return err
	}
	if err := p.addTies(ctx, r, m, one); err != nil {
		return err
	}
	return p.addMail(ctx, r, m, one)
}

// addTies adds whom the person met, and how many they are.
func (p *Pages) addTies(ctx context.Context, r *web.Request, m *personModel, one people.Person) error {
	if !r.Can(account.TieView) {
		return nil
	}
	ties, err := p.Cards.TiesOf(ctx, r.Org.ID, one.ID)
	if err != nil {
		return err
	}
	other := func(t card.Pair) string {
		if t.A == one.ID {
			return t.B
		}
		return t.A
	}
	var ids []string
	for _, t := range ties {
		ids = append(ids, other(t))
	}
	met, err := people.FindMany(ctx, p.DB, r.Org.ID, ids)
	if err != nil {
		return err
	}
	m.Facts = append(m.Facts, ui.Fact{Term: r.P.T("roster.by.ties"), Text: r.P.N("roster.tie_count", len(ties))})
	m.TieGrid = ui.GridProps{Caption: r.P.T("roster.by.ties"), Columns: []ui.Column{
		{Label: r.P.T("staff.person.name"), Lead: true}, {Label: r.P.T("staff.person.affiliation")}, {Label: r.P.T("roster.met_at")}}}
	for _, t := range ties {
		who := met[other(t)]
		m.TieGrid.Rows = append(m.TieGrid.Rows, ui.Row{ID: t.TieID, Cells: []templ.Component{
			ui.To(path(r, "people", who.ID), who.DisplayName(r.Lang), who.Kana()), ui.Text(orDash(who.Affiliation)), ui.Text(r.P.DateYear(t.At.Time())),
		}})
	}
	return nil
}

// addMail adds what was written to the person, and what did not reach them.
func (p *Pages) addMail(ctx context.Context, r *web.Request, m *personModel, one people.Person) error {
	if !r.Can(account.MessageView) {
		return nil
	}
	list, err := p.Messages.ListFor(ctx, r.Org.ID, one.ID)
	if err != nil {
		return err
	}
	m.Mail = ui.GridProps{Caption: r.P.T("roster.mail"), Columns: []ui.Column{
		{Label: r.P.T("roster.mail_subject"), Lead: true}, {Label: r.P.T("roster.mail_state")}}}
	for _, x := range list {
		title, _, _ := x.Message.In(one.Lang)
		state := r.P.T("message.state." + string(x.State))
		if key := "message.reason." + string(x.Reason); x.Reason != "" && r.P.Has(key) {
			state += "  " + r.P.T(key)
		}
		m.Mail.Rows = append(m.Mail.Rows, ui.Row{ID: x.ID, Cells: []templ.Component{
			ui.To(path(r, "messages", x.Message.ID), title, r.P.DateYear(x.QueuedAt.Time())), ui.Text(state)}})
	}
	return nil
}

// ownFacts are what a person says of themselves, as far as they said it.
func ownFacts(r *web.Request, o profile.Profile) []ui.Fact {
	var facts []ui.Fact
	add := func(key, value string) {
		if value != "" {
			facts = append(facts, ui.Fact{Term: r.P.T("roster.column." + key), Text: value})
		}
	}
	w := filterWords{r: r}
	x := w.own(o)
	add("headline", o.Headline)
	add("prefecture", x.prefecture)
	add("region", joined(x.regions))
	add("pattern", joined(x.patterns))
	add("horizon", x.horizon)
	add("skills", joined(x.skills))
	add("words", joined(o.Words))
	add("talk", o.Talk)
	add("seek", o.Seek)
	if o.Mentor {
		add("mentor", r.P.T("roster.yes"))
	}
	return facts
}
