package staff

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/message"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

type messageModel struct {
	Message message.Message
	Phase   message.Phase
	Head    ui.HeadProps
	Stats   []liveStat
	Live    *ui.LiveProps
	Stop    string // where to stop what has not left; "" when nothing waits
	Now     string // what happens at this moment
	Retry   string
	RetryN  int
	Again   string // duplicate
	Key     string
	Reasons []ui.Fact
	Views   []ui.TabProps
	Grid    ui.GridProps
	More    ui.MoreProps
	Texts   []messageText
}

type messageText struct{ Lang, Subject, Body string }

type liveStat struct {
	Props ui.StatProps
	Key   string
}

func (p *Pages) message(w http.ResponseWriter, r *web.Request) error {
	msg, err := p.messageOf(r)
	if err != nil {
		return err
	}
	if msg.Draft() && r.Can(account.MessageSend) {
		return web.Redirect(w, r, messagePath(r, msg, "edit"))
	}
	ctx := r.Context()
	f, err := p.Messages.FiguresOf(ctx, r.Org.ID, msg.ID)
	if err != nil {
		return err
	}
	m := messageModel{Message: msg, Phase: msg.PhaseOf(f, instantOf(r)), Key: r.NewKey()}
	title, err := p.messageTitle(r, msg)
	if err != nil {
		return err
	}
	status := phaseStatus(r, m.Phase)
	m.Head = ui.HeadProps{Title: title, Status: &status, Lead: messageLead(r, msg),
		Eyebrow: r.P.T("message.kind." + string(msg.Kind)), Back: &ui.LinkProps{Label: r.P.T("staff.nav.messages"), Href: path(r, "messages")}}
	m.Stats = messageStats(r, msg, f)
	if f[message.Queued] > 0 {
		m.Live = &ui.LiveProps{Stream: messagePath(r, msg, "live", "stream"), Poll: messagePath(r, msg, "live")}
		m.Now = nowWords(r, msg, m.Phase, instantOf(r))
	}
	if r.Can(account.MessageSend) {
		m.Again = messagePath(r, msg, "duplicate")
		if f[message.Queued] > 0 {
			m.Stop = messagePath(r, msg, "stop")
		}
		if f.Failed() > 0 {
			if m.RetryN, err = p.Messages.Retryable(ctx, r.Org.ID, msg.ID); err != nil {
				return err
			}
			m.Retry = messagePath(r, msg, "retry")
		}
	}
	if err := p.messageCopies(ctx, r, &m, f); err != nil {
		return err
	}
	m.Texts = []messageText{{r.P.T("staff.message.in_ja"), msg.Subject, msg.Body}}
	if msg.SubjectEn != "" {
		m.Texts = append(m.Texts, messageText{r.P.T("staff.message.in_en"), msg.SubjectEn, msg.BodyEn})
	}
	return web.Render(w, r, http.StatusOK, messagePage(p.chrome(r), r, m))
}

func messageLead(r *web.Request, m message.Message) string {
	if m.Draft() {
		return ""
	}
	return r.P.T("staff.message.confirmed_at", "at", r.P.DateTime(m.ConfirmedAt.Time()))
}

func nowWords(r *web.Request, m message.Message, phase message.Phase, now db.Instant) string {
	if phase == message.Holding {
		return r.P.N("staff.message.now_holding", secondsLeft(m, now))
	}
	return r.P.T("staff.message.now." + string(phase))
}

func secondsLeft(m message.Message, now db.Instant) int {
	return max(0, int((m.StartsAt.Sub(now)+time.Second-1)/time.Second))
}

func messageStats(r *web.Request, m message.Message, f message.Figures) []liveStat {
	stat := func(key string, n int, tone ui.Tone, state message.DeliveryState) liveStat {
		s := liveStat{Key: key, Props: ui.StatProps{Label: r.P.T("staff.message.stat." + key), Value: r.P.Number(n),
			Unit: r.P.T("staff.message.unit"), Tone: tone, Href: messagePath(r, m) + "?state=" + string(state)}}
		if state == "" {
			s.Props.Href = messagePath(r, m) + "?state=failed"
		}
		return s
	}
	list := []liveStat{
		stat("sent", f[message.Sent], ui.Done, message.Sent), stat("queued", f[message.Queued], ui.Info, message.Queued),
		stat("failed", f.Failed(), ui.Due, ""), stat("left_out", f[message.LeftOut], ui.Quiet, message.LeftOut),
	}
	list[0].Props.Target, list[0].Props.Amount = f.Sends(), f[message.Sent]
	if f[message.Stopped] > 0 {
		list = append(list, stat("stopped", f[message.Stopped], ui.Wrong, message.Stopped))
	}
	return list
}

var copyTone = map[message.DeliveryState]ui.Tone{
	message.Queued: ui.Info, message.Sent: ui.Done, message.RefusedBy: ui.Wrong, message.BouncedAt: ui.Wrong,
	message.Uncertain: ui.Due, message.Stopped: ui.Quiet, message.LeftOut: ui.Quiet,
}

// messageCopies fills in the list of copies, in the state that was asked for.
func (p *Pages) messageCopies(ctx context.Context, r *web.Request, m *messageModel, f message.Figures) error {
	state := message.DeliveryState(r.Query("state"))
	if state == "failed" { // opens the first kind of failure that there is
		for _, s := range []message.DeliveryState{message.RefusedBy, message.BouncedAt, message.Uncertain} {
			if f[s] > 0 {
				state = s
				break
			}
		}
	}
	if message.DeliveryState(state) == "failed" || f[state] == 0 {
		state = ""
	}
	base := messagePath(r, m.Message)
	m.Views = []ui.TabProps{{Label: r.P.T("staff.message.all"), Href: base, On: state == "", Count: f.All()}}
	for _, s := range message.DeliveryStates {
		if f[s] > 0 {
			m.Views = append(m.Views, ui.TabProps{Label: r.P.T("message.state." + string(s)), Href: base + "?state=" + string(s), On: state == s, Count: f[s]})
		}
	}
	if f[message.LeftOut] > 0 {
		left, err := p.Messages.LeftOutOf(ctx, r.Org.ID, m.Message.ID)
		if err != nil {
			return err
		}
		for _, reason := range message.Reasons {
			if left[reason] > 0 {
				m.Reasons = append(m.Reasons, ui.Fact{Term: r.P.T("message.reason." + string(reason)), Text: r.P.N("staff.message.people", left[reason])})
			}
		}
	}
	page, err := p.Messages.Copies(ctx, r.Org.ID, m.Message.ID, state, r.Query("after"))
	if err != nil {
		return err
	}
	m.Grid = copyGrid(r, page.Rows)
	if page.Next != "" {
		m.More.Next = base + "?" + url.Values{"state": {string(state)}, "after": {page.Next}}.Encode()
	}
	if r.Query("after") != "" {
		m.More.First = base + "?state=" + string(state)
	}
	return nil
}

func copyGrid(r *web.Request, rows []message.Copy) ui.GridProps {
	col := func(word string) ui.Column { return ui.Column{Label: r.P.T("staff.message.col." + word)} }
	g := ui.GridProps{Caption: r.P.T("staff.message.copies"), Columns: []ui.Column{
		{Label: r.P.T("staff.person.name"), Lead: true}, col("address"), col("state"), col("why"), col("at")},
		Empty: ui.EmptyState(ui.EmptyProps{Kind: ui.Nothing, Title: r.P.T("staff.message.no_copies"), Text: r.P.T("staff.message.no_copies_text")})}
	for _, c := range rows {
		name, at := c.Person.DisplayName(r.Lang), c.EndedAt
		if name == "" {
			name = r.P.T("staff.message.forgotten")
		}
		if at == 0 {
			at = c.QueuedAt
		}
		why := c.Code
		if c.Reason != "" {
			why = strings.TrimSpace(r.P.T("message.reason."+string(c.Reason)) + " " + c.Code)
		}
		g.Rows = append(g.Rows, ui.Row{ID: c.ID, Quiet: c.State == message.LeftOut || c.State == message.Stopped, Cells: []templ.Component{
			ui.To(path(r, "people", c.PersonID), name, c.Person.Kana()), ui.Text(orDash(c.Address)),
			ui.Status(ui.StatusProps{Tone: copyTone[c.State], Label: r.P.T("message.state." + string(c.State))}),
			ui.Text(orDash(why)), ui.Text(r.P.DateTime(at.Time())),
		}})
	}
	return g
}

// messageState is what the page follows while mails leave.
func (p *Pages) messageState(ctx context.Context, r *web.Request, id string) (string, map[string]string, error) {
	m, err := p.Messages.Find(ctx, r.Org.ID, id)
	if err != nil {
		return "", nil, err
	}
	f, err := p.Messages.FiguresOf(ctx, r.Org.ID, id)
	if err != nil {
		return "", nil, err
	}
	now := p.DB.Now()
	state := map[string]string{
		"sent": r.P.Number(f[message.Sent]), "queued": r.P.Number(f[message.Queued]), "failed": r.P.Number(f.Failed()),
		"left_out": r.P.Number(f[message.LeftOut]), "stopped": r.P.Number(f[message.Stopped]),
		"phase": nowWords(r, m, m.PhaseOf(f, now), now),
	}
	mark := make([]string, 0, len(state))
	for _, key := range []string{"sent", "queued", "failed", "left_out", "stopped", "phase"} {
		mark = append(mark, state[key])
	}
	return strings.Join(mark, "|"), state, nil
}

func (p *Pages) messagePoll(w http.ResponseWriter, r *web.Request) error {
	_, state, err := p.messageState(r.Context(), r, r.Path("message"))
	if err != nil {
		return err
	}
	return web.JSON(w, r, http.StatusOK, state)
}

func (p *Pages) messageStream(w http.ResponseWriter, r *web.Request) error {
	m, err := p.messageOf(r)
	if err != nil {
		return err
	}
	return web.Stream(w, r, func() (string, any, error) {
		mark, state, err := p.messageState(r.Context(), r, m.ID)
		return mark, state, err
	})
}
