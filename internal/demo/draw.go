package demo

import (
	"encoding/binary"
	"fmt"
	"time"

	"koryu/internal/kit/id"
)

// seed is the number that everything invented is drawn from.
const seed = 20241025

// draw is the stream of one entity. It depends on nothing but the seed, the kind and the index.
type draw struct{ src id.Source }

func drawFor(kind string, index any) draw {
	return draw{id.Seeded(fmt.Sprintf("%d/%s/%v", seed, kind, index))}
}

// below gives a number in [0, n).
func (d draw) below(n int) int {
	return int(binary.BigEndian.Uint64(d.src.Token(8)) % uint64(n))
}

// minutes gives a duration in [from, to) minutes.
func (d draw) minutes(from, to int) time.Duration {
	return time.Duration(from+d.below(to-from)) * time.Minute
}

// pick gives one of the choices.
func pick[T any](d draw, choices []T) T { return choices[d.below(len(choices))] }
