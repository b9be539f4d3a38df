package mail

import (
	_ "embed"
	"html/template"
	"strings"

	"koryu/internal/kit/i18n"
)

// Content is what a mail says, in the order in which it is read. All words come
// from the catalogue or from people; URLs are absolute.
type Content struct {
	Org     string // who writes, above the heading; "" for nobody
	Heading string
	Paras   []string    // a newline inside breaks the line
	Facts   [][2]string // name and value: date, place, number
	Picture Picture
	Buttons []Button // the first one is the one thing to do
	Foot    []string // small print: why this mail came, how to stop it
}

// Button is a link with the verb of what it does.
type Button struct{ Label, URL string }

// Picture is an attachment shown in the HTML by its Content-ID; the zero value
// is none. The text body holds its description only.
type Picture struct {
	CID   string
	Alt   string
	Width int // pixels on the page
}

//go:embed body.html
var bodySource string

var bodyTemplate = template.Must(template.New("body").Funcs(template.FuncMap{
	"lines": func(s string) []string { return strings.Split(s, "\n") },
	"cid":   func(id string) template.URL { return template.URL("cid:" + id) }, // checked with the message
}).Parse(bodySource))

// Compose writes both bodies of a mail: text that stands for itself, and HTML
// with inline styles, no remote picture and no script, in the printer's
// language. URLs other than http, https and mailto come out harmless.
func Compose(p *i18n.Printer, c Content) (text, html string) {
	var b strings.Builder
	err := bodyTemplate.Execute(&b, struct {
		Lang i18n.Lang
		Content
	}{p.Lang(), c})
	if err != nil {
		panic("mail: body.html: " + err.Error()) // a fault of the template, met by every test
	}
	return composeText(c), b.String()
}

func composeText(c Content) string {
	var blocks []string
	block := func(lines ...string) {
		if len(lines) > 0 {
			blocks = append(blocks, strings.Join(lines, "\n"))
		}
	}
	if c.Org != "" {
		block(c.Org)
	}
	block(c.Heading)
	for _, para := range c.Paras {
		block(para)
	}
	var facts []string
	for _, f := range c.Facts {
		facts = append(facts, "・"+f[0]+": "+strings.ReplaceAll(f[1], "\n", "\n  "))
	}
	block(facts...)
	for _, button := range c.Buttons {
		block("▶ "+button.Label, button.URL)
	}
	if len(c.Foot) > 0 {
		block(append([]string{"----------------"}, c.Foot...)...)
	}
	return strings.Join(blocks, "\n\n") + "\n"
}
