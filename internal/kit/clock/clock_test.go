package clock_test

import (
	"testing"
	"time"

	"koryu/internal/kit/clock"
)

var noon = time.Date(2024, 11, 18, 12, 0, 0, 0, clock.JST)

func TestEveryClockAnswersInJST(t *testing.T) {
	for name, c := range map[string]clock.Clock{
		"system":  clock.System(),
		"manual":  clock.NewManual(noon.UTC()),
		"shifted": clock.NewShifted(noon.UTC()),
	} {
		if _, offset := c.Now().Zone(); offset != 9*60*60 {
			t.Errorf("%s answers at offset %d s", name, offset)
		}
	}
}

func TestManualStandsStillUntilMoved(t *testing.T) {
	c := clock.NewManual(noon)
	for range 2 {
		if !c.Now().Equal(noon) {
			t.Fatal("it moved by itself")
		}
	}
	c.Advance(90 * time.Minute)
	if want := noon.Add(90 * time.Minute); !c.Now().Equal(want) {
		t.Errorf("after Advance %v, want %v", c.Now(), want)
	}
	c.Set(noon.AddDate(0, 0, -1))
	if want := noon.AddDate(0, 0, -1); !c.Now().Equal(want) {
		t.Errorf("after Set %v, want %v", c.Now(), want)
	}
}

func TestShiftedRunsFromItsStartAndOnlyForward(t *testing.T) {
	c := clock.NewShifted(noon)
	first := c.Now()
	if first.Before(noon) || first.Sub(noon) > time.Minute {
		t.Fatalf("started at %v", first)
	}
	for c.Now().Equal(first) { // it runs, so this ends
	}
	later := noon.AddDate(0, 0, 25)
	if err := c.MoveTo(later); err != nil {
		t.Fatal(err)
	}
	if now := c.Now(); now.Before(later) || now.Sub(later) > time.Minute {
		t.Errorf("moved to %v", now)
	}
	if err := c.MoveTo(noon); err == nil {
		t.Error("moving back was allowed")
	}
	if c.Now().Before(later) {
		t.Error("a refused move changed the clock")
	}
}
