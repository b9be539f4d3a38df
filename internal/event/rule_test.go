package event

import (
	"testing"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
)

func TestAdmit(t *testing.T) {
	now := at("2024-12-01", 12, 0)
	open := Event{State: Published, Visibility: Public, OpensAt: at("2024-11-01", 0, 0), ClosesAt: at("2024-12-13", 0, 0)}
	slot := func(edit func(*Slot)) []Slot {
		s := Slot{ID: "s", Kind: ForParticipants, Mode: FirstCome, Capacity: ptr(2), Waitlist: true}
		if edit != nil {
			edit(&s)
		}
		return []Slot{s}
	}
	for name, c := range map[string]struct {
		event func(*Event)
		slot  func(*Slot)
		bid   Bid
		want  RegState
		key   string
	}{
		"a free place is confirmed":                {want: Confirmed},
		"the last place is confirmed":              {slot: func(s *Slot) { s.Taken = 1 }, want: Confirmed},
		"a full slot makes people wait":            {slot: func(s *Slot) { s.Taken = 2 }, want: Waiting},
		"without a waiting list full is full":      {slot: func(s *Slot) { s.Taken, s.Waitlist = 2, false }, key: "event.register.full"},
		"nobody overtakes those who wait":          {slot: func(s *Slot) { s.Waiting = 1 }, want: Waiting},
		"no capacity is no limit":                  {slot: func(s *Slot) { s.Capacity, s.Taken = nil, 999 }, want: Confirmed},
		"a capacity of none makes people wait":     {slot: func(s *Slot) { s.Capacity = ptr(0) }, want: Waiting},
		"approval leaves it pending":               {slot: func(s *Slot) { s.Mode = ByApproval }, want: Pending},
		"also when it is full":                     {slot: func(s *Slot) { s.Mode, s.Taken = ByApproval, 2 }, want: Pending},
		"staff need no approval":                   {slot: func(s *Slot) { s.Mode = ByApproval }, bid: Bid{ByStaff: true}, want: Confirmed},
		"staff go beyond the capacity if they say": {slot: func(s *Slot) { s.Taken = 2 }, bid: Bid{ByStaff: true, OverCapacity: true}, want: Confirmed},
		"a visitor cannot say so":                  {slot: func(s *Slot) { s.Taken = 2 }, bid: Bid{OverCapacity: true}, want: Waiting},
		"before it opens":                          {event: func(e *Event) { e.OpensAt = now + 1 }, key: "event.register.not_open"},
		"at the opening":                           {event: func(e *Event) { e.OpensAt = now }, want: Confirmed},
		"at the close":                             {event: func(e *Event) { e.ClosesAt = now }, key: "event.register.closed"},
		"just before the close":                    {event: func(e *Event) { e.ClosesAt = now + 1 }, want: Confirmed},
		"staff register after the close":           {event: func(e *Event) { e.ClosesAt = now }, bid: Bid{ByStaff: true}, want: Confirmed},
		"a draft is not there":                     {event: func(e *Event) { e.State = Draft }, key: "event.error.unknown"},
		"not even for staff":                       {event: func(e *Event) { e.State = Draft }, bid: Bid{ByStaff: true}, key: "event.error.unknown"},
		"a cancelled event takes nobody":           {event: func(e *Event) { e.State = Cancelled }, bid: Bid{ByStaff: true}, key: "event.register.cancelled"},
		"a hidden one takes no visitors":           {event: func(e *Event) { e.Visibility = Hidden }, key: "event.error.unknown"},
		"one with a link does":                     {event: func(e *Event) { e.Visibility = Link }, want: Confirmed},
		"the places of speakers are not for sale":  {slot: func(s *Slot) { s.Kind = ForSpeakers }, key: "event.register.slot_closed"},
		"staff give them":                          {slot: func(s *Slot) { s.Kind = ForSpeakers }, bid: Bid{ByStaff: true}, want: Confirmed},
		"a slot that does not exist":               {slot: func(s *Slot) { s.ID = "other" }, key: "event.error.unknown_slot"},
	} {
		t.Run(name, func(t *testing.T) {
			e := open
			e.Slots = slot(c.slot)
			if c.event != nil {
				c.event(&e)
			}
			c.bid.Slot = "s"
			got, err := e.Admit(c.bid, now)
			key := ""
			if refusal, ok := apperr.As(err); ok {
				key = refusal.Key
			}
			if got != c.want || key != c.key {
				t.Errorf("got %q, %q; want %q, %q", got, key, c.want, c.key)
			}
		})
	}
}

func TestNight(t *testing.T) {
	for _, c := range []struct {
		at      db.Instant
		night   bool
		morning db.Instant
	}{
		{at("2024-12-01", 21, 59), false, 0},
		{at("2024-12-01", 22, 0), true, at("2024-12-02", 7, 0)},
		{at("2024-12-01", 23, 59), true, at("2024-12-02", 7, 0)},
		{at("2024-12-31", 23, 0), true, at("2025-01-01", 7, 0)},
		{at("2024-12-02", 0, 0), true, at("2024-12-02", 7, 0)},
		{at("2024-12-02", 6, 59), true, at("2024-12-02", 7, 0)},
		{at("2024-12-02", 7, 0), false, 0},
	} {
		if got := isNight(c.at); got != c.night {
			t.Errorf("%v is night: %v", c.at, got)
		}
		if got := nextMorning(c.at); c.night && got != c.morning {
			t.Errorf("the morning after %v is %v", c.at, got)
		}
	}
}

func TestClosing(t *testing.T) {
	start := at("2024-12-13", 18, 30)
	for name, c := range map[string]struct {
		rule ClosesRule
		want db.Instant
	}{
		"the day before is until 24:00":      {DayBefore, at("2024-12-13", 0, 0)},
		"at the start":                       {AtStart, start},
		"at a time that somebody named":      {AtTime, at("2024-12-10", 17, 0)},
		"no rule means until the day before": {"", at("2024-12-13", 0, 0)},
	} {
		t.Run(name, func(t *testing.T) {
			e := Event{StartsAt: start, ClosesRule: c.rule, ClosesAt: at("2024-12-10", 17, 0)}
			if got := e.closes(); got != c.want {
				t.Errorf("closes at %v, want %v", got, c.want)
			}
		})
	}
}

func TestCodes(t *testing.T) {
	seen := map[string]int{}
	for n := 1; n <= 60_000; n++ {
		code := codeOf(n)
		if other, twice := seen[code]; twice {
			t.Fatalf("%d and %d are both %s", n, other, code)
		}
		seen[code] = n
		if back, ok := numberOf(code); !ok || back != n {
			t.Fatalf("%s is %d (%v), want %d", code, back, ok, n)
		}
	}
	code := codeOf(7)
	for _, typed := range []string{code, " " + code[:3] + "-" + code[3:], lower(code), wide(code)} {
		if n, ok := numberOf(typed); !ok || n != 7 {
			t.Errorf("%q is read as %d, %v", typed, n, ok)
		}
	}
	for _, typed := range []string{"", "12345", "1234567", "ＵＵＵＵＵＵ", "!!!!!!"} {
		if n, ok := numberOf(typed); ok {
			t.Errorf("%q is read as %d", typed, n)
		}
	}
}

func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

func wide(s string) string {
	var r []rune
	for _, c := range s {
		r = append(r, c-'!'+'！')
	}
	return string(r)
}

func TestJudge(t *testing.T) {
	event := Event{ID: "e", State: Published, StartsAt: at("2024-12-13", 18, 30), EndsAt: at("2024-12-13", 20, 30)}
	for name, c := range map[string]struct {
		event  func(*Event)
		reg    func(*Registration)
		serial int
		now    db.Instant
		want   Reason
	}{
		"a confirmed guest":                {want: OK},
		"with the ticket":                  {serial: 2, want: OK},
		"with a ticket from before":        {serial: 1, want: Revoked},
		"with the ticket of another event": {reg: func(r *Registration) { r.EventID = "x" }, want: WrongEvent},
		"somebody who cancelled":           {reg: func(r *Registration) { r.State = CancelledReg }, want: Canceled},
		"somebody who was declined":        {reg: func(r *Registration) { r.State = Declined }, want: Canceled},
		"somebody who waits":               {reg: func(r *Registration) { r.State = Waiting }, want: Waitlisted},
		"somebody who was not approved":    {reg: func(r *Registration) { r.State = Pending }, want: Unapproved},
		"somebody who is in":               {reg: func(r *Registration) { r.ArrivedAt = 1 }, want: AlreadyRedeemed},
		"an event that was called off":     {event: func(e *Event) { e.State = Cancelled }, want: Canceled},
		"the night before":                 {now: at("2024-12-12", 23, 59), want: NotYet},
		"on the morning of the day":        {now: at("2024-12-13", 0, 0), want: OK},
		"late at night":                    {now: at("2024-12-13", 23, 59), want: OK},
		"the day after":                    {now: at("2024-12-14", 0, 0), want: TooLate},
		"three hours after a late event":   {event: func(e *Event) { e.EndsAt = at("2024-12-13", 23, 0) }, now: at("2024-12-14", 1, 59), want: OK},
	} {
		t.Run(name, func(t *testing.T) {
			e, r := event, Registration{EventID: "e", State: Confirmed, Serial: 2}
			if c.event != nil {
				c.event(&e)
			}
			if c.reg != nil {
				c.reg(&r)
			}
			if c.now == 0 {
				c.now = at("2024-12-13", 18, 0)
			}
			if got := judge(e, r, c.serial, c.now); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestCheckAnswers(t *testing.T) {
	e := Event{Questions: []Question{
		{ID: "text", Kind: AskText, Required: true},
		{ID: "one", Kind: AskChoice, Options: []Option{{Value: "a"}, {Value: "b"}}},
		{ID: "many", Kind: AskMany, Options: []Option{{Value: "a"}, {Value: "b"}}},
		{ID: "number", Kind: AskNumber},
		{ID: "date", Kind: AskDate},
		{ID: "old", Kind: AskText, Required: true, Retired: true},
	}}
	for name, c := range map[string]struct {
		answers Answers
		field   string
	}{
		"everything":              {Answers{"text": {"はい"}, "one": {"a"}, "many": {"a", "b"}, "number": {"１２"}, "date": {"令和6年12月13日"}}, ""},
		"only what is required":   {Answers{"text": {"はい"}}, ""},
		"nothing":                 {Answers{}, "q_text"},
		"an option of our own":    {Answers{"text": {"x"}, "one": {"c"}}, "q_one"},
		"two for one":             {Answers{"text": {"x"}, "one": {"a", "b"}}, "q_one"},
		"a word for a number":     {Answers{"text": {"x"}, "number": {"たくさん"}}, "q_number"},
		"a day that is not there": {Answers{"text": {"x"}, "date": {"2024-02-30"}}, "q_date"},
		"a question not asked":    {Answers{"text": {"x"}, "old": {"x"}}, "q_old"},
	} {
		t.Run(name, func(t *testing.T) {
			err := e.CheckAnswers(c.answers)
			if c.field == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if f := apperr.FieldsOf(err); len(f) != 1 || f[0].Field != c.field {
				t.Errorf("got %v, want one for %s", err, c.field)
			}
		})
	}
	given := Answers{"text": {"x"}, "number": {"１２"}, "date": {"R6.12.13"}}
	if err := e.CheckAnswers(given); err != nil || given["number"][0] != "12" || given["date"][0] != "2024-12-13" {
		t.Errorf("kept as %v, %v", given, err)
	}
}
