// Package partner holds the pages of those who carry a programme without
// running it: the prefecture's officer, coworking hosts and companies.
//
// The officer sees figures and never a person. A figure of one to four people
// is hidden, and so are those from which it could be found by subtraction (see
// hide). Applicants and attendees stand apart and are never added together.
//
// The package owns no tables.
package partner
