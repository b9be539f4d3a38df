package staff

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"koryu/internal/event"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// eventPart is an editor of a list that belongs to an event. Its fields are
// named <name>.<row>.<field>, as the use case names what it refuses.
type eventPart struct {
	name   string
	fill   func(f *web.Form, e event.Event) int // returns the rows filled
	save   func(p *Pages, r *web.Request, e event.Event, m partModel) error
	fields func(r *web.Request, m partModel, i int) templ.Component
}

var eventParts = []eventPart{
	{"slots", fillSlots, saveSlots, slotFields},
	{"questions", fillQuestions, saveQuestions, askedFields},
	{"speakers", fillSpeakers, saveSpeakers, speakerFields},
	{"agenda", fillAgenda, saveAgenda, agendaFields},
}

// mostRows is how many rows a part's form has at most.
const mostRows = 61

type partModel struct {
	eventPart
	Name  string
	Event event.Event
	Form  *web.Form
	Rows  int
	R     *web.Request
}

func (m partModel) at(i int, field string) string {
	return m.Name + "." + strconv.Itoa(i) + "." + field
}

func (m partModel) text(i int, field string) string {
	return m.Form.Text(m.at(i, field), 20_000)
}

func (m partModel) fill(r *web.Request, i int, f ui.FieldProps) ui.FieldProps {
	f.Name = m.at(i, f.Name)
	return m.Form.Fill(r.P, f)
}

// Known says that a row is stored, or typed, so that it can be removed.
func (m partModel) Known(i int) bool { return m.Form.Value(m.at(i, "id")) != "" || !m.blank(i) }

// Fields are the questions of row i.
func (m partModel) Fields(i int) templ.Component { return m.fields(m.R, m, i) }

// blank rows were offered and not used.
func (m partModel) blank(i int) bool {
	for _, field := range []string{"name", "label", "why", "capacity", "time"} {
		if strings.TrimSpace(m.Form.Value(m.at(i, field))) != "" {
			return false
		}
	}
	return true
}

// kept are the rows to store, in order.
func (m partModel) kept() []int {
	var rows []int
	for i := range m.Rows {
		if !m.Form.Bool(m.at(i, "remove")) && !m.blank(i) {
			rows = append(rows, i)
		}
	}
	return rows
}

func rowTitle(r *web.Request, m partModel, i int) string {
	for _, field := range []string{"label", "name"} {
		if t := m.Form.Value(m.at(i, field)); t != "" {
			return t
		}
	}
	return r.P.T("staff.event.row."+m.Name, "n", i+1)
}

func (p *Pages) askPart(part eventPart) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		e, err := p.eventOf(r)
		if err != nil {
			return err
		}
		m := partModel{eventPart: part, Name: part.name, Event: e, Form: web.NewForm(), R: r}
		m.Rows = part.fill(m.Form, e)
		if m.Rows == 0 {
			m.Rows = 1
			defaults(m, 0)
		}
		return web.Render(w, r, http.StatusOK, partPage(p.chrome(r), r, m))
	}
}

// defaults are the usual answers of a new row.
func defaults(m partModel, i int) {
	if m.Name == "slots" {
		m.Form.Set(m.at(i, "mode"), string(event.FirstCome)).Set(m.at(i, "kind"), string(event.ForParticipants)).Set(m.at(i, "waitlist"), "1")
	}
}

func (p *Pages) savePart(part eventPart) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		e, err := p.eventOf(r)
		if err != nil {
			return err
		}
		f, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		m := partModel{eventPart: part, Name: part.name, Event: e, Form: f, R: r}
		if n := f.Int("rows", 0, mostRows); n != nil {
			m.Rows = *n
		}
		status := http.StatusOK
		if f.Bool("more") && m.Rows < mostRows {
			m.Rows++
			defaults(m, m.Rows-1)
		} else {
			if err := part.save(p, r, e, m); err == nil {
				r.Flash("staff.event.saved")
				return web.Redirect(w, r, eventPath(r, e, part.name))
			} else if f.OK() && !f.Take(rowErrors(m, err)) && !takeConflict(f, partConflict(err, part.name)) {
				return err
			}
			status = http.StatusUnprocessableEntity
		}
		return web.Render(w, r, status, partPage(p.chrome(r), r, m))
	}
}

func fillSlots(f *web.Form, e event.Event) int {
	m := partModel{Name: "slots", Form: f}
	for i, s := range e.Slots {
		put := func(field, v string) { f.Set(m.at(i, field), v) }
		put("id", s.ID)
		put("name", s.Name)
		put("name_en", s.NameEn)
		put("eligibility", s.Eligibility)
		put("eligibility_en", s.EligibilityEn)
		put("kind", string(s.Kind))
		put("mode", string(s.Mode))
		if s.Capacity != nil {
			put("capacity", strconv.Itoa(*s.Capacity))
		}
		if s.Waitlist {
			put("waitlist", "1")
		}
	}
	return len(e.Slots)
}

func saveSlots(p *Pages, r *web.Request, e event.Event, m partModel) error {
	var slots []event.SlotInput
	for _, i := range m.kept() {
		s := event.SlotInput{ID: m.Form.Value(m.at(i, "id")), Name: m.text(i, "name"), NameEn: m.text(i, "name_en"),
			Eligibility: m.text(i, "eligibility"), EligibilityEn: m.text(i, "eligibility_en"),
			Capacity: m.Form.Int(m.at(i, "capacity"), 0, 1_000_000), NoWaitlist: !m.Form.Bool(m.at(i, "waitlist")),
			Kind: event.SlotKind(m.Form.Choice(m.at(i, "kind"), string(event.ForParticipants), string(event.ForSpeakers), string(event.ForStaff))),
			Mode: event.Mode(m.Form.Choice(m.at(i, "mode"), string(event.FirstCome), string(event.ByApproval)))}
		slots = append(slots, s)
	}
	if err := m.Form.Errs.Err(); err != nil {
		return err
	}
	_, err := p.Events.SetSlots(r.Context(), r.Actor, r.Org.ID, e.ID, slots)
	return err
}

func fillQuestions(f *web.Form, e event.Event) int {
	m := partModel{Name: "questions", Form: f}
	for i, q := range e.Asked() {
		put := func(field, v string) { f.Set(m.at(i, field), v) }
		put("id", q.ID)
		put("label", q.Label)
		put("label_en", q.LabelEn)
		put("why", q.Why)
		put("why_en", q.WhyEn)
		put("kind", string(q.Kind))
		put("options", optionLines(q.Options))
		if q.Required {
			put("required", "1")
		}
	}
	return len(e.Asked())
}

// optionLines writes choices one a line: 日本語 | English.
func optionLines(options []event.Option) string {
	lines := make([]string, len(options))
	for i, o := range options {
		lines[i] = o.Label
		if o.LabelEn != "" {
			lines[i] += " | " + o.LabelEn
		}
	}
	return strings.Join(lines, "\n")
}

// readOptions keeps the stored value of a choice whose label stayed.
func readOptions(lines string, before []event.Option) []event.Option {
	values := map[string]string{}
	for _, o := range before {
		values[o.Label] = o.Value
	}
	var options []event.Option
	for _, line := range strings.Split(lines, "\n") {
		ja, en, _ := strings.Cut(strings.ReplaceAll(line, "｜", "|"), "|")
		if ja = strings.TrimSpace(ja); ja != "" {
			options = append(options, event.Option{Value: values[ja], Label: ja, LabelEn: strings.TrimSpace(en)})
		}
	}
	return options
}

func questionKinds(r *web.Request) []ui.Option {
	var all []ui.Option
	for _, k := range []event.QuestionKind{event.AskText, event.AskChoice, event.AskMany, event.AskNumber, event.AskDate} {
		all = append(all, ui.Option{Value: string(k), Label: r.P.T("staff.event.question.kind." + string(k))})
	}
	return all
}

func saveQuestions(p *Pages, r *web.Request, e event.Event, m partModel) error {
	before := map[string][]event.Option{}
	for _, q := range e.Questions {
		before[q.ID] = q.Options
	}
	var all []event.Question
	for _, i := range m.kept() {
		id := m.Form.Value(m.at(i, "id"))
		all = append(all, event.Question{ID: id, Label: m.text(i, "label"), LabelEn: m.text(i, "label_en"),
			Why: m.text(i, "why"), WhyEn: m.text(i, "why_en"), Required: m.Form.Bool(m.at(i, "required")),
			Kind:    event.QuestionKind(m.Form.Value(m.at(i, "kind"))),
			Options: readOptions(m.text(i, "options"), before[id])})
	}
	if err := m.Form.Errs.Err(); err != nil {
		return err
	}
	_, err := p.Events.SetQuestions(r.Context(), r.Actor, r.Org.ID, e.ID, all)
	return err
}
