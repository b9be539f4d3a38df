package event

import (
	"context"
	"encoding/base32"
	"strings"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/text"
	"koryu/internal/people"
)

// Purposes of sealed tokens.
const (
	sealTicket = "ticket"
	sealManage = "manage"
)

var errLink = apperr.New(apperr.NotFound, "event.error.link_unknown")

// TicketToken is what the QR of the ticket holds, at the end of an address.
func (s *Service) TicketToken(r Registration) string { return s.keys.Token(sealTicket, r.ID, r.Serial) }

// ManageToken is the unguessable part of the person's own link.
func (s *Service) ManageToken(r Registration) string {
	return s.keys.Token(sealManage, r.ID, r.LinkSerial)
}

// TicketURL is the content of the ticket's QR.
func (s *Service) TicketURL(r Registration) string { return s.base + "/q/" + s.TicketToken(r) }

// ManageURL is the page on which a person sees and changes a registration
// without signing in.
func (s *Service) ManageURL(r Registration) string { return s.base + "/t/" + s.ManageToken(r) }

// numbers32 leaves out what is misread: I, L, O, U.
var numbers32 = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// Code is the number of a registration for people: six letters and digits that
// can be read out and typed at the door. It is unique within the event and
// opens nothing by itself.
func (r Registration) Code() string { return codeOf(r.Number) }

// codeOf scatters numbers over 30 bits, so that neighbours look different: an
// odd factor is a bijection modulo 2^30.
func codeOf(number int) string {
	n := uint32(number) * codeFactor & codeMask
	n ^= n >> 15
	n = n * codeFactor & codeMask
	b := []byte{byte(n >> 22), byte(n >> 14), byte(n >> 6), byte(n << 2)}
	return numbers32.EncodeToString(b)[:6]
}

const (
	codeMask   = 1<<30 - 1
	codeFactor = 0x2545F491
	codeUndo   = 0x01444C71 // codeFactor * codeUndo = 1 modulo 2^30
)

// numberOf reads a code as people type it: any width, any case, with spaces and
// hyphens, O for 0 and I or L for 1.
func numberOf(code string) (int, bool) {
	code = strings.ToUpper(text.Digits(code))
	code = strings.NewReplacer(" ", "", "-", "", "O", "0", "I", "1", "L", "1").Replace(code)
	if len(code) != 6 {
		return 0, false
	}
	b, err := numbers32.DecodeString(code + "0")
	if err != nil || len(b) < 4 {
		return 0, false
	}
	n := uint32(b[0])<<22 | uint32(b[1])<<14 | uint32(b[2])<<6 | uint32(b[3])>>2
	n = n * codeUndo & codeMask
	n ^= n >> 15
	return int(n * codeUndo & codeMask), true
}

// FindRegistration returns a registration with what surrounds it.
func (s *Service) FindRegistration(ctx context.Context, org, id string) (Registered, error) {
	r, err := findRegistration(ctx, s.db, org, id)
	if err != nil {
		return Registered{}, err
	}
	return surround(ctx, s.db, r)
}

// FindByManageToken resolves a person's own link, of whatever organisation. A
// token that was made up and one that was replaced are equally not found.
func (s *Service) FindByManageToken(ctx context.Context, token string) (Registered, error) {
	return s.resolve(ctx, sealManage, token, func(r Registration) int { return r.LinkSerial })
}

// FindByTicket resolves the token of a ticket's QR.
func (s *Service) FindByTicket(ctx context.Context, token string) (Registered, error) {
	return s.resolve(ctx, sealTicket, token, func(r Registration) int { return r.Serial })
}

func (s *Service) resolve(ctx context.Context, purpose, token string, serialOf func(Registration) int) (Registered, error) {
	id, serial, ok := s.keys.ParseToken(purpose, token)
	if !ok {
		return Registered{}, errLink
	}
	r, err := findRegistrationAnywhere(ctx, s.db, id)
	if err != nil || serialOf(r) != serial {
		if apperr.CategoryOf(err) == apperr.NotFound || err == nil {
			err = errLink
		}
		return Registered{}, err
	}
	return surround(ctx, s.db, r)
}

func surround(ctx context.Context, q db.Q, r Registration) (Registered, error) {
	e, err := findWhole(ctx, q, r.OrgID, r.EventID)
	if err != nil {
		return Registered{}, err
	}
	p, err := people.Find(ctx, q, r.OrgID, r.PersonID)
	if err != nil {
		return Registered{}, err
	}
	place, err := position(ctx, q, r)
	slot, _ := e.Slot(r.SlotID)
	return Registered{Event: e, Slot: slot, Registration: r, Person: p, Position: place}, err
}

// Reissue makes the tickets that were sent before worthless and mails a new
// one; with links, the person's own link is replaced as well.
func (s *Service) Reissue(ctx context.Context, actor account.Actor, org, id string, links bool) (Registration, error) {
	return s.touch(ctx, org, id, func(ctx context.Context, tx *db.Tx, e Event, r *Registration) error {
		if r.State != Confirmed {
			return errState
		}
		r.Serial++
		if links {
			r.LinkSerial++
		}
		if err := setSerials(ctx, tx, *r); err != nil {
			return err
		}
		if err := account.Record(ctx, tx, entry(org, actor, actReissued, "registration", id, "",
			map[string]any{"serial": r.Serial, "link": r.LinkSerial})); err != nil {
			return err
		}
		return jobs.Enqueue(ctx, tx, jobs.Job{Org: org, Kind: JobResend, Key: jobKey(id, r.Serial, "reissued"),
			Payload: letter{Registration: id, State: r.State}})
	})
}
