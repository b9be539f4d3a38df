package paper

import (
	"context"

	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/pdf"
	"koryu/internal/people"
)

// Limits of what one asks for.
const (
	MostBlanks = 200
	MostOffset = 20 // half millimetres either way
)

// TagOptions say which tags are printed, and where on the sheet.
type TagOptions struct {
	Size         Size
	Filter       event.AttendeeFilter // whom; the order is always by kana
	Registration string               // this one only: a tag that was lost or has changed
	Blanks       int                  // tags to write on, at the end
	Start        int                  // first free label of the first sheet, from 1
	Right, Down  int                  // offset in steps of half a millimetre; negative is left, up
	Marks        bool                 // where to cut
	Photos       bool                 // print what people said about photos
}

var errOptions = apperr.New(apperr.Invalid, "paper.error.options")

func (o TagOptions) validate() error {
	per := o.Size.PerPage()
	if per == 0 || o.Blanks < 0 || o.Blanks > MostBlanks || o.Start < 1 || o.Start > per || max(o.Right, -o.Right, o.Down, -o.Down) > MostOffset {
		return errOptions
	}
	return nil
}

// Tags prepares name tags, sorted by kana.
func (s *Service) Tags(ctx context.Context, j Job, o TagOptions) (Print, error) {
	if err := o.validate(); err != nil {
		return Print{}, err
	}
	f, err := face()
	if err != nil {
		return Print{}, err
	}
	who, err := s.attendees(ctx, j, o)
	if err != nil {
		return Print{}, err
	}
	photos := map[string]bool{}
	if o.Photos {
		if photos, err = s.photos(ctx, j, who); err != nil {
			return Print{}, err
		}
	}
	out := Print{Title: j.Printer.T("paper.tags.title", "event", j.Event.TitleIn(j.Printer.Lang())), Count: len(who), job: j, face: f}
	tags := make([]tag, 0, len(who)+o.Blanks)
	t := newTagger(pdf.New(pdf.Meta{}, f), j, o)
	for _, a := range who {
		g := s.tagOf(j, a, photos[a.Person.ID])
		tags = append(tags, g)
		out.Warnings = append(out.Warnings, inspect(f, g.name, a.Registration.ID, g.name, g.kana, g.affiliation)...)
		if t.fit(g.name).Size < small*0.75 {
			out.Warnings = append(out.Warnings, Warning{Kind: WarnSmall, Name: g.name, Registration: a.Registration.ID})
		}
	}
	if len(tags) > 0 {
		out.First, out.Last = tags[0].name, tags[len(tags)-1].name
	}
	for range o.Blanks {
		tags = append(tags, tag{blank: true, kind: event.ForParticipants, role: j.Printer.T("paper.role." + string(event.ForParticipants))})
	}
	per := o.Size.PerPage()
	if len(tags) > 0 {
		out.Pages = (o.Start - 1 + len(tags) + per - 1) / per
	}
	out.draw = func(ctx context.Context, d *pdf.Document) error {
		for i, a := range who {
			if tags[i].card, err = s.cardURL(ctx, j.Org.ID, a.Person.ID, j.Event.ID); err != nil {
				return err
			}
		}
		drawTags(d, j, o, tags)
		return nil
	}
	return out, nil
}

func newTagger(d *pdf.Document, j Job, o TagOptions) *tagger {
	sh := sheets[o.Size]
	t := &tagger{doc: d, w: sh.width, h: sh.height, u: min(sh.width/91, sh.height/55), photos: o.Photos}
	t.words = tagWords{title: j.Event.TitleIn(j.Printer.Lang()), photoYes: j.Printer.T("paper.photo.yes"), photoNo: j.Printer.T("paper.photo.no"),
		name: j.Printer.T("paper.tags.name"), affiliation: j.Printer.T("paper.tags.affiliation"), card: j.Printer.T("paper.tags.code")}
	return t
}

func drawTags(d *pdf.Document, j Job, o TagOptions, tags []tag) {
	sh := sheets[o.Size]
	t := newTagger(d, j, o)
	t.band = sew(d, j.Band, t.w-2*margin*t.u, 3.4*t.u)
	dx, dy := float64(o.Right)/2, float64(o.Down)/2
	var page *pdf.Page
	for i, g := range tags {
		n := (o.Start - 1 + i) % o.Size.PerPage()
		if page == nil || n == 0 {
			page = d.Page(sh.pageWidth, sh.pageHeight)
			if o.Marks {
				sh.cut(page, dx, dy)
			}
		}
		x, y := sh.at(n)
		t.draw(page, x+dx, y+dy, g)
	}
}

// attendees are those who get a tag.
func (s *Service) attendees(ctx context.Context, j Job, o TagOptions) ([]event.Attendee, error) {
	if o.Registration != "" {
		of, err := s.Events.FindRegistration(ctx, j.Org.ID, o.Registration)
		if err == nil && of.Event.ID != j.Event.ID {
			err = apperr.New(apperr.NotFound, "paper.error.unknown")
		}
		return []event.Attendee{{Registration: of.Registration, Person: of.Person, Slot: of.Slot}}, err
	}
	o.Filter.Order, o.Filter.After = event.ByKana, ""
	var who []event.Attendee
	err := s.Events.EachAttendee(ctx, j.Org.ID, j.Event.ID, o.Filter, func(a event.Attendee) error {
		who = append(who, a)
		return nil
	})
	return who, err
}

// photos tells who agreed to photos of this event; who said nothing did not.
func (s *Service) photos(ctx context.Context, j Job, who []event.Attendee) (map[string]bool, error) {
	ids := make([]string, len(who))
	for i, a := range who {
		ids[i] = a.Person.ID
	}
	return people.Consenting(ctx, s.People.DB, j.Org.ID, people.ConsentPhoto, j.Event.ID, ids)
}

// tagOf is what stands on somebody's tag. Where participants have several
// slots, the slot's name says more than the role.
func (s *Service) tagOf(j Job, a event.Attendee, photo bool) tag {
	lang := j.Printer.Lang()
	g := tag{name: a.Person.DisplayName(lang), kana: a.Person.Kana(), affiliation: a.Person.Affiliation, kind: a.Slot.Kind,
		role: j.Printer.T("paper.role." + string(a.Slot.Kind)), photo: photo}
	if a.Slot.Kind == event.ForParticipants && len(j.Event.OpenSlots()) > 1 {
		g.slot = g.role + "・" + a.Slot.NameIn(lang)
	}
	return g
}
