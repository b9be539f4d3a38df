package people

import "koryu/internal/kit/db"

// FactCount counts facts of a kind, and the persons they belong to.
type FactCount struct{ Facts, Persons int }

// Period is a span of time; Until is the first instant outside it. A zero end
// is open.
type Period struct{ From, Until db.Instant }

// Summary is what a list shows of a person's thread.
type Summary struct {
	Attended int        // occasions that the person came to
	LastAt   db.Instant // of the latest fact
}
