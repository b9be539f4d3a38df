package card

import (
	"context"
	"encoding/hex"
	"strconv"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/jobs"
	"koryu/internal/kit/text"
	"koryu/internal/people"
)

// States of an introduction.
const (
	Open         = "open"
	Agreed       = "agreed"
	Declined     = "declined"
	IntroExpired = "expired"
)

// Introduction as one of its three persons sees it. Who is asked sees who
// introduces (ByName) and their words, and of the other nothing before both
// agreed. Who introduces (Mine) sees the two names and not who answered what: a
// no stays silent, and the introduction stays open until it expires.
type Introduction struct {
	OrgID, ID, ByID      string
	ByName, Words        string
	State                string
	Mine                 bool
	FirstName, Second    string // for who introduces only
	Answered             bool   // the reader said yes
	ExchangeID           string // for the two, where both agreed
	CreatedAt, ExpiresAt db.Instant

	first, second       string
	firstYes, secondYes db.Instant
	declinedBy          string
	once                string
}

// IntroductionRequest asks to bring together the partners of two exchanges of By.
// Words are all that the two will read; the page warns not to write names.
type IntroductionRequest struct {
	Org, By, Key  string
	First, Second string // exchanges
	Words         string
}

const (
	introduceWithin = 30 * 24 * time.Hour
	maxWords        = 400
)

var (
	errNotMet    = apperr.New(apperr.Forbidden, "card.error.introduce_unmet")
	errIntroSame = apperr.New(apperr.Invalid, "card.error.introduce_same").On("second")
	errNoIntro   = apperr.New(apperr.NotFound, "card.error.introduction")
	errIntroOver = apperr.New(apperr.Conflict, "card.error.introduction_over")
)

// Introduce asks two persons, both of whom the introducer met, whether they want
// to know each other. The same key, and the same two while it is open, is the
// same introduction.
func (s *Service) Introduce(ctx context.Context, actor account.Actor, r IntroductionRequest) (Introduction, error) {
	r.Words = text.Clean(r.Words)
	var f apperr.Fields
	if r.Words == "" {
		f.Add("words", "card.error.words_required")
	}
	if text.Graphemes(r.Words) > maxWords {
		f.Add("words", "people.error.too_long", "max", strconv.Itoa(maxWords))
	}
	if r.Key == "" || len(r.Key) > maxKey {
		f = append(f, errKey)
	}
	if err := f.Err(); err != nil {
		return Introduction{}, err
	}
	first, err := s.known(ctx, r.Org, r.By, r.First)
	if err != nil {
		return Introduction{}, err
	}
	second, err := s.known(ctx, r.Org, r.By, r.Second)
	if err != nil {
		return Introduction{}, err
	}
	if first == second {
		return Introduction{}, errIntroSame
	}
	var made Introduction
	err = s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		i := Introduction{OrgID: r.Org, ID: tx.NewID(), ByID: r.By, Words: r.Words, State: Open, CreatedAt: tx.Now(),
			ExpiresAt: tx.Now().Add(introduceWithin),
			once:      hex.EncodeToString(s.Keys.Sum(sumOnce, []byte("introduction"), []byte(r.By), []byte(r.Key))[:16])}
		i.first, i.second = inOrder(first, second)
		n, err := insertIntroduction(ctx, tx, i)
		if err != nil {
			return err
		}
		if n == 0 {
			made, err = findIntroductionTwin(ctx, tx, i)
			return err
		}
		made = i
		if err := record(ctx, tx, actor, r.Org, actIntroduce, "introduction", i.ID, nil); err != nil {
			return err
		}
		return jobs.Enqueue(ctx, tx,
			jobs.Job{Org: r.Org, Kind: JobIntroduction, Key: i.ID + ":first", Payload: letter{Introduction: i.ID, Person: i.first}},
			jobs.Job{Org: r.Org, Kind: JobIntroduction, Key: i.ID + ":second", Payload: letter{Introduction: i.ID, Person: i.second}},
			jobs.Job{Org: r.Org, Kind: JobIntroductionEnd, Key: i.ID, RunAt: i.ExpiresAt, Payload: letter{Introduction: i.ID}, Priority: jobs.Bulk})
	})
	if err != nil {
		return Introduction{}, err
	}
	made.Mine = true
	return made, nil
}

// known is the other side of an exchange of the introducer that stands and shows.
func (s *Service) known(ctx context.Context, org, by, exchange string) (string, error) {
	c, err := s.CopyOf(ctx, org, by, exchange)
	if apperr.CategoryOf(err) == apperr.NotFound || err == nil && (!c.Confirmed || c.Withdrawn) {
		return "", errNotMet
	}
	return c.other(by), err
}

// AnswerIntroduction is a yes or a no. Both yes is an exchange of the two. A no
// tells nobody.
func (s *Service) AnswerIntroduction(ctx context.Context, actor account.Actor, org, person, id string, yes bool) (Introduction, error) {
	err := s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		i, ok, err := lockIntroduction(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if !ok || person == "" || person != i.first && person != i.second || i.declinedBy == person {
			return errNoIntro
		}
		if i.State == Agreed && yes {
			return nil
		}
		if i.State == Agreed || i.State == IntroExpired || tx.Now() >= i.ExpiresAt {
			return errIntroOver
		}
		switch {
		case !yes && i.State == Open:
			i.State, i.declinedBy = Declined, person
		case person == i.first:
			i.firstYes = tx.Now()
		default:
			i.secondYes = tx.Now()
		}
		if yes && i.State == Open && i.firstYes != 0 && i.secondYes != 0 {
			if err := s.bringTogether(ctx, tx, actor, &i); err != nil {
				return err
			}
		}
		if err := updateIntroduction(ctx, tx, i); err != nil {
			return err
		}
		return record(ctx, tx, actor, org, actAnswered, "introduction", id, map[string]any{"yes": yes})
	})
	if err != nil || !yes {
		return Introduction{OrgID: org, ID: id, State: Declined}, err
	}
	return s.FindIntroduction(ctx, org, person, id)
}

// bringTogether makes the exchange of two who both agreed. Where one blocked the
// other in between it stays silent, like a no.
func (s *Service) bringTogether(ctx context.Context, tx *db.Tx, actor account.Actor, i *Introduction) error {
	persons, err := people.FindMany(ctx, tx, i.OrgID, []string{i.first, i.second})
	if err != nil {
		return err
	}
	i.State = Declined
	blocked, err := blockedPair(ctx, tx, i.OrgID, i.first, i.second, s.mailTarget(persons[i.second].Email))
	if err != nil || blocked || len(persons) < 2 {
		return err
	}
	e := Exchange{OrgID: i.OrgID, ID: tx.NewID(), OwnerID: i.first, PartnerID: i.second, Lang: persons[i.second].Lang, State: Done,
		Via: i.ByID, At: tx.Now(), CreatedAt: tx.Now(), DoneAt: tx.Now(), serial: 1, once: "introduction:" + i.ID}
	i.State = Agreed
	n, err := insertExchange(ctx, tx, e)
	if err != nil || n == 0 { // they met by themselves in the meantime
		return err
	}
	return s.tie(ctx, tx, actor, e, meetingPlace{})
}

// Introductions lists those that the person made and those about which they are
// asked, latest first.
func (s *Service) Introductions(ctx context.Context, org, person string) ([]Introduction, error) {
	list, err := listIntroductions(ctx, s.DB, org, person, "")
	if err != nil {
		return nil, err
	}
	return s.asSeen(ctx, org, person, list)
}

// FindIntroduction is one of [Service.Introductions].
func (s *Service) FindIntroduction(ctx context.Context, org, person, id string) (Introduction, error) {
	list, err := listIntroductions(ctx, s.DB, org, person, id)
	if err == nil {
		list, err = s.asSeen(ctx, org, person, list)
	}
	if err == nil && len(list) == 0 {
		err = errNoIntro
	}
	if err != nil {
		return Introduction{}, err
	}
	return list[0], nil
}

func (s *Service) asSeen(ctx context.Context, org, person string, list []Introduction) ([]Introduction, error) {
	lang := i18n.From(ctx).Lang()
	var ids []string
	for _, i := range list {
		ids = append(ids, i.ByID, i.first, i.second)
	}
	persons, err := people.FindMany(ctx, s.DB, org, ids)
	if err != nil {
		return nil, err
	}
	var out []Introduction
	for _, i := range list {
		i.Mine, i.ByName = i.ByID == person, persons[i.ByID].DisplayName(lang)
		i.Answered = person == i.first && i.firstYes != 0 || person == i.second && i.secondYes != 0
		switch {
		case i.declinedBy == person:
			continue
		case i.State == Open && s.DB.Now() >= i.ExpiresAt:
			i.State = IntroExpired
		case i.State == Declined && s.DB.Now() < i.ExpiresAt:
			i.State = Open
		case i.State == Declined:
			i.State = IntroExpired
		}
		if i.Mine {
			i.FirstName, i.Second = persons[i.first].DisplayName(lang), persons[i.second].DisplayName(lang)
		} else {
			if silent, err := s.silent(ctx, org, i); err != nil || silent {
				if err != nil {
					return nil, err
				}
				continue
			}
			if i.State == Agreed {
				e, ok, err := findPair(ctx, s.DB, org, i.first, i.second)
				if err != nil {
					return nil, err
				}
				if ok {
					i.ExchangeID = e.ID
				}
			}
		}
		out = append(out, i)
	}
	return out, nil
}

// silent tells that the two blocked each other or know each other already:
// neither is asked, and who introduces does not hear of it.
func (s *Service) silent(ctx context.Context, org string, i Introduction) (bool, error) {
	blocked, err := blockedPair(ctx, s.DB, org, i.first, i.second, "mail:")
	if err != nil || blocked || i.State == Agreed {
		return blocked, err
	}
	_, tied, err := findPair(ctx, s.DB, org, i.first, i.second)
	return tied, err
}
