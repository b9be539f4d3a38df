package main

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"koryu/internal/app"
	"koryu/internal/event"
	"koryu/internal/kit/db"
)

const (
	guests  = 4000
	repeats = 1000
	devices = 10
)

// door: ten devices scan 4,000 tickets and 1,000 of them twice. Void if a guest
// is counted twice or a repeat is not named as one.
func door(o *options) error {
	koryu, peer := &series{name: "Koryu, API"}, &series{name: "PocketBase"}
	for range o.pairs {
		r, err := doorKoryu(o)
		if err != nil {
			return err
		}
		koryu.add(r)
		if r, err = doorPeer(o); err != nil {
			return err
		}
		peer.add(r)
	}
	heading()
	koryu.print()
	peer.print()
	ratio(koryu, peer)
	return nil
}

func doorKoryu(o *options) (result, error) {
	tokens := make([]string, guests)
	h, err := prepare(o, "sqlite", 1, guests, func(ctx context.Context, a *app.App, h *house) error {
		if err := today(ctx, a, h); err != nil {
			return err
		}
		return crowd(ctx, a, h, guests, func(i int, r event.Registration) { tokens[i] = a.Events.TicketToken(r) })
	})
	if err != nil {
		return result{}, err
	}
	s, err := h.serve()
	if err != nil {
		return result{}, err
	}
	defer s.stop()
	count := newVerdicts()
	r, err := load(s.address, devices, guests+repeats, func(i int) []byte {
		body := fmt.Sprintf(`{"token":%q,"device":"device-%d","nonce":"nonce-%08d"}`, tokens[i%guests], i%devices, i)
		return post("/api/v1/events/"+h.slug+"/checkins", "application/json", "Authorization: Bearer "+h.token+"\r\n", body)
	}, count.see)
	if err != nil {
		return r, err
	}
	return r, count.check()
}

// today moves the first event so that its door is open now.
func today(ctx context.Context, a *app.App, h *house) error {
	e, err := a.Events.FindBySlug(ctx, h.orgID, h.slug)
	if err != nil {
		return err
	}
	starts := db.FromTime(time.Now().Add(time.Minute))
	ends, closes := starts.Add(time.Hour), event.AtStart
	_, err = a.Events.Update(ctx, h.owner, h.orgID, e.ID, event.Fields{StartsAt: &starts, EndsAt: &ends, ClosesRule: &closes})
	return err
}

// kana spreads the readings over the syllabary, as the peer does.
func kana(i int) string {
	row := []rune("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ")
	at := func(n int) string { return string(row[n%len(row)]) }
	return at(i) + at(i/43) + at(i/7)
}

func doorPeer(o *options) (result, error) {
	s, err := peerServe(o, 1, guests, guests)
	if err != nil {
		return result{}, err
	}
	defer s.stop()
	count := newVerdicts()
	r, err := load(s.address, devices, guests+repeats, func(i int) []byte {
		return post("/checkin", "application/json", "", fmt.Sprintf(`{"token":"token-%08d","at":"2024-12-13"}`, i%guests))
	}, count.see)
	if err != nil {
		return r, err
	}
	return r, count.check()
}

// verdicts counts what the door said.
type verdicts struct {
	mu   sync.Mutex
	said map[string]int
}

func newVerdicts() *verdicts { return &verdicts{said: map[string]int{}} }

func (v *verdicts) see(_ int, a answer) error {
	var said struct{ Reason string }
	if err := json.Unmarshal(a.body, &said); err != nil || a.status >= 400 {
		return fmt.Errorf("status %d: %.300s", a.status, a.body)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.said[said.Reason]++
	return nil
}

func (v *verdicts) check() error {
	if v.said["ok"] != guests || v.said["already_redeemed"] != repeats {
		return fmt.Errorf("void: %v", v.said)
	}
	return nil
}
