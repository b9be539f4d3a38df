package message_test

import (
	"html"
	"math/rand/v2"
	"strings"
	"testing"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/i18n"
	"koryu/internal/message"
	"koryu/internal/people"
)

// What people may have typed, or an import brought, where a header could break.
var hostile = []string{
	"x\r\nBcc: evil@example.com", "a\nSubject: b", "a\rb", "a\u0085Bcc: e@example.com", "a\u2028b", "a\x00b", "\tx", "=?utf-8?q?=0D=0ABcc:_e?=",
	"\"<e@example.com>", "a, b@example.com", "a\x1b[31m", "\x0bx\x0c", "{event}", "{ticket_link}", "<b onclick=x>&\"'", "\xff\xfe",
}

// known are the only headers that a message has.
var known = map[string]bool{"From": true, "To": true, "Subject": true, "Message-Id": true, "Date": true, "Auto-Submitted": true,
	"Content-Language": true, "List-Unsubscribe": true, "List-Unsubscribe-Post": true, "Content-Type": true, "Mime-Version": true, "Reply-To": true,
	"Content-Transfer-Encoding": true}

func TestNothingThatIsTypedMakesAHeader(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		dice := rand.New(rand.NewPCG(1, 2))
		bad := func() string {
			var b strings.Builder
			for range 1 + dice.IntN(3) {
				b.WriteString(hostile[dice.IntN(len(hostile))])
			}
			return b.String()
		}
		w.register(1, i18n.Ja, "g")
		for n := range 40 {
			person := people.Person{ID: "x", Family: bad(), Given: bad(), Email: "p@example.com", Lang: []i18n.Lang{i18n.Ja, i18n.En}[n%2]}
			m := message.Message{OrgID: w.org.ID, Kind: message.Announcement, EventID: w.event.ID,
				Subject: bad() + "{name}" + bad(), Body: bad() + "\n\n{name}", SubjectEn: "{family}" + bad(), BodyEn: bad()}
			letter, err := w.s.Preview(w.ctx, m, person)
			w.must(err)
			letter.ID, letter.Unsubscribe = "test", "https://koryu.example/u/x"
			if strings.TrimSpace(letter.Subject) == "" {
				continue
			}
			if err := w.s.Mail.Send(w.ctx, letter); err != nil {
				t.Fatalf("%q: %v", letter.Subject, err)
			}
		}
		for _, x := range w.server.mails() {
			for name, values := range x.header {
				if !known[name] || len(values) != 1 {
					t.Errorf("header %s: %q", name, values)
				}
			}
			if len(x.to) != 1 || x.to[0] != "p@example.com" {
				t.Errorf("recipients %v", x.to)
			}
		}
		if len(w.server.mails()) < 30 {
			t.Errorf("only %d mails were looked at", len(w.server.mails()))
		}
	})
}

func TestMergeValuesAreTextWhereverTheyStand(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		m := message.Message{OrgID: w.org.ID, Kind: message.Announcement, EventID: w.event.ID, Subject: "{name}", Body: "{name} 様\n{event}\n\n{event_link}"}
		letter, err := w.s.Preview(w.ctx, m, people.Person{Family: "<script>alert(1)</script>", Given: "{event}", Email: "p@example.com"})
		w.must(err)
		if strings.Contains(letter.HTML, "<script>") || !strings.Contains(html.UnescapeString(letter.HTML), "<script>alert(1)</script> {event} 様") {
			t.Errorf("HTML: %s", letter.HTML)
		}
		if !strings.Contains(letter.Text, "<script>alert(1)</script> {event} 様\n八戸の交流会") {
			t.Errorf("text: %s", letter.Text)
		}
		if !strings.Contains(letter.HTML, `href="https://koryu.example/o/sample/events/`) {
			t.Error("a link alone becomes a button")
		}
		if strings.Contains(letter.Text, "{event_link}") {
			t.Error("the button's field stayed in the text")
		}
	})
}

func TestFieldsThatCannotBeFilledAreRefusedAtTheirField(t *testing.T) {
	base := message.Message{Kind: message.Announcement, Subject: "x", Body: "y", Audience: message.Audience{By: message.ByList}}
	for name, c := range map[string]struct {
		change func(*message.Message)
		field  string
		key    string
	}{
		"an unknown field":                 {func(m *message.Message) { m.Body = "{naem} 様" }, "body", "message.error.unknown_field"},
		"an unknown field in English":      {func(m *message.Message) { m.SubjectEn, m.BodyEn = "{Name}", "x" }, "subject_en", "message.error.unknown_field"},
		"an event's field without event":   {func(m *message.Message) { m.Body = "{event}" }, "body", "message.error.field_event"},
		"a ticket in an announcement":      {func(m *message.Message) { m.EventID, m.Body = "e", "{ticket_link}" }, "body", "message.error.field_ticket"},
		"no subject":                       {func(m *message.Message) { m.Subject = "" }, "subject", "message.error.subject"},
		"half of the English":              {func(m *message.Message) { m.BodyEn = "x" }, "subject_en", "message.error.both_en"},
		"a notice about nothing":           {func(m *message.Message) { m.Kind = message.Notice }, "event", "message.error.event"},
		"nobody chosen":                    {func(m *message.Message) { m.Audience = message.Audience{} }, "by", "message.error.audience"},
		"an event without states":          {func(m *message.Message) { m.Audience = message.Audience{By: message.ByEvent, EventID: "e"} }, "states", "message.error.states"},
		"a subject longer than any line":   {func(m *message.Message) { m.Subject = strings.Repeat("長", 121) }, "subject", "message.error.too_long"},
		"braces that are only braces":      {func(m *message.Message) { m.Body = "f(x) { return } と {} と { }" }, "body", "message.error.unknown_field"},
		"a field over the end of the line": {func(m *message.Message) { m.Body = "{na\nme}" }, "", ""},
	} {
		m := base
		c.change(&m)
		fields := apperr.FieldsOf(m.Ready())
		if c.field == "" {
			if len(fields) > 0 {
				t.Errorf("%s is refused: %v", name, fields)
			}
			continue
		}
		if e := fields.For(c.field); e == nil || e.Key != c.key {
			t.Errorf("%s: %v", name, fields)
		}
	}
}

func TestWithoutEnglishEverybodyReadsJapanese(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		m := message.Message{OrgID: w.org.ID, Kind: message.Announcement, Subject: "お知らせ", Body: "本文"}
		letter, err := w.s.Preview(w.ctx, m, people.Person{Family: "Sample", Email: "p@example.com", Lang: i18n.En})
		if err != nil || letter.Subject != "お知らせ" || letter.Lang != i18n.Ja {
			t.Errorf("%q in %s, %v", letter.Subject, letter.Lang, err)
		}
	})
}
