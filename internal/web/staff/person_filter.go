package staff

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"koryu/internal/event"
	"koryu/internal/kit/wareki"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/profile/skill"
	"koryu/internal/programme"
	"koryu/internal/roster"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// personQuery is what the address says about the list of people.
type personQuery struct {
	roster.Filter
	After string // cursor of the page
	From  int    // rows before it
}

func readPersonQuery(v url.Values) personQuery {
	from, _ := strconv.Atoi(v.Get("from"))
	return personQuery{Filter: roster.Parse(v), After: v.Get("after"), From: max(0, min(from, 10_000_000))}
}

// formFilter reads the filter that a form carries along as one field.
func formFilter(f *web.Form) roster.Filter {
	v, _ := url.ParseQuery(f.Value("filter"))
	return roster.Parse(v)
}

// href is a page of the list with this query.
func (q personQuery) href(r *web.Request, parts ...string) string {
	v := q.Encode()
	if q.After != "" {
		v.Set("after", q.After)
		v.Set("from", strconv.Itoa(q.From))
	}
	at := path(r, append([]string{"people"}, parts...)...)
	if len(v) == 0 {
		return at
	}
	return at + "?" + v.Encode()
}

// kept is the filter for a form that asks for the named parameters itself.
func (q personQuery) kept(asked ...string) map[string]string {
	all := map[string]string{}
	for name, v := range q.Encode() {
		if !slices.Contains(asked, name) {
			all[name] = v[0]
		}
	}
	return all
}

// with is the query with its filter changed, on its first page.
func (q personQuery) with(change func(*roster.Filter)) personQuery {
	f := roster.Parse(q.Encode()) // lists of its own
	change(&f)
	return personQuery{Filter: f}
}

// filterWords are what the names of a filter's values are looked up in.
type filterWords struct {
	r      *web.Request
	events []event.Event
	tags   []roster.Tag
}

// manyEvents is how many events the form of the filter offers.
const manyEvents = 200

func (p *Pages) filterWords(ctx context.Context, r *web.Request) (filterWords, error) {
	w := filterWords{r: r}
	var err error
	if w.events, err = p.Events.List(ctx, r.Org.ID, event.Filter{Newest: true, Limit: manyEvents}); err != nil {
		return w, err
	}
	w.tags, err = p.Roster.ListTags(ctx, r.Org.ID)
	return w, err
}

func (w filterWords) t(key, code string) string {
	if k := "roster." + key + "." + code; w.r.P.Has(k) {
		return w.r.P.T(k)
	}
	return code
}

func (w filterWords) event(id string) string {
	for _, e := range w.events {
		if e.ID == id {
			return eventTitle(w.r, e)
		}
	}
	return w.r.P.T("roster.gone_event")
}

func (w filterWords) tag(id string) string {
	for _, t := range w.tags {
		if t.ID == id {
			return t.Name
		}
	}
	return w.r.P.T("roster.gone_tag")
}

func (w filterWords) skill(code string) string {
	if s, ok := skill.Find(skill.Code(code)); ok {
		return s.In(string(w.r.Lang))
	}
	return code
}

func (w filterWords) prefecture(code string) string {
	if key := "programme.prefecture." + code; w.r.P.Has(key) {
		return w.r.P.T(key)
	}
	return code
}

func (w filterWords) consent(code people.ConsentCode) string {
	return w.r.P.T("people.consent." + string(code))
}

func (w filterWords) ties(n int) string {
	switch {
	case n == roster.TiesNone:
		return w.r.P.T("roster.ties.none")
	case n == 1:
		return w.r.P.T("roster.ties.some")
	}
	return w.r.P.T("roster.ties.least", "n", w.r.P.Number(n))
}

// drop takes a value out of a list, or leaves it as it is.
func drop[T comparable](list []T, v T) []T {
	return slices.DeleteFunc(list, func(x T) bool { return x == v })
}

// chosen are the conditions that hold now, each as a chip that takes it away.
func (w filterWords) chosen(q personQuery) []ui.Chip {
	var chips []ui.Chip
	add := func(key, word string, without func(*roster.Filter)) {
		label := w.r.P.T("roster.chip", "what", w.r.P.T("roster.by."+key), "value", word)
		chips = append(chips, ui.Chip{Label: label, Href: q.with(without).href(w.r), On: true, Count: -1})
	}
	if q.Words != "" {
		add("words", q.Words, func(f *roster.Filter) { f.Words = "" })
	}
	if q.Event != "" {
		add("came_"+string(q.Came), w.event(q.Event), func(f *roster.Filter) { f.Event, f.Came = "", "" })
	}
	if q.Ties != roster.TiesAny {
		add("ties", w.ties(q.Ties), func(f *roster.Filter) { f.Ties = roster.TiesAny })
	}
	if q.FY != 0 {
		add("fy", programme.YearName(w.r.Lang, q.FY), func(f *roster.Filter) { f.FY = 0 })
	}
	for _, x := range q.Tags {
		add("tag", w.tag(x), func(f *roster.Filter) { f.Tags = drop(f.Tags, x) })
	}
	for _, x := range q.Consents {
		add("consent", w.consent(x), func(f *roster.Filter) { f.Consents = drop(f.Consents, x) })
	}
	for _, x := range q.Skills {
		add("skill", w.skill(x), func(f *roster.Filter) { f.Skills = drop(f.Skills, x) })
	}
	for _, x := range q.Patterns {
		add("pattern", w.t("pattern", x), func(f *roster.Filter) { f.Patterns = drop(f.Patterns, x) })
	}
	for _, x := range q.Horizons {
		add("horizon", w.t("horizon", x), func(f *roster.Filter) { f.Horizons = drop(f.Horizons, x) })
	}
	for _, x := range q.Regions {
		add("region", w.t("region", x), func(f *roster.Filter) { f.Regions = drop(f.Regions, x) })
	}
	for _, x := range q.Prefectures {
		add("pref", w.prefecture(x), func(f *roster.Filter) { f.Prefectures = drop(f.Prefectures, x) })
	}
	return chips
}

// quickTags is how many tags stand ready as chips.
const quickTags = 6

// quick are the conditions that staff want most, while they do not hold.
func (w filterWords) quick(q personQuery) []ui.Chip {
	var chips []ui.Chip
	add := func(label string, with func(*roster.Filter)) {
		chips = append(chips, ui.Chip{Label: label, Href: q.with(with).href(w.r), Count: -1})
	}
	if q.Ties == roster.TiesAny {
		add(w.ties(roster.TiesNone), func(f *roster.Filter) { f.Ties = roster.TiesNone })
		add(w.ties(1), func(f *roster.Filter) { f.Ties = 1 })
	}
	for _, c := range []people.ConsentCode{people.ConsentNews, people.ConsentFollowUp} {
		if !slices.Contains(q.Consents, c) {
			add(w.r.P.T("roster.consented", "what", w.consent(c)), func(f *roster.Filter) { f.Consents = append(f.Consents, c) })
		}
	}
	for i, t := range w.tags {
		if i == quickTags {
			break
		}
		if !slices.Contains(q.Tags, t.ID) {
			add(t.Name, func(f *roster.Filter) { f.Tags = append(f.Tags, t.ID) })
		}
	}
	return chips
}

// filterForm is the form of all conditions.
type filterForm struct {
	Action                                      string
	Query                                       personQuery
	Events, Came, Ties, Years                   []ui.Option
	Tags, Consents, Patterns, Horizons, Regions []ui.Option
	Prefectures, Skills                         []ui.Option
	ConsentsOn                                  []string
	TiesValue, YearValue                        string
}

// filterConsents are those that somebody looks for in a list.
var filterConsents = []people.ConsentCode{people.ConsentNews, people.ConsentFollowUp, people.ConsentDirectory, people.ConsentPhoto}

func (w filterWords) form(q personQuery) filterForm {
	r := w.r
	open := ui.Option{Value: "", Label: r.P.T("roster.any")}
	f := filterForm{Action: path(r, "people"), Query: q, Events: []ui.Option{open}, Ties: []ui.Option{open}, Years: []ui.Option{open},
		Prefectures: []ui.Option{open}, Skills: []ui.Option{open}}
	for _, e := range w.events {
		label := eventTitle(r, e)
		if e.StartsAt != 0 {
			label = r.P.DateYear(e.StartsAt.Time()) + "  " + label
		}
		f.Events = append(f.Events, ui.Option{Value: e.ID, Label: label})
	}
	for _, c := range []roster.Came{roster.CameAttended, roster.CameMissed, roster.CameRegistered} {
		f.Came = append(f.Came, ui.Option{Value: string(c), Label: r.P.T("roster.came." + string(c))})
	}
	f.Ties = append(f.Ties, ui.Option{Value: "none", Label: w.ties(roster.TiesNone)})
	for _, n := range []int{1, 3, 5, 10} {
		f.Ties = append(f.Ties, ui.Option{Value: strconv.Itoa(n), Label: w.ties(n)})
	}
	for fy, first := wareki.FiscalYear(r.Now), wareki.FiscalYear(r.Now)-9; fy >= first; fy-- {
		f.Years = append(f.Years, ui.Option{Value: strconv.Itoa(fy), Label: programme.YearName(r.Lang, fy)})
	}
	for _, t := range w.tags {
		f.Tags = append(f.Tags, ui.Option{Value: t.ID, Label: t.Name})
	}
	for _, c := range filterConsents {
		f.Consents = append(f.Consents, ui.Option{Value: string(c), Label: w.consent(c)})
	}
	for _, x := range profile.AllPatterns {
		f.Patterns = append(f.Patterns, ui.Option{Value: string(x), Label: w.t("pattern", string(x))})
	}
	for _, x := range profile.Horizons {
		f.Horizons = append(f.Horizons, ui.Option{Value: x, Label: w.t("horizon", x)})
	}
	for _, x := range profile.AllTies {
		f.Regions = append(f.Regions, ui.Option{Value: string(x), Label: w.t("region", string(x))})
	}
	for n := 1; n <= 47; n++ {
		code := strconv.Itoa(100 + n)[1:]
		f.Prefectures = append(f.Prefectures, ui.Option{Value: code, Label: w.prefecture(code)})
	}
	for _, s := range skill.All() {
		f.Skills = append(f.Skills, ui.Option{Value: string(s.Code), Label: s.In(string(r.Lang))})
	}
	for _, c := range q.Consents {
		f.ConsentsOn = append(f.ConsentsOn, string(c))
	}
	f.TiesValue, f.YearValue = q.Encode().Get("ties"), q.Encode().Get("fy")
	return f
}
