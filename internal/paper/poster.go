package paper

import (
	"context"
	"strings"

	"koryu/internal/event"
	"koryu/internal/kit/pdf"
)

// PosterOptions say what the poster leads to and how large it is.
type PosterOptions struct {
	A3  bool
	Org bool // the code opens the organisation's page, not the event's
}

// Poster prepares one page to hang up: what, when, where, and a code to the
// page. It stays readable without colour.
func (s *Service) Poster(_ context.Context, j Job, o PosterOptions) (Print, error) {
	f, err := face()
	if err != nil {
		return Print{}, err
	}
	lang := j.Printer.Lang()
	b := poster{job: j, k: 1, url: s.EventURL(j), call: j.Printer.T("paper.poster.call")}
	if o.A3 {
		b.k = 297.0 / 210
	}
	if o.Org {
		b.url, b.call = s.OrgURL(j), j.Printer.T("paper.poster.call_org")
	}
	title := j.Event.TitleIn(lang)
	out := Print{Title: j.Printer.T("paper.poster.title", "event", title), Pages: 1, job: j, face: f, draw: b.draw}
	out.Warnings = inspect(f, title, "", title, j.Event.Place.NameIn(lang), j.Event.Place.AddressIn(lang), j.Event.Hashtag, j.Org.NameIn(lang))
	return out, nil
}

type poster struct {
	job       Job
	k         float64 // 1 on A4
	url, call string
}

func (b poster) draw(_ context.Context, d *pdf.Document) error {
	k, e, lang := b.k, b.job.Event, b.job.Printer.Lang()
	w, h, side := 210*k, 297*k, 18*k
	p := d.Page(w, h)
	band := sew(d, b.job.Band, w-2*side, 11*k)
	band.place(p, (w-band.width)/2, 14*k)
	band.place(p, (w-band.width)/2, h-25*k)
	wide := w - 2*side
	put := func(tag, s string, y, high, most float64, st pdf.Style) float64 {
		if s == "" {
			return y
		}
		t := fitText(d.Face(), s, wide, high*k, most*k)
		d.Tag(tag, func() { t.draw(p, side, y, st) })
		return y + t.height()
	}
	bold, plain := pdf.Style{Bold: true, Colour: ink}, pdf.Style{Colour: ink}
	y := put("P", b.job.Org.NameIn(lang), 34*k, 14, 15, plain) + 8*k
	y = put("H1", e.TitleIn(lang), y, 66, 60, bold) + 7*k
	y = put("P", e.SummaryIn(lang), y, 26, 15, plain) + 8*k
	p.Fill(side, y, 24*k, 1.2*k, ink)
	y = put("P", when(b.job, "\n"), y+6*k, 26, 29, bold) + 4*k
	y = put("P", b.place(), y, 24, 18, plain) + 3*k
	put("P", hashtag(e), y, 9, 16, bold)
	b.foot(d, p, side, h-100*k, wide)
	return nil
}

// foot is the code with what it is for, and the address for those who type.
func (b poster) foot(d *pdf.Document, p *pdf.Page, x, y, wide float64) {
	k := b.k
	const code = 62
	p.Line(x, y-4*k, x+wide, y-4*k, 0.3*k, ink)
	drawCode(p, x+wide-(code+3)*k, y+3*k, code*k, b.url, b.call+" "+b.url)
	room := wide - (code+16)*k
	call := fitText(d.Face(), b.call, room, 30*k, 23*k)
	d.Tag("P", func() { call.draw(p, x, y+8*k, pdf.Style{Bold: true, Colour: ink}) })
	address := fitText(d.Face(), strings.TrimPrefix(strings.TrimPrefix(b.url, "https://"), "http://"), room, 22*k, 12*k)
	d.Tag("P", func() { address.draw(p, x, y+44*k, pdf.Style{Colour: ink}) })
}

// when is the date with its year, for paper stays, and the time; a draft may
// have none.
func when(j Job, between string) string {
	e, p := j.Event, j.Printer
	switch {
	case e.StartsAt == 0:
		return ""
	case e.EndsAt == 0:
		return p.DateYear(e.StartsAt.Time()) + between + p.Time(e.StartsAt.Time())
	case e.StartsAt.Day() == e.EndsAt.Day():
		return p.DateYear(e.StartsAt.Time()) + between + p.Time(e.StartsAt.Time()) + "–" + p.Time(e.EndsAt.Time())
	}
	return p.DateYear(e.StartsAt.Time()) + " " + p.Time(e.StartsAt.Time()) + " –" + between + p.DateTime(e.EndsAt.Time())
}

func (b poster) place() string {
	lang, at := b.job.Printer.Lang(), b.job.Event.Place
	name, address := at.NameIn(lang), at.AddressIn(lang)
	if name == "" && b.job.Event.Online() {
		name = b.job.Printer.T("paper.poster.online")
	}
	return strings.TrimSpace(name + "\n" + address)
}

func hashtag(e event.Event) string {
	if tag := strings.TrimLeft(e.Hashtag, "#＃"); tag != "" {
		return "#" + tag
	}
	return ""
}
