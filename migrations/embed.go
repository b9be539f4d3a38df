// Package migrations holds the schema, one numbered file a step and one text for
// both engines. A file that has been released is never edited: the schema grows
// by new files, and what is no longer used is dropped a release later.
package migrations

import "embed"

// FS holds the files.
//
//go:embed *.sql
var FS embed.FS
