package api

import (
	"context"
	"time"

	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/web"
)

// Event is an event on the wire. Capacity is absent where there is no limit.
type Event struct {
	ID        string  `json:"id"`
	Slug      string  `json:"slug"`
	URL       string  `json:"url" format:"uri"`
	Title     Words   `json:"title"`
	Summary   Words   `json:"summary"`
	State     string  `json:"state" enum:"published,cancelled"`
	StartsAt  string  `json:"starts_at" format:"date-time"`
	EndsAt    string  `json:"ends_at" format:"date-time"`
	OpensAt   string  `json:"opens_at,omitempty" format:"date-time"`
	ClosesAt  string  `json:"closes_at,omitempty" format:"date-time" doc:"The first instant at which nobody is admitted any more"`
	Place     *Place  `json:"place,omitempty"`
	Online    bool    `json:"online"`
	Slots     []Slot  `json:"slots"`
	Questions []Asked `json:"questions,omitempty" doc:"Only when one event is read"`
}

// Words are a text in Japanese and, where the organiser wrote it, in English.
type Words struct {
	Ja string `json:"ja"`
	En string `json:"en,omitempty"`
}

// Place is where people meet.
type Place struct {
	Name     string `json:"name"`
	Area     string `json:"area,omitempty"`
	Address  string `json:"address,omitempty"`
	Postcode string `json:"postcode,omitempty"`
}

// Slot is one way to take part, with its counters as they are now.
type Slot struct {
	ID          string `json:"id"`
	Name        Words  `json:"name"`
	Eligibility Words  `json:"eligibility"`
	Kind        string `json:"kind" enum:"participant,speaker,staff"`
	Mode        string `json:"mode" enum:"first_come,approval"`
	Capacity    *int   `json:"capacity,omitempty"`
	Taken       int    `json:"taken"`
	Waiting     int    `json:"waiting"`
}

// Asked is one of the organiser's questions.
type Asked struct {
	ID       string   `json:"id"`
	Label    Words    `json:"label"`
	Why      Words    `json:"why"`
	Kind     string   `json:"kind" enum:"text,choice,many,number,date"`
	Options  []string `json:"options,omitempty" doc:"The values to send"`
	Required bool     `json:"required"`
}

type listEventsInput struct {
	From  string `query:"from" format:"date" doc:"Events that start on this day (Japan) or later"`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

type listEventsOutput struct {
	Body struct {
		Events []Event `json:"events"`
	}
}

func (a *API) listEvents(ctx context.Context, in *listEventsInput) (*listEventsOutput, error) {
	f := event.Filter{
		States: []event.State{event.Published, event.Cancelled}, Visibilities: []event.Visibility{event.Public}, Newest: true, Limit: in.Limit,
	}
	if in.From != "" {
		f.From = db.FromTime(db.Day(in.From).Time())
	}
	all, err := a.Events.List(ctx, web.From(ctx).Org.ID, f)
	if err != nil {
		return nil, err
	}
	out := &listEventsOutput{}
	out.Body.Events = make([]Event, len(all))
	for i, e := range all {
		out.Body.Events[i] = wireEvent(ctx, e)
	}
	return out, nil
}

type eventInput struct {
	Event string `path:"event" maxLength:"100" doc:"Slug of the event"`
}

type eventOutput struct{ Body Event }

func (a *API) getEvent(ctx context.Context, in *eventInput) (*eventOutput, error) {
	e, err := a.published(ctx, in.Event)
	if err != nil {
		return nil, err
	}
	w := wireEvent(ctx, e)
	for _, q := range e.Asked() {
		asked := Asked{ID: q.ID, Label: Words{q.Label, q.LabelEn}, Why: Words{q.Why, q.WhyEn}, Kind: string(q.Kind), Required: q.Required}
		for _, o := range q.Options {
			asked.Options = append(asked.Options, o.Value)
		}
		w.Questions = append(w.Questions, asked)
	}
	return &eventOutput{Body: w}, nil
}

// published finds an event that other programs may know of: no drafts.
func (a *API) published(ctx context.Context, slug string) (event.Event, error) {
	e, err := a.Events.FindBySlug(ctx, web.From(ctx).Org.ID, slug)
	if err == nil && e.State == event.Draft {
		return event.Event{}, web.ErrNotFound
	}
	return e, err
}

func wireEvent(ctx context.Context, e event.Event) Event {
	r := web.From(ctx)
	w := Event{
		ID: e.ID, Slug: e.Slug, URL: r.Absolute(r.OrgPath("events", e.Slug)), Title: Words{e.Title, e.TitleEn}, Summary: Words{e.Summary, e.SummaryEn},
		State: string(e.State), StartsAt: stamp(e.StartsAt), EndsAt: stamp(e.EndsAt), OpensAt: stamp(e.OpensAt), ClosesAt: stamp(e.ClosesAt),
		Online: e.Online(), Slots: make([]Slot, len(e.Slots)),
	}
	if !e.Place.IsZero() {
		w.Place = &Place{Name: e.Place.NameIn(i18n.Ja), Area: e.Place.Area, Address: e.Place.Address, Postcode: e.Place.Postcode}
	}
	for i, s := range e.Slots {
		w.Slots[i] = Slot{
			ID: s.ID, Name: Words{s.Name, s.NameEn}, Eligibility: Words{s.Eligibility, s.EligibilityEn}, Kind: string(s.Kind), Mode: string(s.Mode),
			Capacity: s.Capacity, Taken: s.Taken, Waiting: s.Waiting,
		}
	}
	return w
}

// stamp is an instant on the wire; "" for none.
func stamp(t db.Instant) string {
	if t == 0 {
		return ""
	}
	return t.Time().Format(time.RFC3339)
}
