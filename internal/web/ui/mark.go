package ui

// The mark: two threads that cross twice, each once above the other.
const (
	markUnder = "M6 12C14 12 26 28 34 28"
	markOver  = "M6 28C14 28 26 12 34 12"
	markTop   = "M6 12C10 12 14 15 18 18"
)
