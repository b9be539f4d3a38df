package demo_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/jobs"
	"koryu/internal/people"
)

func TestTheYearIsAsPlanned(t *testing.T) {
	for _, engine := range dbtest.Engines {
		t.Run(engine.String(), func(t *testing.T) {
			b := build(t, engine)
			t.Run("every event has its numbers", func(t *testing.T) { eventsHaveTheirNumbers(t, b) })
			t.Run("the door of the full event saw what it should", func(t *testing.T) { doorSawAll(t, b) })
			t.Run("120 people, two pairs to merge", func(t *testing.T) { peopleAreThere(t, b) })
			t.Run("31 people have facts from before", func(t *testing.T) { threadsGoBack(t, b) })
			t.Run("the audit trail is complete", func(t *testing.T) { auditIsWhole(t, b) })
			t.Run("cards were exchanged as planned", func(t *testing.T) { cardsWereExchanged(t, b) })
			t.Run("nothing failed on the way", func(t *testing.T) { noJobFailed(t, b) })
		})
	}
}

func eventsHaveTheirNumbers(t *testing.T, b built) {
	type numbers struct{ confirmed, waiting, cancelled, arrived, helpers int }
	for slug, want := range map[string]numbers{
		"roppongi-2024":          {28, 0, 5, 24, 8},
		"misawa-2024":            {24, 0, 2, 21, 3},
		"hirosaki-2024":          {27, 0, 2, 25, 3},
		"ueno-2024":              {39 + 2, 2, 4, 36, 9}, // two walked in
		"hachinohe-2024":         {18, 0, 0, 0, 0},
		"aomori-2025":            {9, 0, 0, 0, 0},
		"telework-briefing-2024": {14, 0, 0, 0, 0},
		"report-2025":            {0, 0, 0, 0, 0},
		"online-2022":            {22, 0, 0, 22, 0},
		"aomori-2023":            {19, 0, 0, 19, 0},
		"tokyo-2023":             {28, 0, 0, 28, 0},
		"hirosaki-winter-2024":   {24, 0, 0, 24, 0},
	} {
		e, err := b.Events.FindBySlug(t.Context(), b.Org, slug)
		if err != nil {
			t.Fatal(slug, err)
		}
		c, err := b.Events.Counts(t.Context(), b.Org, e.ID)
		if err != nil {
			t.Fatal(slug, err)
		}
		got := numbers{c.Total.Confirmed, c.Total.Waiting, c.Total.Cancelled, c.Total.Arrived, c.Helpers.Arrived}
		if got != want {
			t.Errorf("%s: got %+v, want %+v", slug, got, want)
		}
	}
}

func doorSawAll(t *testing.T, b built) {
	e, err := b.Events.FindBySlug(t.Context(), b.Org, "ueno-2024")
	if err != nil {
		t.Fatal(err)
	}
	scans, err := b.Events.Scans(t.Context(), b.Org, e.ID, 500)
	if err != nil {
		t.Fatal(err)
	}
	offline, repeated, devices := 0, 0, map[string]bool{}
	for _, s := range scans {
		devices[s.Device] = true
		if s.Offline {
			offline++
		}
		if s.Reason == event.AlreadyRedeemed {
			repeated++
		}
	}
	live, err := b.Events.Live(t.Context(), b.Org, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(devices) != 2 || offline != 3 || repeated != 1 || live.WalkIns != 2 {
		t.Errorf("devices %v, offline %d, repeated %d, walk-ins %d; want 2, 3, 1, 2", devices, offline, repeated, live.WalkIns)
	}
}

func peopleAreThere(t *testing.T, b built) {
	n, err := b.People.Count(t.Context(), b.Org)
	if err != nil || n != 120 {
		t.Errorf("%d people, %v; want 120", n, err)
	}
	pairs, err := b.People.Duplicates(t.Context(), b.Org, 50)
	if err != nil || len(pairs) != 2 {
		t.Errorf("%d possible duplicates, %v; want 2", len(pairs), err)
	}
	found, err := b.People.Search(t.Context(), b.Org, "高見本", "", 10)
	if err != nil || len(found.People) != 1 {
		t.Errorf("髙見本 is found %d times by 高見本, %v; want once", len(found.People), err)
	}
}

func threadsGoBack(t *testing.T, b built) {
	page, err := b.People.List(t.Context(), b.Org, "", 200)
	if err != nil {
		t.Fatal(err)
	}
	before, news, photo := 0, 0, 0
	for _, p := range page.People {
		facts, err := b.People.Thread(t.Context(), b.Org, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range facts {
			if f.At < fiscalYear2024 {
				before++
				break
			}
		}
		consents, err := b.People.LiveConsents(t.Context(), b.Org, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		held := map[people.ConsentCode]bool{}
		for _, c := range consents {
			held[c.Code] = true
		}
		if held[people.ConsentNews] {
			news++
		}
		if held[people.ConsentPhoto] {
			photo++
		}
	}
	if before != 31 || news != 70-3 || photo != 38 {
		t.Errorf("%d with earlier facts, %d news, %d photo; want 31, 67, 38", before, news, photo)
	}
}

func cardsWereExchanged(t *testing.T, b built) {
	ties, err := card.TieCounts(t.Context(), b.DB, b.Org, card.PairFilter{Period: people.Period{From: fiscalYear2024}})
	if err != nil || ties.Ties != 96 {
		t.Errorf("%d ties in the year, %v; want 96", ties.Ties, err)
	}
	for slug, want := range map[string]int{"roppongi-2024": 21, "misawa-2024": 17, "hirosaki-2024": 22, "ueno-2024": 36} {
		e, err := b.Events.FindBySlug(t.Context(), b.Org, slug)
		if err != nil {
			t.Fatal(err)
		}
		if got := ties.ByEvent[e.ID]; got != want {
			t.Errorf("%s: %d ties, want %d", slug, got, want)
		}
		alone, err := card.WithoutTie(t.Context(), b.DB, b.Org, e.ID)
		if err != nil || slug == "ueno-2024" && len(alone) < 3 {
			t.Errorf("%s: %d without a tie, %v; the list must not be empty", slug, len(alone), err)
		}
	}
	page, err := b.People.List(t.Context(), b.Org, "", 200)
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for _, p := range page.People {
		told[p.ID] = true
	}
	profiles, err := b.Profiles.ForStaff(t.Context(), b.Org, slices.Collect(maps.Keys(told)))
	if err != nil || len(profiles) != 74 {
		t.Errorf("%d profiles, %v; want 74", len(profiles), err)
	}
}

func auditIsWhole(t *testing.T, b built) {
	problems, err := b.Accounts.VerifyAll(t.Context())
	if err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
}

func noJobFailed(t *testing.T, b built) {
	for _, org := range []string{"", b.Org} {
		for _, state := range []jobs.State{jobs.Ready, jobs.Dead} {
			list, err := jobs.List(t.Context(), b.DB, org, state, 50)
			if err != nil {
				t.Fatal(err)
			}
			for _, j := range list {
				if j.Failures > 0 {
					t.Errorf("%s failed: %s", j.Kind, j.LastError)
				}
			}
		}
	}
}

var fiscalYear2024 = db.FromTime(time.Date(2024, 4, 1, 0, 0, 0, 0, clock.JST))
