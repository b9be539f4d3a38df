package staff

import (
	"context"

	"koryu/internal/account"
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
	m.Merges, err = p.mergesOf(ctx, r, one.ID)
	return err
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
