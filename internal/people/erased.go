package people

// Erased is a line of the certificate that a person gets after an erasure: how
// many rows of a table were deleted or emptied, or, with Kept, how many stay.
// Kept is the key of the catalogue that gives the reason, as in
// privacy.kept.figures; it is empty for what is gone. One table may have both.
//
// Every package that owns tables about persons answers for them with two
// functions, in privacy.go and store_privacy.go:
//
//	func Export(ctx context.Context, q db.Q, org, person string) (any, error)
//	func Erase(ctx context.Context, tx *db.Tx, org, person string) ([]Erased, error)
//
// Export gives everything that the package holds of the person, as a value that
// encoding/json writes with names in snake_case: what they typed, what others
// wrote about them, and what follows from it. Times are written as
// db.Instant.Time, days as they are stored. Another person's data are not in
// it, save the name under which the two know each other.
//
// Erase deletes the person's rows and empties the personal columns of rows that
// figures are counted from, so that counts stay what they were. Of rows that
// belong to two persons (a tie, an exchange) it deletes what the other side
// typed or copied of this person too. It leaves nothing in payloads of jobs of
// its package, publishes nothing, and may run twice. It does not touch person:
// package people leaves an empty row there, to which facts go on to point.
// privacy.Service calls all of them in one transaction, from the top layer down
// to people, and writes the audit entry.
type Erased struct {
	Table string
	Rows  int
	Kept  string
}
