package profile

import (
	"context"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/kit/jobs"
	"koryu/internal/people"
	"koryu/internal/programme"
)

// sweepKind deletes what is no longer kept.
const sweepKind = "profile.sweep"

// keepYears is how long a consent h holds, as its text says.
const keepYears = 5

// sweepStep is how many persons one transaction deals with.
const sweepStep = 20

// Handlers are the jobs of this package.
func (s *Service) Handlers() map[string]jobs.Handler {
	return map[string]jobs.Handler{sweepKind: s.sweep}
}

// Periodics says what happens again and again.
func (s *Service) Periodics() []jobs.Periodic {
	return []jobs.Periodic{{Kind: sweepKind, Every: 24 * time.Hour}}
}

// sweep ends consents h after five years, and deletes profiles 30 days after the
// consent ended, however that happened. Run twice, it has nothing left to do.
func (s *Service) sweep(ctx context.Context, _ jobs.Run) error {
	orgs, err := programme.ListOrgs(ctx, s.DB)
	if err != nil {
		return err
	}
	for _, o := range orgs {
		for _, step := range []func(context.Context, *db.Tx, string) (int, error){lapse, deleteHidden} {
			for done := sweepStep; done == sweepStep; {
				err := s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
					done, err = step(ctx, tx, o.ID)
					return err
				})
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func lapse(ctx context.Context, tx *db.Tx, org string) (int, error) {
	before := db.FromTime(tx.Now().Time().AddDate(-keepYears, 0, 0))
	ids, err := people.ConsentedBefore(ctx, tx, org, people.ConsentFollowUp, before, sweepStep)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		if err := WithdrawFollowUp(ctx, tx, account.System(org), org, id); err != nil {
			return 0, err
		}
	}
	return len(ids), nil
}

func deleteHidden(ctx context.Context, tx *db.Tx, org string) (int, error) {
	ids, err := hiddenSince(ctx, tx, org, tx.Now().Add(-keepHidden*day), sweepStep)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		if err := remove(ctx, tx, account.System(org), org, id); err != nil {
			return 0, err
		}
	}
	return len(ids), nil
}

// Delete deletes what is stored of the person at once, without waiting for the
// 30 days, and ends the consents that showed it.
func Delete(ctx context.Context, tx *db.Tx, actor account.Actor, org, person string) error {
	if err := WithdrawFollowUp(ctx, tx, actor, org, person); err != nil {
		return err
	}
	return remove(ctx, tx, actor, org, person)
}

// remove deletes the rows and ends the consents of the fields: what was said yes
// to is gone.
func remove(ctx context.Context, tx *db.Tx, actor account.Actor, org, person string) error {
	if err := hideFields(ctx, tx, actor, org, person); err != nil {
		return err
	}
	if _, err := deleteAll(ctx, tx, org, person); err != nil {
		return err
	}
	return record(ctx, tx, actor, org, person, "profile.deleted", nil)
}
