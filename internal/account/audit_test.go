package account_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/db"
)

func TestTheTrailSaysWhoDidWhat(t *testing.T) {
	each(t, func(w *world) {
		door := w.device(w.link("event-1", time.Hour), "受付2").Session.ActorIn(w.org)
		w.record(account.Entry{Org: w.org, Actor: w.owner, Action: "registration.cancelled", Object: "registration",
			ObjectID: "r1", Reason: "病欠", Data: map[string]any{"from": "confirmed", "b": 1}})
		w.later(time.Minute)
		w.record(account.Entry{Org: w.org, Actor: door, Action: "registration.arrived", Object: "registration", ObjectID: "r1"})
		w.record(account.Entry{Org: w.org, Actor: account.System(w.org), Action: "registration.promoted", Object: "registration", ObjectID: "r2"})

		list, err := w.ListAudit(t.Context(), w.owner, w.org, account.AuditFilter{Object: "registration", ObjectID: "r1"})
		w.ok(err)
		if len(list) != 2 {
			t.Fatalf("%d entries", len(list))
		}
		arrived, cancelled := list[0], list[1]
		if arrived.ActorName != "受付2" || arrived.ActorRole != account.Door || string(arrived.Data) != "{}" {
			t.Errorf("arrived: %+v", arrived)
		}
		var data map[string]any
		w.ok(json.Unmarshal(cancelled.Data, &data))
		if cancelled.ActorName != "設立 花子" || cancelled.Reason != "病欠" || data["from"] != "confirmed" {
			t.Errorf("cancelled: %+v", cancelled)
		}
	})
}

func TestTheTrailIsReadPageByPage(t *testing.T) {
	each(t, func(w *world) {
		for range 5 {
			w.later(time.Minute)
			w.record(entry(w, "r1"))
		}
		seen := 0
		for before := db.Instant(0); ; {
			page, err := w.ListAudit(t.Context(), w.owner, w.org, account.AuditFilter{Object: "registration", ObjectID: "r1", Before: before, Limit: 2})
			w.ok(err)
			if len(page) == 0 {
				break
			}
			seen += len(page)
			before = page[len(page)-1].At
		}
		if seen != 5 {
			t.Errorf("read %d of 5", seen)
		}
	})
}

func TestSec04TheTrailOfAnotherOrganisationDoesNotExist(t *testing.T) {
	each(t, func(w *world) {
		other := w.found("org-b", "other@example.jp")
		w.record(entry(w, "r1"))
		_, err := w.ListAudit(t.Context(), other, w.org, account.AuditFilter{})
		w.notFound(err)
		list, err := w.ListAudit(t.Context(), other, "org-b", account.AuditFilter{Object: "registration", ObjectID: "r1"})
		w.ok(err)
		if len(list) != 0 {
			t.Errorf("read %+v", list)
		}
	})
}

func TestWhatIsUndoneIsNotRecorded(t *testing.T) {
	each(t, func(w *world) {
		before := w.count(`SELECT COUNT(*) FROM audit_entry`)
		w.DB.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			w.ok(account.Record(ctx, tx, entry(w, "r1")))
			return context.Canceled
		})
		if after := w.count(`SELECT COUNT(*) FROM audit_entry`); after != before {
			t.Errorf("%d entries became %d", before, after)
		}
	})
}

func TestEachChangeOfRightsIsRecorded(t *testing.T) {
	each(t, func(w *world) {
		w.changeRights()
		for _, action := range []string{"organisation.founded", "member.invited", "member.joined", "member.role_changed",
			"member.removed", "door_link.created", "door_link.opened", "door_link.revoked", "door_device.revoked",
			"api_token.created", "api_token.revoked"} {
			if w.count(`SELECT COUNT(*) FROM audit_entry WHERE org_id = $1 AND action = $2`, w.org, action) == 0 {
				t.Errorf("%s was not recorded", action)
			}
		}
		for _, action := range []string{"session.signed_in", "session.revoked", "session.revoked_others"} {
			if w.count(`SELECT COUNT(*) FROM audit_entry WHERE org_id = 'system' AND action = $1`, action) == 0 {
				t.Errorf("%s was not recorded", action)
			}
		}
	})
}

// changeRights does everything once that changes who may do what.
func (w *world) changeRights() {
	w.t.Helper()
	ctx := w.t.Context()
	actor, _ := w.member("m@example.jp", account.Organiser)
	w.ok(w.ChangeRole(ctx, w.owner, w.org, actor.IdentityID, account.Officer))
	w.ok(w.RemoveMember(ctx, w.owner, w.org, actor.IdentityID))
	link := w.link("event-1", time.Hour)
	door := w.device(link, "受付1")
	w.ok(w.RevokeDevice(ctx, w.owner, w.org, door.Session.ID))
	w.ok(w.RevokeDoorLink(ctx, w.owner, w.org, link.ID))
	_, token, err := w.CreateAPIToken(ctx, w.owner, account.NewAPIToken{Org: w.org, Name: "端末", Scopes: account.Scopes})
	w.ok(err)
	w.ok(w.RevokeAPIToken(ctx, w.owner, w.org, token.ID))
	second := w.signIn("m@example.jp")
	w.ok(w.RevokeSession(ctx, second.Session.ActorIn(""), second.Session.ID))
	w.signIn("m@example.jp")
	w.ok(w.RevokeOtherSessions(ctx, second.Session.ActorIn("")))
}

// entry is something that happened to a registration.
func entry(w *world, id string) account.Entry {
	return account.Entry{Org: w.org, Actor: w.owner, Action: "registration.changed", Object: "registration", ObjectID: id}
}

func (w *world) record(entries ...account.Entry) {
	w.t.Helper()
	w.tx(func(ctx context.Context, tx *db.Tx) error { return account.Record(ctx, tx, entries...) })
}
