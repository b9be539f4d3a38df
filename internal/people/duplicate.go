package people

// DuplicateReason says why two persons may be one.
type DuplicateReason string

const (
	SameEmail DuplicateReason = "email"    // the same address
	SameKana  DuplicateReason = "kana_age" // the same reading and year of birth
	SamePhone DuplicateReason = "phone"    // the same telephone number
)

// Duplicate is a pair of persons who may be one. A came first.
type Duplicate struct {
	A, B   Person
	Reason DuplicateReason
}
