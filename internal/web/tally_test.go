package web

import (
	"testing"
	"time"
)

func TestATallyCountsEachNetworkForItsWindow(t *testing.T) {
	var c tally
	limit := Limit{Name: "register", Max: 2, Per: time.Minute, Here: true}
	now := time.Date(2024, 11, 18, 10, 0, 0, 0, time.UTC)
	for try, want := range []bool{true, true, false, false} {
		if err := c.count(limit, "192.0.2.0/24", now); (err == nil) != want {
			t.Errorf("try %d: %v", try+1, err)
		}
	}
	if err := c.count(limit, "198.51.100.0/24", now); err != nil {
		t.Errorf("another network: %v", err)
	}
	if err := c.count(limit, "192.0.2.0/24", now.Add(time.Minute)); err != nil {
		t.Errorf("the next minute: %v", err)
	}
}
