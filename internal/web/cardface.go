package web

import (
	"strings"

	"koryu/internal/card"
	"koryu/internal/kit/i18n"
	"koryu/internal/profile"
	"koryu/internal/profile/skill"
	"koryu/internal/web/ui"
)

// NameCard words a face for [ui.NameCard]. What the face lacks is not shown.
func (r *Request) NameCard(cards *card.Service, f card.Face) ui.NameCardProps {
	return ui.NameCardProps{
		Name: f.Person.DisplayName(r.Lang), Kana: f.Person.Kana(),
		Affiliation: f.Person.Affiliation, Headline: f.View.Headline, Seed: f.Card.ID,
		Image: cards.Profiles.PhotoPath(r.Org.Slug, f.View.PhotoID, profile.Met),
	}
}

// CardFacts lists what else a face shows: how to reach the person, and what
// one can talk about.
func (r *Request) CardFacts(f card.Face) []ui.Fact {
	var facts []ui.Fact
	add := func(key, icon, text, href string) {
		if text != "" {
			facts = append(facts, ui.Fact{Term: r.P.T(key), Icon: icon, Text: text, Href: href})
		}
	}
	add("profile.field.email", "mail", f.Person.Email, "mailto:"+f.Person.Email)
	add("profile.field.phone", "", f.Person.Phone, "tel:"+f.Person.Phone)
	add("profile.field.talk", "", f.View.Talk, "")
	add("profile.field.seek", "", f.View.Seek, "")
	add("profile.field.skills", "", strings.Join(append(r.skills(f), f.View.Words...), r.P.T("web.card.between")), "")
	if f.View.Prefecture != "" {
		add("profile.field.prefecture", "place", r.P.T("profile.prefecture."+f.View.Prefecture), "")
	}
	return facts
}

func (r *Request) skills(f card.Face) []string {
	var names []string
	for _, level := range f.View.Skills {
		if known, ok := skill.Find(level.Code); ok {
			names = append(names, known.In(string(r.Lang)))
		}
	}
	return names
}

// CardLinks are the person's pages elsewhere.
func (r *Request) CardLinks(f card.Face) []ui.LinkProps {
	var links []ui.LinkProps
	for _, l := range f.View.Links {
		links = append(links, ui.LinkProps{Label: networks[l.Kind], Href: l.URL})
		if l.Kind == profile.LinkSite {
			links[len(links)-1].Label = r.P.T("web.card.site")
		}
	}
	return links
}

// Names of networks are the same in each language.
var networks = map[string]string{
	profile.LinkX: "X", profile.LinkFacebook: "Facebook", profile.LinkLinkedIn: "LinkedIn", profile.LinkGitHub: "GitHub", profile.LinkNote: "note",
}

// MetWords says when and where an exchange was.
func (r *Request) MetWords(c card.Copy) string {
	day := r.P.DateYear(c.At.Time())
	title := c.EventTitle
	if r.Lang == i18n.En && c.TitleEn != "" {
		title = c.TitleEn
	}
	if title == "" {
		return day
	}
	return r.P.T("web.card.met_at", "day", day, "event", title)
}

// Own card: the face of the code that is read without a signal.
const offlineFace = "offline"

// OwnCard is one's own card held out, with the face of the code that the
// address asks for: the address of the card, or a vCard for moments without a
// signal.
func (r *Request) OwnCard(cards *card.Service, f card.Face, path string) ui.NameCardProps {
	n := r.NameCard(cards, f)
	offline := r.Query("face") == offlineFace
	n.FacesTitle = r.P.T("web.card.faces")
	n.Faces = []ui.TabProps{
		{Label: r.P.T("web.card.face_link"), Href: path, On: !offline, Count: -1},
		{Label: r.P.T("web.card.face_offline"), Href: path + "?face=" + offlineFace, On: offline, Count: -1},
	}
	n.QR = &ui.QRProps{Text: cards.URL(f.Card), Alt: r.P.T("web.card.qr", "name", n.Name), Caption: r.P.T("web.card.show")}
	if offline {
		n.QR = &ui.QRProps{Text: cards.VCardFace(f), Alt: r.P.T("web.card.qr_offline", "name", n.Name), Caption: r.P.T("web.card.show_offline")}
	}
	return n
}

// KeptCard keeps both faces of one's own card in this browser. The worker
// answers for the addresses below scope.
func KeptCard(path, scope string) ui.KeptProps {
	return ui.KeptProps{Worker: CardWorker, Scope: scope, Pages: []string{path, path + "?face=" + offlineFace}}
}

// CardWorker is the address of the service worker: from the top of the site it
// may serve the pages of a ticket as well as one's own.
const CardWorker = "/card-worker.js"

// VCardVersion is 3.0, which phones read, unless 4.0 is asked for.
func (r *Request) VCardVersion() card.VCardVersion {
	if strings.Contains(r.Header.Get("Accept"), "version=4.0") {
		return card.VCard4
	}
	return card.VCard3
}
