package card

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"koryu/internal/kit/i18n"
	"koryu/internal/people"
	"koryu/internal/profile"
)

// readVCards is a reader of RFC 2426 and RFC 6350 that shares nothing with the
// writer: it goes through the bytes one by one. It gives, per contact, the
// components of each property in the order of the file.
func readVCards(t *testing.T, data string) (all []map[string][][]string) {
	t.Helper()
	var lines []string
	for len(data) > 0 {
		i := strings.Index(data, "\r\n")
		if i < 0 {
			t.Fatalf("a line does not end: %q", data)
		}
		if line := data[:i]; len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
			t.Fatalf("line of %d octets, or with half a letter, or a bare line break: %q", len(line), line)
		} else if strings.HasPrefix(line, " ") {
			lines[len(lines)-1] += line[1:]
		} else {
			lines = append(lines, line)
		}
		data = data[i+2:]
	}
	var now map[string][][]string
	for _, line := range lines {
		switch {
		case line == "BEGIN:VCARD" && now == nil:
			now = map[string][][]string{}
		case line == "END:VCARD" && now != nil:
			all, now = append(all, now), nil
		case now == nil:
			t.Fatalf("outside a contact: %q", line)
		default:
			name, rest, ok := strings.Cut(line, ":")
			if strings.Contains(name, `"`) { // the value begins after the quotes
				end := strings.Index(line, `":`)
				name, rest, ok = line[:end+1], line[end+2:], end > 0
			}
			if !ok {
				t.Fatalf("no property: %q", line)
			}
			now[name] = append(now[name], components(rest))
		}
	}
	if now != nil {
		t.Fatal("a contact does not end")
	}
	return all
}

func components(s string) (out []string) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			if s[i] == 'n' || s[i] == 'N' {
				b.WriteByte('\n')
			} else {
				b.WriteByte(s[i])
			}
		case s[i] == ';':
			out = append(out, b.String())
			b.Reset()
		default:
			b.WriteByte(s[i])
		}
	}
	return append(out, b.String())
}

var nasty = []string{"\r\n", "\n", "\r", ";", ",", ":", `\`, `"`, " ", "\t", "\r\n ", "END:VCARD", "\r\nEND:VCARD\r\nBEGIN:VCARD\r\nTEL:1",
	"髙", "𠮷", "葛\U000E0100", "é", "👩‍👩‍👧", "見本", "a", "\x00", "\x1f", "\u2028", "\ufeff", "=0D=0A", `\n`, `\;`}

func anyText(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(30) {
		b.WriteString(nasty[r.IntN(len(nasty))])
	}
	return b.String()
}

// kept is what must come back of a text: line breaks as one, other control
// characters gone.
func kept(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
	return strings.Map(func(r rune) rune {
		if r != '\n' && (r < ' ' || r == 0x7f) {
			return -1
		}
		return r
	}, s)
}

func TestNothingInANameBreaksOutOfItsLine(t *testing.T) {
	s := &Service{}
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		p := people.Person{Family: anyText(r), Given: "x" + anyText(r), KanaFamily: "ミホン", KanaGiven: "カナ", Email: anyText(r), Phone: "+8190"}
		c := Copy{Face: Face{Person: p}, Confirmed: true, EventTitle: anyText(r), Exchange: Exchange{At: 1}}
		c.Face.View.Affiliation, c.Face.View.Headline = anyText(r), anyText(r)
		c.Face.View.Links = []profile.Link{{Kind: "x", URL: "https://x.com/a\r\nTEL:1"}}
		for _, v := range []VCardVersion{VCard3, VCard4} {
			all := readVCards(t, string(s.VCard([]Copy{c, c}, v, i18n.For(i18n.Ja))))
			if len(all) != 2 {
				t.Fatalf("%d contacts from two: %q", len(all), p.Family)
			}
			got := all[0]
			n := got["N"]
			if v == VCard4 {
				n = got[`N;SORT-AS="ミホン,カナ"`]
			} else if got["SORT-STRING"][0][0] != "ミホン カナ" {
				t.Errorf("SORT-STRING is %v", got["SORT-STRING"])
			}
			if len(n) != 1 || len(n[0]) != 5 || n[0][0] != kept(p.Family) || n[0][1] != kept(p.Given) {
				t.Fatalf("N is %q, want %q and %q", n, kept(p.Family), kept(p.Given))
			}
			if o := got["ORG"]; c.Face.View.Affiliation != "" && kept(c.Face.View.Affiliation) != "" && o[0][0] != kept(c.Face.View.Affiliation) {
				t.Fatalf("ORG is %q", o)
			}
			if len(got["VERSION"]) != 1 || got["VERSION"][0][0] != string(v) || len(got["FN"]) != 1 || len(got["TEL"]) != 0 {
				t.Fatalf("properties %v", got)
			}
		}
	}
}

func TestTheSecondFaceIsSmallAndProvesWhatItShows(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.open(w.a, profile.Met, profile.Affiliation, profile.Email, profile.Phone)
		f, err := w.s.Preview(w.ctx, w.org.ID, w.a.ID, true)
		w.must(err)
		v := w.s.VCardFace(f)
		for _, secret := range []string{w.a.Email, "8190", "EMAIL", "TEL"} {
			if strings.Contains(v, secret) {
				t.Errorf("the face holds %s", secret)
			}
		}
		shown, err := w.s.VerifyFace(v)
		if err != nil || shown.Name != "青森 一例" || shown.Affiliation != "青森工房" || shown.Token != w.s.Token(f.Card) {
			t.Errorf("it proves %+v, %v", shown, err)
		}
		for _, forged := range []string{strings.Replace(v, "青森 一例", "青森 二例", 1), strings.Replace(v, "ORG:", "ORG:偽", 1),
			strings.Replace(v, "VERSION:3.0", "VERSION:3.0\r\nFN:偽", 1), "", v + v, strings.Replace(v, "?s=", "?s=A", 1)} {
			if _, err := w.s.VerifyFace(forged); err == nil {
				t.Errorf("this passes as ours: %q", forged)
			}
		}
		r := w.asks(w.a, w.b, "k1")
		r.CardToken, r.Shown, r.Offline = "", v, true
		w.exchange(r)
		w.wantTies(1)
		r.Shown = strings.Replace(v, "青森 一例", "青森 二例", 1)
		_, err = w.s.Exchange(w.ctx, r)
		w.wantErr(err, "card.error.forged")

		dice := rand.New(rand.NewPCG(3, 4))
		for range 300 {
			f.Person.Family, f.Person.Given, f.View.Affiliation = anyText(dice)+"x", anyText(dice), anyText(dice)
			v := w.s.VCardFace(f)
			if all := readVCards(t, v); len(v) > 300 || len(all) != 1 || len(all[0]["URL"]) != 1 {
				t.Fatalf("%d bytes, %v", len(v), all)
			}
			if _, err := w.s.VerifyFace(v); err != nil {
				t.Fatalf("our own face is refused: %q", v)
			}
		}
	})
}

func TestADownloadSaysWhereAndWhenTheyMetAndOnlyWhatIsAllowedNow(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.open(w.a, profile.Met, profile.Affiliation, profile.Email)
		e := w.exchange(w.asks(w.a, w.b, "k1"))
		read := func() map[string][][]string {
			return readVCards(t, string(w.s.VCard([]Copy{w.copyOf(w.b, e.Exchange)}, VCard3, printer())))[0]
		}
		got := read()
		if note := got["NOTE"][0][0]; !strings.Contains(note, w.event.Title) || !strings.Contains(note, "2024年12月13日") {
			t.Errorf("the note is %q", note)
		}
		if got["EMAIL;TYPE=INTERNET"][0][0] != w.a.Email || got["UID"][0][0] != "urn:uuid:"+w.card(w.a).ID || len(got["TEL;TYPE=CELL"]) != 0 {
			t.Errorf("the contact is %v", got)
		}
		_, err := w.s.SaveFields(w.ctx, w.self(w.a), w.org.ID, w.a.ID, []profile.Field{profile.Affiliation})
		w.must(err)
		if got := read(); len(got["EMAIL;TYPE=INTERNET"]) != 0 || len(got["ORG"]) != 1 {
			t.Errorf("after a chose less it is %v", got)
		}
		w.open(w.a, profile.Organiser, profile.Affiliation)
		if got := read(); len(got["ORG"]) != 0 {
			t.Errorf("after a withdrew it is %v", got)
		}
	})
}
