package door

import (
	"net/http"
	"strconv"

	"koryu/assets"
	"koryu/internal/event"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// recent is how many scans the first page shows.
const recent = 6

type scannerModel struct {
	Event event.Event
	Live  event.Live
	Scans []ui.Moment
	Words map[string]string // sentences that the script shows
	Wasm  string
	Key   string
}

func (p *Pages) scanner(w http.ResponseWriter, r *web.Request) error {
	e, err := p.event(r)
	if err != nil {
		return err
	}
	m := scannerModel{Event: e, Wasm: assets.URL("zxing_reader.wasm"), Key: r.NewKey()}
	if m.Live, err = p.Events.Live(r.Context(), r.Org.ID, e.ID); err != nil {
		return err
	}
	scans, err := p.Events.Scans(r.Context(), r.Org.ID, e.ID, recent)
	if err != nil {
		return err
	}
	for _, s := range scans {
		m.Scans = append(m.Scans, moment(r, s))
	}
	return web.Render(w, r, http.StatusOK, scannerPage(p.chrome(r, e, ""), r, m))
}

func moment(r *web.Request, s event.Scan) ui.Moment {
	m := ui.Moment{
		When: r.P.Time(s.At.Time()), Who: s.Device, Title: s.Name, Text: r.P.T("door.reason." + string(s.Reason)),
		Tone: toneOf(s.Reason), Icon: iconOf(s.Reason),
	}
	if m.Title == "" {
		m.Title = r.P.T("door.unknown_guest")
	}
	switch {
	case s.UndoneAt != 0:
		m.Text, m.Tone, m.Icon = r.P.T("door.undone"), ui.Quiet, "undo"
	case s.OK:
		m.Undo = &ui.UndoProps{Action: path(r, "undo"), Fields: map[string]string{"scan": s.ID}}
	}
	return m
}

// toneOf and iconOf tell the four outcomes apart, by colour and without it.
func toneOf(reason event.Reason) ui.Tone {
	switch reason {
	case event.OK:
		return ui.Done
	case event.AlreadyRedeemed, event.Waitlisted, event.Unapproved, event.NotYet:
		return ui.Due
	case event.WrongEvent:
		return ui.Info
	}
	return ui.Wrong
}

func iconOf(reason event.Reason) string {
	switch reason {
	case event.OK:
		return "check"
	case event.AlreadyRedeemed:
		return "history"
	case event.WrongEvent:
		return "calendar"
	}
	return "alert"
}

// state is what the door's figures show; live and figures give the same.
func state(r *web.Request, l event.Live) map[string]string {
	return map[string]string{
		"arrived": r.P.Number(l.Arrived), "expected": r.P.Number(l.Expected), "helpers": r.P.Number(l.Helpers),
	}
}

func (p *Pages) live(w http.ResponseWriter, r *web.Request) error {
	return web.Stream(w, r, func() (string, any, error) {
		l, err := p.Events.Live(r.Context(), r.Org.ID, r.EventID)
		return strconv.FormatInt(l.Seq, 10) + "." + strconv.FormatInt(l.Version, 10), state(r, l), err
	})
}

func (p *Pages) figures(w http.ResponseWriter, r *web.Request) error {
	l, err := p.Events.Live(r.Context(), r.Org.ID, r.EventID)
	if err != nil {
		return err
	}
	return web.JSON(w, r, http.StatusOK, state(r, l))
}
