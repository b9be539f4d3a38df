package gallery

import "koryu/internal/web/ui"

func people(v voice) []Entry {
	return []Entry{
		{"Avatar", []State{{"normal", around(ui.Buttons(), group(
			ui.Avatar(ui.AvatarProps{Name: "髙見本 りんご"}),
			ui.Avatar(ui.AvatarProps{Name: "辻\U000E0100例 一例", Large: true}),
			ui.Avatar(ui.AvatarProps{Name: "Sample", Large: true}),
			ui.Avatar(ui.AvatarProps{}),
		))}}},
		{"Person", []State{
			{"many", around(ui.People(), group(
				ui.Person(ui.PersonProps{Name: v.say("見本 花乃例", "MIHON Kanorei"), Kana: v.say("みほん かのれい", ""), Role: v.say("講師・開発者", "Speaker, developer"), Text: v.say("八戸に移って3年。冬の朝市が好きです。", "Three years in Hachinohe; likes the winter morning market."), Href: "#"}),
				ui.Person(ui.PersonProps{Name: v.longName(), Role: v.longTitle(), Text: v.longText()}),
				ui.Person(ui.PersonProps{Name: "Sample"}),
			))},
		}},
		{"Voice", []State{
			{"normal", ui.Voice(ui.VoiceProps{Text: v.say("肩書きなしで話せたのがよかったです。春に弘前へ行きます。", "Talking without titles was what I liked. I am going to Hirosaki in spring."), Name: v.say("太鼓森さん", "Taikomori"), About: v.say("東京・30代", "Tokyo, in their 30s")})},
		}},
		{"Timeline", []State{
			{"normal", ui.Timeline([]ui.Moment{
				{When: v.say("今日 9:42", "Today 9:42"), ISO: "2024-11-18T09:42:00+09:00", Title: v.say("キャンセル待ちから繰り上がりました", "Promoted from the waiting list"), Text: v.say("1席空いたため", "One place became free"), Tone: ui.Done, Icon: "check", Who: v.say("システム", "System")},
				{When: v.say("昨日 18:10", "Yesterday 18:10"), ISO: "2024-11-17T18:10:00+09:00", Title: v.say("回答を変更しました", "Answers changed"), Who: v.say("本人", "The person"), Undo: &ui.UndoProps{Action: "#"}},
				{When: v.say("11月10日(日) 12:00", "Sun 10 Nov 12:00"), ISO: "2024-11-10T12:00:00+09:00", Title: v.say("申し込みました", "Registered"), Tone: ui.Plain, Icon: "ticket", Href: "#"},
				{When: v.say("11月9日(土) 12:00", "Sat 9 Nov 12:00"), ISO: "2024-11-09T12:00:00+09:00", Title: v.say("メールが届きませんでした", "Mail bounced"), Tone: ui.Wrong, Icon: "mail"},
			})},
			{"long", ui.Timeline([]ui.Moment{{When: "2024", ISO: "2024", Title: v.longTitle(), Text: v.longText(), Who: v.longName()}})},
			{"empty", ui.Timeline(nil)},
		}},
		{"Thread", []State{
			{"normal", ui.Thread([]ui.Moment{
				{When: v.say("12月13日(金)", "Fri 13 Dec"), ISO: "2024-12-13", Title: v.say("八戸会場に申込済み", "Registered for Hachinohe"), Tone: ui.Now},
				{When: v.say("11月2日(土)", "Sat 2 Nov"), ISO: "2024-11-02", Title: v.say("上野に参加", "Came to Ueno"), Href: "#", Text: v.say("受付 13:52", "At the door 13:52")},
				{When: v.say("10月18日(金)", "Fri 18 Oct"), ISO: "2024-10-18", Title: v.say("弘前会場を取消", "Cancelled Hirosaki"), Tone: ui.Quiet},
				{When: v.say("令和5年度", "FY 2023"), ISO: "2023", Title: v.say("新宿でLTに登壇", "Gave a talk in Shinjuku"), Href: "#"},
			})},
		}},
	}
}
