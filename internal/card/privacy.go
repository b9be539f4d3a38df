package card

import (
	"context"
	"time"

	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/text"
	"koryu/internal/people"
	"koryu/internal/profile"
)

// exported is all that the package holds of a person, for the person. What others
// wrote down about them is private to those others and is not in it; that they
// met is.
type exported struct {
	Card          *exportedCard          `json:"card"`
	Exchanges     []exportedExchange     `json:"exchanges"`
	Ties          []exportedTie          `json:"ties"`
	Blocked       []exportedBlock        `json:"blocked"`
	Introductions []exportedIntroduction `json:"introductions"`
	Boards        []string               `json:"boards"` // events
}

type exportedCard struct {
	Fields    []profile.Field `json:"fields"`
	HiddenAt  []string        `json:"hidden_at"`
	CreatedAt time.Time       `json:"created_at"`
	UpdatedAt time.Time       `json:"updated_at"`
}

type exportedExchange struct {
	ID      string    `json:"id"`
	With    string    `json:"with"`
	State   State     `json:"state"`
	Event   string    `json:"event"`
	At      time.Time `json:"at"`
	Offline bool      `json:"offline"`
	Typed   string    `json:"typed_name"`
	Email   string    `json:"typed_email"`
	Note    string    `json:"own_note"`
	Tags    []string  `json:"own_tags"`
}

type exportedTie struct {
	With  string    `json:"with"`
	Event string    `json:"event_id"`
	At    time.Time `json:"at"`
}

type exportedBlock struct {
	Who string    `json:"who"`
	At  time.Time `json:"at"`
}

type exportedIntroduction struct {
	By        string    `json:"by"`
	Words     string    `json:"words"`
	State     string    `json:"state"`
	CreatedAt time.Time `json:"created_at"`
}

// Export gives everything that the package holds of the person. Of others it
// holds the name under which the two know each other.
func Export(ctx context.Context, q db.Q, org, person string) (any, error) {
	var out exported
	cards, err := findCards(ctx, q, org, []string{person})
	if err != nil {
		return nil, err
	}
	if c, ok := cards[person]; ok {
		hidden, err := hiddenAt(ctx, q, org, person)
		if err != nil {
			return nil, err
		}
		out.Card = &exportedCard{c.Fields, hidden, c.CreatedAt.Time(), c.UpdatedAt.Time()}
	}
	list, err := listMet(ctx, q, org, person, "")
	if err != nil {
		return nil, err
	}
	ties, err := TiesOf(ctx, q, org, person)
	if err != nil {
		return nil, err
	}
	blocks, err := blocksAround(ctx, q, org, person)
	if err != nil {
		return nil, err
	}
	intros, err := listIntroductions(ctx, q, org, person, "")
	if err != nil {
		return nil, err
	}
	name, err := namesFor(ctx, q, org, person, list, ties, blocks, intros)
	if err != nil {
		return nil, err
	}
	for _, m := range list {
		e := exportedExchange{ID: m.ID, With: name[m.other(person)], State: m.State, Event: m.event.Title, At: m.At.Time(),
			Offline: m.Offline, Note: m.note, Tags: m.tags}
		switch {
		case m.State == Pending:
			e.With = people.Person{Family: m.Family, Given: m.Given}.DisplayName(i18n.Ja)
		case !m.mine:
			e.Typed, e.Email = people.Person{Family: m.Family, Given: m.Given}.DisplayName(i18n.Ja), m.Email
		}
		out.Exchanges = append(out.Exchanges, e)
	}
	for _, t := range ties {
		other := t.A
		if other == person {
			other = t.B
		}
		out.Ties = append(out.Ties, exportedTie{name[other], t.EventID, t.At.Time()})
	}
	for _, b := range blocks {
		if b.person == person {
			out.Blocked = append(out.Blocked, exportedBlock{name[b.target], b.createdAt.Time()})
		}
	}
	for _, i := range intros {
		if i.ByID == person {
			out.Introductions = append(out.Introductions, exportedIntroduction{name[i.ByID], i.Words, i.State, i.CreatedAt.Time()})
		} else if i.State != Declined { // whether the other said no is not this person's to know
			out.Introductions = append(out.Introductions, exportedIntroduction{name[i.ByID], i.Words, "", i.CreatedAt.Time()})
		}
	}
	out.Boards, err = boardsOf(ctx, q, org, person)
	return out, err
}

func namesFor(ctx context.Context, q db.Q, org, person string, list []met, ties []Pair, blocks []block, intros []Introduction) (map[string]string, error) {
	ids := []string{person}
	for _, m := range list {
		ids = append(ids, m.other(person))
	}
	for _, t := range ties {
		ids = append(ids, t.A, t.B)
	}
	for _, b := range blocks {
		ids = append(ids, b.target)
	}
	for _, i := range intros {
		ids = append(ids, i.ByID)
	}
	found, err := people.FindMany(ctx, q, org, ids)
	names := map[string]string{}
	for id, p := range found {
		names[id] = p.DisplayName(i18n.Ja)
	}
	return names, err
}

// keptFigures is the catalogue's reason for rows that only count.
const keptFigures = "privacy.kept.figures"

// Erase deletes the person's card, both sides of their exchanges with what either
// wrote down, what strangers typed with their address, blocks, introductions and
// places on boards. Ties stay as pairs without a name, since figures were
// reported from them.
func Erase(ctx context.Context, tx *db.Tx, org, person string) ([]people.Erased, error) {
	p, err := people.Find(ctx, tx, org, person)
	if err != nil {
		return nil, unlessGone(err)
	}
	key, _ := text.Email(p.Email)
	var out []people.Erased
	for _, step := range []struct {
		table string
		do    func() (int64, error)
	}{
		{"card_hidden", func() (int64, error) { return eraseRows(ctx, tx, eraseHidden, org, person) }},
		{"card", func() (int64, error) { return eraseRows(ctx, tx, eraseCard, org, person) }},
		{"meeting", func() (int64, error) { return eraseRows(ctx, tx, eraseMeetings, org, person, key) }},
		{"exchange", func() (int64, error) { return eraseRows(ctx, tx, eraseExchanges, org, person, key) }},
		{"card_block", func() (int64, error) { return eraseRows(ctx, tx, eraseBlocks, org, person) }},
		{"introduction", func() (int64, error) { return eraseRows(ctx, tx, eraseIntroductions, org, person) }},
		{"board_entry", func() (int64, error) { return eraseRows(ctx, tx, eraseBoard, org, person) }},
	} {
		n, err := step.do()
		if err != nil {
			return nil, err
		}
		if n > 0 {
			out = append(out, people.Erased{Table: step.table, Rows: int(n)})
		}
	}
	kept, err := tiesKept(ctx, tx, org, person)
	if err == nil && kept > 0 {
		out = append(out, people.Erased{Table: "tie", Rows: kept, Kept: keptFigures})
	}
	return out, err
}

// Holdings are the tables of this package in which a person stands, for the
// image of a merge.
func Holdings() []db.Holding {
	return []db.Holding{
		{Table: "card", Key: []string{"id"}, Columns: []string{"person_id"}},
		{Table: "card_hidden", Key: []string{"person_id", "event_id"}, Columns: []string{"person_id"}},
		{Table: "exchange", Key: []string{"id"}, Columns: []string{"owner_id", "partner_id", "via"}},
		{Table: "tie", Key: []string{"id"}, Columns: []string{"low", "high", "via"}},
		{Table: "meeting", Key: []string{"exchange_id", "person_id"}, Columns: []string{"person_id"}},
		{Table: "card_block", Key: []string{"id"}, Columns: []string{"person_id", "target"}},
		{Table: "introduction", Key: []string{"id"}, Columns: []string{"by_person", "first", "second", "declined_by"}},
		{Table: "board_entry", Key: []string{"event_id", "person_id"}, Columns: []string{"person_id"}},
	}
}
