package main

import (
	"fmt"
	"os"
	"os/exec"
)

// people: what the packages measure themselves, on both engines: exchanges of cards at 200 a second, the list of 50,000
// persons, 300 name tags, the picture of 300 who met.
func people(o *options) error {
	for _, b := range []struct{ pkg, name, times string }{
		{"./internal/card", "Exchange", "2000x"}, {"./internal/roster", "List", "20x"},
		{"./internal/paper", "Tags", "3x"}, {"./internal/web/ui/gallery", "Picture", "5x"},
	} {
		run := exec.Command("go", "test", "-run", "^$", "-bench", b.name, "-benchtime", b.times, b.pkg)
		run.Env = append(os.Environ(), "TEST_POSTGRES_URL="+o.pg)
		run.Stdout, run.Stderr = os.Stdout, os.Stderr
		if err := run.Run(); err != nil {
			return fmt.Errorf("%s: %w", b.pkg, err)
		}
	}
	return nil
}
