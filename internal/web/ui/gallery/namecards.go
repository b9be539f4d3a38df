package gallery

import "koryu/internal/web/ui"

func nameCards(v voice) []Entry {
	shown := ui.NameCardProps{
		Name: "髙見本 𠮷りんご", Kana: v.say("たかみほん よしりんご", ""), Seed: "card", FacesTitle: v.say("QRの種類", "Kind of code"),
		Affiliation: v.say("例示セキュリティ合同会社", "Example Security LLC"), Headline: v.say("Webサービスの画面づくり", "Screens of web services"),
		QR: &ui.QRProps{Text: "https://koryu.example/c/sample", Alt: v.say("名刺のQRコード", "Code of the card"), Caption: v.say("相手に読み取ってもらってください", "Let the other person read this")},
		Faces: []ui.TabProps{
			{Label: v.say("ふだんの名刺", "With signal"), Href: "#", On: true},
			{Label: v.say("電波がないとき", "No signal"), Href: "#"},
		},
	}
	return []Entry{
		{"NameCard", []State{
			{"shown", ui.NameCard(shown)},
			{"copy", around(ui.NameCard(ui.NameCardProps{Name: v.say("見本 花乃例", "MIHON Kanorei"), Seed: "copy", Note: v.say("2024年12月13日(金)　八戸会場にて", "Fri 13 Dec 2024, Hachinohe")}),
				ui.Networks([]ui.LinkProps{{Label: "GitHub", Href: "#"}, {Label: "note", Href: "#"}}))},
			{"long", ui.NameCard(ui.NameCardProps{Name: v.longName(), Affiliation: v.longTitle(), Headline: v.longText(), Seed: "long"})},
			{"name only", ui.NameCard(ui.NameCardProps{Name: "Sample", Seed: "only"})},
		}},
		{"Met", []State{
			{"many", around(ui.MetList(), group(
				ui.Met(ui.MetProps{Name: "𠮷架空 いろは", Kana: v.say("ヨシカクウ イロハ", ""), Href: "#", Affiliation: v.say("弘前見本ラボ", "Hirosaki Lab"),
					Met: v.say("2024年12月13日(金)　八戸会場にて", "Fri 13 Dec 2024, Hachinohe"), Status: &ui.StatusProps{Tone: ui.Now, Label: v.say("新しい", "New")}}),
				ui.Met(ui.MetProps{Name: v.longName(), Href: "#", Affiliation: v.longTitle(), Tags: []string{v.say("先輩移住者", "moved here"), "IT"}, Met: "2024"}),
				ui.Met(ui.MetProps{Name: "Sample"}),
			))},
			{"empty", ui.MetList()},
		}},
	}
}
