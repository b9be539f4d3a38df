package member

import (
	"context"
	"strings"

	"koryu/internal/card"
	"koryu/internal/programme"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// myChrome is the frame of one's own pages in an organisation.
func (s Services) myChrome(r *web.Request) ui.Chrome {
	c := r.Chrome()
	c.Foot = []ui.LinkProps{
		{Label: r.P.T("member.card.events"), Href: r.OrgPath("events")},
		{Label: r.P.T("member.card.privacy"), Href: r.OrgPath("privacy")},
	}
	return c
}

// myTabs are the ways between card, people and introductions.
func myTabs(r *web.Request, here string) []ui.TabProps {
	var tabs []ui.TabProps
	for _, at := range []string{"card", "met", "scan", "introductions"} {
		tabs = append(tabs, ui.TabProps{Label: r.P.T("member.card.tab." + at), Href: myPath(r, at), On: here == at, Count: -1})
	}
	return tabs
}

func otherOptions(r *web.Request, others []card.Copy) []ui.Option {
	var all []ui.Option
	for _, c := range others {
		all = append(all, ui.Option{Value: c.ID, Label: c.Name(r.Lang), Support: r.MetWords(c)})
	}
	return all
}

func introductionStatus(r *web.Request, i card.Introduction) ui.StatusProps {
	switch {
	case i.State == card.Agreed:
		return ui.StatusProps{Tone: ui.Done, Label: r.P.T("member.introduce.state_agreed")}
	case i.State == card.Open && i.Answered:
		return ui.StatusProps{Tone: ui.Due, Label: r.P.T("member.introduce.state_waiting")}
	case i.State == card.Open:
		return ui.StatusProps{Tone: ui.Due, Label: r.P.T("member.introduce.state_open")}
	case i.State == card.Declined:
		return ui.StatusProps{Tone: ui.Quiet, Label: r.P.T("member.introduce.state_declined")}
	}
	return ui.StatusProps{Tone: ui.Quiet, Label: r.P.T("member.introduce.state_over")}
}

func (m cardFieldsModel) options() []ui.Option {
	var all []ui.Option
	for _, f := range m.Fields {
		all = append(all, f.Option)
	}
	return all
}

// hiddenNext is what the button of the event asks for.
func hiddenNext(e hideable) string {
	if e.Hidden {
		return "0"
	}
	return "1"
}

// keepFilter is what a search does not take off.
func keepFilter(m metModel) map[string]string {
	keep := map[string]string{}
	if m.Filter.Event != "" {
		keep["event"] = m.Filter.Event
	}
	if m.Filter.Tag != "" {
		keep["tag"] = m.Filter.Tag
	}
	return keep
}

// allVCardsPath is the file of everybody whom the list shows.
func allVCardsPath(r *web.Request, m metModel) string {
	f := m.Filter
	_, query, _ := strings.Cut(metPath(r, f, "after", ""), "?")
	if query == "" {
		return myPath(r, "met.vcf")
	}
	return myPath(r, "met.vcf") + "?" + query
}

func oneTitle(r *web.Request, m oneModel) string {
	if m.Copy.Withdrawn {
		return r.P.T("member.met.withdrawn")
	}
	return m.Copy.Name(r.Lang)
}

func ownLineTitle(r *web.Request, m boardModel) string {
	if m.Page.Joined {
		return r.P.T("member.board.is_on")
	}
	return r.P.T("member.board.not_on")
}

// joinNext is what the button of the board asks for.
func joinNext(m boardModel) string {
	if m.Page.Joined {
		return "0"
	}
	return "1"
}

// ownWays are the ways from the general page into one organisation.
type ownWays struct {
	Org     string
	Buttons []ui.ButtonProps
}

func waysIn(r *web.Request, org programme.Org) ownWays {
	at := func(key, icon string, look ui.Look, path ...string) ui.ButtonProps {
		return ui.ButtonProps{Label: r.P.T(key), Icon: icon, Look: look, Href: web.OrgPath(org.Slug, append([]string{"me"}, path...)...)}
	}
	return ownWays{Org: org.NameIn(r.Lang), Buttons: []ui.ButtonProps{
		at("member.card.show_mine", "qr", ui.Primary, "card"),
		at("member.card.tab.met", "people", ui.Secondary, "met"),
		at("member.card.profile_short", "person", ui.Ghost, "profile"),
		at("member_data.title", "lock", ui.Ghost, "data"),
	}}
}

func (o ownWays) title(ctx context.Context, named bool) string {
	if named {
		return ui.T(ctx, "member.card.of_org", "org", o.Org)
	}
	return ui.T(ctx, "member.card.title")
}
