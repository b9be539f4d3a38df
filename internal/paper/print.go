package paper

import (
	"context"
	"io"
	"strings"

	"koryu/internal/kit/pdf"
)

// Print is a paper that is ready: what it holds can be said before it is drawn.
type Print struct {
	Title    string
	Pages    int
	Count    int // people on it, blanks left out
	First    string
	Last     string
	Warnings []Warning

	job  Job
	face *pdf.Face
	draw func(context.Context, *pdf.Document) error
}

// Warning is something the organiser should know before printing.
type Warning struct {
	Kind         string // WarnLacks, WarnVariant, WarnSmall
	Name         string // of the person, or of what is printed
	Registration string
	Characters   string // those it is about
}

// The kinds of warnings: no font has a character; a kanji is printed in its
// usual form, not the chosen one; a name is so long that it is hard to read.
const (
	WarnLacks   = "lacks"
	WarnVariant = "variant"
	WarnSmall   = "small"
)

// Write draws the paper. Cards that have no address yet get one now, not when
// somebody only looks at what would be printed.
func (p Print) Write(ctx context.Context, w io.Writer) error {
	d := p.document()
	if err := p.draw(ctx, d); err != nil {
		return err
	}
	_, err := d.WriteTo(w)
	return err
}

func (p Print) document() *pdf.Document {
	lang := p.job.Printer.Lang()
	return pdf.New(pdf.Meta{Title: p.Title, Author: p.job.Org.NameIn(lang), Subject: p.job.Event.TitleIn(lang), Lang: string(lang),
		Created: p.job.Now.Format("20060102150405")}, p.face)
}

// inspect warns about the characters of texts that belong to one person.
func inspect(f *pdf.Face, name, registration string, texts ...string) []Warning {
	var list []Warning
	whole := strings.Join(texts, " ")
	if lacks := f.Lacks(whole); len(lacks) > 0 {
		list = append(list, Warning{WarnLacks, name, registration, string(lacks)})
	}
	if forms := pdf.Variants(whole); len(forms) > 0 {
		list = append(list, Warning{WarnVariant, name, registration, string(forms)})
	}
	return list
}
