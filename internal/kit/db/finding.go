package db

// Level says how bad a [Finding] that is not OK is.
type Level int

const (
	Info  Level = iota // worth knowing
	Warn               // works, but less safely or slower than it could
	Fatal              // data may be lost or wrong
)

func (l Level) String() string { return [...]string{"info", "warning", "fatal"}[l] }

// Finding is one checked fact of the database, for koryu doctor.
type Finding struct {
	Name   string
	OK     bool
	Level  Level
	Detail string // what was found
	Remedy string // what to do; empty when OK
}
