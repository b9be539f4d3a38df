package card

import (
	"encoding/base64"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"koryu/internal/kit/i18n"
	"koryu/internal/people"
)

// VCardVersion chooses the form of a download.
type VCardVersion string

// The versions: phones read 3.0; 4.0 is for who asks for it.
const (
	VCard3 VCardVersion = "3.0"
	VCard4 VCardVersion = "4.0"
)

// VCardType is the media type of both.
const VCardType = "text/vcard; charset=utf-8"

// VCard writes copies as contacts, each with a note of where and when the two
// met. Only what the reader sees at this moment is in it; who withdrew is not.
func (s *Service) VCard(copies []Copy, v VCardVersion, p *i18n.Printer) []byte {
	var w vcardWriter
	for _, c := range copies {
		if c.Withdrawn {
			continue
		}
		note := p.T("card.vcard.met", "date", p.DateYear(c.At.Time()))
		if title := c.EventTitleIn(p.Lang()); title != "" {
			note = p.T("card.vcard.met_at", "date", p.DateYear(c.At.Time()), "event", title)
		}
		if !c.Confirmed {
			note += " " + p.T("card.vcard.unconfirmed")
		}
		w.contact(c.Face, v, p, note)
	}
	return []byte(w.String())
}

// OwnVCard writes the person's own card as a partner would get it.
func (s *Service) OwnVCard(f Face, v VCardVersion, p *i18n.Printer) []byte {
	var w vcardWriter
	w.contact(f, v, p, "")
	return []byte(w.String())
}

// vcardWriter writes the lines of RFC 2426 and RFC 6350.
type vcardWriter struct{ strings.Builder }

// line writes a content line, folded at 75 octets between letters. What stands in
// value was escaped by the caller; a line break cannot be in it.
func (w *vcardWriter) line(name, value string) {
	line := name + ":" + value
	for limit := maxLine; len(line) > limit; limit = maxLine - 1 {
		cut := limit
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		w.WriteString(line[:cut] + "\r\n ")
		line = line[cut:]
	}
	w.WriteString(line + "\r\n")
}

const maxLine = 75

// text is [vcardWriter.line] for one text, left out when it is empty.
func (w *vcardWriter) text(name, value string) {
	if value != "" {
		w.line(name, escape(value))
	}
}

var escapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\r", `\n`, "\n", `\n`, "\u2028", `\n`, "\u2029", `\n`)

// escape makes any text one value: no separator, no line break, no control
// character of it is left.
func escape(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, escapes.Replace(strings.ToValidUTF8(s, "")))
}

// uri keeps an address one word.
func uri(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func (w *vcardWriter) contact(f Face, v VCardVersion, p *i18n.Printer, note string) {
	who := f.Person
	w.line("BEGIN", "VCARD")
	w.line("VERSION", string(v))
	w.text("FN", who.DisplayName(p.Lang()))
	w.name(who, v)
	w.text("ORG", f.View.Affiliation)
	w.text("TITLE", f.View.Headline)
	email, tel, social := "EMAIL;TYPE=INTERNET", "TEL;TYPE=CELL", "X-SOCIALPROFILE;TYPE="
	if v == VCard4 {
		email, tel, social = "EMAIL", "TEL;VALUE=uri", "SOCIALPROFILE;SERVICE-TYPE="
	}
	w.text(email, who.Email)
	if phone := uri(who.Phone); phone != "" && v == VCard4 {
		w.line(tel, "tel:"+phone)
	} else if phone != "" {
		w.line(tel, phone)
	}
	for _, l := range f.View.Links {
		w.line("URL", uri(l.URL))
		if l.Kind != "site" {
			w.line(social+escape(l.Kind), uri(l.URL))
		}
	}
	if place := f.View.Prefecture; place != "" {
		w.line("ADR", ";;;;"+escape(p.T("programme.prefecture."+place))+";;")
	}
	w.text("NOTE", note)
	if f.Card.ID != "" {
		w.line("UID", "urn:uuid:"+f.Card.ID)
	}
	if at := max(f.Card.UpdatedAt, f.View.UpdatedAt); at != 0 {
		w.line("REV", at.Time().In(time.UTC).Format("20060102T150405Z"))
	}
	if v == VCard4 {
		w.line("KIND", "individual")
	}
	w.line("END", "VCARD")
}

// name writes N with its reading.
func (w *vcardWriter) name(who people.Person, v VCardVersion) {
	value := escape(who.Family) + ";" + escape(who.Given) + ";;;"
	switch {
	case who.KanaFamily == "":
		w.line("N", value)
	case v == VCard4:
		w.line(`N;SORT-AS="`+quoted(who.KanaFamily)+","+quoted(who.KanaGiven)+`"`, value)
	default:
		w.line("N", value)
		w.text("SORT-STRING", who.Kana())
	}
	w.text("X-PHONETIC-LAST-NAME", who.KanaFamily)
	w.text("X-PHONETIC-FIRST-NAME", who.KanaGiven)
}

// quoted is what may stand between quotes: kana hold none of what is dropped.
func quoted(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`",;:`, r) {
			return -1
		}
		return r
	}, s)
}

// maxFace is what a QR code holds that a phone reads from another phone.
const maxFace = 300

// VCardFace is the second face of the QR, for a phone without a signal: name,
// affiliation where the card shows it, and the address of the card with a
// signature over all of it. It has at most 300 bytes; what is too long is cut,
// the affiliation first.
func (s *Service) VCardFace(f Face) string {
	family, given, org := clip(f.Person.Family), clip(f.Person.Given), clip(f.View.Affiliation)
	for {
		v := s.faceOf(f, family, given, org)
		switch {
		case len(v) <= maxFace:
			return v
		case org != "":
			org = shorter(org)
		case len(given) > len(family):
			given = shorter(given)
		case family != "":
			family = shorter(family)
		default:
			return v // an address of the house that leaves no room for a name
		}
	}
}

// clip bounds the work on a text of which some 40 letters fit.
func clip(s string) string {
	if r := []rune(s); len(r) > 100 {
		return string(r[:100])
	}
	return s
}

func shorter(s string) string {
	_, n := utf8.DecodeLastRuneInString(s)
	return strings.TrimRightFunc(s[:len(s)-n], unicode.IsSpace)
}

func (s *Service) faceOf(f Face, family, given, org string) string {
	who := people.Person{Family: family, Given: given}
	fn, n, o := escape(who.DisplayName(f.Person.Lang)), escape(family)+";"+escape(given)+";;;", escape(org)
	var w vcardWriter
	w.line("BEGIN", "VCARD")
	w.line("VERSION", string(VCard3))
	w.line("FN", fn)
	w.line("N", n)
	if o != "" {
		w.line("ORG", o)
	}
	token := s.Token(f.Card)
	w.line("URL", s.Base+"/c/"+token+"?s="+s.faceSignature(token, fn, n, o))
	w.line("END", "VCARD")
	return w.String()
}

func (s *Service) faceSignature(token, fn, n, org string) string {
	return base64.RawURLEncoding.EncodeToString(s.Keys.Sum(sumFace, []byte(token), []byte(fn), []byte(n), []byte(org))[:12])
}

// Shown is what a scanned second face proves to have been shown.
type Shown struct{ Token, Name, Affiliation string }

// VerifyFace reads a second face as a phone scanned it, and refuses one of which
// a single letter is not ours.
func (s *Service) VerifyFace(vcard string) (Shown, error) {
	if len(vcard) > 4*maxFace {
		return Shown{}, errForged
	}
	lines := strings.NewReplacer("\r\n ", "", "\n ", "", "\r\n", "\n").Replace(vcard)
	field := map[string]string{}
	for line := range strings.SplitSeq(strings.TrimSpace(lines), "\n") {
		name, value, _ := strings.Cut(line, ":")
		if _, twice := field[name]; twice {
			return Shown{}, errForged
		}
		field[name] = value
	}
	address, signature, _ := strings.Cut(field["URL"], "?s=")
	token, ours := strings.CutPrefix(address, s.Base+"/c/")
	if !ours || signature != s.faceSignature(token, field["FN"], field["N"], field["ORG"]) {
		return Shown{}, errForged
	}
	return Shown{Token: token, Name: unescape(field["FN"]), Affiliation: unescape(field["ORG"])}, nil
}

func unescape(s string) string {
	return strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n").Replace(s)
}
