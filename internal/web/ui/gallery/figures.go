package gallery

import (
	"fmt"

	"github.com/a-h/templ"

	"koryu/internal/web/ui"
)

func figures(v voice) []Entry {
	return []Entry{
		{"Stat", []State{
			{"many", stats(v)},
			{"empty", ui.Stat(ui.StatProps{Label: v.say("満足度", "Satisfaction"), Value: "–", Note: v.say("まだ回答がありません", "No answers yet")}, "")},
			{"long", ui.Stat(ui.StatProps{Label: v.longTitle(), Value: "1,234,567", Unit: v.say("円", "yen"), Note: v.longText()}, "")},
		}},
		{"Bars", []State{
			{"normal", ui.Bars(perEvent(v))},
			{"many", ui.Bars(perDay(v))},
			{"empty", ui.Bars(ui.ChartProps{Title: v.say("イベントごとの来場者", "Guests per event"), Now: -1})},
		}},
		{"Line", []State{
			{"normal", ui.Line(growth(v))},
			{"one", ui.Line(ui.ChartProps{Title: v.say("申込の伸び", "Registrations"), Points: []ui.Point{{Label: "11/18", Value: 3}}, Now: -1})},
			{"zero", ui.Line(ui.ChartProps{Title: v.say("申込の伸び", "Registrations"), Points: []ui.Point{{Label: "11/17"}, {Label: "11/18"}}, Now: -1})},
			{"empty", ui.Line(ui.ChartProps{Title: v.say("申込の伸び", "Registrations"), Now: -1})},
		}},
		{"Arrivals", []State{{"normal", ui.Arrivals(arrivals(v))}}},
		{"Funnel", []State{
			{"normal", ui.Funnel(v.say("上野: 申込から来場まで", "Ueno: from registration to the door"), []ui.FunnelStep{
				{Label: v.say("申込", "Registered"), Value: 45, Href: "#"}, {Label: v.say("確定", "Confirmed"), Value: 39, Href: "#"}, {Label: v.say("来場", "Came"), Value: 34, Href: "#"},
			})},
			{"zero", ui.Funnel(v.say("まだ申込がありません", "No registrations yet"), []ui.FunnelStep{{Label: v.say("申込", "Registered")}, {Label: v.say("来場", "Came")}})},
		}},
		{"Spark", []State{{"normal", ui.Spark([]int{1, 2, 2, 4, 7, 9, 9, 14})}, {"empty", ui.Spark(nil)}}},
	}
}

func stats(v voice) templ.Component {
	return around(ui.Stats(), group(
		ui.Stat(ui.StatProps{Label: v.say("申込", "Registered"), Value: "147", Unit: v.say("名", ""), Href: "#", Note: v.say("先週より +12", "+12 on last week")}, "registered"),
		ui.Stat(ui.StatProps{Label: v.say("来場", "Came"), Value: "106", Unit: v.say("名", ""), Href: "#", Target: 160, Amount: 106, Note: v.say("目標 160名", "Target 160")}, "came"),
		ui.Stat(ui.StatProps{Label: v.say("新しいつながり", "New ties"), Value: "98", Href: "#", Target: 150, Amount: 98, Note: v.say("目標 150", "Target 150")}, ""),
		ui.Stat(ui.StatProps{Label: v.say("次のイベントまで", "Until the next event"), Value: "2", Unit: v.say("日", "days"), Tone: ui.Now}, ""),
	))
}

func perEvent(v voice) ui.ChartProps {
	return ui.ChartProps{
		Title: v.say("イベントごとの来場者", "Guests per event"), Unit: v.say("名", "people"), XLabel: v.say("イベント", "Event"),
		Points:  []ui.Point{{Label: v.say("六本木", "Roppongi"), Value: 24}, {Label: v.say("三沢", "Misawa"), Value: 21}, {Label: v.say("弘前", "Hirosaki"), Value: 25}, {Label: v.say("上野", "Ueno"), Value: 36}},
		Compare: []ui.Point{{Value: 19}, {Value: 24}, {Value: 18}, {Value: 28}}, Name: v.say("令和6年度", "FY 2024"), CompareName: v.say("令和5年度", "FY 2023"),
		Target: 30, TargetName: v.say("目標 30", "Target 30"), Source: v.say("受付の記録、2024年11月18日", "Door records, 18 Nov 2024"), Now: 3,
	}
}

func perDay(v voice) ui.ChartProps {
	c := ui.ChartProps{Title: v.say("日ごとの申込", "Registrations per day"), XLabel: v.say("日", "Day"), Now: 29}
	for i := range 30 {
		c.Points = append(c.Points, ui.Point{Label: fmt.Sprintf("10/%d", i+1), Value: (i * 7) % 11})
	}
	return c
}

func growth(v voice) ui.ChartProps {
	c := ui.ChartProps{
		Title: v.say("八戸会場の申込の伸び", "Registrations for Hachinohe"), Unit: v.say("名", "people"), XLabel: v.say("開催までの日数", "Days to go"),
		Name: v.say("八戸", "Hachinohe"), CompareName: v.say("弘前", "Hirosaki"), Target: 30, TargetName: v.say("定員 30", "Capacity 30"),
		Source: v.say("申込の記録、2024年11月18日 10:00", "Registrations, 18 Nov 2024 10:00"), Now: -1,
	}
	for i := 0; i <= 40; i++ {
		label := v.say(fmt.Sprintf("%d日前", 40-i), fmt.Sprintf("−%d", 40-i))
		c.Compare = append(c.Compare, ui.Point{Label: label, Value: i * i * 29 / 1600})
		if i <= 15 {
			c.Points = append(c.Points, ui.Point{Label: label, Value: i * 18 / 15})
		}
	}
	return c
}

func arrivals(v voice) ui.ChartProps {
	c := ui.ChartProps{Title: v.say("来場の推移", "Arrivals"), Unit: v.say("名", "people"), XLabel: v.say("時刻", "Time"), Name: v.say("来場", "Came"), Target: 39, TargetName: v.say("確定 39", "Confirmed 39"), Now: -1}
	for i := range 12 {
		c.Points = append(c.Points, ui.Point{Label: fmt.Sprintf("13:%02d", i*5), Value: min(34, i*i*34/110)})
	}
	return c
}
