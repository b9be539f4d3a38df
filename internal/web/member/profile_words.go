package member

import (
	"net/http"
	"slices"
	"strings"

	"koryu/internal/kit/text"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/profile/skill"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

func searchKey(s string) string { return text.SearchKey(s) }

// shownPhone is the number as a person writes it.
func shownPhone(p people.Person) string { return text.FormatPhone(p.Phone) }

// whole is the view of the organiser and of the person: everything.
func whole(p profile.Profile, who people.Person) profile.View {
	return profile.View{Profile: p, Affiliation: who.Affiliation, Kana: who.Kana(), Email: who.Email, Phone: who.Phone}
}

// previewProfile shows how one looks to somebody.
func (s Services) previewProfile(w http.ResponseWriter, r *web.Request, who people.Person) error {
	to := profile.Audience(r.Query("to"))
	if !slices.Contains(profile.Audiences, to) {
		to = profile.Met
	}
	var view profile.View
	if to == profile.Organiser {
		p, err := s.Profiles.Find(r.Context(), r.Org.ID, who.ID)
		if err != nil {
			return err
		}
		view = whole(p, who)
	} else {
		seen, err := s.Profiles.Visible(r.Context(), s.DB, r.Org.ID, []string{who.ID}, to)
		if err != nil {
			return err
		}
		view = seen[who.ID]
	}
	var chips []ui.Chip
	for _, a := range profile.Audiences {
		chips = append(chips, ui.Chip{Label: audienceWord(r, a), Href: profilePath(r) + "/preview?to=" + string(a), On: a == to, Count: -1})
	}
	return web.Render(w, r, http.StatusOK, showPreview(r.Chrome(), profilePath(r), chips, s.lookOf(r, who, view, to)))
}

func audienceWord(r *web.Request, a profile.Audience) string {
	return r.P.T("profile.audience." + string(a))
}

// lookOf words a view.
func (s Services) lookOf(r *web.Request, who people.Person, v profile.View, to profile.Audience) ui.LookProps {
	look := ui.LookProps{
		Name: who.DisplayName(r.Lang), Kana: v.Kana, Affiliation: v.Affiliation, Headline: v.Headline, Seed: who.ID,
		Image: s.Profiles.PhotoPath(r.Org.Slug, v.PhotoID, to), Facts: viewFacts(r, v),
	}
	if look.Kana+look.Affiliation+look.Headline+look.Image == "" {
		look.Nothing = r.P.T("member_profile.preview_nothing")
	}
	return look
}

// viewFacts are the lines of a view, without what stands at its head.
func viewFacts(r *web.Request, v profile.View) []ui.Fact {
	var facts []ui.Fact
	add := func(f profile.Field, text string) {
		if text != "" {
			facts = append(facts, ui.Fact{Term: r.P.T("profile.field." + string(f)), Text: text})
		}
	}
	add(profile.Email, v.Email)
	add(profile.Phone, text.FormatPhone(v.Phone))
	add(profile.Skills, skillLines(r, v.Skills))
	add(profile.Words, listed(r, v.Words))
	add(profile.Ties, listed(r, words(r, "profile.tie.", v.Ties)))
	add(profile.Prefecture, prefectureWord(r, v.Prefecture))
	add(profile.Patterns, listed(r, words(r, "profile.pattern.", v.Patterns)))
	if v.Horizon != "" {
		add(profile.Horizon, r.P.T("profile.horizon."+v.Horizon))
	}
	add(profile.Talk, v.Talk)
	add(profile.Seek, v.Seek)
	if v.Mentor {
		add(profile.Mentor, r.P.T("member_profile.mentor_yes"))
	}
	if len(v.Links) > 0 {
		var links []ui.LinkProps
		for _, l := range v.Links {
			links = append(links, ui.LinkProps{Label: r.P.T("profile.link." + l.Kind), Href: l.URL})
		}
		facts = append(facts, ui.Fact{Term: r.P.T("profile.field.links"), Value: ui.Networks(links)})
	}
	return facts
}

func words[T ~string](r *web.Request, prefix string, codes []T) []string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = r.P.T(prefix + string(c))
	}
	return out
}

// listed joins words as the language does.
func listed(r *web.Request, words []string) string {
	if r.Lang == "en" {
		return strings.Join(words, ", ")
	}
	return strings.Join(words, "、")
}

func prefectureWord(r *web.Request, code string) string {
	if code == "" {
		return ""
	}
	return r.P.T("profile.prefecture." + code)
}

func levelWord(r *web.Request, level int) string {
	return r.P.T("profile.level." + string(rune('0'+level)))
}

// skillLines lists skills, what one can do best first.
func skillLines(r *web.Request, skills []profile.SkillLevel) string {
	sorted := slices.Clone(skills)
	slices.SortStableFunc(sorted, func(a, b profile.SkillLevel) int { return b.Level - a.Level })
	var lines []string
	for _, s := range sorted {
		if known, ok := skill.Find(s.Code); ok {
			lines = append(lines, r.P.T("member_profile.skill_line", "name", known.In(string(r.Lang)), "level", levelWord(r, s.Level)))
		}
	}
	return strings.Join(lines, "\n")
}

// partFacts is the table of contents of a profile, with a few words of each part.
func (s Services) partFacts(r *web.Request, p profile.Profile) []ui.Fact {
	region := append(words(r, "profile.tie.", p.Ties), words(r, "profile.pattern.", p.Patterns)...)
	skills := ""
	if n := len(p.Skills); n > 0 {
		skills = r.P.T("member_profile.skills_chosen", "n", n)
	}
	if len(p.Words) > 0 {
		skills = strings.TrimSpace(skills + "\n" + listed(r, p.Words))
	}
	var links []string
	for _, l := range p.Links {
		links = append(links, r.P.T("profile.link."+l.Kind))
	}
	text := map[string]string{
		"basics": p.Headline, "skills": skills, "region": listed(r, region), "talk": strings.TrimSpace(p.Talk + "\n" + p.Seek), "links": listed(r, links),
	}
	var facts []ui.Fact
	for _, part := range profileParts {
		f := ui.Fact{Term: r.P.T("member_profile." + part.name + ".title"), Text: text[part.name],
			Change: &ui.LinkProps{Label: r.P.T("member_profile.change"), Href: profilePath(r) + "/" + part.name}}
		if f.Text == "" {
			f.Text = r.P.T("member_profile.empty")
			if part.name != "basics" {
				f.Change.Label = r.P.T("member_profile.fill")
			}
		}
		facts = append(facts, f)
	}
	return facts
}
