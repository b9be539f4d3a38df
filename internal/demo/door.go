package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"koryu/internal/account"
	"koryu/internal/event"
	"koryu/internal/kit/db"
)

// paperDevice is the name under which staff type arrivals from a printed list.
const paperDevice = "紙"

var paperDoor = []string{paperDevice}

// doors are the devices at the door of each event that is over.
var doors = map[string][]string{
	"E1": {"受付1", "受付2"}, "E2": {"受付1"}, "E3": {"受付1"}, "E4": {"受付1", "受付2"},
}

// offline are the guests of E4 whose scan was made while the phone had no signal.
var offline = keys("P004", "P013", "P036")

// openDoor gives the event its door devices and lets in those who come.
func (y *year) openDoor(p plan, devices []string) {
	helpers := map[string]account.Actor{}
	y.on(p.starts.Add(-40*time.Minute), "open the door of "+p.key, func(ctx context.Context) error {
		for _, name := range devices {
			actor, err := y.device(ctx, p, name)
			if err != nil {
				return err
			}
			helpers[name] = actor
		}
		return nil
	})
	for i, key := range p.comers() {
		device := devices[i%len(devices)]
		if slices.Contains(paper, key) {
			device = paperDevice
		}
		at := p.starts.Add(drawFor("arrival", p.key+"/"+key).minutes(-28, 16))
		y.on(at, key+" comes to "+p.key, func(ctx context.Context) error {
			return y.letIn(ctx, p, key, device, helpers[device], "ok")
		})
	}
}

// device is a helper's phone, signed in through a door link; paper is typed by staff.
func (y *year) device(ctx context.Context, p plan, name string) (account.Actor, error) {
	if name == paperDevice {
		return y.actors[organiserKey], nil
	}
	link, err := y.doorLink(ctx, p.key, p.ends)
	if err != nil {
		return account.Actor{}, err
	}
	in, err := y.Accounts.OpenDoorLink(ctx, account.OpenDoor{Token: link.Token, Device: name, Agent: "koryu demo"})
	return in.Session.ActorIn(y.org.ID), err
}

func (y *year) doorLink(ctx context.Context, key string, ends time.Time) (account.DoorLink, error) {
	return y.Accounts.CreateDoorLink(ctx, y.actors[organiserKey], account.NewDoorLink{
		Org: y.org.ID, Event: y.events[key].ID, Label: "受付ボランティア", Ends: db.FromTime(ends.Add(account.DoorLinkEnds)),
	})
}

// letIn scans a ticket and insists on what the door should say.
func (y *year) letIn(ctx context.Context, p plan, key, device string, by account.Actor, want event.Reason) error {
	if by.Kind == "" {
		by = y.actors[organiserKey]
	}
	r := y.regs[p.key+"/"+key]
	scan := event.CheckIn{
		Org: y.org.ID, EventID: r.EventID, At: y.instant(), Device: device, Actor: by,
		Nonce: fmt.Sprintf("demo-%s-%s-%s-%d", p.key, key, device, y.instant()),
	}
	if device == paperDevice {
		scan.RegistrationID = r.ID
	} else {
		scan.Token = y.Events.TicketToken(r)
	}
	scan.Offline = p.key == "E4" && slices.Contains(offline, key)
	result, err := y.Events.CheckIn(ctx, scan)
	if err == nil && result.Reason != want {
		err = fmt.Errorf("the door says %s instead of %s", result.Reason, want)
	}
	return err
}

// uenoDoor is what was special at E4: a ticket shown twice, and two guests who had not registered.
func (y *year) uenoDoor() {
	y.on(ueno.starts.Add(23*time.Minute), "P003 shows the ticket again", func(ctx context.Context) error {
		return y.letIn(ctx, ueno, "P003", "受付2", y.actors[organiserKey], event.AlreadyRedeemed)
	})
	for i, key := range uenoWalkIns {
		who := y.cast[key]
		y.on(ueno.starts.Add(time.Duration(27+4*i)*time.Minute), key+" walks in", func(ctx context.Context) error {
			result, err := y.Events.WalkIn(ctx, event.WalkIn{
				Org: y.org.ID, EventID: y.events["E4"].ID, SlotID: y.events["E4"].Slots[0].ID,
				Family: who.name.family, Given: who.name.given, KanaFamily: who.name.kanaFamily, KanaGiven: who.name.kanaGiven,
				Email: who.email, Affiliation: who.affiliation, Device: "受付1", Nonce: "demo-walk-in-" + key,
				Reason: "当日の欠席で空いた席にご案内", Consents: who.consents(), Actor: y.actors[organiserKey],
			})
			y.regs["E4/"+key], y.ids[key] = result.Registration, result.Person.ID
			return err
		})
	}
}

// chooseLightning approves the three who were drawn for the lightning talks.
func (y *year) chooseLightning() {
	for i, key := range lightningKeys {
		y.on(moment("2024-10-22 17:00").Add(time.Duration(i)*time.Minute), key+" is chosen", func(ctx context.Context) error {
			_, err := y.Events.Approve(ctx, y.actors[organiserKey], y.org.ID, y.regs["E4/"+key].ID, "LT登壇者に決定")
			return err
		})
	}
}

// prepareDoor makes the door link of an event that is still to come.
func (y *year) prepareDoor(key, at string) {
	y.on(moment(at), "door link of "+key, func(ctx context.Context) error {
		link, err := y.doorLink(ctx, key, y.events[key].EndsAt.Time())
		y.ids["door:"+key] = link.Token
		return err
	})
}
