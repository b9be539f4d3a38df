package staff_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/seal"
	"koryu/internal/profile"
	"koryu/internal/programme"
	"koryu/internal/web"
)

// evening is a hall in a programme, where n guests came to the event: from the
// capital region and from the prefecture in turn.
func (h *hall) evening(n int) (guests []string) {
	h.t.Helper()
	ctx := h.t.Context()
	keys, err := seal.NewKeys([]byte("a master key of thirty-two bytes"))
	h.must(err)
	h.pages.Profiles = &profile.Service{DB: h.pages.DB, Keys: keys}
	h.pages.Cards = card.New(card.Config{DB: h.pages.DB, Keys: keys, Mail: &mail.Memory{}, Base: home, Events: h.pages.Events, Profiles: h.pages.Profiles})
	h.t.Cleanup(h.pages.Cards.Close)
	of, err := h.pages.Programmes.CreateProgramme(ctx, programme.Programme{OrgID: h.org.ID, FY: 2024, Name: "交流促進業務", Body: "青森県DX推進課", State: programme.Active})
	h.must(err)
	_, err = h.pages.Programmes.SetGoals(ctx, h.org.ID, of.ID, of.Version, []programme.Goal{{Kind: programme.Ties, Label: "新しいつながり", Target: 150, Unit: "件"}})
	h.must(err)
	h.event, err = h.pages.Events.Update(ctx, h.actor, h.org.ID, h.event.ID, event.Fields{ProgrammeID: &of.ID})
	h.must(err)
	h.event, err = h.pages.Events.SetSlots(ctx, h.actor, h.org.ID, h.event.ID, []event.SlotInput{{ID: h.event.Slots[0].ID, Name: "首都圏の方"}, {Name: "県内の方"}})
	h.must(err)
	for i := range n {
		res, err := h.pages.Events.Register(ctx, event.Request{Org: h.org.ID, EventID: h.event.ID, SlotID: h.event.Slots[i%2].ID, Key: fmt.Sprintf("key-%06d", i),
			Family: "見本", Given: fmt.Sprintf("例%03d", i), KanaFamily: "ミホン", KanaGiven: "レイ", Email: fmt.Sprintf("g%d@example.com", i), Consents: []string{"a"}})
		h.must(err)
		guests = append(guests, res.Person.ID)
		_, err = h.pages.Events.CheckIn(ctx, event.CheckIn{Org: h.org.ID, EventID: h.event.ID, RegistrationID: res.Registration.ID,
			Device: "受付", Nonce: "nonce-" + res.Registration.ID, Actor: h.actor, Force: true, Reason: "前日の準備", At: h.event.StartsAt})
		h.must(err)
	}
	return guests
}

// meet ties two people at the event.
func (h *hall) meet(a, b string) {
	h.t.Helper()
	h.must(h.pages.DB.Tx(h.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO tie (org_id, id, low, high, exchange_id, event_id, via, at) VALUES ($1, $2, $3, $4, '', $5, '', $6)
			ON CONFLICT DO NOTHING`, h.org.ID, "tie-"+min(a, b)+max(a, b), min(a, b), max(a, b), h.event.ID, h.event.StartsAt)
		return err
	}))
}

func TestStaffSeeWhoMetWhomAndWhoStoodAlone(t *testing.T) {
	inHalls(t, func(t *testing.T, h *hall) {
		guests := h.evening(8)
		year := web.OrgPath(h.org.Slug, "staff", "ties")
		want(t, h.owner.get(year), 200, "つながりはまだありません", "QRコード", "paper?what=poster")
		want(t, h.owner.get(h.at("ties")), 200, "つながりはまだありません", "paper?what=tags")
		h.meet(guests[0], guests[1])
		h.meet(guests[1], guests[2])
		h.meet(guests[0], guests[2])
		for _, path := range []string{year, h.at("ties")} {
			page := h.owner.get(path)
			want(t, page, 200, "首都圏 × 県内", ">3<", "見本 例001", "さがしていること", "つながりのない人", `href="#ties-people"`,
				web.OrgPath(h.org.Slug, "staff", "people", guests[5]), "まだつながりのない人")
		}
		want(t, h.owner.get(year), 200, "目標 150")
		rows := h.owner.get(h.at("ties") + "?a=metro&b=local")
		want(t, rows, 200, "ties-rows")
		_, list, _ := strings.Cut(rows.Body.String(), `id="ties-rows"`)
		list, _, _ = strings.Cut(list, `id="ties-alone"`)
		if n := strings.Count(list, "<tr") - 1; n != 2 {
			t.Errorf("%d ties between the groups are listed, want 2", n)
		}
		for _, q := range []string{"?by=stage", "?by=trade&a=it&b=non_it", "?by=nothing&a=x&b=y", "?lang=en", "?lang=ja"} {
			want(t, h.owner.get(year+q), 200)
		}
		for _, path := range []string{year + "/export", h.at("ties", "export")} {
			want(t, h.owner.get(path), 200, "何に使うか")
			want(t, h.owner.post(path, url.Values{"what": {"alone"}}), 422, "理由")
			want(t, h.owner.post(path, url.Values{"what": {"alone"}, "reason": {"次回の声かけ"}}), 200, "g5@example.com")
			want(t, h.owner.post(path, url.Values{"what": {"ties"}, "reason": {"報告"}}), 200, "見本 例001", "首都圏,県内")
			figures := h.owner.post(path, url.Values{"what": {"figures"}, "reason": {"報告"}})
			want(t, figures, 200, "首都圏,県内,2")
			if strings.Contains(figures.Body.String(), "見本") {
				t.Error("figures name somebody")
			}
		}
		var n int
		h.must(h.pages.DB.QueryRow(t.Context(), `SELECT COUNT(*) FROM audit_entry WHERE org_id = $1 AND action = 'ties.exported' AND reason <> ''`, h.org.ID).Scan(&n))
		if n != 6 {
			t.Errorf("%d exports in the trail, want 6", n)
		}
		reader := h.signedIn(h.org, "books@example.jp", account.Accountant)
		want(t, reader.get(year), 200, "見本 例001")
		if page := reader.get(year + "/export"); page.Code != 403 {
			t.Errorf("an accountant exports: %d", page.Code)
		}
		if page := h.signedIn(h.org, "officer@example.jp", account.Officer).get(year); page.Code == 200 || strings.Contains(page.Body.String(), "例001") {
			t.Errorf("an officer gets %d", page.Code)
		}
	})
}

// TestAPageOfTiesToLookAt writes the pages of a lively evening where somebody asks
// for them.
func TestAPageOfTiesToLookAt(t *testing.T) {
	dir := os.Getenv("TIES_PAGES")
	if dir == "" {
		t.Skip("TIES_PAGES names no folder")
	}
	inHalls(t, func(t *testing.T, h *hall) {
		guests := h.evening(40)
		for i := range 36 {
			h.meet(guests[i], guests[(i+1)%36])
			if j := i * i % 12; j != i {
				h.meet(guests[i], guests[j])
			}
		}
		for name, path := range map[string]string{"event": h.at("ties") + "?a=metro&b=local", "year": web.OrgPath(h.org.Slug, "staff", "ties")} {
			h.must(os.WriteFile(dir+"/"+name+".html", h.owner.get(path).Body.Bytes(), 0o644))
		}
	})
}
