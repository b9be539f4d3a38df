package staff

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/roster"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

func personExportRoute(h web.Handler) web.Route {
	r := post("/people/export", account.PersonExport, h)
	r.Stream = true
	return r
}

// personExport is the page before an export, and after one that would lose
// letters.
type personExport struct {
	Query personQuery
	Chips []ui.Chip
	Form  *web.Form
	Total int
	Lost  int
	Table ui.GridProps // letters that would be lost
}

// again is the same export once more, in another format.
func (m personExport) again(format string, sure bool) map[string]string {
	h := map[string]string{"filter": m.Query.Encode().Encode(), "format": format, "heads": m.Form.Value("heads"),
		"own": m.Form.Value("own"), "reason": m.Form.Value("reason")}
	if sure {
		h["sure"] = "1"
	}
	return h
}

func (p *Pages) askPersonExport(w http.ResponseWriter, r *web.Request) error {
	return p.showPersonExport(w, r, http.StatusOK, personExport{Query: readPersonQuery(r.URL.Query()), Form: web.NewForm()})
}

func (p *Pages) showPersonExport(w http.ResponseWriter, r *web.Request, status int, m personExport) error {
	words, err := p.filterWords(r.Context(), r)
	if err != nil {
		return err
	}
	m.Chips = words.chosen(m.Query)
	if m.Total, err = p.Roster.Count(r.Context(), r.Org.ID, m.Query.Filter); err != nil {
		return err
	}
	if m.Lost > 0 {
		return web.Render(w, r, status, personLostPage(p.chrome(r), r, m))
	}
	return web.Render(w, r, status, personExportPage(p.chrome(r), r, m))
}

// exportPersons streams the people that the filter chooses. It says first what
// the old encoding cannot hold, and records who took it and why.
func (p *Pages) exportPersons(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	m := personExport{Query: personQuery{Filter: formFilter(f)}, Form: f}
	f.Label("reason", r.P.T("staff.event.reason"))
	format := f.RequiredChoice("format", "xlsx", "utf8", "cp932", "lost")
	names := f.Choice("heads", "words", "names") == "names"
	own := f.Bool("own")
	reason := f.Required("reason", 400)
	if !f.OK() {
		return p.showPersonExport(w, r, http.StatusUnprocessableEntity, m)
	}
	table := personTable(r, names, own)
	each := func(line func([]cell) error) error { return p.eachPerson(r, m.Query.Filter, table, line) }
	var lost []text.Substitution
	if format == "cp932" || format == "lost" {
		c := text.NewCSV(io.Discard, text.CP932)
		if err := writeLines(c, table.heads, each); err != nil {
			return err
		}
		lost = c.Substitutions()
	}
	if format == "cp932" && len(lost) > 0 && !f.Bool("sure") {
		m.Lost, m.Table = len(lost), lostGrid(r, sheet{heads: table.heads}, lost)
		return p.showPersonExport(w, r, http.StatusOK, m)
	}
	total, err := p.Roster.Count(r.Context(), r.Org.ID, m.Query.Filter)
	if err != nil {
		return err
	}
	err = p.DB.Tx(r.Context(), func(ctx context.Context, tx *db.Tx) error {
		return account.Record(ctx, tx, r.Audit("people.exported", "organisation", r.Org.ID, reason,
			map[string]any{"format": format, "people": total, "profile": own, "conditions": len(m.Query.Encode()), "substitutions": len(lost)}))
	})
	if err != nil {
		return err
	}
	name := r.P.T("roster.file")
	switch format {
	case "xlsx":
		return writeBook(w, r, table.heads, name, each)
	case "lost":
		out := web.Download(w, r, name+"_"+r.P.T("staff.attendee.lost_file")+".csv", "text/csv; charset=utf-8")
		return writeLost(r, out, sheet{heads: table.heads}, lost)
	case "cp932":
		out := web.Download(w, r, name+".csv", "text/csv; charset=Shift_JIS")
		return writeLines(text.NewCSV(out, text.CP932), table.heads, each)
	}
	out := web.Download(w, r, name+".csv", "text/csv; charset=utf-8")
	return writeLines(text.NewCSV(out, text.UTF8BOM), table.heads, each)
}

// writeLines hands the heads and every line to c.
func writeLines(c *text.CSV, heads []string, each func(func([]cell) error) error) error {
	if err := c.Row(heads...); err != nil {
		return err
	}
	return each(func(cells []cell) error {
		words := make([]string, len(cells))
		for i, x := range cells {
			words[i] = x.text()
		}
		return c.Row(words...)
	})
}

// personSheet is the shape of an export of people.
type personSheet struct {
	heads []string
	own   bool // with what they say of themselves
	row   func(exported) []cell
}

// exported is a person in an export. profile is only there with a live consent
// to be contacted; without it the columns of the profile stay empty.
type exported struct {
	roster.Row
	news, follow bool
	profile      *profile.Profile
}

// personColumns and ownColumns are the machine names of the columns; the words
// of the page stand under roster.column.<name>.
var (
	personColumns = []string{"family", "given", "kana_family", "kana_given", "email", "phone", "affiliation", "birth_year", "language",
		"tags", "attended", "ties", "last_at", "since", "consent_news", "consent_follow"}
	ownColumns = []string{"headline", "prefecture", "region", "pattern", "horizon", "skills", "words", "talk", "seek", "mentor"}
)

func personTable(r *web.Request, names, own bool) personSheet {
	s := personSheet{own: own}
	w := filterWords{r: r}
	columns := personColumns
	if own {
		columns = append(columns[:len(columns):len(columns)], ownColumns...)
	}
	for _, name := range columns {
		if !names {
			name = r.P.T("roster.column." + name)
		}
		s.heads = append(s.heads, name)
	}
	yes := func(b bool) cell {
		if b {
			return cell{words: r.P.T("roster.yes")}
		}
		return cell{}
	}
	s.row = func(x exported) []cell {
		who := x.Person
		var tags []string
		for _, t := range x.Tags {
			tags = append(tags, t.Name)
		}
		cells := []cell{{words: who.Family}, {words: who.Given}, {words: who.KanaFamily}, {words: who.KanaGiven}, {words: who.Email},
			{words: text.FormatPhone(who.Phone)}, {words: who.Affiliation}, {words: yearWord(who.BirthYear)}, {words: string(who.Lang)},
			{words: joined(tags)}, {words: strconv.Itoa(x.Attended)}, {words: strconv.Itoa(x.Ties)}, {at: x.LastAt}, {at: who.CreatedAt}, yes(x.news), yes(x.follow)}
		if own {
			cells = append(cells, w.ownCells(x.profile, yes)...)
		}
		return cells
	}
	return s
}

// ownCells are what a person says of themselves, or as many empty cells.
func (w filterWords) ownCells(o *profile.Profile, yes func(bool) cell) []cell {
	if o == nil {
		return make([]cell, len(ownColumns))
	}
	x := w.own(*o)
	return []cell{{words: o.Headline}, {words: x.prefecture}, {words: joined(x.regions)}, {words: joined(x.patterns)}, {words: x.horizon},
		{words: joined(x.skills)}, {words: joined(o.Words)}, {words: o.Talk}, {words: o.Seek}, yes(o.Mentor)}
}

// ownWords are the choices of a profile in words.
type ownWords struct {
	prefecture, horizon       string
	regions, patterns, skills []string
}

func (w filterWords) own(o profile.Profile) ownWords {
	x := ownWords{}
	if o.Prefecture != "" {
		x.prefecture = w.prefecture(o.Prefecture)
	}
	if o.Horizon != "" {
		x.horizon = w.t("horizon", o.Horizon)
	}
	for _, t := range o.Ties {
		x.regions = append(x.regions, w.t("region", string(t)))
	}
	for _, t := range o.Patterns {
		x.patterns = append(x.patterns, w.t("pattern", string(t)))
	}
	for _, s := range o.Skills {
		x.skills = append(x.skills, strings.TrimSpace(w.skill(string(s.Code))+" "+w.r.P.T("roster.level", "n", w.r.P.Number(s.Level))))
	}
	return x
}

// exportPage is how many people are read at a time.
const exportPageSize = 500

// eachPerson hands every person of the filter to line, with what they let the
// organiser know.
func (p *Pages) eachPerson(r *web.Request, f roster.Filter, s personSheet, line func([]cell) error) error {
	ctx := r.Context()
	for after := ""; ; {
		page, err := p.Roster.Page(ctx, r.Org.ID, f, after, exportPageSize)
		if err != nil {
			return err
		}
		ids := make([]string, len(page.Rows))
		for i, row := range page.Rows {
			ids[i] = row.Person.ID
		}
		news, err := people.Consenting(ctx, p.DB, r.Org.ID, people.ConsentNews, "", ids)
		if err != nil {
			return err
		}
		follow, err := people.Consenting(ctx, p.DB, r.Org.ID, people.ConsentFollowUp, "", ids)
		if err != nil {
			return err
		}
		var own map[string]profile.Profile
		if s.own {
			if own, err = p.Profiles.ForStaff(ctx, r.Org.ID, ids); err != nil {
				return err
			}
		}
		for _, row := range page.Rows {
			x := exported{Row: row, news: news[row.Person.ID], follow: follow[row.Person.ID]}
			if o, ok := own[row.Person.ID]; ok {
				x.profile = &o
			}
			if err := line(s.row(x)); err != nil {
				return err
			}
		}
		if page.Next == "" {
			return nil
		}
		after = page.Next
	}
}
