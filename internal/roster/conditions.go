package roster

import (
	"koryu/internal/kit/text"
	"koryu/internal/people"
)

// conditions are the parts of the filter; all must hold.
func (f Filter) conditions() []condition {
	var all []condition
	if f.Event != "" {
		kind := people.Attended
		switch f.Came {
		case CameMissed:
			kind = people.NoShow
		case CameRegistered:
			kind = people.Registered
		}
		all = append(all, did(kind, f.Event))
	}
	for _, tag := range f.Tags {
		all = append(all, tagged(tag))
	}
	all = append(all, f.wordConditions()...)
	for _, code := range f.Skills {
		all = append(all, profiled("profile_skill", oneOf("t.code", []string{code})))
	}
	if len(f.Patterns) > 0 {
		all = append(all, chosen("pattern", f.Patterns))
	}
	if len(f.Regions) > 0 {
		all = append(all, chosen("tie", f.Regions))
	}
	if len(f.Prefectures) > 0 {
		all = append(all, profiled("profile", oneOf("t.prefecture <> '' AND t.prefecture", f.Prefectures)))
	}
	if len(f.Horizons) > 0 {
		all = append(all, profiled("profile", oneOf("t.horizon <> '' AND t.horizon", f.Horizons)))
	}
	for _, code := range f.Consents {
		all = append(all, consents(code))
	}
	switch {
	case f.Ties == TiesNone:
		all = append(all, untied())
	case f.Ties > 0:
		all = append(all, tied(f.Ties))
	}
	if f.FY != 0 {
		all = append(all, active(f.FY))
	}
	return all
}

func chosen(kind string, codes []string) condition {
	in := oneOf("t.code", codes)
	return profiled("profile_choice", func(b *builder) string { return "t.kind = " + b.mark(kind) + " AND " + in(b) })
}

func (f Filter) wordConditions() []condition {
	if key, ok := text.Email(f.Words); ok {
		return []condition{addressed(key)}
	}
	var all []condition
	for _, word := range people.SearchWords(f.Words) {
		all = append(all, named(word))
	}
	return all
}
