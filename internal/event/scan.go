package event

import (
	"context"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// again gives the first answer to a scan that a device sent twice.
func (d *door) again(ctx context.Context, k checkinRow) (CheckInResult, error) {
	if err := countReplay(ctx, d.tx, d.event.OrgID, k.ID); err != nil {
		return CheckInResult{}, err
	}
	var r Registration
	if k.Registration != "" {
		var err error
		if r, err = findRegistration(ctx, d.tx, d.event.OrgID, k.Registration); err != nil {
			return CheckInResult{}, err
		}
	}
	result, err := d.describe(ctx, k, r)
	result.Replay = true
	return result, err
}

// describe adds to a stored scan what the door shows of it.
func (d *door) describe(ctx context.Context, k checkinRow, r Registration) (CheckInResult, error) {
	result := CheckInResult{ID: k.ID, OK: k.OK, Reason: k.Reason, Forced: k.Forced, At: k.ScannedAt, Registration: r,
		Event: d.event, FirstAt: k.FirstAt, FirstDevice: k.FirstDevice}
	if r.ID == "" {
		return result, nil
	}
	var err error
	if r.EventID != d.event.ID {
		if result.Event, err = findEvent(ctx, d.tx, r.OrgID, r.EventID); err != nil {
			return result, err
		}
	}
	result.Slot, _ = result.Event.Slot(r.SlotID)
	result.Person, err = people.Find(ctx, d.tx, r.OrgID, r.PersonID)
	return result, err
}

// UndoCheckIn takes an admission back: a wrong name was tapped. The scan stays
// in the log with the time of its undoing; the fact leaves the thread.
func (s *Service) UndoCheckIn(ctx context.Context, actor account.Actor, org, event, scanID string) (CheckInResult, error) {
	var result CheckInResult
	err := s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		d, err := s.openDoor(ctx, tx, org, event)
		if err != nil {
			return err
		}
		k, err := findScan(ctx, tx, org, event, scanID)
		if err != nil {
			return err
		}
		if !k.OK {
			return errState
		}
		r, err := lockRegistration(ctx, tx, org, k.Registration)
		if err != nil {
			return err
		}
		if k.UndoneAt == 0 && r.ArrivedAt != 0 {
			if err := d.takeBack(ctx, actor, &r, k); err != nil {
				return err
			}
		}
		if result, err = d.describe(ctx, k, r); err != nil {
			return err
		}
		result.Live, err = d.close(ctx)
		return err
	})
	return result, err
}

func (d *door) takeBack(ctx context.Context, actor account.Actor, r *Registration, k checkinRow) error {
	if err := undoScan(ctx, d.tx, r.OrgID, k.ID); err != nil {
		return err
	}
	r.ArrivedAt = 0
	if err := setArrived(ctx, d.tx, *r); err != nil {
		return err
	}
	d.countArrival(*r, -1)
	d.audit = append(d.audit, entry(r.OrgID, actor, actUndo, "registration", r.ID, "", scanData{Scan: k.ID, Device: k.Device}))
	_, err := people.RetractFact(ctx, d.tx, people.Retraction{OrgID: r.OrgID, PersonID: r.PersonID, Kind: d.cameAs(*r),
		Occasion: d.event.occasion(), Ref: r.ID, By: people.Recorder(actor), Reason: actUndo})
	return err
}

// Live returns the figures that a door or a dashboard watches, with one read.
func (s *Service) Live(ctx context.Context, org, event string) (Live, error) {
	return findLiveFigures(ctx, s.db, org, event)
}

// Scans returns the door's log, latest first.
func (s *Service) Scans(ctx context.Context, org, event string, limit int) ([]Scan, error) {
	if limit <= 0 || limit > 1000 {
		limit = 100
	}
	return listScans(ctx, s.db, org, event, limit)
}

var errScanUnknown = apperr.New(apperr.NotFound, "event.error.unknown_scan")
