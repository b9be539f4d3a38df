package gallery

import (
	"github.com/a-h/templ"

	"koryu/internal/web/ui"
)

func messages(v voice) []Entry {
	banner := func(t ui.Tone, title, text string) templ.Component {
		return around(ui.Banner(ui.BannerProps{Tone: t, Title: title, Text: text}), templ.NopComponent)
	}
	return []Entry{
		{"Banner", []State{
			{"info", banner(ui.Info, v.say("下書きです", "This is a draft"), v.say("公開するまで、ほかの人には見えません。", "Nobody else sees it until you publish."))},
			{"done", banner(ui.Done, v.say("公開しました", "Published"), "")},
			{"due", banner(ui.Due, v.say("受付は11月20日(水)までです", "Registration closes on Wed 20 Nov"), "")},
			{"now", banner(ui.Now, v.say("ただいま開催中です", "Happening now"), v.say("会場でお待ちしています。", "We are waiting for you."))},
			{"error", banner(ui.Wrong, v.say("このイベントは中止になりました", "This event was called off"), v.say("大雪のため、八戸会場は中止します。", "Heavy snow."))},
			{"long", around(ui.Banner(ui.BannerProps{Title: v.longTitle(), Text: v.longText(), Buttons: []ui.ButtonProps{{Label: v.say("詳しく見る", "See details"), Href: "#", Look: ui.Secondary}}}), templ.NopComponent)},
		}},
		{"FlashBanner", []State{
			{"done", ui.FlashBanner(&ui.Flash{Tone: ui.Done, Text: v.say("3名を確定しました", "3 people confirmed"), Undo: &ui.UndoProps{Action: "#"}})},
			{"error", ui.FlashBanner(&ui.Flash{Tone: ui.Wrong, Text: v.say("保存できませんでした。もう一度お試しください", "Not saved. Please try again")})},
			{"empty", ui.FlashBanner(nil)},
		}},
		{"Status", []State{{"normal", around(ui.Buttons(), group(
			ui.Status(ui.StatusProps{Label: v.say("下書き", "Draft")}),
			ui.Status(ui.StatusProps{Tone: ui.Info, Label: v.say("承認待ち", "To approve")}),
			ui.Status(ui.StatusProps{Tone: ui.Done, Label: v.say("確定", "Confirmed")}),
			ui.Status(ui.StatusProps{Tone: ui.Due, Label: v.say("キャンセル待ち", "Waiting")}),
			ui.Status(ui.StatusProps{Tone: ui.Now, Label: v.say("開催中", "Now")}),
			ui.Status(ui.StatusProps{Tone: ui.Wrong, Label: v.say("不達", "Bounced")}),
			ui.Status(ui.StatusProps{Tone: ui.Quiet, Label: v.say("取消", "Cancelled")}),
			ui.Tag("#交流しようぜ2024"),
		))}}},
		{"EmptyState", []State{
			{"nothing yet", ui.EmptyState(ui.EmptyProps{Kind: ui.Nothing, Seed: "empty", Title: v.say("ここにイベントが並びます", "Events will stand here"), Text: v.say("最初のイベントは、昨年のイベントを写してつくると早いです。", "Copying last year's is the quickest start."), Button: &ui.ButtonProps{Label: v.say("イベントをつくる", "Create an event"), Href: "#"}, Link: &ui.LinkProps{Label: v.say("見本を見る", "See a sample"), Href: "#"}})},
			{"no match", ui.EmptyState(ui.EmptyProps{Kind: ui.NoMatch, Title: v.say("条件に合う人はいません", "Nobody matches"), Button: &ui.ButtonProps{Label: v.say("条件を解除", "Clear filters"), Href: "#", Look: ui.Secondary}})},
			{"no permission", ui.EmptyState(ui.EmptyProps{Kind: ui.Forbidden, Title: v.say("この頁を見る権限がありません", "You may not see this page"), Text: v.say("必要なときは事務局の責任者にお尋ねください。", "Ask the owner if you need it.")})},
			{"could not load", ui.EmptyState(ui.EmptyProps{Kind: ui.Failed, Title: v.say("読み込めませんでした", "Could not be loaded"), Text: v.say("少し待って、もう一度お試しください。", "Wait a moment and try again."), Button: &ui.ButtonProps{Label: v.say("もう一度", "Try again"), Href: "#", Look: ui.Secondary}})},
		}},
		{"Loading", []State{{"normal", ui.Loading(v.say("読み込んでいます", "Loading"))}}},
	}
}
