// Package torture holds the tests that try to break what Koryu promises: one
// winner for the last seat, counters that equal their rows under any mix of
// acts, and no acknowledged registration lost when the process is killed.
//
// A fault test without a control proves nothing, so each has a planted bug (a
// build tag of package event) that it must find; a control that passes is a
// failure.
//
// KORYU_TORTURE says how much is run: 1 is whole (make torture), 0.1 a tenth.
// Without it a few seconds' worth runs.
package torture
