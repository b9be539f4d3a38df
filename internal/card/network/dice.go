package network

// dice is a small generator of numbers (splitmix64): the same seed throws the
// same sides.
type dice struct{ state uint64 }

// diceFor takes a seed of any length.
func diceFor(seed string) *dice {
	d := &dice{state: 0x6b6f72797569 + uint64(len(seed))}
	for i := range len(seed) {
		d.state = d.state*0x100000001b3 ^ uint64(seed[i])
	}
	return d
}

func (d *dice) next() uint64 {
	d.state += 0x9e3779b97f4a7c15
	z := d.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// share is a number from 0 up to 1.
func (d *dice) share() float64 { return float64(d.next()>>11) / (1 << 53) }

// below is a number from 0 to n−1.
func (d *dice) below(n int) int { return int(d.next() % uint64(n)) }
