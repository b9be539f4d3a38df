package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"sync"
	"time"
)

const rushCapacity = 500

// rush: everybody registers for one event at the same time. Void if one answer
// is a 5xx, one seat is sold twice, one acknowledged person is missing or in
// another state, or one mail is not in the outbox.
func rush(o *options) error {
	heading()
	form := &series{name: "Koryu, form, 256 connections"}
	peer := &series{name: "PocketBase, 256 connections"}
	var cpu []float64
	for range o.pairs {
		r, spent, err := rushKoryu(o, "sqlite", 256, true)
		if err != nil {
			return err
		}
		form.add(r)
		cpu = append(cpu, float64(spent.Microseconds())/float64(o.people))
		if r, err = rushPeer(o, 256); err != nil {
			return err
		}
		peer.add(r)
	}
	others := []*series{}
	more := func(name, engine string, connections int, asForm bool) error {
		s := &series{name: name}
		for range min(3, o.pairs) {
			r, _, err := rushKoryu(o, engine, connections, asForm)
			if err != nil {
				return err
			}
			s.add(r)
		}
		others = append(others, s)
		return nil
	}
	for _, n := range []int{64, 1024} {
		if err := more(fmt.Sprintf("Koryu, form, %d connections", n), "sqlite", n, true); err != nil {
			return err
		}
	}
	if err := more("Koryu, API, 256 connections", "sqlite", 256, false); err != nil {
		return err
	}
	if o.pg != "" {
		if err := more("Koryu on PostgreSQL, form, 256 connections", "postgres", 256, true); err != nil {
			return err
		}
	}
	form.print()
	peer.print()
	for _, s := range others {
		s.print()
	}
	ratio(form, peer)
	fmt.Printf("\nProcessor time of the server per registration (form): %s µs\n", spreadOf(cpu))
	return nil
}

func rushKoryu(o *options, engine string, connections int, asForm bool) (result, time.Duration, error) {
	h, err := prepare(o, engine, 1, rushCapacity, nil)
	if err != nil {
		return result{}, 0, err
	}
	defer h.close()
	s, err := h.serve()
	if err != nil {
		return result{}, 0, err
	}
	defer s.stop()
	if _, err := load(s.address, 16, 500, func(int) []byte { return get("/o/bench/events/" + h.slug) }, nil); err != nil {
		return result{}, 0, err
	}
	var mu sync.Mutex
	said := map[string]string{}
	before := s.spent()
	r, err := load(s.address, connections, o.people, func(i int) []byte { return h.registration(i, asForm) }, func(i int, a answer) error {
		if a.status != 303 && a.status != 201 {
			return fmt.Errorf("status %d: %.300s", a.status, a.body)
		}
		state := "" // the form's answer is a redirect to the ticket
		if a.status == 201 {
			var reg struct{ State string }
			if err := json.Unmarshal(a.body, &reg); err != nil {
				return err
			}
			state = reg.State
		}
		mu.Lock()
		defer mu.Unlock()
		said[benchKey(i)] = state
		return nil
	})
	spent := s.spent() - before
	if err != nil {
		return r, 0, err
	}
	_ = s.stop()
	return r, spent, h.verify(said)
}

func benchKey(i int) string { return fmt.Sprintf("00000000-0000-7000-8000-%012d", i) }

func (h *house) registration(i int, asForm bool) []byte {
	email := fmt.Sprintf("guest%d@example.com", i)
	if asForm {
		v := url.Values{
			"key": {benchKey(i)}, "slot": {h.slot}, "family": {"見本"}, "given": {fmt.Sprintf("第%d", i)}, "kana_family": {"みほん"}, "kana_given": {"だい"},
			"email": {email}, "consent_a": {"1"},
		}
		return post("/o/bench/events/"+h.slug+"/register", "application/x-www-form-urlencoded", "", v.Encode())
	}
	body, _ := json.Marshal(map[string]any{
		"slot": h.slot, "family": "見本", "given": fmt.Sprintf("第%d", i), "kana_family": "ミホン", "kana_given": "ダイ", "email": email, "consents": []string{"a"},
	})
	head := "Authorization: Bearer " + h.token + "\r\nIdempotency-Key: " + benchKey(i) + "\r\n"
	return post("/api/v1/events/"+h.slug+"/registrations", "application/json", head, string(body))
}

// verify reads the database that the rush left behind.
func (h *house) verify(said map[string]string) error {
	ctx := context.Background()
	d, err := h.open()
	if err != nil {
		return err
	}
	defer d.Close()
	rows, err := d.Query(ctx, `SELECT idem_key, state FROM registration WHERE org_id = $1`, h.orgID)
	if err != nil {
		return err
	}
	defer rows.Close()
	stored, confirmed := map[string]string{}, 0
	for rows.Next() {
		var key, state string
		if err := rows.Scan(&key, &state); err != nil {
			return err
		}
		if stored[key] = state; state == "confirmed" {
			confirmed++
		}
	}
	for key, state := range said {
		if stored[key] == "" || state != "" && stored[key] != state {
			return fmt.Errorf("void: %s was acknowledged as %q and is stored as %q", key, state, stored[key])
		}
	}
	var jobs, taken int
	if err := d.QueryRow(ctx, `SELECT COUNT(*) FROM job WHERE org_id = $1 AND kind IN ('event.confirmed', 'event.waiting')`, h.orgID).Scan(&jobs); err != nil {
		return err
	}
	if err := d.QueryRow(ctx, `SELECT taken FROM event_slot WHERE org_id = $1 AND id = $2`, h.orgID, h.slot).Scan(&taken); err != nil {
		return err
	}
	if want := min(rushCapacity, len(said)); confirmed != want || taken != confirmed {
		return fmt.Errorf("void: %d confirmed, counter %d, %d places", confirmed, taken, rushCapacity)
	}
	if jobs != len(stored) {
		return fmt.Errorf("void: %d registrations, %d mails in the outbox", len(stored), jobs)
	}
	return rows.Err()
}

func rushPeer(o *options, connections int) (result, error) {
	s, err := peerServe(o, 1, rushCapacity, 0)
	if err != nil {
		return result{}, err
	}
	defer s.stop()
	people := min(o.people, 4000) // some seconds' worth; its rate does not depend on it
	return load(s.address, connections, people, func(i int) []byte {
		body := fmt.Sprintf(`{"event":"bench-0000","family":"見本","given":"第%d","kana":"ミホン ダイ","email":"guest%d@example.com"}`, i, i)
		return post("/api/collections/registrations/records", "application/json", "", body)
	}, nil)
}
