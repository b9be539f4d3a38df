package gallery

import (
	"koryu/internal/web/ui"
)

func acts(v voice) []Entry {
	return []Entry{
		{"Button", []State{
			{"normal", around(ui.Buttons(), group(
				ui.Button(ui.ButtonProps{Label: v.say("申し込む", "Register"), Href: "#", Look: ui.Apple}),
				ui.Button(ui.ButtonProps{Label: v.say("保存する", "Save"), Plain: true}),
				ui.Button(ui.ButtonProps{Label: v.say("下見する", "Preview"), Plain: true, Look: ui.Secondary, Icon: "eye"}),
				ui.Button(ui.ButtonProps{Label: v.say("追加する", "Add"), Plain: true, Look: ui.Ghost, Icon: "plus"}),
				ui.Button(ui.ButtonProps{Label: v.say("中止する", "Call it off"), Plain: true, Look: ui.Danger}),
				ui.Button(ui.ButtonProps{Label: v.say("小さく", "Small"), Plain: true, Look: ui.Secondary, Small: true}),
			))},
			{"wide", ui.Button(ui.ButtonProps{Label: v.say("続ける", "Continue"), Plain: true, Wide: true})},
			{"long", ui.Button(ui.ButtonProps{Label: v.longTitle(), Plain: true})},
		}},
		{"Link", []State{
			{"normal", group(
				ui.Link(ui.LinkProps{Label: v.say("地図を開く", "Open the map"), Href: "#", Icon: "external"}),
				ui.Copy("https://koryu.example/o/aomori/events/hachinohe", v.say("コピー", "Copy")),
				ui.Undo(ui.UndoProps{Action: "#", Fields: map[string]string{"id": "1"}}),
			)},
		}},
		{"Steps", []State{
			{"normal", ui.Steps([]ui.Step{
				{Label: v.say("参加枠", "Slot"), State: ui.Done, Href: "#"},
				{Label: v.say("入力", "Details"), State: ui.Now},
				{Label: v.say("確認", "Check"), State: ui.Plain},
			})},
			{"long", ui.Steps([]ui.Step{{Label: v.longTitle(), State: ui.Now}, {Label: v.longTitle()}})},
		}},
		{"Tabs", []State{
			{"normal", ui.Tabs(v.say("イベント", "Event"), []ui.TabProps{
				{Label: v.say("概要", "Overview"), Href: "#", On: true, Count: -1},
				{Label: v.say("申込者", "Attendees"), Href: "#", Count: 42},
				{Label: v.say("受付", "Door"), Href: "#", Count: 0},
				{Label: v.say("履歴", "History"), Href: "#", Count: -1},
			})},
		}},
		{"Chips", []State{
			{"normal", ui.Chips(v.say("絞り込み", "Filters"), chips(v))},
			{"empty", ui.Chips(v.say("絞り込み(空)", "Filters (empty)"), nil)},
		}},
		{"Search", []State{
			{"normal", ui.Search("#", "q", v.say("みほん", "mihon"), v.say("氏名・ふりがなで探す", "Search by name"), map[string]string{"state": "confirmed"})},
		}},
		{"Confirm", []State{
			{"dialog", ui.ConfirmLink("sample-dialog", "#", ui.ButtonProps{Label: v.say("申込を取り消す", "Cancel registration"), Look: ui.Danger}, confirm(v))},
			{"with a reason", ui.ConfirmLink("reason-dialog", "#", ui.ButtonProps{Label: v.say("イベントを中止する", "Call the event off"), Look: ui.Danger}, confirmReason(v))},
		}},
		{"StickyAction", []State{
			{"normal", around(ui.StickyAction(v.say("残り12席", "12 places left")), ui.Button(ui.ButtonProps{Label: v.say("申し込む", "Register"), Href: "#", Look: ui.Apple}))},
		}},
	}
}

func chips(v voice) []ui.Chip {
	return []ui.Chip{
		{Label: v.say("すべて", "All"), Href: "#", Count: 45},
		{Label: v.say("確定", "Confirmed"), Href: "#", On: true, Count: 39},
		{Label: v.say("キャンセル待ち", "Waiting"), Href: "#", Count: 2},
		{Label: v.say("取消", "Cancelled"), Href: "#", Count: 4},
		{Label: v.say("来場済み", "Arrived"), Href: "#", Count: -1},
	}
}

func confirm(v voice) ui.ConfirmProps {
	return ui.ConfirmProps{
		Title:  v.say("申込を取り消しますか。", "Cancel this registration?"),
		Text:   v.say("八戸会場 12月13日(金) 18:30", "Hachinohe, Fri 13 Dec 18:30"),
		Points: []string{v.say("席は次の方にすぐ回ります", "The place goes to the next person at once"), v.say("もう一度申し込むことはできます", "You can register again")},
		Action: "#", Button: v.say("取り消す", "Cancel registration"), Look: ui.Danger, Back: "#",
		Cancel: v.say("戻る", "Keep it"),
	}
}

func confirmReason(v voice) ui.ConfirmProps {
	c := confirm(v)
	c.Title = v.say("43名に中止をお知らせしますか。", "Tell 43 people that it is off?")
	c.Button = v.say("43名に送信する", "Send to 43 people")
	c.Ask = &ui.FieldProps{Name: "reason", Label: v.say("理由", "Reason"), Required: true, Rows: 3, Support: v.say("メールとイベントのページに載ります。", "It stands in the mail and on the page.")}
	return c
}
