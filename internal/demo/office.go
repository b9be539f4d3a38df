package demo

import (
	"context"
	"fmt"

	"koryu/internal/message"
	"koryu/internal/people"
	"koryu/internal/roster"
)

// labels are what staff put on people, and filters the lists that they open often.
var labels = []struct {
	at, tag string
	keys    []string
}{
	{"2024-11-16 09:20", "先輩移住者", keys("P071-P080")},
	{"2024-11-05 16:00", "LT登壇", lightningKeys},
	{"2024-11-16 09:40", "企業の困りごと", keys("P089-P094")},
}

var filters = []struct {
	name   string
	filter roster.Filter
}{
	{"案内を送れる方", roster.Filter{Consents: []people.ConsentCode{people.ConsentNews}}},
	{"一年以内に動きたい方", roster.Filter{Horizons: []string{"within_1y"}}},
	{"つながりがまだない方", roster.Filter{Ties: roster.TiesNone}},
}

// work is what staff do between the events: tags, saved lists, an announcement that went out and one that waits.
func (y *year) work() {
	by := organiserKey
	for _, l := range labels {
		y.on(moment(l.at), "tag "+l.tag, func(ctx context.Context) error {
			ids := make([]string, len(l.keys))
			for i, key := range l.keys {
				ids[i] = y.ids[key]
			}
			_, err := y.Roster.Give(ctx, y.actors[by], y.org.ID, l.tag, ids)
			return err
		})
	}
	y.on(moment("2024-11-06 10:00"), "save filters", func(ctx context.Context) error {
		for _, f := range filters {
			if _, err := y.Roster.Save(ctx, y.actors[by], y.org.ID, f.name, f.filter); err != nil {
				return err
			}
		}
		return nil
	})
	y.on(moment("2024-11-12 11:30"), "announce 八戸 and 青森", func(ctx context.Context) error {
		m, err := y.write(ctx, "sent", message.Message{
			Kind: message.Announcement, EventID: y.events["E5"].ID, Audience: message.Audience{By: message.ByList, Filter: "consent=g"},
			Subject: "12月13日、八戸でお会いしませんか", SubjectEn: "Meet us in Hachinohe on 13 December",
			Body:   "{name}さん\n\n12月13日(金)に、八戸で今年度三回目の県内交流会をひらきます。お仕事の相談でも、近況の話でも、お気軽にお越しください。\n\n{event_link}",
			BodyEn: "Dear {name},\n\non Friday 13 December we meet in Hachinohe. Come and talk about work, or about how you have been.\n\n{event_link}",
		})
		if err != nil {
			return err
		}
		chosen, err := y.Messages.Choose(ctx, m)
		if err != nil {
			return err
		}
		_, err = y.Messages.Confirm(ctx, y.actors[by], y.org.ID, m.ID, chosen.Sends)
		return err
	})
	y.on(moment("2024-11-15 17:40"), "draft a reminder", func(ctx context.Context) error {
		_, err := y.write(ctx, "draft", message.Message{
			Kind: message.Notice, EventID: y.events["E7"].ID,
			Audience: message.Audience{By: message.ByEvent, EventID: y.events["E7"].ID, States: []message.State{message.Confirmed}},
			Subject:  "明後日の説明会に入るリンク", Body: "{name}さん\n\n11月20日(水) 19:00からの説明会には、下のページから入れます。\n\n{ticket_link}",
		})
		return err
	})
}

func (y *year) write(ctx context.Context, key string, m message.Message) (message.Message, error) {
	m.OrgID = y.org.ID
	return y.Messages.Create(ctx, y.actors[organiserKey], fmt.Sprintf("demo-message-%s", key), m)
}
