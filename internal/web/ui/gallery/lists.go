package gallery

import (
	"fmt"

	"github.com/a-h/templ"

	"koryu/internal/web/ui"
)

func lists(v voice) []Entry {
	empty := ui.EmptyState(ui.EmptyProps{Kind: ui.Nothing, Seed: "grid", Title: v.say("ここに申込者が並びます", "Attendees will stand here")})
	return []Entry{
		{"Grid", []State{
			{"many", group(ui.Grid(attendees(v, 6, "bulk-a")), bulkBar(v, "bulk-a", 6, 1243))},
			{"one", ui.Grid(attendees(v, 1, ""))},
			{"empty", ui.Grid(ui.GridProps{Caption: v.say("申込者(空)", "Attendees (none)"), Empty: empty})},
			{"long", ui.Grid(ui.GridProps{
				Caption: v.say("長い名前", "Long names"), Columns: columns(v),
				Rows: []ui.Row{{ID: "x", Name: v.longName(), Cells: []templ.Component{
					ui.To("#", v.longName(), v.longName()), ui.Text(v.longTitle()),
					ui.Status(ui.StatusProps{Tone: ui.Due, Label: v.say("キャンセル待ち 12番", "Waiting, 12th")}), ui.Text(v.longText()), ui.Text("1,234,567"),
				}}},
			})},
		}},
		{"Pagination", []State{
			{"normal", ui.Pagination(ui.PageProps{First: "#", Prev: "#", Next: "#", From: 51, To: 100, Total: 1243})},
			{"first", ui.Pagination(ui.PageProps{Label: v.say("最初の頁", "First page"), Next: "#", From: 1, To: 50, Total: 1243})},
			{"empty", ui.Pagination(ui.PageProps{})},
		}},
		{"Todos", []State{
			{"many", ui.Todos(todos(v))},
			{"empty", ui.Todos(nil)},
		}},
	}
}

func columns(v voice) []ui.Column {
	return []ui.Column{
		{Label: v.say("氏名", "Name"), Lead: true, Sort: "#", Sorted: "ascending"},
		{Label: v.say("参加枠", "Slot")},
		{Label: v.say("状態", "State"), Sort: "#"},
		{Label: v.say("申込", "Registered"), Sort: "#"},
		{Label: v.say("回数", "Times"), Numeric: true},
	}
}

func attendees(v voice, n int, form string) ui.GridProps {
	family := []string{"見本 花乃例", "髙見本 りんご", "山﨑例 ねぶ太", "𠮷架空 いろは", "渡邉例 こぎん", "Sample"}
	kana := []string{"ミホン カノレイ", "タカミホン リンゴ", "ヤマザキレイ ネブタ", "ヨシカクウ イロハ", "ワタナベレイ コギン", ""}
	states := []ui.StatusProps{
		{Tone: ui.Done, Label: v.say("確定", "Confirmed")},
		{Tone: ui.Done, Label: v.say("来場 13:52", "Arrived 13:52")},
		{Tone: ui.Due, Label: v.say("キャンセル待ち 1番", "Waiting, 1st")},
		{Tone: ui.Info, Label: v.say("承認待ち", "To approve")},
		{Tone: ui.Quiet, Label: v.say("取消", "Cancelled")},
	}
	g := ui.GridProps{Caption: v.say("申込者", "Attendees") + " " + fmt.Sprint(n), Columns: columns(v), Form: form}
	for i := range n {
		s := states[i%len(states)]
		g.Rows = append(g.Rows, ui.Row{ID: fmt.Sprint(i), Name: family[i%6], Quiet: s.Tone == ui.Quiet, Cells: []templ.Component{
			ui.To("#", family[i%6], kana[i%6]),
			ui.Text(v.say("首都圏デジタル人材", "From Tokyo")),
			ui.Status(s),
			ui.Text(v.say(fmt.Sprintf("11月%d日 9:%02d", 1+i, i*3), fmt.Sprintf("%d Nov 9:%02d", 1+i, i*3))),
			ui.Text(fmt.Sprint(i % 4)),
		}})
	}
	if n > 1 {
		g.Totals = []string{v.say("合計", "Total"), "", "", "", fmt.Sprint(n)}
	}
	return g
}

func bulkBar(v voice, form string, count, total int) templ.Component {
	return ui.BulkBar(ui.BulkProps{Form: form, Action: "#", Count: count, Total: total, Buttons: []ui.ButtonProps{
		{Label: v.say("確定する", "Confirm"), Name: "act", Value: "approve", Small: true},
		{Label: v.say("取り消す", "Cancel them"), Name: "act", Value: "cancel", Look: ui.Danger, Small: true},
	}})
}

func todos(v voice) []ui.TodoProps {
	return []ui.TodoProps{
		{Tone: ui.Now, Title: v.say("オンライン説明会は明後日です", "The online briefing is the day after tomorrow"), Text: v.say("14名が申込済み。接続先の案内を送りましょう。", "14 people registered. Send them the link."), Href: "#", Due: v.say("11月20日(水) 19:00", "Wed 20 Nov 19:00")},
		{Tone: ui.Due, Count: 3, Title: v.say("承認を待っている人", "People waiting for approval"), Text: v.say("八戸会場・講師枠", "Hachinohe, speakers"), Href: "#", Due: v.say("あと2日", "2 days")},
		{Tone: ui.Wrong, Title: v.say("メールが1通届きませんでした", "One mail bounced"), Href: "#"},
		{Tone: ui.Done, Title: v.say("上野のお礼メールを送りました", "Thanks sent to Ueno"), Href: "#", Due: v.say("36名", "36 people")},
	}
}
