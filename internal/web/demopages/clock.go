package demopages

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// furthest is how far one move may go; a year has to be walked through job by job.
const furthest = 400 * 24 * time.Hour

// Top is the clock above every page.
func Top(r *web.Request) templ.Component {
	return bar(barModel{
		now:  r.Now.In(clock.JST),
		next: r.URL.RequestURI(),
		day:  string(db.DayOf(r.Now.AddDate(0, 0, 1))),
	})
}

type barModel struct {
	now       time.Time
	next, day string
}

// moveClock moves by an hour, by a day, or to a day and time. Sessions of staff end after half an hour; here the time
// passed on purpose, so whoever was signed in stays so.
func (p pages) moveClock(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	next := web.SafeNext(f.Value("next"))
	to, ok := target(f, r.Now)
	if !ok || to.Before(r.Now) || to.After(r.Now.Add(furthest)) {
		r.FlashTone(ui.Wrong, "demo.clock.refused")
		return web.Redirect(w, r, next)
	}
	ran, err := p.Advance(r.Context(), to)
	if err != nil {
		return err
	}
	if err := p.staySignedIn(r); err != nil {
		return err
	}
	r.Flash("demo.clock.moved", "at", r.P.DateTime(to), "n", strconv.Itoa(ran))
	return web.Redirect(w, r, next)
}

func target(f *web.Form, now time.Time) (time.Time, bool) {
	switch f.Choice("by", "hour", "day", "date") {
	case "hour":
		return now.Add(time.Hour), true
	case "day":
		return now.AddDate(0, 0, 1), true
	case "date":
		at := f.Instant("day", "time")
		return at.Time(), at != 0
	}
	return now, false
}

func (p pages) staySignedIn(r *web.Request) error {
	if r.Session.Kind != account.KindPerson {
		return nil
	}
	var token string
	err := p.Accounts.DB.Tx(r.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
		token, err = p.Accounts.SignInLink(ctx, tx, r.Session.Email, r.Session.Name)
		return err
	})
	if err != nil {
		return err
	}
	in, err := p.Accounts.OpenSignInLink(r.Context(), token, r.UserAgent(), r.SessionToken())
	if err != nil {
		return err
	}
	r.SignIn(in.Token)
	return nil
}
