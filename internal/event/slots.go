package event

import (
	"context"
	"strconv"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
)

const maxCapacity = 1_000_000

// SetSlots replaces the slots of an event. One that somebody ever registered
// for cannot go. More capacity moves waiting people up at once; less than what
// is taken throws nobody out.
func (s *Service) SetSlots(ctx context.Context, actor account.Actor, org, id string, slots []SlotInput) (Event, error) {
	return s.edit(ctx, org, id, func(ctx context.Context, tx *db.Tx, e *Event) error {
		for i := range slots {
			slots[i].clean()
		}
		if err := validateSlots(slots); err != nil {
			return err
		}
		kept, err := writeSlots(ctx, tx, e, slots)
		if err != nil {
			return err
		}
		if err := dropSlots(ctx, tx, e, kept); err != nil {
			return err
		}
		return s.afterSlots(ctx, tx, actor, e)
	})
}

// SetCapacity changes the capacity of one slot; nil takes the limit away.
func (s *Service) SetCapacity(ctx context.Context, actor account.Actor, org, id, slot string, capacity *int) (Event, error) {
	return s.edit(ctx, org, id, func(ctx context.Context, tx *db.Tx, e *Event) error {
		was, ok := e.Slot(slot)
		if !ok {
			return errSlotUnknown
		}
		if err := validCapacity(capacity); err != nil {
			return err
		}
		was.Capacity = capacity
		was.Guard = guardFor(capacity, was.Taken)
		if err := updateSlot(ctx, tx, org, was); err != nil {
			return err
		}
		return s.afterSlots(ctx, tx, actor, e)
	})
}

var errSlotUnknown = apperr.New(apperr.NotFound, "event.error.unknown_slot")

// afterSlots saves the event around its changed slots and moves up whom the new
// capacities have room for.
func (s *Service) afterSlots(ctx context.Context, tx *db.Tx, actor account.Actor, e *Event) error {
	before := e.Slots
	var err error
	if e.Slots, err = listSlots(ctx, tx, e.OrgID, e.ID); err != nil {
		return err
	}
	if e.State == Published {
		if err := e.Missing().Err(); err != nil {
			return err
		}
	}
	done := entry(e.OrgID, actor, actSlots, "event", e.ID, "", capacities(before, e.Slots))
	if err := save(ctx, tx, e, done); err != nil {
		return err
	}
	c := s.change(tx, account.System(e.OrgID), *e)
	for _, slot := range e.Slots {
		c.promote(slot.ID, whyCapacityRaised)
	}
	return c.finish(ctx)
}

// capacities is what the audit trail keeps of an edit of slots.
func capacities(before, after []Slot) map[string]any {
	text := func(c *int) string {
		if c == nil {
			return ""
		}
		return strconv.Itoa(*c)
	}
	was, is := map[string]string{}, map[string]string{}
	for _, s := range before {
		was[s.ID] = text(s.Capacity)
	}
	for _, s := range after {
		is[s.ID] = text(s.Capacity)
	}
	return map[string]any{"before": was, "after": is}
}

// guardFor is the wall of the CHECK constraint: nobody who has a place loses it.
func guardFor(capacity *int, taken int) *int {
	if capacity == nil {
		return nil
	}
	g := max(*capacity, taken)
	return &g
}

func writeSlots(ctx context.Context, tx *db.Tx, e *Event, slots []SlotInput) (kept map[string]bool, err error) {
	kept = map[string]bool{}
	for i, in := range slots {
		was, known := e.Slot(in.ID)
		if in.ID != "" && !known {
			return nil, errSlotUnknown
		}
		slot := in.slot(was, i)
		slot.EventID = e.ID
		if known {
			err = updateSlot(ctx, tx, e.OrgID, slot)
		} else {
			slot.ID = tx.NewID()
			err = insertSlot(ctx, tx, e.OrgID, slot)
		}
		if err != nil {
			return nil, err
		}
		kept[slot.ID] = true
	}
	return kept, nil
}

func dropSlots(ctx context.Context, tx *db.Tx, e *Event, kept map[string]bool) error {
	for _, slot := range e.Slots {
		if kept[slot.ID] {
			continue
		}
		used, err := slotHasRegistrations(ctx, tx, e.OrgID, slot.ID)
		if err != nil {
			return err
		}
		if used {
			return apperr.New(apperr.Conflict, "event.error.slot_used", "slot", slot.Name)
		}
		if err := deleteSlot(ctx, tx, e.OrgID, slot.ID); err != nil {
			return err
		}
	}
	return nil
}

func (in SlotInput) slot(was Slot, position int) Slot {
	s := was
	s.Name, s.NameEn = in.Name, in.NameEn
	s.Eligibility, s.EligibilityEn = in.Eligibility, in.EligibilityEn
	s.Kind, s.Mode, s.Capacity, s.Waitlist = in.Kind, in.Mode, in.Capacity, !in.NoWaitlist
	s.Guard = guardFor(in.Capacity, was.Taken)
	s.Position = position
	return s
}

func (in *SlotInput) clean() {
	for _, s := range []*string{&in.Name, &in.NameEn, &in.Eligibility, &in.EligibilityEn} {
		*s = text.Clean(*s)
	}
	if in.Kind == "" {
		in.Kind = ForParticipants
	}
	if in.Mode == "" {
		in.Mode = FirstCome
	}
}

// validateSlots names the fields slots.<n>.<field>, n counted from 0.
func validateSlots(slots []SlotInput) error {
	var c check
	if len(slots) > maxSlots {
		c.fields.Add("slots", "event.error.too_many", "max", strconv.Itoa(maxSlots))
	}
	for i, s := range slots {
		at := "slots." + strconv.Itoa(i) + "."
		c.required(at+"name", s.Name, "event.error.slot_name")
		c.atMost(at+"name", s.Name, maxLine)
		c.atMost(at+"name_en", s.NameEn, maxLine)
		c.atMost(at+"eligibility", s.Eligibility, maxSummary)
		c.atMost(at+"eligibility_en", s.EligibilityEn, 2*maxSummary)
		if s.Kind != ForParticipants && s.Kind != ForSpeakers && s.Kind != ForStaff {
			c.fields.Add(at+"kind", "event.error.choice")
		}
		if s.Mode != FirstCome && s.Mode != ByApproval {
			c.fields.Add(at+"mode", "event.error.choice")
		}
		if e, bad := apperr.As(validCapacity(s.Capacity)); bad {
			c.fields.Add(at+"capacity", e.Key, e.Args...)
		}
	}
	return c.fields.Err()
}

func validCapacity(capacity *int) error {
	if capacity != nil && (*capacity < 0 || *capacity > maxCapacity) {
		return apperr.New(apperr.Invalid, "event.error.capacity", "max", strconv.Itoa(maxCapacity)).On("capacity")
	}
	return nil
}
