package app_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"koryu/internal/app/apptest"
	"koryu/internal/demo"
	"koryu/internal/kit/clock"
)

func TestMovingTheClockDoesEverythingInOrder(t *testing.T) {
	t.Parallel()
	house := apptest.Demo(t)
	known := len(house.Mailbox.List())
	evening := time.Date(2024, 12, 13, 17, 30, 0, 0, clock.JST)
	ran, err := house.Demo().Clock.Advance(t.Context(), evening)
	if err != nil || ran == 0 {
		t.Fatalf("%d jobs ran, %v", ran, err)
	}
	if now := house.Demo().Clock.Now(); now.Before(evening) || now.After(evening.Add(time.Minute)) {
		t.Errorf("the clock stands at %s", now)
	}

	mails := house.Mailbox.List()
	fresh := mails[:len(mails)-known]
	at := map[string]int{} // moment → mails about 八戸
	for i, m := range fresh {
		if i > 0 && m.Date.After(fresh[i-1].Date) {
			t.Errorf("%s came after %s", fresh[i-1].Date, m.Date)
		}
		if strings.Contains(m.Subject, "八戸") || strings.Contains(m.Subject, "Hachinohe") {
			at[m.Date.In(clock.JST).Format("01-02 15:04")]++
		}
	}
	for _, moment := range []string{"12-06 10:00", "12-12 10:00", "12-13 08:00"} {
		if at[moment] < 18 {
			t.Errorf("%d reminders at %s, want one for each of 18 guests; all: %v", at[moment], moment, at)
		}
	}
}

func TestTheClockIsRemembered(t *testing.T) {
	t.Parallel()
	house := apptest.Demo(t)
	to := demo.Start.Add(26 * time.Hour)
	if _, err := house.Demo().Clock.Advance(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	reached, err := house.Demo().Folder.Reached()
	if err != nil || reached.Before(to) {
		t.Errorf("remembered %s, %v; want %s", reached, err, to)
	}
	if _, err := house.Demo().Clock.Advance(context.Background(), demo.Start); err != nil {
		t.Errorf("a moment that is past is no reason to fail: %v", err)
	}
	if house.Demo().Clock.Now().Before(to) {
		t.Error("the clock went back")
	}
}
