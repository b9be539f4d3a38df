package staff

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// mostPicked is what one act takes at most; the use case refuses more.
const mostPicked = 1000

var errEnough = errors.New("staff: enough")

func noChange(*attendeeQuery) {}

// kept is the query for the search box, which asks for q itself.
func (q attendeeQuery) kept() map[string]string {
	all := q.values()
	delete(all, "q")
	return all
}

// picked are the registrations that a bulk form means: all that match the
// filter, this page, or the ticked ones.
func (p *Pages) picked(r *web.Request, e event.Event, f *web.Form) ([]string, error) {
	if v := f.Value("ids"); v != "" { // from the page that asked for a reason
		return strings.Split(v, ","), nil
	}
	ids := f.Many("id")
	q := formQuery(f)
	switch {
	case f.Bool("all"):
		ids = nil
		err := p.Events.EachAttendee(r.Context(), r.Org.ID, e.ID, q.with(noChange).filter(e), func(a event.Attendee) error {
			if ids = append(ids, a.Registration.ID); len(ids) > mostPicked {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			return nil, err
		}
	case f.Bool("page") && len(ids) == 0: // without scripts the boxes of the rows stay empty
		filter := q.filter(e)
		filter.Limit = attendeesOnPage
		page, err := p.Events.Attendees(r.Context(), r.Org.ID, e.ID, filter)
		if err != nil {
			return nil, err
		}
		for _, a := range page.Rows {
			ids = append(ids, a.Registration.ID)
		}
	}
	return ids, nil
}

// asksReason are the acts that people notice: they get a page of their own.
func asksReason(do event.BulkAction) bool {
	return do == event.BulkCancel || do == event.BulkDecline || do == event.BulkPromote
}

func (p *Pages) bulk(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	do := event.BulkAction(f.RequiredChoice("do", string(event.BulkApprove), string(event.BulkDecline), string(event.BulkCancel),
		string(event.BulkPromote), string(event.BulkReinstate)))
	if err := f.Errs.Err(); err != nil {
		return err
	}
	q := formQuery(f)
	ids, err := p.picked(r, e, f)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		r.FlashTone(ui.Due, "staff.attendee.nobody_picked")
		return web.Redirect(w, r, q.href(r, e))
	}
	reason := f.Text("reason", 400)
	if asksReason(do) && (!f.Bool("sure") || do == event.BulkPromote && reason == "" || !f.OK()) {
		if f.Bool("sure") && reason == "" {
			f.Add("reason", "event.error.reason")
		}
		return p.askBulk(w, r, e, f, do, ids)
	}
	return p.doBulk(w, r, e, q, do, ids, reason)
}

func (p *Pages) askBulk(w http.ResponseWriter, r *web.Request, e event.Event, f *web.Form, do event.BulkAction, ids []string) error {
	hidden := formQuery(f).hidden()
	hidden["ids"], hidden["do"], hidden["sure"] = strings.Join(ids, ","), string(do), "1"
	title, button := "staff.attendee.ask."+string(do), "staff.attendee.now."+string(do)
	q := ui.ConfirmProps{Title: r.P.N(title, len(ids)), Text: eventTitle(r, e), Hidden: hidden,
		Points: []string{r.P.T("staff.attendee.points." + string(do)), r.P.T("staff.attendee.points.all_or_nothing")},
		Action: eventPath(r, e, "attendees", "bulk"), Button: r.P.N(button, len(ids)),
		Back: formQuery(f).href(r, e), Ask: reasonField(r, f, r.P.T("staff.attendee.reason_why"), do == event.BulkPromote)}
	if do != event.BulkPromote {
		q.Look = ui.Danger
	}
	status := http.StatusOK
	if !f.OK() {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, confirmPage(p.chrome(r), r, q, f.Errors(r.P)))
}

func (p *Pages) doBulk(w http.ResponseWriter, r *web.Request, e event.Event, q attendeeQuery, do event.BulkAction, ids []string, reason string) error {
	result, err := p.Events.Bulk(r.Context(), r.Actor, r.Org.ID, e.ID, ids, do, reason)
	if err != nil {
		return err
	}
	if len(result.Failed) > 0 {
		g, err := p.failures(r, e, result.Failed)
		if err != nil {
			return err
		}
		key := "staff.attendee.failed." + string(do)
		title := r.P.N(key, len(result.Failed), "all", r.P.Number(len(ids)))
		return web.Render(w, r, http.StatusConflict, bulkFailedPage(p.chrome(r), r, e, title, g, q.href(r, e)))
	}
	n := r.P.Number(len(result.Done))
	key := "staff.attendee.done." + string(do)
	undo, ok, err := p.undoOf(r, e, do, result.Done)
	if err != nil {
		return err
	}
	if ok {
		r.FlashUndo(undo, key, "n", n)
	} else {
		r.Flash(key, "n", n)
	}
	return web.Redirect(w, r, q.href(r, e))
}

// failures names who kept the act from happening, and why.
func (p *Pages) failures(r *web.Request, e event.Event, failed []event.BulkFailure) (ui.GridProps, error) {
	g := ui.GridProps{Caption: r.P.T("staff.attendee.nothing_done"), Columns: []ui.Column{
		{Label: r.P.T("staff.attendee.col.name"), Lead: true}, {Label: r.P.T("staff.attendee.col.state")}, {Label: r.P.T("staff.attendee.why_not")}}}
	for i, x := range failed {
		if i == attendeesOnPage {
			break
		}
		of, err := p.Events.FindRegistration(r.Context(), r.Org.ID, x.ID)
		if err != nil {
			return g, err
		}
		g.Rows = append(g.Rows, ui.Row{ID: x.ID, Cells: []templ.Component{
			ui.To(eventPath(r, e, "attendees", x.ID), of.Person.DisplayName(r.Lang), of.Person.Kana()),
			ui.Status(regStatus(r, of.Registration, of.Position)), ui.Text(r.P.T(x.Err.Key, x.Err.Args...))}})
	}
	return g, nil
}

// mostUndo is how many characters of numbers a cookie holds beside its seal.
const mostUndo = 1800

// undoOf is the way back from a cancellation or a decline: the numbers of the
// registrations within the event, since their identifiers fill a cookie.
func (p *Pages) undoOf(r *web.Request, e event.Event, do event.BulkAction, done []string) (ui.UndoProps, bool, error) {
	if do != event.BulkCancel && do != event.BulkDecline {
		return ui.UndoProps{}, false, nil
	}
	ids := map[string]bool{}
	for _, id := range done {
		ids[id] = true
	}
	var numbers []int
	err := p.Events.EachAttendee(r.Context(), r.Org.ID, e.ID, event.AttendeeFilter{States: endedStates}, func(a event.Attendee) error {
		if ids[a.Registration.ID] {
			numbers = append(numbers, a.Registration.Number)
		}
		return nil
	})
	list := writeRanges(numbers)
	return ui.UndoProps{Action: eventPath(r, e, "attendees", "bulk", "undo"), Fields: map[string]string{"numbers": list}},
		err == nil && list != "" && len(list) <= mostUndo, err
}

// undoBulk takes a cancellation or a decline back.
func (p *Pages) undoBulk(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	wanted := readRanges(f.Text("numbers", mostUndo))
	var ids []string
	err = p.Events.EachAttendee(r.Context(), r.Org.ID, e.ID, event.AttendeeFilter{States: endedStates}, func(a event.Attendee) error {
		if slices.Contains(wanted, a.Registration.Number) {
			ids = append(ids, a.Registration.ID)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		r.FlashTone(ui.Due, "staff.attendee.nothing_to_undo")
		return web.Redirect(w, r, eventPath(r, e, "attendees"))
	}
	return p.doBulk(w, r, e, attendeeQuery{}, event.BulkReinstate, ids, r.P.T("staff.attendee.undone_reason"))
}

// writeRanges writes numbers as 3-5,9.
func writeRanges(numbers []int) string {
	slices.Sort(numbers)
	var parts []string
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		part := strconv.Itoa(numbers[i])
		if j > i {
			part += "-" + strconv.Itoa(numbers[j])
		}
		parts = append(parts, part)
		i = j + 1
	}
	return strings.Join(parts, ",")
}

// readRanges reads what writeRanges wrote, at most as many as one act takes.
func readRanges(s string) []int {
	var numbers []int
	for _, part := range strings.Split(s, ",") {
		first, last, isRange := strings.Cut(part, "-")
		a, err := strconv.Atoi(first)
		if err != nil {
			continue
		}
		b := a
		if isRange {
			if b, err = strconv.Atoi(last); err != nil {
				continue
			}
		}
		for n := a; n <= b && len(numbers) < mostPicked; n++ {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

type addressesModel struct {
	Event          event.Event
	Lines, Back    string
	Count, Without int
}

// addresses lists the mail addresses of the picked people, one a line, for a
// mail program that sends to each on its own. It counts as an export.
func (p *Pages) addresses(w http.ResponseWriter, r *web.Request) error {
	e, err := p.eventOf(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	m := addressesModel{Event: e, Back: formQuery(f).href(r, e)}
	ids, err := p.picked(r, e, f)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		r.FlashTone(ui.Due, "staff.attendee.nobody_picked")
		return web.Redirect(w, r, m.Back)
	}
	wanted := map[string]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	var lines []string
	found := 0
	err = p.Events.EachAttendee(r.Context(), r.Org.ID, e.ID, event.AttendeeFilter{}, func(a event.Attendee) error {
		if !wanted[a.Registration.ID] {
			return nil
		}
		found++
		if a.Person.Email == "" {
			m.Without++
		} else if !slices.Contains(lines, a.Person.Email) {
			lines = append(lines, a.Person.Email)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if found != len(wanted) { // an id that is not of this event
		return web.ErrNotFound
	}
	m.Lines, m.Count = strings.Join(lines, "\n"), len(lines)
	if err := p.audit(r, "attendees.addresses", e, "", map[string]any{"people": m.Count}); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, addressesPage(p.chrome(r), r, m))
}

// audit records a reading that leaves the house.
func (p *Pages) audit(r *web.Request, action string, e event.Event, reason string, data any) error {
	return p.DB.Tx(r.Context(), func(ctx context.Context, tx *db.Tx) error {
		return account.Record(ctx, tx, r.Audit(action, "event", e.ID, reason, data))
	})
}
