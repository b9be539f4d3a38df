package gallery

import (
	"github.com/a-h/templ"

	"koryu/internal/web/ui"
)

func events(v voice) []Entry {
	hachinohe := ui.DateProps{Start: at("2024-12-13 18:30"), End: at("2024-12-13 20:30")}
	return []Entry{
		{"DateBlock", []State{
			{"normal", ui.DateBlock(hachinohe)},
			{"large", ui.DateBlock(ui.DateProps{Start: hachinohe.Start, Large: true})},
			{"quiet", ui.DateBlock(ui.DateProps{Start: at("2024-08-24 14:00"), Quiet: true})},
			{"words", around(ui.Buttons(), group(ui.When(hachinohe), ui.When(ui.DateProps{Start: at("2024-12-31 22:00"), End: at("2025-01-01 02:00")})))},
		}},
		{"SeatMeter", []State{
			{"normal", ui.SeatMeter(ui.SeatProps{Label: v.say("首都圏デジタル人材", "From Tokyo"), Capacity: 30, Taken: 18})},
			{"few", ui.SeatMeter(ui.SeatProps{Capacity: 12, Taken: 10})},
			{"last", ui.SeatMeter(ui.SeatProps{Capacity: 12, Taken: 11})},
			{"full", ui.SeatMeter(ui.SeatProps{Capacity: 40, Taken: 40, Waiting: 2})},
			{"over", ui.SeatMeter(ui.SeatProps{Capacity: 40, Taken: 43})},
			{"empty", ui.SeatMeter(ui.SeatProps{Capacity: 40})},
			{"no limit", ui.SeatMeter(ui.SeatProps{Taken: 14})},
			{"closed", ui.SeatMeter(ui.SeatProps{Capacity: 40, Taken: 33, Closed: true})},
			{"not yet", ui.SeatMeter(ui.SeatProps{Capacity: 40, NotYet: at("2024-12-01 10:00")})},
			{"compact", ui.SeatMeter(ui.SeatProps{Capacity: 30, Taken: 18, Compact: true})},
		}},
		{"EventCard", []State{
			{"lead", ui.EventCard(lead(v))},
			{"list", around(ui.EventList(), group(
				ui.EventCard(ui.EventCardProps{Href: "#", Title: v.say("おためしテレワーク オンライン説明会", "Trial telework: online briefing"), Start: at("2024-11-20 19:00"), End: at("2024-11-20 20:00"), Online: true, Seed: "E7", Seats: &ui.SeatProps{Capacity: 100, Taken: 14, Compact: true}}),
				ui.EventCard(ui.EventCardProps{Href: "#", Title: v.say("青森会場", "Aomori"), Summary: v.say("年明け最初の交流会です。", "The first evening of the new year."), Start: at("2025-01-24 18:30"), End: at("2025-01-24 20:30"), Place: v.say("青森架空テラス", "Aomori terrace"), Area: v.say("青森市", "Aomori"), Seed: "E6", Seats: &ui.SeatProps{Capacity: 40, Taken: 40, Waiting: 3, Compact: true}}),
				ui.EventCard(ui.EventCardProps{Href: "#", Title: v.say("上野", "Ueno"), Start: at("2024-11-02 14:00"), End: at("2024-11-02 17:00"), Place: v.say("上野みほん会館", "Ueno hall"), Seed: "E4", Past: true, Came: 36}),
				ui.EventCard(ui.EventCardProps{Href: "#", Title: v.say("八戸会場", "Hachinohe"), Start: at("2024-12-13 18:30"), Place: v.say("八戸例示ラボ", "Hachinohe lab"), Seed: "E5x", Status: &ui.StatusProps{Tone: ui.Wrong, Label: v.say("中止", "Called off")}}),
			))},
			{"long", around(ui.EventList(), ui.EventCard(ui.EventCardProps{Href: "#", Title: v.longTitle(), Summary: v.longText(), Start: at("2024-12-13 18:30"), End: at("2024-12-14 02:30"), Place: v.longName(), Area: v.say("八戸市", "Hachinohe"), Online: true, Seed: "E9", Seats: &ui.SeatProps{Capacity: 30, Taken: 18}}))},
		}},
		{"Agenda", []State{
			{"normal", ui.Agenda([]ui.AgendaItem{
				{Time: "18:30", Title: v.say("開会", "Opening"), Who: v.say("あおもりサンプルNPO", "Aomori sample NPO")},
				{Time: "18:40", Title: v.say("LT「北の町で開発する」", "Talk: building software up north"), Who: v.say("見本 花乃例さん", "MIHON Kanorei"), Text: v.say("八戸に移って3年、仕事と暮らしの話。", "Three years of work and life in Hachinohe."), Now: true},
				{Time: "19:10", Title: v.say("席替えトーク", "Table rounds")},
				{Time: "20:20", Title: v.say("閉会", "Closing")},
			})},
			{"long", ui.Agenda([]ui.AgendaItem{{Time: "18:30", Title: v.longTitle(), Who: v.longName(), Text: v.longText()}})},
			{"empty", ui.Agenda(nil)},
		}},
		{"YearLine", []State{{"normal", ui.YearLine(year(v))}, {"empty", ui.YearLine(ui.YearProps{FY: 2025, Now: now})}}},
		{"QR", []State{{"normal", ui.QR(code(v))}}},
	}
}

func lead(v voice) ui.EventCardProps {
	return ui.EventCardProps{
		Href: "#", Lead: true, Seed: "E5",
		Title:   v.say("青森県の魅力とITとデジタルでつながる会【八戸会場】", "Meeting through Aomori, IT and everything digital: Hachinohe"),
		Summary: v.say("首都圏のデジタル人材と、八戸の企業・自治体の皆さんが出会う夜です。", "An evening for digital people from Tokyo and the companies and towns around Hachinohe."),
		Start:   at("2024-12-13 18:30"), End: at("2024-12-13 20:30"),
		Place: v.say("八戸例示ラボ", "Hachinohe lab"), Area: v.say("八戸市", "Hachinohe"),
		Seats:  &ui.SeatProps{Capacity: 30, Taken: 18},
		Button: &ui.ButtonProps{Label: v.say("申し込む", "Register"), Href: "#", Look: ui.Apple},
	}
}

func year(v voice) ui.YearProps {
	return ui.YearProps{FY: 2024, Now: now, Marks: []ui.YearMark{
		{At: at("2024-08-24 14:00"), Label: v.say("六本木", "Roppongi"), Href: "#", Tone: ui.Done},
		{At: at("2024-09-09 09:00"), End: at("2024-10-27 18:00"), Label: v.say("おためし 第1弾", "Trial stay 1"), Href: "#", Tone: ui.Done},
		{At: at("2024-09-27 18:30"), Label: v.say("三沢", "Misawa"), Href: "#", Tone: ui.Done},
		{At: at("2024-10-18 18:30"), Label: v.say("弘前", "Hirosaki"), Href: "#", Tone: ui.Done},
		{At: at("2024-11-02 14:00"), Label: v.say("上野", "Ueno"), Href: "#", Tone: ui.Done},
		{At: at("2024-11-20 19:00"), Label: v.say("オンライン説明会", "Online briefing"), Href: "#", Tone: ui.Now},
		{At: at("2024-12-13 18:30"), Label: v.say("八戸", "Hachinohe"), Href: "#"},
		{At: at("2025-01-24 18:30"), Label: v.say("青森", "Aomori"), Href: "#"},
		{At: at("2025-02-21 14:00"), Label: v.say("成果報告会", "Final report"), Href: "#", Tone: ui.Quiet},
	}}
}

func code(v voice) ui.QRProps {
	return ui.QRProps{
		Text: "https://koryu.example/q/AQABk0f3b2t5dXNhbXBsZXRva2VuZm9ydGhlZ2FsbGVyeTEyMw",
		Alt:  v.say("受付で見せるQRコード", "QR code for the door"), Code: "K7F3Q2",
		Caption: v.say("読み取れないときは、この番号をお伝えください。", "If it cannot be read, tell this number."),
	}
}

func ticket(v voice) templ.Component {
	return ui.Ticket(ui.TicketProps{
		Event: v.say("青森県の魅力とITとデジタルでつながる会【八戸会場】", "Meeting through Aomori: Hachinohe"),
		Name:  v.say("髙見本 りんご", "TAKAMIHON Ringo"), Kana: v.say("タカミホン リンゴ", ""),
		Start: at("2024-12-13 18:30"), End: at("2024-12-13 20:30"),
		Place: v.say("八戸例示ラボ", "Hachinohe lab"), Slot: v.say("首都圏デジタル人材", "From Tokyo"),
		QR: code(v), Seed: "E5", Status: ui.StatusProps{Tone: ui.Done, Label: v.say("参加確定", "Confirmed")},
	})
}
