package member

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/profile/skill"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// profilePart is one page of the profile, as long as one sitting.
type profilePart struct {
	name   string
	fields []profile.Field // whose audience is chosen here
	read   func(f *web.Form, p *profile.Profile)
	show   func(chrome ui.Chrome, page partPage) templ.Component
}

var profileParts = []profilePart{
	{"basics", []profile.Field{profile.Photo, profile.Kana, profile.Affiliation, profile.Headline, profile.Email, profile.Phone}, readBasics, showBasics},
	{"skills", []profile.Field{profile.Skills, profile.Words}, readSkills, showSkills},
	{"region", []profile.Field{profile.Ties, profile.Prefecture, profile.Patterns, profile.Horizon}, readRegion, showRegion},
	{"talk", []profile.Field{profile.Talk, profile.Seek, profile.Mentor}, readTalk, showTalk},
	{"links", []profile.Field{profile.Links}, readLinks, showLinks},
}

// partPage is a part being edited: the profile as it would be saved, and what
// was typed.
type partPage struct {
	R       *web.Request
	F       *web.Form
	Name    string
	Who     people.Person
	P       profile.Profile
	Open    bool // consent h holds; without it only the person's record is corrected
	Text    people.ConsentText
	Photo   string // address of the photo as it is
	Finding finding
}

// finding is a search for skills.
type finding struct {
	Query string
	Found []skill.Code
}

func (s Services) editPart(part profilePart) func(http.ResponseWriter, *web.Request, people.Person) error {
	return func(w http.ResponseWriter, r *web.Request, who people.Person) error {
		page, err := s.partPage(r, part, who)
		if err != nil {
			return err
		}
		if !page.Open && part.name != "basics" {
			return web.Redirect(w, r, profilePath(r))
		}
		page.F.Set("version", strconv.FormatInt(page.P.Version, 10))
		page.F.Set("person_version", strconv.FormatInt(who.Version, 10))
		page.F.Set("audiences", circles(part, page.P))
		return web.Render(w, r, http.StatusOK, part.show(r.Chrome(), page))
	}
}

func (s Services) partPage(r *web.Request, part profilePart, who people.Person) (partPage, error) {
	page := partPage{R: r, F: web.NewForm(), Name: part.name, Who: who}
	a, err := s.Profiles.FindAccount(r.Context(), r.Org.ID, who.ID)
	if err != nil {
		return page, err
	}
	page.Open = a.FollowUp
	page.Text, _ = people.ConsentTextOf(people.ConsentDirectory)
	page.P, err = s.Profiles.Find(r.Context(), r.Org.ID, who.ID)
	page.P.Lang = r.Lang
	page.Photo = s.Profiles.PhotoPath(r.Org.Slug, page.P.PhotoID, profile.Organiser)
	return page, err
}

func (s Services) savePart(part profilePart) func(http.ResponseWriter, *web.Request, people.Person) error {
	return func(w http.ResponseWriter, r *web.Request, who people.Person) error {
		f, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		page, err := s.partPage(r, part, who)
		if err != nil {
			return err
		}
		current := page.P.Version
		page.F = f
		page.P.Version, _ = strconv.ParseInt(f.Value("version"), 10, 64)
		stale := false
		if page.Open {
			part.read(f, &page.P)
			stale = readAudiences(f, part, &page.P)
		}
		if part.name == "skills" && (f.Has("find") || f.Has("wish")) {
			page.Finding = find(cmp.Or(f.Value("wish"), f.Value("q")))
			return web.Render(w, r, http.StatusOK, part.show(r.Chrome(), page))
		}
		err = errStale
		if !stale {
			err = s.storePart(r, part, &page)
		}
		if err != nil {
			switch {
			case apperr.CategoryOf(err) == apperr.Conflict:
				f.Add("", "profile.error.conflict")
				f.Set("version", strconv.FormatInt(current, 10))
				f.Set("person_version", strconv.FormatInt(who.Version, 10))
				if stale {
					f.Set("audiences", circles(part, page.P))
				}
				return web.Render(w, r, http.StatusConflict, part.show(r.Chrome(), page))
			case apperr.CategoryOf(err) == apperr.Forbidden: // consent h ended on another page
				return web.Redirect(w, r, profilePath(r))
			case !f.Take(err):
				return err
			}
		}
		if !f.OK() {
			return web.Render(w, r, http.StatusUnprocessableEntity, part.show(r.Chrome(), page))
		}
		r.Flash("member_profile.saved")
		return web.Redirect(w, r, profilePath(r))
	}
}

func (s Services) storePart(r *web.Request, part profilePart, page *partPage) error {
	if part.name == "basics" {
		return s.storeBasics(r, page)
	}
	if !page.Open {
		return apperr.New(apperr.Forbidden, "profile.error.no_consent")
	}
	return s.DB.Tx(r.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := profile.Save(ctx, tx, r.Actor, page.P)
		return err
	})
}

// errStale: who sees what was changed elsewhere since the page was shown.
var errStale = apperr.New(apperr.Conflict, "profile.error.conflict")

// circles says who saw the fields of a part when its page was shown.
func circles(part profilePart, p profile.Profile) string {
	var all []string
	for _, field := range part.fields {
		all = append(all, string(p.Audience(field)))
	}
	return strings.Join(all, " ")
}

// readAudiences takes what was chosen beside the fields of a part; those of the
// other parts stay as they are. A page that was shown before a consent was
// withdrawn must not give it again unseen: then nothing is taken, and the answer
// is true.
func readAudiences(f *web.Form, part profilePart, p *profile.Profile) (stale bool) {
	now := circles(part, *p)
	chosen := map[profile.Field]profile.Audience{}
	for _, field := range part.fields {
		name := "audience_" + string(field)
		if a := profile.Audience(f.Value(name)); f.Has(name) && a != p.Audience(field) {
			chosen[field] = a
		}
	}
	if len(chosen) > 0 && f.Has("audiences") && f.Value("audiences") != now {
		return true
	}
	maps.Copy(p.Audiences, chosen)
	return false
}

func readSkills(f *web.Form, p *profile.Profile) {
	p.Skills = nil
	for _, s := range skill.All() {
		v := f.Value("skill_" + string(s.Code))
		if v == "" || v == "0" {
			continue
		}
		level, _ := strconv.Atoi(v) // 0 is refused with the other wrong levels
		p.Skills = append(p.Skills, profile.SkillLevel{Code: s.Code, Level: level})
	}
	p.Words = strings.FieldsFunc(f.Value("words"), func(c rune) bool { return strings.ContainsRune("、,，\r\n", c) })
}

func readRegion(f *web.Form, p *profile.Profile) {
	p.Ties = kinds[profile.Tie](f.Many("ties"))
	p.Prefecture, p.Horizon = f.Value("prefecture"), f.Value("horizon")
	p.Patterns = kinds[profile.Pattern](f.Many("pattern"))
}

func kinds[T ~string](values []string) []T {
	out := make([]T, len(values))
	for i, v := range values {
		out[i] = T(v)
	}
	return out
}

func readTalk(f *web.Form, p *profile.Profile) {
	p.Talk, p.Seek, p.Mentor = f.Value("talk"), f.Value("seek"), f.Bool("mentor")
}

func readLinks(f *web.Form, p *profile.Profile) {
	p.Links = nil
	for _, kind := range profile.LinkKinds {
		if url := strings.TrimSpace(f.Value("link_" + kind)); url != "" {
			p.Links = append(p.Links, profile.Link{Kind: kind, URL: url})
		}
	}
}

// find looks skills up by everyday words.
func find(query string) finding {
	query = strings.TrimSpace(query)
	if len(query) > 200 {
		query = ""
	}
	found := skill.Search(query, searchKey)
	return finding{Query: query, Found: found}
}

// chosen tells whether the person names the skill.
func (p partPage) chosen(c skill.Code) bool {
	return slices.ContainsFunc(p.P.Skills, func(s profile.SkillLevel) bool { return s.Code == c })
}
