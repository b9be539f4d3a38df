package staff

import (
	"net/http"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/mail"
	"koryu/internal/message"
	"koryu/internal/people"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

type previewModel struct {
	Head    ui.HeadProps
	Message message.Message
	Missing []ui.LinkProps // what must be mended first
	Readers []ui.Option
	Reader  string
	Letter  *mail.Message
	Facts   []ui.Fact
	Sends   int
	Email   string // of whoever tests
	Test    string
}

// mostReaders is how many recipients the choice of a reader offers.
const mostReaders = 300

func (p *Pages) previewMessage(w http.ResponseWriter, r *web.Request) error {
	m, led, err := p.draftOf(w, r)
	if err != nil || led {
		return err
	}
	model := previewModel{Message: m, Missing: messageMissing(r, m)}
	if model.Head, err = p.messageHead(r, m, "preview"); err != nil {
		return err
	}
	if len(model.Missing) > 0 {
		return web.Render(w, r, http.StatusOK, previewPage(p.chrome(r), r, model))
	}
	choice, err := p.Messages.Choose(r.Context(), m)
	if err != nil {
		return err
	}
	model.Sends = choice.Sends
	var reader *people.Person
	for _, one := range choice.All {
		if one.Reason != "" {
			continue
		}
		if reader == nil || one.Person.ID == r.Query("as") {
			reader = &one.Person
		}
		if len(model.Readers) < mostReaders {
			_, _, lang := m.In(one.Person.Lang)
			model.Readers = append(model.Readers, ui.Option{Value: one.Person.ID,
				Label: one.Person.DisplayName(r.Lang) + "（" + r.P.T("staff.person.language."+string(lang)) + "）"})
		}
	}
	if reader != nil {
		letter, err := p.Messages.Preview(r.Context(), m, *reader)
		if err != nil {
			return err
		}
		model.Letter, model.Reader, model.Facts = &letter, reader.ID, letterFacts(r, letter)
	}
	if r.Actor.Email != "" {
		model.Email, model.Test = r.Actor.Email, messagePath(r, m, "test")
	}
	return web.Render(w, r, http.StatusOK, previewPage(p.chrome(r), r, model))
}

func letterFacts(r *web.Request, l mail.Message) []ui.Fact {
	fact := func(key, text string) ui.Fact { return ui.Fact{Term: r.P.T("staff.message.letter." + key), Text: text} }
	facts := []ui.Fact{fact("from", l.FromName), fact("to", l.ToName+" <"+l.To+">"), fact("subject", l.Subject)}
	if l.ReplyTo != "" {
		facts = append(facts, fact("reply", l.ReplyTo))
	}
	return facts
}

// messageMissing are links to what must be mended before the message can be sent.
func messageMissing(r *web.Request, m message.Message) []ui.LinkProps {
	var list []ui.LinkProps
	for _, e := range apperr.FieldsOf(m.Ready()) {
		part := "edit"
		switch e.Field {
		case "by", "audience_event", "states", "filter":
			part = "recipients"
		}
		list = append(list, ui.LinkProps{Label: r.P.T("staff.message.label."+e.Field) + ": " + r.P.T(e.Key, e.Args...), Href: messagePath(r, m, part)})
	}
	return list
}

func (p *Pages) testMessage(w http.ResponseWriter, r *web.Request) error {
	m, led, err := p.draftOf(w, r)
	if err != nil || led {
		return err
	}
	if len(messageMissing(r, m)) == 0 && r.Actor.Email != "" {
		if err := p.Messages.Test(r.Context(), r.Actor, m); err != nil {
			return err
		}
		r.Flash("staff.message.tested", "email", r.Actor.Email)
	}
	return web.Redirect(w, r, messagePath(r, m, "preview"))
}
