package public

import (
	"cmp"

	"koryu/internal/web"
	"koryu/internal/web/ui"
)

func homeMeta(r *web.Request, m homeModel) ui.Meta {
	return ui.Meta{
		Title: cmp.Or(m.Programme.NameIn(r.Lang), r.Org.NameIn(r.Lang)), Description: m.Programme.SummaryIn(r.Lang),
		Canonical: r.Absolute(r.OrgPath()), Image: r.Absolute(r.OrgPath("og.png")), ImageAlt: r.Org.NameIn(r.Lang), Feeds: subscriptions(r),
	}
}

func homeHead(r *web.Request, m homeModel) ui.HeadProps {
	h := ui.HeadProps{Title: r.Org.NameIn(r.Lang), Lead: m.Programme.SummaryIn(r.Lang), Seed: r.Org.Seed}
	if m.Programme.Hashtag != "" {
		h.Eyebrow = "#" + m.Programme.Hashtag
	}
	return h
}

// behind is who stands behind the programme.
func behind(r *web.Request, m homeModel) []ui.Fact {
	facts := []ui.Fact{{Term: r.P.T("public.home.organiser"), Text: r.Org.NameIn(r.Lang)}}
	if b := m.Programme.BodyIn(r.Lang); b != "" {
		facts = append(facts, ui.Fact{Term: r.P.T("public.home.body"), Text: b})
	}
	for _, g := range m.Partners {
		facts = append(facts, ui.Fact{Term: g.Kind, Value: links(g.Links)})
	}
	return facts
}
