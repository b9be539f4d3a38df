package id_test

import (
	"bytes"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"koryu/internal/kit/id"
)

var now = time.Date(2024, 11, 18, 10, 0, 0, 0, time.UTC)

func TestNewIsAUUIDv7ThatCarriesItsMillisecond(t *testing.T) {
	u, err := uuid.Parse(id.Random().New(now))
	if err != nil {
		t.Fatal(err)
	}
	if u.Version() != 7 || u.Variant() != uuid.RFC4122 {
		t.Errorf("version %d, variant %v", u.Version(), u.Variant())
	}
	sec, nsec := u.Time().UnixTime()
	if got := time.Unix(sec, nsec); got.Sub(now).Abs() > time.Millisecond {
		t.Errorf("carries %v, want %v", got, now)
	}
}

func TestNewRises(t *testing.T) {
	for name, at := range map[string]func(i int) time.Time{
		"while the clock stands still": func(int) time.Time { return now },
		"while the clock runs":         func(i int) time.Time { return now.Add(time.Duration(i) * time.Millisecond) },
		"while the clock steps back":   func(i int) time.Time { return now.Add(-time.Duration(i) * time.Hour) },
	} {
		t.Run(name, func(t *testing.T) {
			s, last := id.Random(), ""
			for i := range 20_000 {
				next := s.New(at(i))
				if len(next) != 36 || next <= last {
					t.Fatalf("%d: %q does not come after %q", i, next, last)
				}
				last = next
			}
		})
	}
}

func TestNewIsUniqueAcrossGoroutines(t *testing.T) {
	s := id.Random()
	var seen sync.Map
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 2_000 {
				if _, again := seen.LoadOrStore(s.New(now), true); again {
					t.Error("the same identifier twice")
				}
			}
		})
	}
	wg.Wait()
}

func TestSeededRepeatsItself(t *testing.T) {
	a, b, other := id.Seeded("sample"), id.Seeded("sample"), id.Seeded("another")
	if x, y := a.New(now), b.New(now); x != y {
		t.Errorf("%q and %q", x, y)
	}
	x := a.Token(16)
	if !bytes.Equal(x, b.Token(16)) {
		t.Error("same seed, other token")
	}
	other.New(now)
	if bytes.Equal(x, other.Token(16)) {
		t.Error("other seed, same token")
	}
}

func TestCode6IsSixDigitsFromTheWholeRange(t *testing.T) {
	form, s := regexp.MustCompile(`^[0-9]{6}$`), id.Seeded("codes")
	first := map[byte]int{}
	for range 10_000 {
		code := id.Code6(s)
		if !form.MatchString(code) {
			t.Fatalf("code %q", code)
		}
		first[code[0]]++
	}
	for d := byte('0'); d <= '9'; d++ { // 1,000 expected, standard deviation 30
		if n := first[d]; n < 850 || n > 1150 {
			t.Errorf("%d codes of 10,000 begin with %c", n, d)
		}
	}
}
