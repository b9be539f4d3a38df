package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// prepare makes the collections once and fills them as BENCH_* asks:
// BENCH_EVENTS events of BENCH_CAPACITY places, BENCH_REGISTRATIONS
// confirmed registrations on the first of them.
func prepare(app core.App) error {
	if _, err := app.FindCollectionByNameOrId("events"); err == nil {
		return nil
	}
	events := core.NewBaseCollection("events")
	open := ""
	events.ListRule, events.ViewRule = &open, &open
	events.Fields.Add(
		&core.TextField{Name: "slug"}, &core.TextField{Name: "title"}, &core.TextField{Name: "place"},
		&core.TextField{Name: "starts"}, &core.TextField{Name: "body"},
		&core.NumberField{Name: "capacity"}, &core.NumberField{Name: "taken"}, &core.NumberField{Name: "waiting"})
	events.AddIndex("idx_events_slug", true, "slug", "")
	if err := app.Save(events); err != nil {
		return err
	}
	regs := core.NewBaseCollection("registrations")
	regs.ListRule, regs.CreateRule = &open, &open
	regs.Fields.Add(
		&core.TextField{Name: "event"}, &core.TextField{Name: "family"}, &core.TextField{Name: "given"},
		&core.TextField{Name: "kana"}, &core.TextField{Name: "email"}, &core.TextField{Name: "state"},
		&core.TextField{Name: "token"}, &core.TextField{Name: "arrived"},
		&core.AutodateField{Name: "created", OnCreate: true})
	regs.AddIndex("idx_reg_once", true, "event, email", "")
	regs.AddIndex("idx_reg_token", true, "token", "")
	regs.AddIndex("idx_reg_kana", false, "event, kana", "")
	if err := app.Save(regs); err != nil {
		return err
	}
	return fill(app, events, number("BENCH_EVENTS", 1), number("BENCH_CAPACITY", 500), number("BENCH_REGISTRATIONS", 0))
}

func number(name string, or int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return or
}

func fill(app core.App, events *core.Collection, n, capacity, registrations int) error {
	return app.RunInTransaction(func(tx core.App) error {
		for i := range n {
			r := core.NewRecord(events)
			r.Load(map[string]any{
				"slug": fmt.Sprintf("bench-%04d", i), "title": fmt.Sprintf("見本交流会 %d", i), "place": "見本ホール",
				"starts": "2024-12-13T18:30:00+09:00", "body": "測定のための催しです。", "capacity": capacity,
			})
			if i == 0 {
				r.Set("taken", registrations)
			}
			if err := tx.Save(r); err != nil {
				return err
			}
		}
		for i := range registrations {
			_, err := tx.DB().Insert("registrations", dbx.Params{
				"id": fmt.Sprintf("seed%011d", i), "event": "bench-0000", "family": "見本", "given": fmt.Sprintf("第%d", i),
				"kana": kana(i), "email": fmt.Sprintf("seed%d@example.com", i), "state": "confirmed",
				"token": fmt.Sprintf("token-%08d", i), "arrived": "", "created": "2024-11-01 00:00:00.000Z",
			}).Execute()
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// kana spreads the readings over the syllabary, as the load generator expects.
func kana(i int) string {
	row := []rune("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ")
	at := func(n int) string { return string(row[n%len(row)]) }
	return at(i) + at(i/43) + at(i/7) + " " + at(i/3) + at(i/11)
}
