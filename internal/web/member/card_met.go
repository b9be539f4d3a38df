package member

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"koryu/internal/card"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/people"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// metModel is the list of people one met.
type metModel struct {
	Page   card.MetPage
	Filter card.MetFilter
	Rows   []ui.MetProps
	Events []ui.Chip
	Tags   []ui.Chip
	Narrow bool // a filter is set
	Asked  int  // introductions that wait for an answer
	More   string
	Owner  string
}

// seenFor is how long the browser remembers when the list was last looked at.
const seenFor = 400 * 24 * time.Hour

func (s Services) met(w http.ResponseWriter, r *web.Request) error {
	return s.withHolder(w, r, func(who people.Person) error {
		m := metModel{Filter: card.MetFilter{Event: r.Query("event"), Query: r.Query("q"), Tag: r.Query("tag"), After: r.Query("after")}}
		m.Narrow = m.Filter.Event != "" || m.Filter.Query != "" || m.Filter.Tag != ""
		var err error
		if m.Page, err = s.Cards.Met(r.Context(), r.Org.ID, who.ID, m.Filter); err != nil {
			return err
		}
		seen := s.lastSeen(r)
		for _, c := range m.Page.Copies {
			m.Rows = append(m.Rows, s.metRow(r, c, seen))
		}
		m.Events, m.Tags = eventChips(r, m), tagChips(r, m)
		if m.Page.Next != "" {
			m.More = metPath(r, m.Filter, "after", m.Page.Next)
		}
		if m.Asked, err = s.asked(r, who); err != nil {
			return err
		}
		r.Remember("met-"+r.Org.Slug, strconv.FormatInt(int64(db.FromTime(r.Now)), 10), seenFor)
		return web.Render(w, r, http.StatusOK, metPage(s.myChrome(r), r, m))
	})
}

// lastSeen is when this browser last showed the list; a day ago for one that
// never did.
func (s Services) lastSeen(r *web.Request) db.Instant {
	n, err := strconv.ParseInt(r.Recall("met-"+r.Org.Slug), 10, 64)
	if err != nil {
		return db.FromTime(r.Now.AddDate(0, 0, -1))
	}
	return db.Instant(n)
}

func (s Services) metRow(r *web.Request, c card.Copy, seen db.Instant) ui.MetProps {
	n := r.NameCard(s.Cards, c.Face)
	row := ui.MetProps{
		Name: n.Name, Kana: n.Kana, Affiliation: n.Affiliation, Image: n.Image, Tags: c.Tags,
		Met: r.MetWords(c), Href: myPath(r, "met", c.ID),
	}
	if c.Withdrawn {
		row.Name, row.Kana, row.Affiliation = r.P.T("member.met.withdrawn"), "", ""
	}
	switch {
	case !c.Confirmed && !c.Withdrawn:
		row.Status = &ui.StatusProps{Tone: ui.Due, Label: r.P.T("member.met.unconfirmed")}
	case c.CreatedAt > seen:
		row.Status = &ui.StatusProps{Tone: ui.Now, Label: r.P.T("member.met.new")}
	}
	return row
}

// metPath is the list under another filter.
func metPath(r *web.Request, f card.MetFilter, name, value string) string {
	q := url.Values{}
	set := func(k, v string) {
		if k == name {
			v = value
		}
		if v != "" {
			q.Set(k, v)
		}
	}
	set("event", f.Event)
	set("q", f.Query)
	set("tag", f.Tag)
	set("after", "")
	if len(q) == 0 {
		return myPath(r, "met")
	}
	return myPath(r, "met") + "?" + q.Encode()
}

func eventChips(r *web.Request, m metModel) []ui.Chip {
	if len(m.Page.Events) == 0 {
		return nil
	}
	chips := []ui.Chip{{Label: r.P.T("member.met.all"), Href: metPath(r, m.Filter, "event", ""), On: m.Filter.Event == "", Count: -1}}
	for _, e := range m.Page.Events {
		title := e.Title
		if r.Lang == i18n.En && e.TitleEn != "" {
			title = e.TitleEn
		}
		chips = append(chips, ui.Chip{Label: title, Href: metPath(r, m.Filter, "event", e.ID), On: m.Filter.Event == e.ID, Count: e.People})
	}
	return chips
}

func tagChips(r *web.Request, m metModel) []ui.Chip {
	var chips []ui.Chip
	for _, t := range m.Page.Tags {
		on := m.Filter.Tag == t
		next := t
		if on {
			next = "" // a second tap takes it off
		}
		chips = append(chips, ui.Chip{Label: t, Href: metPath(r, m.Filter, "tag", next), On: on, Count: -1})
	}
	return chips
}

// allVCards is one file with everybody of the filter.
func (s Services) allVCards(w http.ResponseWriter, r *web.Request) error {
	return s.withHolder(w, r, func(who people.Person) error {
		f := card.MetFilter{Event: r.Query("event"), Query: r.Query("q"), Tag: r.Query("tag")}
		var all []card.Copy
		for {
			page, err := s.Cards.Met(r.Context(), r.Org.ID, who.ID, f)
			if err != nil {
				return err
			}
			for _, c := range page.Copies {
				if !c.Withdrawn {
					all = append(all, c)
				}
			}
			if page.Next == "" {
				break
			}
			f.After = page.Next
		}
		return sendVCard(w, r, r.P.T("member.met.file"), s.Cards.VCard(all, r.VCardVersion(), r.P))
	})
}

// oneModel is one person whom one met.
type oneModel struct {
	Copy card.Copy
	Card ui.NameCardProps // with when and where one met
	Path string
	Form *web.Form
	Tags string
}

// withCopy runs a page about one exchange of the person behind the session.
func (s Services) withCopy(w http.ResponseWriter, r *web.Request, page func(people.Person, oneModel) error) error {
	return s.withHolder(w, r, func(who people.Person) error {
		c, err := s.Cards.CopyOf(r.Context(), r.Org.ID, who.ID, r.Path("exchange"))
		if err != nil {
			return err
		}
		m := oneModel{Copy: c, Card: r.NameCard(s.Cards, c.Face), Path: myPath(r, "met", c.ID)}
		m.Card.Note = r.MetWords(c)
		return page(who, m)
	})
}

func (s Services) metOne(w http.ResponseWriter, r *web.Request) error {
	return s.withCopy(w, r, func(_ people.Person, m oneModel) error {
		m.Form = web.NewForm().Set("note", m.Copy.Note).Set("tags", strings.Join(m.Copy.Tags, r.P.T("member.met.tags_between")))
		return web.Render(w, r, http.StatusOK, onePage(s.myChrome(r), r, m))
	})
}

func (s Services) oneVCard(w http.ResponseWriter, r *web.Request) error {
	return s.withCopy(w, r, func(_ people.Person, m oneModel) error {
		return sendVCard(w, r, m.Copy.Name(r.Lang), s.Cards.VCard([]card.Copy{m.Copy}, r.VCardVersion(), r.P))
	})
}

// saveNote keeps the own words about a person, by hand or by itself.
func (s Services) saveNote(w http.ResponseWriter, r *web.Request) error {
	return s.withCopy(w, r, func(who people.Person, m oneModel) error {
		f, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		note, tags := f.Text("note", 2000), tagsIn(f.Text("tags", 400))
		if f.OK() {
			err = s.Cards.Note(r.Context(), r.Actor, r.Org.ID, who.ID, m.Copy.ID, note, tags)
			if err != nil && !f.Take(err) {
				return err
			}
		}
		if f.OK() {
			if strings.Contains(r.Header.Get("Accept"), "application/json") {
				return web.NoContent(w, r)
			}
			r.Flash("member.met.noted")
			return web.Redirect(w, r, m.Path)
		}
		m.Form = f
		return web.Render(w, r, http.StatusUnprocessableEntity, onePage(s.myChrome(r), r, m))
	})
}

// tagsIn divides what was typed at commas and spaces of any width.
func tagsIn(typed string) []string {
	return strings.FieldsFunc(typed, func(c rune) bool { return strings.ContainsRune(",、，;；\n\t 　", c) })
}
