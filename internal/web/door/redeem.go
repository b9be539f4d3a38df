package door

import (
	"net/http"
	"strings"

	"koryu/internal/event"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// verdict is the answer to a scan, as the script gets it and as the page shows
// it. Reason is the code of the contract; Title and Text are for the helper.
type verdict struct {
	Scan   string            `json:"scan,omitempty"`
	OK     bool              `json:"ok"`
	Reason event.Reason      `json:"reason"`
	Tone   ui.Tone           `json:"tone"`
	Title  string            `json:"title"`
	Name   string            `json:"name,omitempty"`
	Kana   string            `json:"kana,omitempty"`
	Text   string            `json:"text,omitempty"`
	Live   map[string]string `json:"live"`
}

// redeem takes one scan: token (or code, or registration) and nonce. Accept:
// application/json gives the verdict as JSON.
func (p *Pages) redeem(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	c := event.CheckIn{
		Org: r.Org.ID, EventID: r.EventID, Actor: r.Actor, Device: device(r), Nonce: f.Text("nonce", 100),
		Token: f.Text("token", 500), RegistrationID: f.Text("registration", 40), Code: f.Text("code", 40), At: scanTime(r, f),
	}
	if !f.OK() {
		return f.Errs.Err()
	}
	result, err := p.Events.CheckIn(r.Context(), c)
	if err != nil {
		return p.nothingTyped(w, r, err)
	}
	return p.answer(w, r, newVerdict(r, result))
}

// nothingTyped leads a helper who pressed the button without a number back to
// the field; scripts get the problem.
func (p *Pages) nothingTyped(w http.ResponseWriter, r *web.Request, err error) error {
	refusal, ok := apperr.As(err)
	if !ok || refusal.Category != apperr.Invalid || wantsJSON(r) {
		return err
	}
	r.FlashTone(ui.Wrong, refusal.Key)
	return web.Redirect(w, r, path(r))
}

// scanTime is when the device scanned, in milliseconds since 1970 by its own
// clock; zero is now. A clock that runs ahead does not make a scan of tomorrow.
func scanTime(r *web.Request, f *web.Form) db.Instant {
	ms := f.Int("at", 0, 1<<53)
	if ms == nil || *ms == 0 {
		return 0
	}
	return min(db.Instant(int64(*ms)*1000), db.FromTime(r.Now))
}

func newVerdict(r *web.Request, c event.CheckInResult) verdict {
	v := verdict{
		Scan: c.ID, OK: c.OK, Reason: c.Reason, Tone: toneOf(c.Reason), Title: r.P.T("door.reason." + string(c.Reason)), Live: state(r, c.Live),
	}
	if c.Person.ID != "" && c.Reason != event.WrongEvent {
		v.Name, v.Kana = c.Person.DisplayName(r.Lang), c.Person.Kana()
	}
	switch {
	case c.Reason == event.AlreadyRedeemed:
		v.Text = r.P.T("door.first", "at", r.P.Time(c.FirstAt.Time()), "device", c.FirstDevice)
	case c.Reason == event.WrongEvent:
		v.Text = c.Event.TitleIn(r.Lang)
	case c.OK && c.Registration.LateNote != "":
		v.Text = r.P.T("door.late", "note", c.Registration.LateNote)
	case c.OK:
		v.Text = c.Slot.NameIn(r.Lang)
	default:
		v.Text = r.P.T("door.help." + string(c.Reason))
	}
	return v
}

func (p *Pages) answer(w http.ResponseWriter, r *web.Request, v verdict) error {
	if wantsJSON(r) {
		return web.JSON(w, r, http.StatusOK, v)
	}
	e, err := p.event(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, verdictPage(p.chrome(r, e, path(r)), r, v))
}

func wantsJSON(r *web.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json")
}

// undo takes an admission back.
func (p *Pages) undo(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	c, err := p.Events.UndoCheckIn(r.Context(), r.Actor, r.Org.ID, r.EventID, f.Text("scan", 40))
	if err != nil {
		return err
	}
	if wantsJSON(r) {
		return web.JSON(w, r, http.StatusOK, map[string]any{
			"title": r.P.T("door.undone"), "name": c.Person.DisplayName(r.Lang), "live": state(r, c.Live),
		})
	}
	r.Flash("door.undone_of", "name", c.Person.DisplayName(r.Lang))
	return web.Redirect(w, r, path(r))
}
