package ui

import (
	"strings"
	"unicode/utf8"
)

// NameCardProps is a business card: one's own held out with its code, or the
// copy of somebody's.
type NameCardProps struct {
	Name, Kana            string
	Affiliation, Headline string
	Image, Seed           string
	Note                  string // over the name: when and where one met
	QR                    *QRProps
	Faces                 []TabProps // the faces of the code, as links
	FacesTitle            string
}

// MetProps is a person in the list of those one met.
type MetProps struct {
	Name, Kana, Affiliation string
	Image, Href             string
	Met                     string // when and where, finished words
	Tags                    []string
	Status                  *StatusProps
}

// KeptProps keeps pages in the browser for moments without a signal.
type KeptProps struct {
	Worker, Scope string
	Pages, Files  []string
}

// Names are set as large as they fit: a line holds nine full-width signs of
// the largest size.
const (
	longName   = 16
	longerName = 28
)

// size is the class of a name by its width in half-width signs.
func (n NameCardProps) size() string {
	w := 0
	for _, c := range n.Name {
		if w++; utf8.RuneLen(c) > 2 {
			w++
		}
	}
	switch {
	case w > longerName:
		return "namecard__name namecard__name--longer"
	case w > longName:
		return "namecard__name namecard__name--long"
	}
	return "namecard__name"
}

func spaced(addresses []string) string { return strings.Join(addresses, " ") }
