package member

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"koryu/internal/profile"
	"koryu/internal/profile/skill"
	"koryu/internal/web/ui"
)

// t words a page of the profile.
func (p partPage) t(key string, args ...any) string { return p.R.P.T("member_profile."+key, args...) }

// field is a question about a field of the profile, filled in.
func (p partPage) field(name, label, support, value string) ui.FieldProps {
	return p.F.Fill(p.R.P, ui.FieldProps{Name: name, Label: label, Support: support, Value: value})
}

func (p partPage) label(f profile.Field) string { return p.R.P.T("profile.field." + string(f)) }

// seen asks who sees a field.
func (p partPage) seen(f profile.Field) ui.SeenProps {
	name := "audience_" + string(f)
	s := ui.SeenProps{Name: name, Field: p.label(f), Value: string(p.P.Audience(f))}
	if e := p.F.Errs.For(name); e != nil {
		s.Error = p.R.P.T(e.Key, e.Args...)
	}
	for _, a := range profile.Audiences {
		s.Options = append(s.Options, ui.Option{Value: string(a), Label: audienceWord(p.R, a)})
	}
	return s
}

func (p partPage) form() ui.FormProps {
	return ui.FormProps{
		Action: profilePath(p.R) + "/" + p.Name, Multi: p.Name == "basics", Key: p.R.NewKey(),
		Hidden: map[string]string{"version": p.F.Value("version"), "person_version": p.F.Value("person_version"), "audiences": p.F.Value("audiences")},
	}
}

// chosenField is a question with several answers, of which those of the profile
// are ticked.
func chosenField[T ~string](p partPage, name, label, support string, values []T) ui.FieldProps {
	f := ui.FieldProps{Name: name, Label: label, Support: support}
	for _, v := range values {
		f.Values = append(f.Values, string(v))
	}
	return p.F.Fill(p.R.P, f)
}

func options[T ~string](p partPage, label, about string, codes []T) []ui.Option {
	var all []ui.Option
	for _, c := range codes {
		o := ui.Option{Value: string(c), Label: p.R.P.T(label + string(c))}
		if about != "" {
			o.Support = p.R.P.T(about + string(c))
		}
		all = append(all, o)
	}
	return all
}

func (p partPage) prefectures() []ui.Option {
	all := []ui.Option{{Label: p.t("prefecture_none")}}
	for n := 1; n <= 47; n++ {
		code := string([]byte{byte('0' + n/10), byte('0' + n%10)})
		all = append(all, ui.Option{Value: code, Label: prefectureWord(p.R, code)})
	}
	return all
}

func (p partPage) horizons() []ui.Option {
	return append(options(p, "profile.horizon.", "", profile.Horizons), ui.Option{Label: p.t("horizon_unsaid")})
}

// skill is the line of one skill.
func (p partPage) skill(c skill.Code) templ.Component {
	known, _ := skill.Find(c)
	line := ui.SkillProps{Name: "skill_" + string(c), Label: known.In(string(p.R.Lang))}
	if level := p.P.Level(c); level != 0 {
		line.Value = string(rune('0' + level))
	}
	for level := range skill.MaxLevel + 1 {
		value := ""
		if level > 0 {
			value = string(rune('0' + level))
		}
		line.Levels = append(line.Levels, ui.Option{Value: value, Label: levelWord(p.R, level)})
	}
	return ui.Skill(line)
}

// rest are the skills of a group that stand nowhere else on the page.
func (p partPage) rest(g skill.Group) []skill.Code {
	var codes []skill.Code
	for _, s := range g.Skills {
		if !p.chosen(s.Code) && !p.found(s.Code) {
			codes = append(codes, s.Code)
		}
	}
	return codes
}

func (p partPage) found(c skill.Code) bool {
	for _, f := range p.Finding.Found {
		if f == c {
			return true
		}
	}
	return false
}

// fresh are the skills that a search found and that are not chosen yet.
func (p partPage) fresh() []skill.Code {
	var codes []skill.Code
	for _, c := range p.Finding.Found {
		if !p.chosen(c) {
			codes = append(codes, c)
		}
	}
	return codes
}

func (p partPage) category(c skill.Category) string {
	n := 0
	for _, g := range c.Groups {
		n += len(p.rest(g))
	}
	return p.t("category", "name", c.In(string(p.R.Lang)), "n", n)
}

// wishes are a few everyday words to begin with.
func (p partPage) wishes() []string {
	var all []string
	for _, i := range []int{0, 1, 3, 6, 7, 19} {
		all = append(all, skill.Everyday[i].In(string(p.R.Lang)))
	}
	return all
}

func (p partPage) words() string {
	if p.R.Lang == "en" {
		return strings.Join(p.P.Words, ", ")
	}
	return strings.Join(p.P.Words, "、")
}

func with(f ui.FieldProps, autocomplete string, attrs templ.Attributes) ui.FieldProps {
	f.Autocomplete, f.Attrs = autocomplete, attrs
	return f
}

func telField(f ui.FieldProps) ui.FieldProps {
	f.Type, f.Autocomplete, f.InputMode, f.Length = "tel", "tel", "tel", 12
	return f
}

func urlField(f ui.FieldProps) ui.FieldProps {
	f.Type, f.Autocomplete, f.InputMode = "url", "url", "url"
	return f
}

func fileField(f ui.FieldProps) ui.FieldProps {
	f.Type, f.Attrs = "file", templ.Attributes{"accept": "image/jpeg,image/png"}
	return f
}

func rows(f ui.FieldProps, n int) ui.FieldProps {
	f.Rows = n
	return f
}

func short(f ui.FieldProps) ui.FieldProps {
	f.Length = 12
	return f
}

func ticked(yes bool) string {
	if yes {
		return "1"
	}
	return ""
}

func chosenCodes(p partPage) []skill.Code {
	codes := make([]skill.Code, len(p.P.Skills))
	for i, s := range p.P.Skills {
		codes[i] = s.Code
	}
	return codes
}

// closedTitle and closedButton are those of a profile that is not kept, or not
// any more.
func closedTitle(ctx context.Context, page profilePage) string {
	if page.Delete != "" {
		return ui.T(ctx, "member_profile.take_back")
	}
	return ui.T(ctx, "member_profile.begin")
}

func closedButton(ctx context.Context, page profilePage) string {
	if page.Delete != "" {
		return ui.T(ctx, "member_profile.take_back")
	}
	return ui.T(ctx, "member_profile.begin_go")
}

// kanaFor lets the browser write the reading while the name is typed.
func kanaFor(name string) templ.Attributes {
	return templ.Attributes{"data-kana-for": "f-kana_" + name}
}
