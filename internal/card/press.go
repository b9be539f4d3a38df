package card

import (
	"context"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/text"
	"koryu/internal/people"
)

const (
	maxKey     = 100
	pressLimit = 20 * time.Second
)

// errTwin says that another process was faster and that we could not see with
// what; a new transaction will.
var errTwin = errors.New("card: a twin of the exchange is being committed")

// press is an exchange on its way.
type press struct {
	ExchangeRequest
	result Exchanged
	err    error
	done   chan struct{}
}

// Exchange is the second act: somebody presses 交換する on a card that was shown
// to them. Who is known becomes a partner at once; a typed address waits for the
// letter to be opened. See [ExchangeRequest] and the rules of the package.
func (s *Service) Exchange(ctx context.Context, r ExchangeRequest) (Exchanged, error) {
	if r.Key == "" || len(r.Key) > maxKey || text.Clean(r.Key) != r.Key {
		return Exchanged{}, errKey
	}
	if r.Shown != "" {
		shown, err := s.VerifyFace(r.Shown)
		if err != nil || r.CardToken != "" && r.CardToken != shown.Token {
			return Exchanged{}, errForged
		}
		r.CardToken = shown.Token
	}
	if _, _, ok := s.Keys.ParseToken(sealCard, r.CardToken); !ok {
		return Exchanged{}, errForged
	}
	if r.PersonID == "" && !r.By.SignedIn() {
		if err := r.complete(); err != nil { // the card stays unopened until the form is whole
			return Exchanged{}, err
		}
	}
	if r.Lang == "" {
		r.Lang = i18n.Ja
	}
	p := &press{ExchangeRequest: r}
	if err := s.presses.do(ctx, p); err != nil {
		return Exchanged{}, err
	}
	return p.result, p.err
}

// pressTogether answers what came together in one transaction; when that fails,
// each gets its own.
func (s *Service) pressTogether(batch []*press) {
	ctx, cancel := context.WithTimeout(context.Background(), pressLimit)
	defer cancel()
	err := s.pressAll(ctx, batch)
	if err == nil {
		return
	}
	for _, p := range batch {
		if len(batch) == 1 && !errors.Is(err, errTwin) || apperr.CategoryOf(err) == apperr.Unavailable {
			p.result, p.err = Exchanged{}, err
		} else if alone := s.pressAll(ctx, []*press{p}); alone != nil {
			p.result, p.err = Exchanged{}, alone
		}
	}
}

// pressAll lets refusals be answers: only what the database says ends the batch.
func (s *Service) pressAll(ctx context.Context, batch []*press) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, p := range batch {
			p.result, p.err = s.press(ctx, tx, p.ExchangeRequest)
			if p.err != nil && apperr.CategoryOf(p.err) == apperr.Internal {
				return p.err
			}
			p.result.Token = s.copyToken(p.result.Exchange)
		}
		return nil
	})
}

func (s *Service) press(ctx context.Context, tx *db.Tx, r ExchangeRequest) (Exchanged, error) {
	at, err := r.meant(tx.Now())
	if err != nil {
		return Exchanged{}, err
	}
	c, err := s.resolve(ctx, tx, r.CardToken, at)
	if r.Org != "" && c.OrgID != "" && c.OrgID != r.Org {
		return Exchanged{}, errForeign
	}
	if err != nil {
		return Exchanged{}, err
	}
	if r.By.Kind == "" {
		r.By = account.Nobody(c.OrgID)
	}
	e := Exchange{OrgID: c.OrgID, OwnerID: c.PersonID, Lang: r.Lang, At: at, Offline: r.Offline, CreatedAt: tx.Now()}
	if r.PersonID == "" && !r.By.SignedIn() {
		return s.pressTyped(ctx, tx, r, c, e)
	}
	return s.pressKnown(ctx, tx, r, c, e)
}

// pressKnown exchanges with somebody of whom we know who they are.
func (s *Service) pressKnown(ctx context.Context, tx *db.Tx, r ExchangeRequest, c Card, e Exchange) (Exchanged, error) {
	me, fresh, err := s.partner(ctx, tx, r, c)
	switch {
	case err != nil:
		return Exchanged{}, err
	case me.ID == c.PersonID:
		return Exchanged{}, errOwn
	}
	if !fresh {
		if blocked, err := blockedPair(ctx, tx, c.OrgID, c.PersonID, me.ID, s.mailTarget(me.Email)); blocked || err != nil {
			return Exchanged{}, orUnavailable(err)
		}
	}
	e.PartnerID, e.State, e.serial, e.DoneAt = me.ID, Done, 1, tx.Now()
	e.once = s.once(c, me.ID, r.Key)
	if old, ok, err := standing(ctx, tx, e); ok || err != nil {
		return Exchanged{Exchange: old, Again: true}, err
	}
	place, err := eventOf(ctx, tx, c.OrgID, c.PersonID, me.ID, r.EventID, e.At)
	if err != nil {
		return Exchanged{}, err
	}
	if fresh {
		texts(&e)
	}
	e.ID, e.EventID = tx.NewID(), place.ID
	n, err := insertExchange(ctx, tx, e)
	if err != nil {
		return Exchanged{}, err
	}
	if n == 0 { // another process was faster
		old, ok, err := standing(ctx, tx, e)
		if err == nil && !ok {
			err = errTwin
		}
		return Exchanged{Exchange: old, Again: true}, err
	}
	if fresh {
		if err := giveConsents(ctx, tx, r.By, e); err != nil {
			return Exchanged{}, err
		}
	}
	if err := s.supersede(ctx, tx, e, me.Email); err != nil {
		return Exchanged{}, err
	}
	if err := s.tie(ctx, tx, r.By, e, place); err != nil {
		return Exchanged{}, err
	}
	if fresh || !r.By.SignedIn() {
		err = jobs.Enqueue(ctx, tx, jobs.Job{Org: e.OrgID, Kind: JobCopy, Key: e.ID, Payload: letter{Exchange: e.ID}})
	}
	return Exchanged{Exchange: e}, err
}

// partner is who pressed. Who signed in and is new to the organisation becomes a
// person of it: the address is theirs, and they typed the name.
func (s *Service) partner(ctx context.Context, tx *db.Tx, r ExchangeRequest, c Card) (p people.Person, fresh bool, err error) {
	if r.PersonID != "" {
		p, err = people.Find(ctx, tx, c.OrgID, r.PersonID)
		if apperr.CategoryOf(err) == apperr.NotFound {
			err = errForeign
		}
		return p, false, err
	}
	p, err = people.FindByEmail(ctx, tx, c.OrgID, r.By.Email)
	if apperr.CategoryOf(err) != apperr.NotFound {
		return p, false, err
	}
	if err := r.complete(); err != nil {
		return people.Person{}, false, err
	}
	list, err := people.Ensure(ctx, tx, c.OrgID, []people.NewPerson{r.typed()})
	if err != nil {
		return people.Person{}, false, err
	}
	return list[0], true, nil
}

// standing finds the exchange of this key, or the one that the pair has already.
func standing(ctx context.Context, tx *db.Tx, e Exchange) (Exchange, bool, error) {
	low, high := inOrder(e.OwnerID, e.PartnerID)
	return findOnceOrPair(ctx, tx, e.OrgID, e.once, low, high)
}

// pressTyped keeps what was typed until somebody opens the letter. The owner's
// own address and a blocked one get the same answer and no letter: whoever typed
// learns of nobody.
func (s *Service) pressTyped(ctx context.Context, tx *db.Tx, r ExchangeRequest, c Card, e Exchange) (Exchanged, error) {
	e.emailKey, _ = text.Email(r.Email)
	e.once = s.once(c, e.emailKey, r.Key)
	since := tx.Now().Add(-24 * time.Hour)
	old, ok, err := findOnce(ctx, tx, c.OrgID, e.once)
	if err == nil && !ok {
		old, ok, err = findTyped(ctx, tx, c.OrgID, c.PersonID, e.emailKey, since)
	}
	if ok || err != nil {
		return Exchanged{Exchange: masked(old, r), Again: true}, err
	}
	if n, err := countTyped(ctx, tx, c.OrgID, c.PersonID, since); err != nil || n >= maxPending {
		return Exchanged{}, orCrowded(err)
	}
	welcome, err := s.welcome(ctx, tx, c, e.emailKey)
	if err != nil {
		return Exchanged{}, err
	}
	place, err := eventOf(ctx, tx, c.OrgID, c.PersonID, c.PersonID, r.EventID, e.At)
	if err != nil {
		return Exchanged{}, err
	}
	e.ID, e.State, e.EventID = tx.NewID(), Pending, place.ID
	e.Family, e.Given, e.Email = text.Clean(r.Family), text.Clean(r.Given), text.Clean(r.Email)
	if e.Family == "" {
		e.Family, e.Given = e.Given, ""
	}
	texts(&e)
	if !welcome {
		e.State, e.Family, e.Given, e.Email = Refused, "", "", ""
	}
	n, err := insertExchange(ctx, tx, e)
	if err == nil && n == 0 {
		err = errTwin
	}
	if err != nil {
		return Exchanged{}, err
	}
	if err := record(ctx, tx, r.By, e.OrgID, actAsked, "exchange", e.ID, map[string]any{"offline": e.Offline, "event": e.EventID}); err != nil {
		return Exchanged{}, err
	}
	return Exchanged{Exchange: masked(e, r)}, jobs.Enqueue(ctx, tx,
		jobs.Job{Org: e.OrgID, Kind: JobCopy, Key: e.ID, Payload: letter{Exchange: e.ID}},
		jobs.Job{Org: e.OrgID, Kind: JobExpire, Key: e.ID, RunAt: tx.Now().Add(confirmWithin), Payload: letter{Exchange: e.ID}, Priority: jobs.Bulk})
}

// welcome tells whether the address may become a partner of the owner.
func (s *Service) welcome(ctx context.Context, tx *db.Tx, c Card, emailKey string) (bool, error) {
	p, err := people.FindByEmail(ctx, tx, c.OrgID, emailKey)
	if err != nil && apperr.CategoryOf(err) != apperr.NotFound {
		return false, err
	}
	blocked, err := blockedPair(ctx, tx, c.OrgID, c.PersonID, p.ID, s.mailTarget(emailKey))
	return !blocked && p.ID != c.PersonID, err
}

// masked is a typed exchange as its answer shows it: alike, whatever the address
// and whoever typed it before.
func masked(e Exchange, r ExchangeRequest) Exchange {
	if e.State == Refused || e.State == Done || e.State == Ended {
		e.State = Pending
	}
	e.PartnerID, e.DoneAt, e.EndedAt, e.serial = "", 0, 0, 0
	e.Family, e.Given, e.Email = r.Family, r.Given, r.Email
	return e
}

func orCrowded(err error) error {
	if err == nil {
		return errCrowded
	}
	return err
}

// once is the key of an exchange as it is kept: that of one card and one who
// presses, so that nobody's key meets anybody else's.
func (s *Service) once(c Card, who, key string) string {
	return hex.EncodeToString(s.Keys.Sum(sumOnce, []byte(c.OrgID), []byte(c.ID), []byte(who), []byte(key))[:16])
}

// mailTarget is an address as a block keeps it; "" for none.
func (s *Service) mailTarget(email string) string {
	key, ok := text.Email(email)
	if !ok {
		return "mail:"
	}
	return "mail:" + hex.EncodeToString(s.Keys.Sum(sumMail, []byte(strings.ToLower(key)))[:16])
}

// copyToken opens what whoever pressed may see. The serial tells apart who typed
// an address from who proved it: a typed one is 0 and stays at the face.
func (s *Service) copyToken(e Exchange) string {
	if e.ID == "" {
		return ""
	}
	if e.PartnerID == "" {
		return s.Keys.Token(sealCopy, e.ID, 0)
	}
	return s.Keys.Token(sealCopy, e.ID, e.serial)
}

// texts notes which words somebody agreed to who was not known.
func texts(e *Exchange) {
	run, _ := people.ConsentTextOf(people.ConsentRun)
	show, _ := people.ConsentTextOf(people.ConsentDirectory)
	e.consentRun, e.consent = run.Version, show.Version
}

func giveConsents(ctx context.Context, tx *db.Tx, by account.Actor, e Exchange) error {
	var all []people.Consent
	for _, code := range []people.ConsentCode{people.ConsentRun, people.ConsentDirectory} {
		all = append(all, people.Consent{OrgID: e.OrgID, PersonID: e.PartnerID, Code: code, Scope: e.scope(), Recipient: consentRecipient,
			Lang: e.Lang, Channel: people.ChannelWeb, GivenBy: people.Recorder(by)})
	}
	return people.GiveConsents(ctx, tx, all...)
}

// supersede ends what waits for the address of somebody who now came in person.
func (s *Service) supersede(ctx context.Context, tx *db.Tx, e Exchange, email string) error {
	key, ok := text.Email(email)
	if !ok {
		return nil
	}
	old, ok, err := findTyped(ctx, tx, e.OrgID, e.OwnerID, key, tx.Now())
	if err != nil || !ok || old.State != Pending {
		return err
	}
	old.PartnerID = e.PartnerID
	return endExchange(ctx, tx, old, Ended)
}

// tie makes what follows from an exchange: the tie, a fact on both threads, the
// entry in the trail.
func (s *Service) tie(ctx context.Context, tx *db.Tx, by account.Actor, e Exchange, place meetingPlace) error {
	id := tx.NewID()
	n, err := insertTie(ctx, tx, e, id)
	if err != nil {
		return err
	}
	if n > 0 {
		occasion := people.Occasion{}
		if place.ID != "" {
			occasion = people.Occasion{Kind: people.OccasionEvent, ID: place.ID, Title: place.Title, TitleEn: place.TitleEn}
		}
		low, high := inOrder(e.OwnerID, e.PartnerID)
		var facts []people.Fact
		for _, person := range []string{low, high} {
			facts = append(facts, people.Fact{OrgID: e.OrgID, PersonID: person, Kind: people.Tied, Occasion: occasion,
				At: e.At, Proof: people.ProofForm, Ref: id, RecordedBy: people.Recorder(by)})
		}
		if err := people.RecordFacts(ctx, tx, facts...); err != nil {
			return err
		}
	}
	return record(ctx, tx, by, e.OrgID, actExchanged, "exchange", e.ID, map[string]any{"tie": id, "offline": e.Offline, "event": e.EventID})
}
