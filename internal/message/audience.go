package message

import (
	"encoding/json"
	"net/url"
	"slices"

	"koryu/internal/event"
	"koryu/internal/kit/apperr"
)

// By is the way in which recipients are chosen.
type By string

const (
	ByEvent By = "event" // those of an event in certain states
	ByList  By = "list"  // those whom a filter of the person list finds
)

// State is where somebody stands with an event, as staff choose recipients.
type State string

const (
	Confirmed State = "confirmed" // holds a place
	Waiting   State = "waiting"   // on the waiting list
	Pending   State = "pending"   // waits for approval
	Attended  State = "attended"  // came
	Missed    State = "missed"    // held a place and did not come
)

// States in the order in which they are offered.
var States = []State{Confirmed, Waiting, Pending, Attended, Missed}

// holds tells whether a registration is in the state.
func (s State) holds(r event.Registration, over bool) bool {
	switch s {
	case Attended:
		return r.ArrivedAt != 0
	case Missed:
		return over && r.State == event.Confirmed && r.ArrivedAt == 0
	}
	return string(r.State) == string(s)
}

// Audience says who is meant: with ByEvent the event and the states of which a
// registration must be in one; with ByList the parameters of the person list,
// as they stand in its address.
type Audience struct {
	By      By      `json:"by,omitempty"`
	EventID string  `json:"event,omitempty"`
	States  []State `json:"states,omitempty"`
	Filter  string  `json:"filter,omitempty"`
}

const maxFilter = 4000

func (a Audience) check() error {
	var errs apperr.Fields
	switch a.By {
	case "":
	case ByEvent:
		if len(a.States) == 0 {
			errs.Add("states", "message.error.states")
		}
	case ByList:
		if _, err := url.ParseQuery(a.Filter); err != nil || len(a.Filter) > maxFilter {
			errs.Add("filter", "message.error.filter")
		}
	default:
		errs.Add("by", "message.error.audience")
	}
	for _, s := range a.States {
		if !slices.Contains(States, s) {
			errs.Add("states", "message.error.states")
			break
		}
	}
	return errs.Err()
}

// includes tells whether a registration for the audience's event is meant.
func (a Audience) includes(r event.Registration, over bool) bool {
	return slices.ContainsFunc(a.States, func(s State) bool { return s.holds(r, over) })
}

func (a Audience) text() string {
	b, err := json.Marshal(a)
	if err != nil { // a struct of texts has no way to fail
		panic(err)
	}
	return string(b)
}

func audienceOf(text string) (a Audience, err error) {
	err = json.Unmarshal([]byte(text), &a)
	return a, err
}
