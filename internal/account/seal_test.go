package account_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
)

// trail gives the organisation ten sealed entries, a minute apart, in two
// sealings: r0 … r9 in the places 1 … 10.
func (w *world) trail() {
	w.t.Helper()
	for _, table := range []string{"audit_entry", "audit_seal", "audit_anchor"} {
		_, err := w.DB.Exec(w.t.Context(), `DELETE FROM `+table)
		w.ok(err)
	}
	for i := range 10 {
		w.later(time.Minute)
		w.record(entry(w, fmt.Sprintf("r%d", i)))
		if i == 4 || i == 9 {
			w.seal()
		}
	}
	if found := w.verify(); len(found) != 0 {
		w.t.Fatalf("an honest trail has problems: %v", found)
	}
}

func TestSec59TamperingIsFound(t *testing.T) {
	const entryID = `(SELECT id FROM audit_entry WHERE org_id = 'org-a' AND object_id = '%s')`
	id := func(object string) string { return fmt.Sprintf(entryID, object) }
	type crime struct {
		tamper []string
		want   string // kind:place of each finding, in order
	}
	eachCase(t, map[string]crime{
		"a changed reason":                       {[]string{`UPDATE audit_entry SET reason = 'x' WHERE object_id = 'r3'`}, "edited:4"},
		"a changed actor":                        {[]string{`UPDATE audit_entry SET actor_id = 'x' WHERE object_id = 'r0'`}, "edited:1"},
		"changed data":                           {[]string{`UPDATE audit_entry SET data = '{"a":1}' WHERE object_id = 'r9'`}, "edited:10"},
		"a changed role":                         {[]string{`UPDATE audit_entry SET actor_role = 'door' WHERE object_id = 'r2'`}, "edited:3"},
		"a changed time":                         {[]string{`UPDATE audit_entry SET at = at + 1 WHERE object_id = 'r3'`}, "edited:4"},
		"an entry moved to another organisation": {[]string{`UPDATE audit_entry SET org_id = 'org-b' WHERE object_id = 'r3'`}, "deleted:4"},
		"a deleted entry":                        {[]string{`DELETE FROM audit_entry WHERE object_id = 'r3'`}, "deleted:4"},
		"an entry deleted with its link": {[]string{
			`DELETE FROM audit_seal WHERE org_id = 'org-a' AND entry_id = ` + id("r3"),
			`DELETE FROM audit_entry WHERE object_id = 'r3'`}, "cut:4"},
		"an entry deleted and the links closed up": {[]string{
			`DELETE FROM audit_seal WHERE org_id = 'org-a' AND seq = 4`,
			`DELETE FROM audit_entry WHERE object_id = 'r3'`,
			`UPDATE audit_seal SET seq = seq + 100 WHERE org_id = 'org-a' AND seq > 4`,
			`UPDATE audit_seal SET seq = seq - 101 WHERE org_id = 'org-a' AND seq > 100`},
			"reordered:4 reordered:5 reordered:6 reordered:7 reordered:8 reordered:9 cut:10"},
		"two entries that changed places": {[]string{
			`UPDATE audit_seal SET entry_id = 'parked' WHERE org_id = 'org-a' AND seq = 4`,
			`UPDATE audit_seal SET entry_id = ` + id("r3") + `, entry_at = (SELECT at FROM audit_entry WHERE object_id = 'r3') WHERE org_id = 'org-a' AND seq = 6`,
			`UPDATE audit_seal SET entry_id = ` + id("r5") + `, entry_at = (SELECT at FROM audit_entry WHERE object_id = 'r5') WHERE org_id = 'org-a' AND seq = 4`},
			"reordered:4 reordered:6"},
		"two links that changed places": {[]string{
			`UPDATE audit_seal SET seq = 100 WHERE org_id = 'org-a' AND seq = 4`,
			`UPDATE audit_seal SET seq = 4 WHERE org_id = 'org-a' AND seq = 5`,
			`UPDATE audit_seal SET seq = 5 WHERE org_id = 'org-a' AND seq = 100`},
			"reordered:4 reordered:5 reordered:6"},
		"an entry slipped in before the sealed ones": {[]string{copyOf("r3", "org-a", "- 3600000000")}, "inserted:0"},
		"an entry slipped in between with a link":    {[]string{copyOf("r3", "org-a", "+ 1"), linkFor(11, "copy", "+ 1")}, "reordered:11 edited:11 inserted:11"},
		"an end that was cut off": {[]string{
			`DELETE FROM audit_entry WHERE object_id IN ('r8', 'r9')`,
			`DELETE FROM audit_seal WHERE org_id = 'org-a' AND seq > 8`}, "cut:9"},
		"everything cut off": {[]string{
			`DELETE FROM audit_entry WHERE org_id = 'org-a'`, `DELETE FROM audit_seal WHERE org_id = 'org-a'`}, "cut:1"},
		"an end cut off and the anchor drawn after": {[]string{
			`DELETE FROM audit_entry WHERE object_id = 'r9'`,
			`DELETE FROM audit_seal WHERE org_id = 'org-a' AND seq = 10`,
			`UPDATE audit_anchor SET seq = 9, hash = (SELECT hash FROM audit_seal WHERE org_id = 'org-a' AND seq = 9) WHERE org_id = 'org-a'`},
			"forged:9"},
		"an anchor that was taken away":        {[]string{`DELETE FROM audit_anchor WHERE org_id = 'org-a'`}, "forged:0"},
		"a window widened for late entries":    {[]string{`UPDATE audit_anchor SET newest_at = 0 WHERE org_id = 'org-a'`}, "forged:10"},
		"a chain rewritten without its anchor": {[]string{`UPDATE audit_seal SET hash = '00' WHERE org_id = 'org-a' AND seq = 10`}, "reordered:10 forged:10"},
	}, func(w *world, c crime) {
		w.trail()
		w.exec(c.tamper...)
		if got := strings.Join(w.verify(), " "); got != c.want {
			w.t.Errorf("found %q, want %q", got, c.want)
		}
	})
}

func TestSec59AForgedEndStopsTheSealing(t *testing.T) {
	eachCase(t, map[string][]string{
		"an end cut off": {`DELETE FROM audit_entry WHERE object_id = 'r9'`,
			`DELETE FROM audit_seal WHERE org_id = 'org-a' AND seq = 10`},
		"an anchor taken away":      {`DELETE FROM audit_anchor WHERE org_id = 'org-a'`},
		"an anchor that was edited": {`UPDATE audit_anchor SET newest_at = newest_at + 1 WHERE org_id = 'org-a'`},
	}, func(w *world, tamper []string) {
		w.trail()
		w.exec(tamper...)
		before := len(w.verify())
		w.later(time.Minute)
		w.record(entry(w, "after"))
		if _, err := w.Seal(w.t.Context()); !errors.Is(err, account.ErrChainBroken) {
			w.t.Errorf("sealed on: %v", err)
		}
		if after := len(w.verify()); before == 0 || after < before {
			w.t.Errorf("%d problems became %d", before, after)
		}
	})
}

// What nothing inside the database can tell: somebody puts an old copy of the
// whole trail back, anchor included. A head that was kept elsewhere does.
func TestSec59AKeptHeadFindsATrailPutBack(t *testing.T) {
	each(t, func(w *world) {
		w.exec(`DELETE FROM audit_entry`)
		w.record(entry(w, "r0"))
		w.seal()
		old := w.dumpAnchor()
		w.later(time.Minute)
		w.record(entry(w, "r1"))
		w.seal()
		heads, err := w.Heads(t.Context())
		w.ok(err)
		kept, err := account.ParseHead(heads[0].String())
		w.ok(err)
		if found := w.verify(kept); len(found) != 0 {
			t.Fatalf("an honest trail has problems: %v", found)
		}

		w.exec(`DELETE FROM audit_entry WHERE object_id = 'r1'`)
		w.exec(`DELETE FROM audit_seal WHERE seq = 2`)
		w.execWith(`UPDATE audit_anchor SET seq = $1, hash = $2, newest_at = $3, mac = $4`, old...)
		if found := w.verify(); len(found) != 0 {
			t.Fatalf("expected to be fooled without the kept head, found %v", found)
		}
		if got := strings.Join(w.verify(kept), " "); got != "cut:2" {
			t.Errorf("with the kept head: %q", got)
		}
		w.later(time.Minute)
		w.record(entry(w, "another r1"))
		w.seal()
		if got := strings.Join(w.verify(kept), " "); got != "reordered:2" {
			t.Errorf("with the kept head of a trail that went on: %q", got)
		}
	})
}

func TestVerifyAllKnowsEveryOrganisation(t *testing.T) {
	each(t, func(w *world) {
		w.found("org-b", "other@example.jp")
		w.seal()
		w.exec(`UPDATE audit_entry SET reason = 'x' WHERE org_id = 'org-b' AND action = 'organisation.founded'`)
		w.exec(`DELETE FROM audit_entry WHERE org_id = 'system'`)
		found, err := w.VerifyAll(t.Context(), account.Head{Org: "org-gone", Seq: 3, Hash: strings.Repeat("a", 64)})
		w.ok(err)
		orgs := map[string]bool{}
		for _, p := range found {
			orgs[p.Org+" "+p.Kind] = true
		}
		for _, want := range []string{"org-b edited", "system deleted", "org-gone cut"} {
			if !orgs[want] {
				t.Errorf("%s was not found among %v", want, found)
			}
		}
		if len(orgs) != 3 {
			t.Errorf("found %v", found)
		}
	})
}

func TestALateEntryIsStillSealed(t *testing.T) {
	each(t, func(w *world) {
		w.trail()
		w.exec(copyOf("r9", "org-a", "- 300000000"))
		w.seal()
		if found := w.verify(); len(found) != 0 {
			t.Errorf("found %v", found)
		}
		if n := w.count(`SELECT COUNT(*) FROM audit_seal WHERE org_id = 'org-a'`); n != 11 {
			t.Errorf("%d links", n)
		}
	})
}

func TestManyEntriesAreSealedInBlocks(t *testing.T) {
	each(t, func(w *world) {
		w.exec(`DELETE FROM audit_entry`)
		var many []account.Entry
		for i := range 2300 {
			many = append(many, entry(w, fmt.Sprint(i)))
		}
		w.record(many...)
		if n := w.seal(); n != 2300 {
			t.Errorf("sealed %d", n)
		}
		if n := w.seal(); n != 0 {
			t.Errorf("sealed %d again", n)
		}
		if found := w.verify(); len(found) != 0 {
			t.Errorf("found %v", found)
		}
		w.exec(`UPDATE audit_entry SET reason = 'x' WHERE object_id = '2299'`)
		if got := strings.Join(w.verify(), " "); got != "edited:2300" {
			t.Errorf("found %q", got)
		}
	})
}

func TestSeveralProcessesSealOneChain(t *testing.T) {
	for _, engine := range dbtest.Engines {
		t.Run(engine.String(), func(t *testing.T) {
			d := dbtest.Open(t, engine, dbtest.WithClock(clock.NewManual(dbtest.Start)), dbtest.WithMaxConns(8))
			w := newWorld(t, d)
			var group sync.WaitGroup
			for range 4 {
				group.Go(func() {
					for i := range 30 {
						err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
							return account.Record(ctx, tx, entry(w, fmt.Sprint(i)), entry(w, fmt.Sprint(i)))
						})
						if err != nil {
							t.Error(err)
						}
					}
				})
				group.Go(func() {
					for range 15 {
						if _, err := w.Seal(t.Context()); err != nil {
							t.Error(err)
						}
					}
				})
			}
			group.Wait()
			w.seal()
			if found := w.verify(); len(found) != 0 {
				t.Errorf("found %v", found)
			}
			if n := w.count(`SELECT COUNT(*) FROM audit_seal WHERE org_id = 'org-a'`); n != 242 { // founded and joined too
				t.Errorf("%d links", n)
			}
		})
	}
}

func TestHeadsAreReadBack(t *testing.T) {
	head := account.Head{Org: "org-a", Seq: 12, Hash: strings.Repeat("0f", 32)}
	got, err := account.ParseHead(" " + head.String() + "\n")
	if err != nil || got != head {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, wrong := range []string{"", "a:1", "a:x:" + head.Hash, "a:0:" + head.Hash, ":1:" + head.Hash, "a:1:00"} {
		if _, err := account.ParseHead(wrong); err == nil {
			t.Errorf("%q was read", wrong)
		}
	}
}

func (w *world) seal() int {
	w.t.Helper()
	n, err := w.Seal(w.t.Context())
	w.ok(err)
	return n
}

// verify returns "kind:place" of everything found in the organisation.
func (w *world) verify(kept ...account.Head) []string {
	w.t.Helper()
	problems, err := w.Verify(w.t.Context(), w.org, kept...)
	w.ok(err)
	slices.SortStableFunc(problems, func(a, b account.Problem) int { return int(a.Seq - b.Seq) })
	var list []string
	for _, p := range problems {
		if p.Org != w.org || !strings.HasPrefix(p.Key(), "account.problem.") {
			w.t.Errorf("odd problem %+v", p)
		}
		list = append(list, fmt.Sprintf("%s:%d", p.Kind, p.Seq))
	}
	return list
}

func (w *world) dumpAnchor() []any {
	w.t.Helper()
	var seq, newest int64
	var hash, mac string
	w.ok(w.DB.QueryRow(w.t.Context(), `SELECT seq, hash, newest_at, mac FROM audit_anchor WHERE org_id = $1`, w.org).
		Scan(&seq, &hash, &newest, &mac))
	return []any{seq, hash, newest, mac}
}

// copyOf is a statement that slips an entry in which looks like another, at
// another time.
func copyOf(object, org, shift string) string {
	return `INSERT INTO audit_entry (org_id, id, at, actor_kind, actor_id, actor_role, action, object, object_id, reason, data)
		SELECT '` + org + `', 'copy', at ` + shift + `, actor_kind, actor_id, actor_role, action, object, 'slipped', reason, data
		FROM audit_entry WHERE object_id = '` + object + `'`
}

// linkFor is a statement that adds a link to the end without knowing the key.
func linkFor(seq int, id, shift string) string {
	return fmt.Sprintf(`INSERT INTO audit_seal (org_id, seq, entry_id, entry_at, entry_hash, hash)
		SELECT 'org-a', %d, '%s', at %s, 'aa', 'bb' FROM audit_entry WHERE object_id = 'r3'`, seq, id, shift)
}
