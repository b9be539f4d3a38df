// The peer that Koryu is measured against: a plain PocketBase with two
// collections, a capacity rule as its users write it (a record hook in the
// transaction of the create) and commits made durable.
//
// What it lacks beside Koryu is left out on purpose and named in RESULTS.md: no
// idempotency, no waiting list order, no outbox, no audit trail, no facts.
package main

import (
	"log"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	_ "modernc.org/sqlite"
)

// connect is PocketBase's own connection but for synchronous(FULL): an answer
// that may be lost with the power is not comparable to one that may not.
func connect(path string) (*dbx.DB, error) {
	return dbx.Open("sqlite", path+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)"+
		"&_pragma=journal_size_limit(200000000)&_pragma=synchronous(FULL)&_pragma=foreign_keys(ON)"+
		"&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32000)")
}

func main() {
	app := pocketbase.NewWithConfig(pocketbase.Config{
		DefaultDataDir: "pb_data", HideStartBanner: true, DBConnect: connect,
	})
	app.OnBootstrap().BindFunc(func(e *core.BootstrapEvent) error {
		if err := e.Next(); err != nil {
			return err
		}
		return prepare(e.App)
	})
	app.OnRecordCreateExecute("registrations").BindFunc(takeSeat)
	app.OnServe().BindFunc(routes)
	if err := app.Start(); err != nil {
		log.Fatal(err)
	}
}
