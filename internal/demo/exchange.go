package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// meetings are how many pairs exchanged cards at an event, and who stood alone.
var meetings = []struct {
	event string
	pairs int
	alone []string
}{
	{event: "A3", pairs: 7}, {event: "A4", pairs: 6}, // a first try in the year before
	{event: "E1", pairs: 21}, {event: "E2", pairs: 17}, {event: "E3", pairs: 22},
	{event: "E4", pairs: 36, alone: keys("P005", "P018", "P026")},
}

// met is a pair who exchange cards; the first shows.
type met struct{ shows, presses string }

// meet lets people exchange cards at the events that are over: 96 pairs in the year, six of them without a signal,
// eleven with somebody who has not confirmed the address yet.
func (y *year) meet() {
	known := map[met]bool{}
	for _, m := range meetings {
		p := planOf(m.event)
		for i, pair := range pairsOf(p, m.pairs, m.alone, known) {
			offline := m.event == "E4" && i < 6
			y.exchange(p, i, pair, offline)
		}
	}
	for i, s := range strangers {
		y.takeCard(i, s)
	}
	for i, key := range keys("P021", "P036", "P056", "P073") {
		y.on(moment("2024-11-10 20:00").Add(time.Duration(i)*time.Hour), key+" makes a new code", func(ctx context.Context) error {
			_, err := y.Cards.Rotate(ctx, account.Nobody(y.org.ID), y.org.ID, y.ids[key])
			return err
		})
	}
	y.on(moment("2024-11-03 09:12"), "P041 blocks somebody", func(ctx context.Context) error {
		page, err := y.Cards.Met(ctx, y.org.ID, y.ids["P041"], card.MetFilter{})
		if err != nil || len(page.Copies) == 0 {
			return fmt.Errorf("P041 met nobody: %w", err)
		}
		return y.Cards.Block(ctx, account.Nobody(y.org.ID), y.org.ID, y.ids["P041"], page.Copies[0].ID)
	})
	y.remember()
}

func planOf(key string) plan {
	all := slices.Concat(plansArchive, plans2024)
	return all[slices.IndexFunc(all, func(p plan) bool { return p.key == key })]
}

// pairsOf draws who meets whom: first everybody who does not stand alone finds somebody, then chance goes on. A pair
// meets for the first time once.
func pairsOf(p plan, n int, alone []string, known map[met]bool) []met {
	pool := without(p.comers(), slices.Concat(alone, paper)...)
	d := drawFor("meetings", p.key)
	var list []met
	for i := 0; len(list) < n; i++ {
		a, b := pool[i%len(pool)], pool[d.below(len(pool))]
		if i >= len(pool) {
			a = pool[d.below(len(pool))]
		}
		if p.key == "E1" && i == 0 {
			a, b = guestKey, "P071" // the guided tour: a mentor
		}
		if a == b || known[met{a, b}] || known[met{b, a}] {
			continue
		}
		known[met{a, b}] = true
		list = append(list, met{a, b})
	}
	return list
}

func (y *year) exchange(p plan, i int, pair met, offline bool) {
	span := int(p.ends.Sub(p.starts)/time.Minute) - 20
	at := p.starts.Add(20 * time.Minute).Add(drawFor("exchange", p.key+pair.shows+pair.presses).minutes(0, span-20))
	heard := at
	if offline {
		heard = p.ends.Add(time.Duration(10+i) * time.Minute)
	}
	y.on(heard, pair.presses+" takes the card of "+pair.shows, func(ctx context.Context) error {
		own, err := y.Cards.Own(ctx, y.org.ID, y.ids[pair.shows])
		if err != nil {
			return err
		}
		r := card.ExchangeRequest{Org: y.org.ID, CardToken: y.Cards.Token(own), Key: fmt.Sprintf("demo-card-%s-%d", p.key, i),
			By: account.Nobody(y.org.ID), PersonID: y.ids[pair.presses], EventID: y.events[p.key].ID}
		if offline {
			r.Offline, r.At = true, db.FromTime(at)
		}
		_, err = y.Cards.Exchange(ctx, r)
		return err
	})
}

// takeCard lets somebody unknown take the card of a guest of E4 and type a name and an address.
func (y *year) takeCard(i int, s stranger) {
	shows := []string{"P001", "P009", "P071", "P073", "P036", "P021"}[i%6]
	at := ueno.starts.Add(time.Duration(100+5*i) * time.Minute)
	y.on(at, "a stranger takes the card of "+shows, func(ctx context.Context) error {
		own, err := y.Cards.Own(ctx, y.org.ID, y.ids[shows])
		if err != nil {
			return err
		}
		_, err = y.Cards.Exchange(ctx, card.ExchangeRequest{
			Org: y.org.ID, CardToken: y.Cards.Token(own), Key: fmt.Sprintf("demo-stranger-%d", i), By: account.Nobody(y.org.ID),
			Family: s.family, Given: s.given, Email: fmt.Sprintf("guest%02d@example.com", i+1), Lang: "ja",
			Consents: []people.ConsentCode{people.ConsentRun, people.ConsentDirectory}, EventID: y.events["E4"].ID,
		})
		return err
	})
}

// remember lets the person of the guided tour write down what they talked about.
func (y *year) remember() {
	notes := []string{"弘前の冬の話。次は家さがしのことを聞く。", "りんごの選果の記録を表計算に。手伝えそう。", "三沢に滞在するときに連絡する。"}
	tags := [][]string{{"先輩移住者"}, {"仕事"}, {"三沢"}}
	y.on(moment("2024-11-04 21:30"), guestKey+" writes notes", func(ctx context.Context) error {
		page, err := y.Cards.Met(ctx, y.org.ID, y.ids[guestKey], card.MetFilter{})
		if err != nil {
			return err
		}
		for i, c := range page.Copies[:min(len(notes), len(page.Copies))] {
			if err := y.Cards.Note(ctx, account.Nobody(y.org.ID), y.org.ID, y.ids[guestKey], c.ID, notes[i], tags[i]); err != nil {
				return err
			}
		}
		return nil
	})
}
