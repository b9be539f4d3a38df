package gallery

import (
	"github.com/a-h/templ"

	"koryu/internal/web/ui"
)

func basics(v voice) []Entry {
	back := &ui.LinkProps{Label: v.say("イベントの一覧", "All events"), Href: "#"}
	open := &ui.StatusProps{Tone: ui.Done, Label: v.say("受付中", "Open")}
	return []Entry{
		{"PageHead", []State{
			{"normal", around(ui.PageHead(ui.HeadProps{
				Title: v.say("八戸会場", "Hachinohe"), Lead: v.say("12月13日(金)の夜、八戸例示ラボで。", "On Friday 13 December at the Hachinohe lab."),
				Eyebrow: "#交流しようぜ2024", Back: back, Status: open,
			}), ui.Button(ui.ButtonProps{Label: v.say("編集する", "Edit"), Href: "#", Look: ui.Secondary}))},
			{"with band", around(ui.PageHead(ui.HeadProps{Title: v.say("上野", "Ueno"), Seed: "ueno"}), templ.NopComponent)},
			{"long", around(ui.PageHead(ui.HeadProps{Title: v.longTitle(), Lead: v.longText(), Back: back}), templ.NopComponent)},
		}},
		{"Card", []State{
			{"normal", around(ui.Card(ui.CardProps{Title: v.say("会場", "Venue"), Meta: v.say("3件", "3"), Href: "#", Level: 3}), ui.Text(v.say("八戸例示ラボ。駅から歩いて5分です。", "The Hachinohe lab, five minutes on foot from the station.")))},
			{"long", around(ui.Card(ui.CardProps{Title: v.longTitle(), Level: 3}), ui.Text(v.longText()))},
			{"due", around(ui.Card(ui.CardProps{Title: v.say("締切が近い手続き", "Due soon"), Tone: ui.Due, Level: 3}), ui.Text(v.say("11月20日(水)まで", "By Wed 20 Nov")))},
		}},
		{"Prose", []State{
			{"normal", ui.Prose("<p>" + v.longText() + "</p><h2>" + v.say("当日の流れ", "The evening") + "</h2><ul><li>" + v.say("短い発表", "Short talks") + "</li><li>" + v.say("席替えトーク", "Table rounds") + "</li></ul><p><a href=\"#\">" + v.say("会場への行き方", "How to get there") + "</a></p>")},
		}},
		{"Disclosure", []State{
			{"normal", group(
				around(ui.Disclosure(v.say("ひとりで参加してもよいですか。", "May I come alone?")), ui.Text(v.say("はい。おひとりの方が半分以上です。", "Yes, more than half of our guests do."))),
				around(ui.Disclosure(v.say("途中から参加できますか。", "May I come late?")), ui.Text(v.say("はい。申込のページで「遅れます」を押してください。", "Yes. Press “I'll be late” on your ticket page."))),
			)},
			{"long", around(ui.Disclosure(v.longText()), ui.Text(v.longText()))},
		}},
		{"Facts", []State{
			{"normal", ui.Facts([]ui.Fact{
				{Term: v.say("日時", "When"), Icon: "clock", Value: ui.When(ui.DateProps{Start: at("2024-12-13 18:30"), End: at("2024-12-13 20:30")})},
				{Term: v.say("会場", "Where"), Icon: "place", Text: v.say("八戸例示ラボ\n八戸市見本1-1-1", "Hachinohe lab\n1-1-1 Mihon, Hachinohe")},
				{Term: v.say("参加費", "Price"), Text: v.say("無料", "Free")},
			})},
			{"check answers", ui.Facts([]ui.Fact{
				{Term: v.say("お名前", "Name"), Text: v.say("見本 花乃例", "MIHON Kanorei"), Change: &ui.LinkProps{Label: v.say("変更", "Change"), Href: "#"}},
				{Term: v.say("メール", "E-mail"), Text: "p009@example.com", Change: &ui.LinkProps{Label: v.say("変更", "Change"), Href: "#"}},
			})},
			{"long", ui.Facts([]ui.Fact{{Term: v.longName(), Text: v.longText()}})},
			{"empty", ui.Facts(nil)},
		}},
	}
}
