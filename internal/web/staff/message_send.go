package staff

import (
	"errors"
	"net/http"
	"strconv"

	"koryu/internal/kit/apperr"
	"koryu/internal/message"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

type sendModel struct {
	Head    ui.HeadProps
	Message message.Message
	Confirm ui.ConfirmProps
	Twice   int
	Changed bool // the number moved since the page was shown
	Back    string
}

func (p *Pages) askSend(w http.ResponseWriter, r *web.Request) error {
	m, led, err := p.draftOf(w, r)
	if err != nil || led {
		return err
	}
	return p.renderSend(w, r, http.StatusOK, m, false)
}

func (p *Pages) renderSend(w http.ResponseWriter, r *web.Request, status int, m message.Message, changed bool) error {
	if len(messageMissing(r, m)) > 0 {
		return web.Redirect(w, r, messagePath(r, m, "preview"))
	}
	c, err := p.Messages.Choose(r.Context(), m)
	if err != nil {
		return err
	}
	head, err := p.messageHead(r, m, "recipients")
	if err != nil {
		return err
	}
	q := ui.ConfirmProps{
		Title: r.P.N("staff.message.send_title", c.Sends), Text: head.Eyebrow, Action: messagePath(r, m, "send"),
		Hidden: map[string]string{"count": strconv.Itoa(c.Sends)}, Button: r.P.N("staff.message.send_n", c.Sends),
		Points: []string{r.P.T("staff.message.point_each"), r.P.T("staff.message.point_stop"), r.P.T("staff.message.point_kind." + string(m.Kind))},
		Back:   messagePath(r, m, "preview"),
	}
	if out := len(c.All) - c.Sends; out > 0 {
		q.Points = append(q.Points, r.P.N("staff.message.point_left", out))
		for _, reason := range message.Reasons {
			if n := c.Left[reason]; n > 0 {
				q.Points = append(q.Points, r.P.T("staff.message.point_reason", "n", r.P.Number(n), "reason", r.P.T("message.reason."+string(reason))))
			}
		}
	}
	model := sendModel{Head: head, Message: m, Confirm: q, Twice: c.Today, Changed: changed, Back: messagePath(r, m, "recipients")}
	if c.Sends == 0 {
		return web.Render(w, r, status, nobodyPage(p.chrome(r), r, model))
	}
	return web.Render(w, r, status, sendPage(p.chrome(r), r, model))
}

func (p *Pages) sendMessage(w http.ResponseWriter, r *web.Request) error {
	m, led, err := p.draftOf(w, r)
	if err != nil || led { // a second click: the message is on its way
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	count := f.RequiredInt("count", 1, 10_000_000)
	if !f.OK() {
		return p.renderSend(w, r, http.StatusUnprocessableEntity, m, true)
	}
	_, err = p.Messages.Confirm(r.Context(), r.Actor, r.Org.ID, m.ID, count)
	switch {
	case errors.Is(err, message.ErrCount):
		return p.renderSend(w, r, http.StatusConflict, m, true)
	case err != nil && apperr.CategoryOf(err) == apperr.Invalid:
		return web.Redirect(w, r, messagePath(r, m, "preview"))
	case err != nil && apperr.CategoryOf(err) == apperr.Conflict:
		if now, found := p.messageOf(r); found == nil && !now.Draft() {
			return web.Redirect(w, r, messagePath(r, m))
		}
		return err
	case err != nil:
		return err
	}
	return web.Redirect(w, r, messagePath(r, m))
}

func (p *Pages) stopMessage(w http.ResponseWriter, r *web.Request) error {
	m, err := p.messageOf(r)
	if err != nil {
		return err
	}
	n, err := p.Messages.Stop(r.Context(), r.Actor, r.Org.ID, m.ID)
	if err != nil {
		return err
	}
	if n == 0 {
		r.FlashTone(ui.Due, "staff.message.stopped_none")
	} else {
		r.Flash("staff.message.stopped", "n", r.P.Number(n))
	}
	return web.Redirect(w, r, messagePath(r, m))
}

func (p *Pages) retryMessage(w http.ResponseWriter, r *web.Request) error {
	m, err := p.messageOf(r)
	if err != nil {
		return err
	}
	n, err := p.Messages.Retry(r.Context(), r.Actor, r.Org.ID, m.ID)
	if err != nil {
		return err
	}
	r.FlashTone(toneOf(n), "staff.message.retried", "n", r.P.Number(n))
	return web.Redirect(w, r, messagePath(r, m))
}
