package account_test

import (
	"context"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/db"
)

func TestSec45ADoorDeviceWorksAtItsEvent(t *testing.T) {
	each(t, func(w *world) {
		door := w.device(w.link("event-1", time.Hour), "受付2 佐藤")
		seen, err := w.FindSession(t.Context(), door.Token)
		w.ok(err)
		a := seen.ActorIn(w.org)
		if a.Role != account.Door || a.Name != "受付2 佐藤" || !a.Can(account.CheckinDo) || a.Can(account.AttendeeView) {
			t.Errorf("actor %+v", a)
		}
		if !a.AtEvent("event-1") || a.AtEvent("event-2") {
			t.Error("the rights do not end at the event")
		}
		if got := seen.ActorIn("org-b"); got.Role != account.Anonymous || got.Can(account.CheckinDo) {
			t.Errorf("in another organisation: %+v", got)
		}
	})
}

func TestSec45ADoorDeviceEnds(t *testing.T) {
	type end struct {
		act  func(w *world, l account.DoorLink, door account.SignedIn)
		live bool
	}
	eachCase(t, map[string]end{
		"not before its time": {live: true, act: func(w *world, l account.DoorLink, _ account.SignedIn) {
			w.later(time.Hour - time.Second)
		}},
		"when its time is over": {act: func(w *world, l account.DoorLink, _ account.SignedIn) {
			w.later(time.Hour)
		}},
		"when its link is revoked": {act: func(w *world, l account.DoorLink, _ account.SignedIn) {
			w.ok(w.RevokeDoorLink(w.t.Context(), w.owner, w.org, l.ID))
		}},
		"when it is revoked itself": {act: func(w *world, _ account.DoorLink, door account.SignedIn) {
			w.ok(w.RevokeDevice(w.t.Context(), w.owner, w.org, door.Session.ID))
		}},
		"when its helper signs out": {act: func(w *world, _ account.DoorLink, door account.SignedIn) {
			w.ok(w.SignOut(w.t.Context(), door.Token))
		}},
		"later when the event is moved": {live: true, act: func(w *world, l account.DoorLink, _ account.SignedIn) {
			w.move(l.EventID, 48*time.Hour)
			w.later(50 * time.Hour)
		}},
		"earlier when the event is moved": {act: func(w *world, l account.DoorLink, _ account.SignedIn) {
			w.move(l.EventID, -6*time.Hour)
		}},
		"not when another event is moved": {live: true, act: func(w *world, _ account.DoorLink, _ account.SignedIn) {
			w.move("another event", -6*time.Hour)
		}},
	}, func(w *world, c end) {
		link := w.link(w.DB.IDs().New(w.clock.Now()), time.Hour)
		door := w.device(link, "受付1")
		c.act(w, link, door)
		_, err := w.FindSession(w.t.Context(), door.Token)
		if live := err == nil; live != c.live {
			w.t.Errorf("live: %v, %v", live, err)
		}
	})
}

func TestADeadDoorLinkOpensNothing(t *testing.T) {
	each(t, func(w *world) {
		revoked, ended := w.link("event-1", time.Hour), w.link("event-1", time.Minute)
		w.ok(w.RevokeDoorLink(t.Context(), w.owner, w.org, revoked.ID))
		w.later(time.Minute)
		ticket := w.Keys.Token("ticket", revoked.ID, 1)
		for _, token := range []string{revoked.Token, ended.Token, ticket, "", "garbage", revoked.Token[:46] + "A"} {
			_, err := w.OpenDoorLink(t.Context(), account.OpenDoor{Token: token, Device: "受付1"})
			w.refused(err, "account.door.ended")
			_, err = w.FindDoorLink(t.Context(), token)
			w.refused(err, "account.door.ended")
		}
	})
}

func TestADoorDeviceNeedsAName(t *testing.T) {
	each(t, func(w *world) {
		link := w.link("event-1", time.Hour)
		for _, device := range []string{"", " 　 ", "受付受付受付受付受付受付受付受付受付受付受付受付受付受付受付受付受付受付受付受付受付"} {
			_, err := w.OpenDoorLink(t.Context(), account.OpenDoor{Token: link.Token, Device: device})
			w.refused(err, "account.door.device_invalid")
		}
	})
}

func TestALeakedDoorLinkOpensOnlySoManyDevices(t *testing.T) {
	each(t, func(w *world) {
		link := w.link("event-1", time.Hour)
		for range 60 {
			w.device(link, "受付")
		}
		_, err := w.OpenDoorLink(t.Context(), account.OpenDoor{Token: link.Token, Device: "受付"})
		w.refused(err, "account.limit.exhausted")
	})
}

func TestStaffSeeLinksAndDevices(t *testing.T) {
	each(t, func(w *world) {
		link := w.link("event-1", time.Hour)
		w.link("event-2", time.Hour)
		w.device(link, "受付1")
		gone := w.device(link, "受付2")
		w.ok(w.RevokeDevice(t.Context(), w.owner, w.org, gone.Session.ID))

		links, err := w.ListDoorLinks(t.Context(), w.owner, w.org, "event-1")
		w.ok(err)
		if len(links) != 1 || links[0].Token != link.Token || links[0].Devices != 2 || links[0].Label != "受付ボランティア" {
			t.Errorf("links %+v", links)
		}
		devices, err := w.ListDevices(t.Context(), w.owner, w.org, "event-1")
		w.ok(err)
		if len(devices) != 1 || devices[0].Name != "受付1" {
			t.Errorf("devices %+v", devices)
		}
	})
}

func TestSec04DoorsOfAnotherOrganisationDoNotExist(t *testing.T) {
	each(t, func(w *world) {
		other := w.found("org-b", "other@example.jp")
		link := w.link("event-1", time.Hour)
		door := w.device(link, "受付1")
		w.notFound(w.RevokeDoorLink(t.Context(), other, "org-b", link.ID))
		w.notFound(w.RevokeDevice(t.Context(), other, "org-b", door.Session.ID))
		w.notFound(w.RevokeDoorLink(t.Context(), other, w.org, link.ID))
		links, err := w.ListDoorLinks(t.Context(), other, "org-b", "event-1")
		w.ok(err)
		if len(links) != 0 {
			t.Errorf("listed %+v", links)
		}
		_, err = w.FindSession(t.Context(), door.Token)
		w.ok(err)
		w.refused(w.RevokeDoorLink(t.Context(), door.Session.ActorIn(w.org), w.org, link.ID), "account.forbidden")
	})
}

func (w *world) link(event string, life time.Duration) account.DoorLink {
	w.t.Helper()
	link, err := w.CreateDoorLink(w.t.Context(), w.owner, account.NewDoorLink{Org: w.org, Event: event,
		Label: "受付ボランティア", Ends: w.DB.Now().Add(life)})
	w.ok(err)
	return link
}

func (w *world) device(l account.DoorLink, name string) account.SignedIn {
	w.t.Helper()
	in, err := w.OpenDoorLink(w.t.Context(), account.OpenDoor{Token: l.Token, Device: name})
	w.ok(err)
	return in
}

// move lets the event end so much from now.
func (w *world) move(event string, end time.Duration) {
	w.t.Helper()
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		return w.MoveDoorLinks(ctx, tx, w.org, event, tx.Now().Add(end))
	})
}
