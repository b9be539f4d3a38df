package message

import (
	"context"
	"strings"

	"koryu/internal/event"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/mail"
	"koryu/internal/people"
	"koryu/internal/programme"
)

// writer fills a message in for one reader after the other.
type writer struct {
	base  string
	m     Message
	org   programme.Org
	event *event.Event // what it is about, nil for nothing
}

func (s *Service) writerFor(ctx context.Context, m Message) (writer, error) {
	w := writer{base: s.Base, m: m}
	var err error
	if w.org, err = programme.FindOrg(ctx, s.DB, m.OrgID); err != nil || m.EventID == "" {
		return w, err
	}
	e, err := s.Events.Find(ctx, m.OrgID, m.EventID)
	w.event = &e
	return w, err
}

// own are the links that only the reader may have; a preview shows words in
// their place.
type own struct{ ticket, unsubscribe string }

func (w writer) write(to people.Person, links own) mail.Message {
	subject, body, lang := w.m.In(to.Lang)
	p := i18n.For(lang)
	values := w.values(p, to, links)
	c := mail.Content{Org: w.org.NameIn(lang), Heading: merge(subject, values)}
	for _, para := range paragraphs(body) {
		if b, ok := w.button(p, para, values); ok {
			c.Buttons = append(c.Buttons, b)
			continue
		}
		c.Paras = append(c.Paras, merge(para, values))
	}
	c.Foot = w.foot(p, links)
	text, html := mail.Compose(p, c)
	m := mail.Message{
		FromName: oneLine(w.org.NameIn(lang)), To: addressKey(to.Email), ToName: oneLine(to.DisplayName(lang)),
		Subject: oneLine(merge(subject, values)), Text: text, HTML: html, Lang: lang,
	}
	if w.event != nil {
		m.ReplyTo = w.event.ContactEmail
	}
	if w.m.Kind == Announcement {
		m.Unsubscribe = links.unsubscribe
	}
	return m
}

func (w writer) values(p *i18n.Printer, to people.Person, links own) map[string]string {
	lang := p.Lang()
	v := map[string]string{"name": to.DisplayName(lang), "family": to.Family, "org": w.org.NameIn(lang), "ticket_link": links.ticket}
	if e := w.event; e != nil {
		v["event"], v["event_link"] = e.TitleIn(lang), w.base+"/o/"+w.org.Slug+"/events/"+e.Slug
		v["date"], v["place"] = p.T("message.mail.no_date"), e.Place.NameIn(lang)
		if e.StartsAt != 0 {
			v["date"] = p.T("event.mail.time", "range", p.Range(e.StartsAt.Time(), e.EndsAt.Time()))
		}
		if v["place"] == "" {
			v["place"] = p.T("message.mail.no_place")
			if e.Online() {
				v["place"] = p.T("message.mail.online")
			}
		}
	}
	return v
}

// button makes a paragraph that is nothing but a link into a button.
func (w writer) button(p *i18n.Printer, para string, values map[string]string) (mail.Button, bool) {
	name := strings.Trim(strings.TrimSpace(para), "{}")
	if strings.TrimSpace(para) != "{"+name+"}" || !strings.HasSuffix(name, "_link") || values[name] == "" {
		return mail.Button{}, false
	}
	return mail.Button{Label: p.T("message.mail." + name), URL: values[name]}, true
}

// foot says why the mail came, and how no more will.
func (w writer) foot(p *i18n.Printer, links own) []string {
	org := w.org.NameIn(p.Lang())
	if w.m.Kind == Announcement {
		return []string{p.T("message.mail.why_announcement", "org", org), p.T("message.mail.unsubscribe", "url", links.unsubscribe)}
	}
	title := ""
	if w.event != nil {
		title = w.event.TitleIn(p.Lang())
	}
	return []string{p.T("message.mail.why_notice", "org", org, "event", title)}
}

// paragraphs are the parts of a text between empty lines.
func paragraphs(body string) []string {
	var list []string
	for part := range strings.SplitSeq(body, "\n\n") {
		if part = strings.Trim(part, "\n"); strings.TrimSpace(part) != "" {
			list = append(list, part)
		}
	}
	return list
}

// Preview is the mail as a person would get it, in their language, with words
// in the place of the links that are theirs alone.
func (s *Service) Preview(ctx context.Context, m Message, to people.Person) (mail.Message, error) {
	w, err := s.writerFor(ctx, m)
	if err != nil {
		return mail.Message{}, err
	}
	_, _, lang := m.In(to.Lang)
	return w.write(to, hidden(i18n.For(lang), s.Base)), nil
}

func hidden(p *i18n.Printer, base string) own {
	return own{ticket: base + "/t/" + p.T("message.mail.own_link"), unsubscribe: base + "/u/" + p.T("message.mail.own_link")}
}

// Subjects gives the subjects of messages as their readers see them, save the
// fields that differ from one reader to the next; by message.
func (s *Service) Subjects(ctx context.Context, org string, lang i18n.Lang, list []Message) (map[string]string, error) {
	writers, titles := map[string]writer{}, make(map[string]string, len(list))
	for _, m := range list {
		w, ok := writers[m.EventID]
		if !ok {
			var err error
			if w, err = s.writerFor(ctx, Message{OrgID: org, EventID: m.EventID}); err != nil {
				return nil, err
			}
			writers[m.EventID] = w
		}
		subject, _, in := m.In(lang)
		values := w.values(i18n.For(in), people.Person{}, own{})
		for _, name := range []string{"name", "family", "ticket_link"} {
			delete(values, name)
		}
		titles[m.ID] = oneLine(merge(subject, values))
	}
	return titles, nil
}
