package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"koryu/internal/account"
	"koryu/internal/app"
	"koryu/internal/event"
	"koryu/internal/kit/db"
)

const attendees = 50_000

// lists: what an organiser opens when 50,000 are registered. Void if a row is
// missing from an export.
func lists(o *options) error {
	var cookie string
	h, err := prepare(o, "sqlite", 1, attendees, func(ctx context.Context, a *app.App, h *house) error {
		if err := crowd(ctx, a, h, attendees, func(int, event.Registration) {}); err != nil {
			return err
		}
		if err := dropMails(ctx, a); err != nil {
			return err
		}
		for n := 1; n > 0; { // names are indexed by jobs
			var err error
			if n, err = a.RunDue(ctx); err != nil {
				return err
			}
		}
		return signIn(ctx, a, h, &cookie)
	})
	if err != nil {
		return err
	}
	s, err := h.serve()
	if err != nil {
		return err
	}
	defer s.stop()
	list := "/o/bench/staff/events/" + h.slug + "/attendees"
	own := func(path string) []byte {
		return []byte("GET " + path + " HTTP/1.1\r\nHost: bench\r\nCookie: koryu=" + cookie + "\r\nAccept-Language: ja\r\n\r\n")
	}
	file := func(format string) []byte {
		head := "Cookie: koryu=" + cookie + "\r\nSec-Fetch-Site: same-origin\r\n"
		return post(list+"/export", "application/x-www-form-urlencoded", head, "reason=bench&format="+format)
	}
	fmt.Println("| Koryu, 50,000 attendees | ms: median (min–max) |\n|---|---|")
	for _, one := range []struct {
		name    string
		request []byte
	}{
		{"first page", own(list)}, {"search by two kana", own(list + "?q=%E3%81%8B%E3%81%8D")}, {"CSV", file("utf8")}, {"XLSX", file("xlsx")},
	} {
		if err := timed(o, s, one.name, one.request); err != nil {
			return err
		}
	}
	now, peak := s.memory()
	fmt.Printf("\nMemory of the server: %.0f MB, at its highest %.0f MB\n", now, peak)
	return listsPeer(o)
}

// dropMails takes the 50,000 confirmations out of the outbox: they are not what is measured, and would be sent meanwhile.
func dropMails(ctx context.Context, a *app.App) error {
	return a.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM job WHERE kind LIKE 'event.%'`)
		return err
	})
}

func timed(o *options, s *server, name string, request []byte) error {
	var ms []float64
	for range o.pairs + 1 {
		r, err := load(s.address, 1, 1, func(int) []byte { return request }, func(_ int, a answer) error {
			if a.status != 200 {
				return fmt.Errorf("%s: status %d: %.200s", name, a.status, a.body)
			}
			if name == "CSV" && bytes.Count(a.body, []byte("\n")) < attendees {
				return fmt.Errorf("void: %d rows", bytes.Count(a.body, []byte("\n")))
			}
			return nil
		})
		if err != nil {
			return err
		}
		ms = append(ms, float64(r.p50.Microseconds())/1000)
	}
	sp := spreadOf(ms[1:]) // the first is warm-up
	fmt.Printf("| %s | %.1f (%.1f–%.1f) |\n", name, sp.median, sp.least, sp.most)
	return nil
}

// signIn makes a session of an owner, as the e-mailed code would.
func signIn(ctx context.Context, a *app.App, h *house, cookie *string) error {
	return a.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		in, err := a.Accounts.FoundOwner(ctx, tx, account.Founder{Org: h.orgID, Email: "owner@example.com", Name: "測定"})
		*cookie = in.Token
		return err
	})
}

func listsPeer(o *options) error {
	s, err := peerServe(o, 1, attendees, attendees)
	if err != nil {
		return err
	}
	defer s.stop()
	fmt.Println("\n| PocketBase, 50,000 records | ms: median (min–max) |\n|---|---|")
	list := "/api/collections/registrations/records?perPage=50&sort=kana&filter=(event='bench-0000'"
	for _, one := range []struct{ name, path string }{
		{"first page", list + ")"}, {"search by two kana", list + "%26%26kana~'カキ')"}, {"CSV", "/export.csv"},
	} {
		if err := timed(o, s, one.name, get(strings.ReplaceAll(one.path, "'", "%27"))); err != nil {
			return err
		}
	}
	now, peak := s.memory()
	fmt.Printf("\nMemory of the peer: %.0f MB, at its highest %.0f MB\n", now, peak)
	return nil
}
