package ui

import (
	"context"
	"hash/fnv"
	"strconv"
	"strings"
	"unicode"

	"github.com/a-h/templ"

	"koryu/internal/kit/i18n"
)

func title(ctx context.Context, m Meta, c Chrome) string {
	t := m.Title
	if m.Errors {
		t = T(ctx, "core.error.title_prefix") + t
	}
	if t == "" || t == c.name() {
		return c.name()
	}
	return t + "｜" + c.name()
}

func locale(ctx context.Context) string {
	if lang(ctx) == "en" {
		return "en_US"
	}
	return "ja_JP"
}

func number(ctx context.Context, n int) string { return i18n.From(ctx).Number(n) }

// current marks the link of the page one is on.
func current(on bool) templ.Attributes {
	if !on {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}

func navTitle(ctx context.Context, nav []NavItem) string {
	for _, n := range nav {
		if n.On {
			return n.Label
		}
	}
	return T(ctx, "core.nav.menu")
}

func doorTheme(c Chrome) Chrome {
	c.Theme = "dark"
	return c
}

// fieldID is the id of a control; summary links and labels point there.
func fieldID(name string) string {
	return "f-" + strings.NewReplacer(".", "-", "[", "-", "]", "").Replace(name)
}

// described lists the ids that explain a control, or "".
func (f FieldProps) described() string {
	var ids []string
	if f.Support != "" {
		ids = append(ids, fieldID(f.Name)+"-support")
	}
	if f.Error != "" {
		ids = append(ids, fieldID(f.Name)+"-error")
	}
	return strings.Join(ids, " ")
}

// control are the attributes every control has.
func (f FieldProps) control() templ.Attributes {
	a := templ.Attributes{}
	set := func(k, v string) {
		if v != "" {
			a[k] = v
		}
	}
	set("aria-describedby", f.described())
	set("autocomplete", f.Autocomplete)
	set("inputmode", f.InputMode)
	set("min", f.Min)
	set("max", f.Max)
	set("lang", f.Lang)
	if f.MaxLength > 0 {
		a["maxlength"] = strconv.Itoa(f.MaxLength)
	}
	if f.Error != "" {
		a["aria-invalid"] = "true"
	}
	if f.Required {
		a["aria-required"] = "true"
	}
	for k, v := range f.Attrs {
		a[k] = v
	}
	return a
}

// group are the attributes of a fieldset of choices.
func (f FieldProps) group() templ.Attributes {
	a := templ.Attributes{}
	if d := f.described(); d != "" {
		a["aria-describedby"] = d
	}
	return a
}

func (f FieldProps) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

func (f FieldProps) has(v string) bool {
	if f.Value == v && v != "" {
		return true
	}
	for _, x := range f.Values {
		if x == v {
			return true
		}
	}
	return false
}

func (f FieldProps) width() string {
	if f.Length == 0 {
		return ""
	}
	for _, n := range []int{2, 4, 8, 12, 20, 40} {
		if f.Length <= n {
			return "w-" + strconv.Itoa(n)
		}
	}
	return ""
}

// short is a stable short name for a seed, for ids inside drawings.
func short(parts ...string) string {
	h := fnv.New32a()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return strconv.FormatUint(uint64(h.Sum32()), 36)
}

// mod is a block and its modifier: mod("button", "danger").
func mod(block string, m string) string {
	if m == "" {
		return block
	}
	return block + " " + block + "--" + m
}

func undoFields(m map[string]string) []Option {
	out := make([]Option, 0, len(m))
	for k, v := range m {
		out = append(out, Option{Value: k, Label: v})
	}
	sortOptions(out)
	return out
}

func cancelWord(ctx context.Context, c ConfirmProps) string {
	if c.Cancel != "" {
		return c.Cancel
	}
	return T(ctx, "core.verb.back")
}

// grapheme is the first sign of a name as a reader sees it, with the marks and
// variation selectors that belong to it.
func grapheme(name string) string {
	joined := false
	for i, r := range name {
		if i == 0 || joined || unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc) {
			joined = false
			continue
		}
		if r == zeroWidthJoiner {
			joined = true
			continue
		}
		return name[:i]
	}
	return name
}

const zeroWidthJoiner = '\u200d'

// keyWords say what the single keys of the console do.
var keyWords = map[string]string{
	"/": "core.keys.search",
	"j": "core.keys.next",
	"k": "core.keys.previous",
	"x": "core.keys.pick",
	"?": "core.keys.help",
}

func (t TodoProps) showsCount(ctx context.Context) bool {
	return t.Count > 0 && !strings.Contains(t.Title, number(ctx, t.Count))
}
