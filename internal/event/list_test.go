package event

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"koryu/internal/kit/dbtest"
)

func TestAttendees(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.setSlots(SlotInput{ID: w.event.Slots[0].ID, Name: "一般", Capacity: ptr(3)}, SlotInput{Name: "LT", Mode: ByApproval},
			SlotInput{Name: "運営", Kind: ForStaff})
		var regs []Registration
		for i, p := range []struct {
			family, given, kana, kanaGiven string
			slot                           int
		}{
			{"髙見本", "りんご", "たかみほん", "りんご", 0},
			{"山﨑例", "ねぶ太", "やまざきれい", "ねぶた", 0},
			{"𠮷架空", "いろは", "よしかくう", "いろは", 0},
			{"見本", "花乃例", "みほん", "かのれい", 0}, // waits
			{"架空", "ヴぁり", "かくう", "ゔぁり", 1},
			{"例示", "太郎", "れいじ", "たろう", 2},
		} {
			req := w.requestOf(100 + i)
			req.Family, req.Given, req.KanaFamily, req.KanaGiven = p.family, p.given, p.kana, p.kanaGiven
			req.SlotID = w.event.Slots[p.slot].ID
			if p.slot == 2 {
				req.Via, req.Actor = ViaStaff, w.staff
			}
			r, err := w.s.Register(w.ctx, req)
			w.must(err)
			regs = append(regs, r.Registration)
		}
		w.runUntil(at("2024-11-18", 10, 1)) // the names are indexed
		w.onTheDay()
		w.scan(regs[1], "n1")
		_, err := w.s.Cancel(w.ctx, w.org.ID, regs[2].ID, "", w.staff)
		w.must(err)

		for name, c := range map[string]struct {
			filter AttendeeFilter
			want   []int // numbers
		}{
			"everybody in the order of coming": {AttendeeFilter{}, []int{1, 2, 3, 4, 5, 6}},
			"in the order of names":            {AttendeeFilter{Order: ByKana}, []int{5, 1, 4, 2, 3, 6}},
			"those who wait":                   {AttendeeFilter{States: []RegState{Waiting}}, []int{4}},
			"pending and cancelled":            {AttendeeFilter{States: []RegState{Pending, CancelledReg}}, []int{3, 5}},
			"of a slot":                        {AttendeeFilter{Slot: w.event.Slots[1].ID}, []int{5}},
			"without helpers":                  {AttendeeFilter{Kinds: []SlotKind{ForParticipants}}, []int{1, 2, 3, 4, 5}},
			"those who came":                   {AttendeeFilter{Arrived: ptr(true)}, []int{2}},
			"confirmed and not here yet":       {AttendeeFilter{Arrived: ptr(false), States: []RegState{Confirmed}}, []int{1, 6}},
			"two kana":                         {AttendeeFilter{Query: "やま"}, []int{2}},
			"the same in katakana":             {AttendeeFilter{Query: "ヤマ"}, []int{2}},
			"in the middle of a reading":       {AttendeeFilter{Query: "みほ"}, []int{1, 4}},
			"an old form by the new one":       {AttendeeFilter{Query: "高見本"}, []int{1}},
			"family and given name":            {AttendeeFilter{Query: "見本 りんご"}, []int{1}},
			"one kana":                         {AttendeeFilter{Query: "ゔ"}, []int{5}},
			"an address":                       {AttendeeFilter{Query: "p102"}, []int{3}},
			"nobody":                           {AttendeeFilter{Query: "田中"}, nil},
			"by the row of the first kana":     {AttendeeFilter{Initial: "か"}, []int{5}},
			"a search with a filter":           {AttendeeFilter{Query: "れい", States: []RegState{Confirmed}}, []int{2, 6}},
		} {
			t.Run(name, func(t *testing.T) {
				page, err := w.s.Attendees(w.ctx, w.org.ID, w.event.ID, c.filter)
				w.must(err)
				if got := numbers(page.Rows); !slices.Equal(got, c.want) {
					t.Errorf("got %v, want %v", got, c.want)
				}
				if n, err := w.s.CountAttendees(w.ctx, w.org.ID, w.event.ID, c.filter); err != nil || n != len(c.want) {
					t.Errorf("counted %d, %v", n, err)
				}
				for limit := 1; limit <= 2; limit++ {
					var all []int
					f := c.filter
					f.Limit = limit
					for {
						page, err := w.s.Attendees(w.ctx, w.org.ID, w.event.ID, f)
						w.must(err)
						all = append(all, numbers(page.Rows)...)
						if f.After = page.Next; f.After == "" {
							break
						}
					}
					if !slices.Equal(all, c.want) {
						t.Errorf("in pages of %d: %v, want %v", limit, all, c.want)
					}
				}
			})
		}
		n := 0
		w.must(w.s.EachAttendee(w.ctx, w.org.ID, w.event.ID, AttendeeFilter{}, func(a Attendee) error {
			if n++; a.Slot.ID == "" || a.Person.ID == "" || a.Registration.State == Waiting && a.Position != 1 {
				t.Errorf("a line is incomplete: %+v", a)
			}
			return nil
		}))
		if n != 6 {
			t.Errorf("%d lines in the export", n)
		}
		counts, err := w.s.Counts(w.ctx, w.org.ID, w.event.ID)
		w.must(err)
		if counts.Total != (SlotCounts{Confirmed: 2, Waiting: 1, Pending: 1, Cancelled: 1, Arrived: 1}) || counts.Helpers.Confirmed != 1 {
			t.Errorf("counts %+v", counts)
		}
	})
}

func numbers(rows []Attendee) []int {
	var list []int
	for _, a := range rows {
		list = append(list, a.Registration.Number)
	}
	return list
}

func TestFigures(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.setSlots(SlotInput{ID: w.event.Slots[0].ID, Name: "一般"})
		w.clock.Set(at("2024-11-18", 23, 59).Time())
		a := w.register()
		w.clock.Set(at("2024-11-19", 0, 0).Time())
		b := w.register()
		w.clock.Set(at("2024-11-19", 8, 0).Time())
		c := w.register()
		w.cancel(a.Registration.ID)
		days, err := w.s.RegistrationsByDay(w.ctx, w.org.ID, w.event.ID)
		w.must(err)
		if got := fmt.Sprint(days); got != "[{2024-11-18 1 0} {2024-11-19 2 1}]" {
			t.Error(got)
		}
		w.onTheDay()
		w.scan(b.Registration, "n1")
		w.scan(c.Registration, "n2")
		minutes, err := w.s.ArrivalsByMinute(w.ctx, w.org.ID, w.event.ID)
		w.must(err)
		if len(minutes) != 1 || minutes[0].At != at("2024-12-13", 18, 0) || minutes[0].Arrived != 2 {
			t.Errorf("arrivals %+v", minutes)
		}
		mine, err := w.s.RegistrationsOf(w.ctx, w.org.ID, b.Person.ID)
		w.must(err)
		if len(mine) != 1 || mine[0].Event.ID != w.event.ID || mine[0].Slot.ID == "" {
			t.Errorf("of one person: %+v", mine)
		}
	})
}

// BenchmarkAttendees reads lists of an event of 50,000.
func BenchmarkAttendees(b *testing.B) {
	for _, engine := range dbtest.Engines {
		b.Run(engine.String(), func(b *testing.B) {
			w := newWorld(b, engine, SlotInput{Name: "一般"})
			w.fill(50_000)
			for name, f := range map[string]AttendeeFilter{
				"first page": {}, "deep": {After: (AttendeeFilter{}).cursor(Attendee{Registration: Registration{Number: 40_000}})},
				"two kana": {Query: "やま"}, "rare name": {Query: "ぬら"}, "cancelled": {States: []RegState{CancelledReg}}, "first kana": {Query: "や"},
			} {
				b.Run(name, func(b *testing.B) {
					for b.Loop() {
						_, err := w.s.Attendees(w.ctx, w.org.ID, w.event.ID, f)
						w.must(err)
					}
				})
			}
		})
	}
}

// fill registers n people with the names of a small town.
func (w *world) fill(n int) {
	families := strings.Fields("やまだ すずき さとう たかはし いとう わたなべ なかむら こばやし かとう よしだ やまもと まつもと いのうえ きむら はやし しみず やまざき もり いけだ はしもと")
	given := strings.Fields("たろう はなこ いちろう さくら けん ゆき みのる あおい しょう りん")
	for start := 0; start < n; start += batchSize {
		var batch []*admission
		for i := start; i < min(n, start+batchSize); i++ {
			req := w.requestOf(i)
			req.Family, req.KanaFamily = families[i%len(families)], families[i%len(families)]
			req.Given, req.KanaGiven = given[i/20%len(given)], given[i/20%len(given)]
			if i%1000 == 0 {
				req.Family, req.KanaFamily = "ぬらり", "ぬらり"
			}
			a, err := newAdmission(req)
			w.must(err)
			batch = append(batch, a)
		}
		w.s.admitBatch("", batch)
		w.must(batch[0].err)
	}
	w.n = n
	_, err := w.db.Exec(w.ctx, `DELETE FROM job WHERE kind <> 'people.index'`)
	w.must(err)
	_, err = w.worker().RunDue(w.ctx)
	w.must(err)
}
