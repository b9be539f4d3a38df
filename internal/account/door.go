package account

import (
	"context"
	"time"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
)

// devicesPerLink bounds what a leaked link is worth until it is revoked.
const devicesPerLink = 60 // a day

const deviceNameMax = 40 // characters

var errDoorEnded = apperr.New(apperr.NotFound, "account.door.ended")

// NewDoorLink is what staff say about a link they make.
type NewDoorLink struct {
	Org   string
	Event string
	Label string     // for whom
	Ends  db.Instant // first refused instant: the event's end + DoorLinkEnds
}

// OpenDoor is a helper who opens a link on a device.
type OpenDoor struct {
	Token  string
	Device string // name of helper or device: "受付2 佐藤"
	Agent  string
	Old    string // token of the session the browser had before
}

// CreateDoorLink makes a link for the helpers of one event.
func (s *Service) CreateDoorLink(ctx context.Context, actor Actor, n NewDoorLink) (DoorLink, error) {
	if err := actor.Require(n.Org, DoorLinkManage); err != nil {
		return DoorLink{}, err
	}
	var link DoorLink
	err := s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		link = DoorLink{ID: tx.NewID(), OrgID: n.Org, EventID: n.Event, Label: text.Clean(n.Label),
			CreatedAt: tx.Now(), ExpiresAt: n.Ends}
		link.Token = s.Keys.Token("door", link.ID, 1)
		if err := putDoorLink(ctx, tx, link, actor.IdentityID); err != nil {
			return err
		}
		return Record(ctx, tx, Entry{Org: n.Org, Actor: actor, Action: "door_link.created",
			Object: "event", ObjectID: n.Event, Data: linkRef{link.ID}})
	})
	return link, err
}

// FindDoorLink finds a live link by its token. One that ended, was revoked or
// never existed is not found, all alike.
func (s *Service) FindDoorLink(ctx context.Context, token string) (DoorLink, error) {
	return s.findDoorLink(ctx, s.DB, token, s.DB.Now())
}

// ListDoorLinks lists the links of an event, newest first, dead ones too.
func (s *Service) ListDoorLinks(ctx context.Context, actor Actor, org, event string) ([]DoorLink, error) {
	if err := actor.Require(org, DoorLinkManage); err != nil {
		return nil, err
	}
	links, err := listDoorLinks(ctx, s.DB, org, event)
	for i := range links {
		links[i].Token = s.Keys.Token("door", links[i].ID, 1)
	}
	return links, err
}

// OpenDoorLink makes the browser a door device of the link's event. The device
// ends with the link, at once when the link is revoked.
func (s *Service) OpenDoorLink(ctx context.Context, o OpenDoor) (SignedIn, error) {
	device := text.Clean(o.Device)
	if device == "" || text.Graphemes(device) > deviceNameMax {
		return SignedIn{}, apperr.New(apperr.Invalid, "account.door.device_invalid", "max", deviceNameMax).On("device")
	}
	var in SignedIn
	err := s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		link, err := s.findDoorLink(ctx, tx, o.Token, tx.Now())
		if err != nil {
			return err
		}
		if err := s.Allow(ctx, tx, "door.open", link.ID, devicesPerLink, 24*time.Hour); err != nil {
			return err
		}
		in, err = s.startSession(ctx, tx, sessionRow{Kind: KindDoor, OrgID: link.OrgID, LinkID: link.ID,
			Device: device, Agent: agentName(o.Agent)}, o.Old)
		if err != nil {
			return err
		}
		return Record(ctx, tx, Entry{Org: link.OrgID, Actor: in.Session.ActorIn(link.OrgID),
			Action: "door_link.opened", Object: "event", ObjectID: link.EventID, Data: linkRef{link.ID}})
	})
	return in, err
}

// ListDevices lists the live door devices of an event, newest first.
func (s *Service) ListDevices(ctx context.Context, actor Actor, org, event string) ([]Session, error) {
	if err := actor.Require(org, DoorLinkManage); err != nil {
		return nil, err
	}
	now := s.DB.Now()
	found, err := findSessions(ctx, s.DB, byEvent, org, event)
	live := found[:0]
	for _, one := range found {
		if one.ExpiresAt > now {
			live = append(live, one)
		}
	}
	return live, err
}

// RevokeDoorLink ends the link and every device that was opened with it.
func (s *Service) RevokeDoorLink(ctx context.Context, actor Actor, org, link string) error {
	return s.revokeDoor(ctx, actor, org, "door_link.revoked", link, revokeDoorLink)
}

// RevokeDevice ends one door device; the others of its link go on.
func (s *Service) RevokeDevice(ctx context.Context, actor Actor, org, session string) error {
	return s.revokeDoor(ctx, actor, org, "door_device.revoked", session, endDevice)
}

// MoveDoorLinks lets the links of an event follow its new end. It belongs into
// the transaction that moves the event.
func (s *Service) MoveDoorLinks(ctx context.Context, tx *db.Tx, org, event string, end db.Instant) error {
	return moveDoorLinks(ctx, tx, org, event, end.Add(DoorLinkEnds))
}

type linkRef struct {
	Link string `json:"link"`
}

func (s *Service) revokeDoor(ctx context.Context, actor Actor, org, action, id string, revoke revokeFunc) error {
	if err := actor.Require(org, DoorLinkManage); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		event, found, err := revoke(ctx, tx, org, id, tx.Now())
		if err != nil {
			return err
		}
		if !found {
			return apperr.New(apperr.NotFound, "account.not_found")
		}
		return Record(ctx, tx, Entry{Org: org, Actor: actor, Action: action,
			Object: "event", ObjectID: event, Data: linkRef{id}})
	})
}

func (s *Service) findDoorLink(ctx context.Context, q db.Q, token string, now db.Instant) (DoorLink, error) {
	id, _, ok := s.Keys.ParseToken("door", token)
	if !ok {
		return DoorLink{}, errDoorEnded
	}
	link, found, err := findDoorLink(ctx, q, id)
	if err != nil {
		return DoorLink{}, err
	}
	if !found || link.RevokedAt != 0 || link.ExpiresAt <= now {
		return DoorLink{}, errDoorEnded
	}
	link.Token = token
	return link, nil
}
