package web

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/a-h/templ"

	"koryu/internal/kit/i18n"
	"koryu/internal/privacy"
	"koryu/internal/web/ui"
)

// dossierPart is a part of a dossier as a page shows it: values, then what is
// inside.
type dossierPart struct {
	Title, Note string
	Facts       []ui.Fact
	Parts       []dossierPart
}

// dossierParts brings a dossier into words. What is empty is left out; the file
// has it.
func dossierParts(p *i18n.Printer, d privacy.Dossier) ([]dossierPart, error) {
	var all []dossierPart
	for _, s := range d.Sections {
		tree, err := privacy.Tree(s.Data)
		if err != nil {
			return nil, err
		}
		part := partOf(p, s.Name, p.T("privacy.section."+s.Name), tree)
		part.Note = p.T("privacy.store." + string(s.Store))
		all = append(all, part)
	}
	return all, nil
}

func partOf(p *i18n.Printer, section, title string, n privacy.Node) dossierPart {
	part := dossierPart{Title: title}
	for _, c := range n.Children {
		switch {
		case c.Empty(), onlyInFile[c.Key]:
		case part.Title == "" && c.Plain() && namesItem[c.Key]:
			part.Title = textOf(p, c)
		case c.Plain():
			part.Facts = append(part.Facts, ui.Fact{Term: privacy.FieldName(p, section, c.Key), Text: textOf(p, c)})
		case c.List:
			inside := dossierPart{Title: privacy.FieldName(p, section, c.Key)}
			for _, item := range c.Children {
				inside.Parts = append(inside.Parts, partOf(p, section, "", item))
			}
			part.Parts = append(part.Parts, inside)
		case c.Key == "": // an item of a list that is the whole section
			part.Parts = append(part.Parts, partOf(p, section, "", c))
		default:
			part.Parts = append(part.Parts, partOf(p, section, privacy.FieldName(p, section, c.Key), c))
		}
	}
	return part
}

// onlyInFile are names that tell a reader nothing; programs need them.
var onlyInFile = map[string]bool{"id": true, "event_id": true, "scope": true, "text_hash": true, "title_en": true, "event_en": true}

// namesItem are names whose value heads an item of a list.
var namesItem = map[string]bool{"title": true, "event": true, "subject": true, "question": true, "with": true, "who": true, "name": true}

// longest is the length from which a value is taken for a file in letters.
const longest = 4000

// textOf words one value, or several of them.
func textOf(p *i18n.Printer, n privacy.Node) string {
	if len(n.Children) > 0 {
		var words []string
		for _, c := range n.Children {
			words = append(words, textOf(p, privacy.Node{Key: n.Key, Text: c.Text, Bool: c.Bool}))
		}
		return strings.Join(words, p.T("privacy.value.and"))
	}
	for _, key := range []string{"privacy.value." + n.Key + "." + n.Text, wordsOf[n.Key] + n.Text} {
		if p.Has(key) {
			return p.T(key)
		}
	}
	if n.Bool {
		return p.T("privacy.value." + n.Text)
	}
	if at, err := time.Parse(time.RFC3339, n.Text); err == nil {
		return p.DateYear(at) + " " + p.Time(at)
	}
	if len(n.Text) > longest && !strings.ContainsAny(n.Text, " \n、。") {
		return p.T("privacy.value.file")
	}
	return n.Text
}

// wordsOf leads to the catalogue for codes that have their words elsewhere.
var wordsOf = map[string]string{"kind": "people.fact.", "code": "people.consent."}

// dossierBroken fails the page: half a dossier would be a lie.
func dossierBroken(err error) templ.Component {
	return templ.ComponentFunc(func(context.Context, io.Writer) error { return err })
}
