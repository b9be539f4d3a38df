package card

import (
	"context"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// Repoint gives a person's card, exchanges and ties to another when two records
// of one person become one. The card of the one who stays is kept, and codes of
// the other are worth nothing. Where both met the same third person, the one who
// stays keeps their own exchange and tie, and the other's end: a pair counts once.
// An exchange of the two with each other ends.
func Repoint(ctx context.Context, tx *db.Tx, org, from, to string) error {
	for _, step := range []func(context.Context, *db.Tx, string, string, string) error{
		moveCard, moveBoard, moveMeetings, moveExchanges, moveTies, moveBlocks, moveIntroductions,
	} {
		if err := step(ctx, tx, org, from, to); err != nil {
			return err
		}
	}
	return nil
}

func moveExchanges(ctx context.Context, tx *db.Tx, org, from, to string) error {
	list, err := exchangesOf(ctx, tx, org, from)
	if err != nil {
		return err
	}
	for _, e := range list {
		e.OwnerID, e.PartnerID, e.Via = moved(e.OwnerID, from, to), moved(e.PartnerID, from, to), moved(e.Via, from, to)
		taken, err := exchangeTaken(ctx, tx, e)
		if err != nil {
			return err
		}
		if e.Live() && (taken || e.OwnerID == e.PartnerID) {
			e.State, e.EndedAt = Ended, tx.Now()
		}
		if err := moveExchange(ctx, tx, e); err != nil {
			return err
		}
	}
	return nil
}

func moveTies(ctx context.Context, tx *db.Tx, org, from, to string) error {
	list, err := tiesAround(ctx, tx, org, from)
	if err != nil {
		return err
	}
	for _, p := range list {
		low, high := inOrder(moved(p.A, from, to), moved(p.B, from, to))
		taken, err := tieTaken(ctx, tx, org, p.TieID, low, high)
		if err != nil {
			return err
		}
		if !taken && low != high {
			if err := moveTie(ctx, tx, org, p.TieID, low, high, moved(p.Via, from, to)); err != nil {
				return err
			}
			continue
		}
		if err := dropTie(ctx, tx, org, p.TieID); err != nil {
			return err
		}
		// The fact stands on the thread of the one who stays by now.
		if _, err := people.RetractFact(ctx, tx, people.Retraction{OrgID: org, PersonID: to, Kind: people.Tied, Occasion: occasionOf(p.EventID),
			Ref: p.TieID, By: people.Recorder(account.System(org)), Reason: "merged"}); err != nil {
			return err
		}
	}
	return nil
}

func occasionOf(event string) people.Occasion {
	if event == "" {
		return people.Occasion{}
	}
	return people.Occasion{Kind: people.OccasionEvent, ID: event}
}

func moveIntroductions(ctx context.Context, tx *db.Tx, org, from, to string) error {
	list, err := listIntroductions(ctx, tx, org, from, "")
	if err != nil {
		return err
	}
	for _, i := range list {
		first, second := moved(i.first, from, to), moved(i.second, from, to)
		if first > second {
			first, second, i.firstYes, i.secondYes = second, first, i.secondYes, i.firstYes
		}
		i.first, i.second, i.ByID, i.declinedBy = first, second, moved(i.ByID, from, to), moved(i.declinedBy, from, to)
		taken, err := introductionTaken(ctx, tx, i)
		if err != nil {
			return err
		}
		if first == second || i.ByID == first || i.ByID == second || taken {
			err = dropIntroduction(ctx, tx, org, i.ID)
		} else {
			err = moveIntroduction(ctx, tx, i)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func moved(id, from, to string) string {
	if id == from {
		return to
	}
	return id
}
