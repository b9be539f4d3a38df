package event

import (
	"context"
	"strings"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/people"
)

const (
	afterwards = 3 * time.Hour
	entryType  = "entry"
	maxDevice  = 100
	maxNonce   = 80
	clockSlack = 24 * time.Hour // device clocks further off are not believed
)

// scan is a check-in on its way.
type scan struct {
	CheckIn
	result CheckInResult
	err    error
}

// CheckIn answers a scan at the door. A refusal is an answer, not an error: its
// reason says why, and it is stored like an admission. The same nonce of the
// same device gives the first answer again. Force is for scans that were
// decided at the door without a connection: the guest counts as arrived, the
// reason keeps what the server would have said.
func (s *Service) CheckIn(ctx context.Context, c CheckIn) (CheckInResult, error) {
	if c.Device == "" || c.Nonce == "" || len(c.Device) > maxDevice || len(c.Nonce) > maxNonce {
		return CheckInResult{}, apperr.New(apperr.Invalid, "event.door.nonce").On("nonce")
	}
	if c.Token == "" && c.RegistrationID == "" && c.Code == "" {
		return CheckInResult{}, apperr.New(apperr.Invalid, "event.door.nothing").On("token")
	}
	w := &scan{CheckIn: c}
	if err := s.scans.do(ctx, c.Org+"/"+c.EventID, w); err != nil {
		return CheckInResult{}, err
	}
	return w.result, w.err
}

// scanBatch answers the scans of one event that came together in one
// transaction; when it fails each gets its own.
func (s *Service) scanBatch(_ string, batch []*scan) {
	ctx, cancel := context.WithTimeout(context.Background(), admitLimit)
	defer cancel()
	err := s.scanTogether(ctx, batch)
	if err == nil {
		return
	}
	for _, w := range batch {
		if len(batch) == 1 || apperr.CategoryOf(err) == apperr.Unavailable {
			w.err = err
		} else if alone := s.scanTogether(ctx, []*scan{w}); alone != nil {
			w.err = alone
		}
	}
}

func (s *Service) scanTogether(ctx context.Context, batch []*scan) error {
	return s.db.TxIdempotent(ctx, func(ctx context.Context, tx *db.Tx) error {
		d, err := s.openDoor(ctx, tx, batch[0].Org, batch[0].EventID)
		if err != nil {
			return err
		}
		for _, w := range batch {
			if w.result, err = d.answer(ctx, w.CheckIn); err != nil {
				return err
			}
		}
		live, err := d.close(ctx)
		for _, w := range batch {
			w.result.Live = live
		}
		return err
	})
}

// door is the work of one transaction at the door of an event.
type door struct {
	s       *Service
	tx      *db.Tx
	event   Event
	arrived int // participants, more or fewer
	helpers int
	walkIns int
	audit   []account.Entry
	facts   []people.Fact
}

func (s *Service) openDoor(ctx context.Context, tx *db.Tx, org, event string) (*door, error) {
	e, err := lockEvent(ctx, tx, org, event)
	if err != nil {
		return nil, err
	}
	return &door{s: s, tx: tx, event: e}, nil
}

func (d *door) answer(ctx context.Context, c CheckIn) (CheckInResult, error) {
	before, known, err := replayScan(ctx, d.tx, c)
	if err != nil {
		return CheckInResult{}, err
	}
	if known {
		return d.again(ctx, before)
	}
	r, serial, reason, err := d.find(ctx, c)
	if err != nil {
		return CheckInResult{}, err
	}
	if reason == OK {
		reason = judge(d.event, r, serial, d.moment(c))
	}
	return d.store(ctx, c, r, reason)
}

// moment is when a scan counts for the rules: now, or the device's time for what
// happened offline, as far as it can be believed.
func (d *door) moment(c CheckIn) db.Instant {
	now := d.tx.Now()
	if !c.Offline || c.At == 0 || c.At > now || now.Sub(c.At) > clockSlack {
		return now
	}
	return c.At
}

// find resolves what was scanned: the registration, the ticket's serial (0 where
// no ticket was shown), and OK or the reason why nothing was found.
func (d *door) find(ctx context.Context, c CheckIn) (Registration, int, Reason, error) {
	id, serial := c.RegistrationID, 0
	switch {
	case c.Token != "":
		var ok bool
		if id, serial, ok = d.s.keys.ParseToken(sealTicket, lastSegment(c.Token)); !ok {
			return Registration{}, 0, Invalid, nil
		}
	case c.Code != "":
		return d.findByCode(ctx, c.Code)
	}
	r, err := lockRegistration(ctx, d.tx, d.event.OrgID, id)
	if apperr.CategoryOf(err) == apperr.NotFound {
		return Registration{}, 0, Invalid, nil
	}
	return r, serial, OK, err
}

func (d *door) findByCode(ctx context.Context, code string) (Registration, int, Reason, error) {
	number, ok := numberOf(code)
	if !ok {
		return Registration{}, 0, Invalid, nil
	}
	found, err := registrationsByNumber(ctx, d.tx, d.event.OrgID, d.event.ID, number)
	switch {
	case err != nil:
		return Registration{}, 0, "", err
	case len(found) == 0:
		return Registration{}, 0, Invalid, nil
	case len(found) > 1:
		return Registration{}, 0, Ambiguous, nil
	}
	r, err := lockRegistration(ctx, d.tx, d.event.OrgID, found[0].ID)
	return r, 0, OK, err
}

// lastSegment takes the token out of the address that a QR holds.
func lastSegment(token string) string {
	token = strings.TrimSpace(token)
	if i := strings.LastIndexByte(token, '/'); i >= 0 {
		token = token[i+1:]
	}
	token, _, _ = strings.Cut(token, "?")
	return token
}

// store keeps the scan and, where the guest is in, everything that follows.
func (d *door) store(ctx context.Context, c CheckIn, r Registration, reason Reason) (CheckInResult, error) {
	now := d.tx.Now()
	k := checkinRow{ID: d.tx.NewID(), Event: d.event.ID, Registration: r.ID, Reason: reason, OK: reason == OK,
		Device: c.Device, Nonce: c.Nonce, ScannedAt: c.At, ReceivedAt: now, Offline: c.Offline, Forced: c.Force, ForceReason: shortReason(c.Reason)}
	if k.ScannedAt == 0 {
		k.ScannedAt = now
	}
	if c.Force && admittable(reason) {
		k.OK = true
	}
	var err error
	switch {
	case k.OK:
		err = d.admit(ctx, c, &r, &k)
	case reason == AlreadyRedeemed:
		err = d.compare(ctx, c, &r, &k)
	}
	if err != nil {
		return CheckInResult{}, err
	}
	if err := insertScan(ctx, d.tx, d.event.OrgID, k); err != nil {
		return CheckInResult{}, err
	}
	return d.describe(ctx, k, r)
}

// admittable says that a forced scan can let the guest in: there is a guest, of
// this event, who is not in yet.
func admittable(reason Reason) bool {
	switch reason {
	case Canceled, Waitlisted, Unapproved, NotYet, TooLate, Revoked:
		return true
	}
	return false
}

// compare names the first admission. One that happened earlier, on a device
// without a connection, becomes the time of arrival.
func (d *door) compare(ctx context.Context, c CheckIn, r *Registration, k *checkinRow) (err error) {
	if k.FirstDevice, err = firstAdmission(ctx, d.tx, r.OrgID, r.ID); err != nil {
		return err
	}
	if at := d.moment(c); c.Offline && at < r.ArrivedAt {
		r.ArrivedAt = at
		err = setArrived(ctx, d.tx, *r)
	}
	k.FirstAt = r.ArrivedAt
	return err
}

func (d *door) admit(ctx context.Context, c CheckIn, r *Registration, k *checkinRow) error {
	n, err := countAdmissions(ctx, d.tx, d.event.OrgID, r.ID)
	if err != nil {
		return err
	}
	k.Sequence = n + 1
	r.ArrivedAt = d.moment(c)
	k.FirstAt, k.FirstDevice = r.ArrivedAt, c.Device
	if err := setArrived(ctx, d.tx, *r); err != nil {
		return err
	}
	d.countArrival(*r, 1)
	if err := d.cameAfterAll(ctx, c, *r); err != nil {
		return err
	}
	proof := people.ProofScan
	if c.Token == "" {
		proof = people.ProofStaff
	}
	d.facts = append(d.facts, people.Fact{OrgID: r.OrgID, PersonID: r.PersonID, Kind: d.cameAs(*r), Occasion: d.event.occasion(),
		At: r.ArrivedAt, Proof: proof, Ref: r.ID, RecordedBy: people.Recorder(c.Actor)})
	d.audit = append(d.audit, entry(r.OrgID, c.Actor, actCheckIn, "registration", r.ID, k.ForceReason,
		scanData{Scan: k.ID, Device: k.Device, Forced: k.Forced, Offline: k.Offline}))
	return nil
}

// cameAfterAll takes back that the guest did not come: a paper list may be
// entered when the absent are noted already.
func (d *door) cameAfterAll(ctx context.Context, c CheckIn, r Registration) error {
	if d.tx.Now() < d.event.doorCloses() {
		return nil
	}
	_, err := people.RetractFact(ctx, d.tx, people.Retraction{OrgID: r.OrgID, PersonID: r.PersonID, Kind: people.NoShow,
		Occasion: d.event.occasion(), Ref: r.ID, By: people.Recorder(c.Actor), Reason: actCheckIn})
	return err
}

type scanData struct {
	Scan    string `json:"scan"`
	Device  string `json:"device"`
	Forced  bool   `json:"forced,omitempty"`
	Offline bool   `json:"offline,omitempty"`
}

// cameAs is the fact that an arrival proves: speakers and staff are not counted
// among those who attended.
func (d *door) cameAs(r Registration) people.Kind {
	slot, _ := d.event.Slot(r.SlotID)
	switch slot.Kind {
	case ForSpeakers:
		return people.Spoke
	case ForStaff:
		return people.Staffed
	}
	return people.Attended
}

func (d *door) countArrival(r Registration, n int) {
	if slot, _ := d.event.Slot(r.SlotID); slot.Kind != ForParticipants {
		d.helpers += n
	} else {
		d.arrived += n
	}
	if r.Via == ViaWalkIn {
		d.walkIns += n
	}
}

// close writes what the scans have in common and returns the live figures. The
// counter moves last, and with every scan, so that viewers see refusals too.
func (d *door) close(ctx context.Context) (Live, error) {
	if err := people.RecordFacts(ctx, d.tx, d.facts...); err != nil {
		return Live{}, err
	}
	if err := account.Record(ctx, d.tx, d.audit...); err != nil {
		return Live{}, err
	}
	if err := countArrivals(ctx, d.tx, d.event.OrgID, d.event.ID, d.arrived, d.helpers, d.walkIns); err != nil {
		return Live{}, err
	}
	return findLiveFigures(ctx, d.tx, d.event.OrgID, d.event.ID)
}
