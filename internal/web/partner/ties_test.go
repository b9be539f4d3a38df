package partner_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/programme"
)

// guests are the people who registered for an event.
func (w *world) guests(e event.Event) (ids []string) {
	w.t.Helper()
	page, err := w.Events.Attendees(w.t.Context(), w.org.ID, e.ID, event.AttendeeFilter{Limit: 500})
	w.must(err)
	for _, a := range page.Rows {
		ids = append(ids, a.Person.ID)
	}
	return ids
}

// meet ties two people at an event.
func (w *world) meet(e event.Event, a, b string) {
	w.t.Helper()
	w.n++
	w.must(w.db.Tx(w.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO tie (org_id, id, low, high, exchange_id, event_id, via, at) VALUES ($1, $2, $3, $4, '', $5, '', $6)`,
			w.org.ID, fmt.Sprintf("tie%06d", w.n), min(a, b), max(a, b), e.ID, e.StartsAt)
		return err
	}))
}

// slot renames the slot of an event, so that it says where its guests come from.
func (w *world) slot(e event.Event, name string) {
	w.t.Helper()
	_, err := w.Events.SetSlots(w.t.Context(), w.owner, w.org.ID, e.ID, []event.SlotInput{{ID: e.Slots[0].ID, Name: name}})
	w.must(err)
}

const officerTies = "/o/aomori/figures/ties"

func TestTheOfficerSeesTiesAndNobody(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		shows(t, w.as(account.Officer, officerTies), "つながりはまだありません")
		roppongi, misawa := w.held("2024-08-24", "六本木", 14, 14), w.held("2024-09-27", "三沢会場", 12, 12)
		w.slot(roppongi, "首都圏の方")
		w.slot(misawa, "県内の方")
		_, err := w.Programmes.SetGoals(t.Context(), w.org.ID, w.programme.ID, 1, []programme.Goal{
			{Kind: programme.Ties, Label: "新しいつながり", Target: 150, Unit: "件"}})
		w.must(err)
		tokyo, local := w.guests(roppongi), w.guests(misawa)
		for i := range 9 {
			w.meet(roppongi, tokyo[i], tokyo[(i+1)%9])
			w.meet(misawa, local[i], local[(i+1)%9])
			w.meet(misawa, tokyo[i], local[i])
		}
		page := w.as(account.Officer, officerTies)
		shows(t, page, "令和6年度", "首都圏 × 県内", "目標 150件", ">27<", ">9<", `role="img"`, "27件のつながり", "六本木", "三沢会場")
		if strings.Contains(page.Body.String(), "秘匿と") || strings.Contains(page.Body.String(), "区分を分けずに") {
			t.Error("the picture knows no groups, though no figure is hidden")
		}
		canaries := append(append([]string{"秘密", "himitsu", "ひみつ", "ヒミツ", "/people/", "data-to", "net__name"}, tokyo...), local...)
		for _, path := range []string{officerTies, officerTies + "?by=stage", officerTies + "?by=trade", "/o/aomori/figures/ties.csv"} {
			for _, role := range []account.Role{account.Officer, account.Owner} {
				body := w.as(role, path).Body.String()
				for _, secret := range canaries {
					if strings.Contains(body, secret) {
						t.Errorf("%s shows %q to %s", path, secret, role)
					}
				}
			}
		}
		if dir := os.Getenv("TIES_PAGES"); dir != "" {
			w.must(os.WriteFile(dir+"/officer.html", page.Body.Bytes(), 0o644))
		}
	})
}

func TestSmallFiguresOfTiesAreHidden(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		roppongi, misawa := w.held("2024-08-24", "六本木", 14, 14), w.held("2024-09-27", "三沢会場", 12, 12)
		w.slot(roppongi, "首都圏の方")
		w.slot(misawa, "県内の方")
		tokyo, local := w.guests(roppongi), w.guests(misawa)
		w.meet(roppongi, tokyo[0], tokyo[1])
		w.meet(roppongi, tokyo[1], tokyo[2])
		page := w.as(account.Officer, officerTies)
		shows(t, page, "件数が少ないため", "秘匿")
		if strings.Contains(page.Body.String(), "<svg class=\"net__picture") || strings.Contains(page.Body.String(), ">2<") {
			t.Error("two ties are shown")
		}
		file := w.as(account.Officer, "/o/aomori/figures/ties.csv").Body.String()
		if want := "\ufeff項目,区分1,区分2,つながり\r\n新しいつながり,,,秘匿\r\nつながりのある人,,,秘匿\r\nつながりのない人,,,23\r\n"; file != want {
			t.Errorf("the file is\n%s\nwant\n%s", file, want)
		}
		for i := range 9 {
			w.meet(roppongi, tokyo[i+4], tokyo[(i+1)%9+4])
			w.meet(misawa, local[i], local[(i+1)%9])
		}
		for i := range 3 {
			w.meet(misawa, tokyo[i+4], local[i])
		}
		page = w.as(account.Officer, officerTies)
		shows(t, page, ">23<", "秘匿", "区分を分けずに", "つながりのある人")
		if strings.Contains(page.Body.String(), "net__line--across\" d=\"M") {
			t.Error("the picture draws the three ties that the table hides")
		}
		file = w.as(account.Officer, "/o/aomori/figures/ties.csv?encoding=cp932").Body.String()
		if strings.Contains(file, ",3\r\n") {
			t.Errorf("the file shows three ties:\n%s", file)
		}
	})
}

func TestOnlyWhoMaySeeFiguresSeesTies(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		for _, role := range []account.Role{account.Host, account.Company} {
			if page := w.as(role, officerTies); page.Code != 403 {
				t.Errorf("%s: %d", role, page.Code)
			}
		}
		if page := w.as(account.Officer, officerTies+"?programme=nothing"); page.Code != 404 {
			t.Errorf("an unknown programme: %d", page.Code)
		}
	})
}
