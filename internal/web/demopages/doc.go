// Package demopages holds the pages that exist in the sample year only: the guide with a way in for each role, the
// clock that stands above every page, and the mailbox where all mails end.
//
// Nothing of it is mounted in a real installation.
//
// The package owns no tables.
package demopages
