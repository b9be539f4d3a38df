package people

import (
	"context"

	"koryu/internal/kit/db"
)

const factColumns = `org_id, id, person_id, kind, occasion_kind, occasion_id, title, title_en, at, proof, ref,
	recorded_by, recorded_at, retracted_at, retracted_by, retract_reason`

func scanFact(s scanner) (f Fact, err error) {
	err = s.Scan(&f.OrgID, &f.ID, &f.PersonID, &f.Kind, &f.Occasion.Kind, &f.Occasion.ID, &f.Occasion.Title,
		&f.Occasion.TitleEn, &f.At, &f.Proof, &f.Ref, &f.RecordedBy, &f.RecordedAt, &f.RetractedAt, &f.RetractedBy, &f.RetractReason)
	return f, err
}

// Thread lists the facts of a person that stand, by time.
func Thread(ctx context.Context, q db.Q, org, personID string) ([]Fact, error) {
	return collect(scanFact)(q.Query(ctx, `SELECT `+factColumns+` FROM participation
		WHERE org_id = $1 AND person_id = $2 AND retracted_at IS NULL ORDER BY at, id`, org, personID))
}

// ThreadHistory is [Thread] with the retracted facts.
func ThreadHistory(ctx context.Context, q db.Q, org, personID string) ([]Fact, error) {
	return collect(scanFact)(q.Query(ctx, `SELECT `+factColumns+` FROM participation
		WHERE org_id = $1 AND person_id = $2 ORDER BY at, id`, org, personID))
}

var factInsert = []string{"org_id", "id", "person_id", "kind", "occasion_kind", "occasion_id", "series",
	"title", "title_en", "at", "proof", "ref", "recorded_by", "recorded_at"}

func insertFacts(ctx context.Context, tx *db.Tx, facts []Fact) error {
	rows := make([][]any, len(facts))
	for i, f := range facts {
		rows[i] = []any{f.OrgID, f.ID, f.PersonID, string(f.Kind), f.Occasion.Kind, f.Occasion.ID, f.series(),
			f.Occasion.Title, f.Occasion.TitleEn, f.At, f.Proof, f.Ref, f.RecordedBy, f.RecordedAt}
	}
	_, err := db.InsertWith(ctx, tx, "participation", factInsert, rows,
		`ON CONFLICT (org_id, person_id, kind, occasion_kind, occasion_id, series) WHERE retracted_at IS NULL DO NOTHING`)
	return err
}

func retractFact(ctx context.Context, tx *db.Tx, r Retraction, now db.Instant) (int64, error) {
	fact := Fact{Kind: r.Kind, Ref: r.Ref}
	return tx.Exec(ctx, `UPDATE participation SET retracted_at = $7, retracted_by = $8, retract_reason = $9
		WHERE org_id = $1 AND person_id = $2 AND kind = $3 AND occasion_kind = $4 AND occasion_id = $5 AND series = $6
			AND retracted_at IS NULL`,
		r.OrgID, r.PersonID, string(r.Kind), r.Occasion.Kind, r.Occasion.ID, fact.series(), now, r.By, r.Reason)
}

// CountFacts counts the facts of org that stand and happened in the period, and
// the persons behind them, by kind. A kind without facts is missing.
func CountFacts(ctx context.Context, q db.Q, org string, p Period) (map[Kind]FactCount, error) {
	if p.Until.IsZero() {
		p.Until = endOfTime
	}
	counts := map[Kind]FactCount{}
	_, err := collect(func(s scanner) (c FactCount, err error) {
		var kind Kind
		err = s.Scan(&kind, &c.Facts, &c.Persons)
		counts[kind] = c
		return c, err
	})(q.Query(ctx, `SELECT kind, COUNT(*), COUNT(DISTINCT person_id) FROM participation
		WHERE org_id = $1 AND at >= $2 AND at < $3 AND retracted_at IS NULL GROUP BY kind`, org, p.From, p.Until))
	return counts, err
}

const endOfTime = db.Instant(1<<63 - 1)

// Summaries tells of each person in ids how their thread stands; those without
// a fact are missing.
func Summaries(ctx context.Context, q db.Q, org string, ids []string) (map[string]Summary, error) {
	all := make(map[string]Summary, len(ids))
	err := inChunks(org, ids, func(marks string, args []any) error {
		_, err := collect(func(s scanner) (sum Summary, err error) {
			var id string
			err = s.Scan(&id, &sum.Attended, &sum.LastAt)
			all[id] = sum
			return sum, err
		})(q.Query(ctx, `SELECT person_id, COUNT(*) FILTER (WHERE kind = 'attended'), MAX(at) FROM participation
			WHERE org_id = $1 AND person_id IN (`+marks+`) AND retracted_at IS NULL GROUP BY person_id`,
			args...))
		return err
	})
	return all, err
}
