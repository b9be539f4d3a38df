package profile

import (
	"slices"
	"strconv"
	"strings"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/text"
	"koryu/internal/profile/skill"
)

// Limits in characters as a reader counts them, and in entries.
const (
	MaxHeadline = 60
	MaxText     = 400
	MaxWords    = 20
	MaxWord     = 30
)

// clean brings what was typed into the form in which it is kept: order of the
// pages, nothing twice, nothing empty.
func (p *Profile) clean() {
	p.Headline, p.Talk, p.Seek = text.Clean(p.Headline), text.Clean(p.Talk), text.Clean(p.Seek)
	var words []string
	for _, w := range p.Words {
		if w = text.Clean(w); w != "" && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	p.Words = words
	p.Ties = inOrder(AllTies, p.Ties)
	p.Patterns = inOrder(AllPatterns[:], p.Patterns)
	p.Skills = slices.Clone(p.Skills)
	slices.SortStableFunc(p.Skills, func(a, b SkillLevel) int { return strings.Compare(string(a.Code), string(b.Code)) })
	var links []Link
	for _, l := range p.Links {
		if l.URL = strings.TrimSpace(l.URL); l.URL != "" {
			links = append(links, l)
		}
	}
	p.Links = links
}

// inOrder keeps what is unknown at the end, for the check to refuse.
func inOrder[T comparable](order, chosen []T) []T {
	var out []T
	for _, c := range order {
		if slices.Contains(chosen, c) {
			out = append(out, c)
		}
	}
	for _, c := range chosen {
		if !slices.Contains(order, c) {
			out = append(out, c)
		}
	}
	return out
}

func (p Profile) validate() error {
	var bad apperr.Fields
	tooLong := func(f Field, s string, limit int) {
		if text.Graphemes(s) > limit {
			bad.Add(string(f), "profile.error.too_long", "max", limit)
		}
	}
	tooLong(Headline, p.Headline, MaxHeadline)
	tooLong(Talk, p.Talk, MaxText)
	tooLong(Seek, p.Seek, MaxText)
	p.checkSkills(&bad)
	if len(p.Words) > MaxWords {
		bad.Add(string(Words), "profile.error.too_many_words", "max", MaxWords)
	}
	for _, w := range p.Words {
		if text.Graphemes(w) > MaxWord {
			bad.Add(string(Words), "profile.error.long_word", "max", MaxWord)
			break
		}
	}
	if unknown(AllTies, p.Ties) {
		bad.Add(string(Ties), "profile.error.choice")
	} else if len(p.Ties) > 1 && slices.Contains(p.Ties, NoTie) {
		bad.Add(string(Ties), "profile.error.no_tie")
	}
	if unknown(AllPatterns[:], p.Patterns) {
		bad.Add(string(Patterns), "profile.error.choice")
	}
	if p.Horizon != "" && !slices.Contains(Horizons, p.Horizon) {
		bad.Add(string(Horizon), "profile.error.choice")
	}
	if p.Prefecture != "" && !IsPrefecture(p.Prefecture) {
		bad.Add(string(Prefecture), "profile.error.choice")
	}
	p.checkAudiences(&bad)
	p.checkLinks(&bad)
	return bad.Err()
}

func (p Profile) checkSkills(bad *apperr.Fields) {
	for i, s := range p.Skills {
		_, known := skill.Find(s.Code)
		if !known || s.Level < skill.MinLevel || s.Level > skill.MaxLevel || i > 0 && p.Skills[i-1].Code == s.Code {
			bad.Add(string(Skills), "profile.error.choice")
			return
		}
	}
}

func (p Profile) checkAudiences(bad *apperr.Fields) {
	for _, f := range Fields {
		if !slices.Contains(Audiences, p.Audience(f)) {
			bad.Add("audience_"+string(f), "profile.error.choice")
		}
	}
}

func unknown[T comparable](known, chosen []T) bool {
	return slices.ContainsFunc(chosen, func(c T) bool { return !slices.Contains(known, c) })
}

// IsPrefecture tells whether s is a code of JIS X 0401, "01" to "47".
func IsPrefecture(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && len(s) == 2 && n >= 1 && n <= 47
}
