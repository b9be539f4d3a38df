package staff

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/message"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

const messagesShown = 200

type messageListModel struct {
	Head         ui.HeadProps
	New, Bounces string
	BouncesLabel string
	Grid         ui.GridProps
}

func (p *Pages) messageList(w http.ResponseWriter, r *web.Request) error {
	lines, err := p.Messages.List(r.Context(), r.Org.ID, messagesShown)
	if err != nil {
		return err
	}
	all := make([]message.Message, len(lines))
	for i, l := range lines {
		all[i] = l.Message
	}
	titles, err := p.messageTitles(r, all...)
	if err != nil {
		return err
	}
	dead, err := p.Messages.CountBounces(r.Context(), r.Org.ID)
	if err != nil {
		return err
	}
	m := messageListModel{Head: ui.HeadProps{Title: r.P.T("staff.nav.messages"), Lead: r.P.T("staff.message.lead")}, Grid: messageGrid(r, lines, titles)}
	if r.Can(account.MessageSend) {
		m.New = path(r, "messages", "new")
	}
	if dead > 0 {
		m.Bounces, m.BouncesLabel = path(r, "messages", "bounces"), r.P.N("staff.message.bounces_n", dead)
	}
	return web.Render(w, r, http.StatusOK, messageListPage(p.chrome(r), r, m))
}

func messageGrid(r *web.Request, lines []message.Line, titles map[string]string) ui.GridProps {
	col := func(word string, numeric bool) ui.Column {
		return ui.Column{Label: r.P.T("staff.message.col." + word), Numeric: numeric}
	}
	g := ui.GridProps{Caption: r.P.T("staff.nav.messages"), Columns: []ui.Column{
		{Label: r.P.T("staff.message.col.subject"), Lead: true}, col("phase", false), col("at", false),
		col("sends", true), col("sent", true), col("failed", true), col("left_out", true),
	}}
	empty := ui.EmptyProps{Kind: ui.Nothing, Seed: r.Org.Seed, Title: r.P.T("staff.message.none"), Text: r.P.T("staff.message.none_text")}
	if r.Can(account.MessageSend) {
		empty.Button = &ui.ButtonProps{Label: r.P.T("staff.message.new"), Href: path(r, "messages", "new"), Icon: "plus"}
	}
	g.Empty = ui.EmptyState(empty)
	number := func(n int) templ.Component { return ui.Text(r.P.Number(n)) }
	for _, l := range lines {
		m, f := l.Message, l.Figures
		phase := m.PhaseOf(f, instantOf(r))
		row := ui.Row{ID: m.ID, Quiet: phase == message.StoppedAt, Cells: []templ.Component{
			ui.To(messagePath(r, m), titles[m.ID], r.P.T("message.kind."+string(m.Kind))), ui.Status(phaseStatus(r, phase)),
			ui.Text(r.P.DateTime(m.UpdatedAt.Time())),
		}}
		if m.Draft() {
			row.Cells = append(row.Cells, ui.Text("–"), ui.Text("–"), ui.Text("–"), ui.Text("–"))
		} else {
			row.Cells = append(row.Cells, number(f.Sends()), number(f[message.Sent]), number(f.Failed()), number(f[message.LeftOut]))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

var phaseTone = map[message.Phase]ui.Tone{
	message.Drafting: ui.Quiet, message.Holding: ui.Due, message.Sending: ui.Now, message.Done: ui.Done, message.StoppedAt: ui.Wrong,
}

func phaseStatus(r *web.Request, phase message.Phase) ui.StatusProps {
	return ui.StatusProps{Tone: phaseTone[phase], Label: r.P.T("message.phase." + string(phase))}
}

// newMessageModel asks for what cannot be guessed: why people are written to.
type newMessageModel struct {
	Form   *web.Form
	Key    string
	Events []ui.Option
	Kinds  []ui.Option
}

// askMessage may be led to from an event (?event=<slug>) or from the person list
// (?filter=<its parameters>).
func (p *Pages) askMessage(w http.ResponseWriter, r *web.Request) error {
	f := web.NewForm().Set("kind", string(message.Notice)).Set("filter", r.Query("filter"))
	if r.Query("filter") != "" {
		f.Set("kind", string(message.Announcement))
	}
	if slug := r.Query("event"); slug != "" {
		if e, err := p.Events.FindBySlug(r.Context(), r.Org.ID, slug); err == nil {
			f.Set("event", e.ID)
		}
	}
	return p.renderNewMessage(w, r, http.StatusOK, f, r.NewKey())
}

func (p *Pages) renderNewMessage(w http.ResponseWriter, r *web.Request, status int, f *web.Form, key string) error {
	events, err := p.messageEvents(r.Context(), r)
	if err != nil {
		return err
	}
	return web.Render(w, r, status, newMessagePage(p.chrome(r), r, newMessageModel{Form: f, Key: key, Events: events, Kinds: messageKinds(r)}))
}

func messageKinds(r *web.Request) []ui.Option {
	var list []ui.Option
	for _, k := range message.Kinds {
		list = append(list, ui.Option{Value: string(k), Label: r.P.T("message.kind." + string(k)), Support: r.P.T("staff.message.kind_why." + string(k))})
	}
	return list
}

// messageEvents are the events that a message may be about, the latest first.
func (p *Pages) messageEvents(ctx context.Context, r *web.Request) ([]ui.Option, error) {
	events, err := p.Events.List(ctx, r.Org.ID, event.Filter{Newest: true, Limit: manyEvents})
	options := []ui.Option{{Label: r.P.T("staff.message.no_event")}}
	for _, e := range events {
		options = append(options, ui.Option{Value: e.ID, Label: eventTitle(r, e) + "（" + eventWhen(r, e) + "）"})
	}
	return options, err
}

func (p *Pages) newMessage(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	key, err := f.Key()
	if err != nil {
		return err
	}
	m := message.Message{OrgID: r.Org.ID, EventID: f.Value("event"), Kind: message.Kind(f.RequiredChoice("kind", string(message.Notice), string(message.Announcement)))}
	if m.Kind == message.Notice && m.EventID == "" {
		f.Add("event", "message.error.event")
	}
	m.Audience = message.Audience{By: message.ByEvent, EventID: m.EventID, States: []message.State{message.Confirmed}}
	if filter := f.Value("filter"); filter != "" || m.EventID == "" {
		if _, err := url.ParseQuery(filter); err != nil {
			filter = ""
		}
		m.Audience = message.Audience{By: message.ByList, Filter: filter}
	}
	if f.OK() {
		m, err = p.Messages.Create(r.Context(), r.Actor, key, m)
		if err == nil {
			return web.Redirect(w, r, messagePath(r, m, "edit"))
		}
		if !f.Take(err) {
			return err
		}
	}
	return p.renderNewMessage(w, r, http.StatusUnprocessableEntity, f, key)
}
