package gallery

import (
	"github.com/a-h/templ"

	"koryu/internal/web/ui"
)

// profiles are the parts with which a person speaks of themselves.
func profiles(v voice) []Entry {
	circles := []ui.Option{{Value: "organiser", Label: v.say("運営のみ", "Organiser only")}, {Value: "met", Label: v.say("名刺を交換した人", "People I exchanged cards with")}}
	levels := []ui.Option{{Label: v.say("選ばない", "Not mine")}, {Value: "1", Label: v.say("学び始めた", "Begun to learn")}, {Value: "4", Label: v.say("人に教えられる", "Can teach others")}}
	seen := func(name, wrong string) ui.SeenProps {
		return ui.SeenProps{Name: name, Field: v.say("話せること", "What I can talk about"), Value: "met", Options: circles, Error: wrong}
	}
	talk := ui.Textarea(ui.FieldProps{Name: "profile_talk", Label: v.say("話せること", "What I can talk about"), Support: v.say("話のきっかけになります", "It makes the first words easier"), Rows: 3})
	skills := []templ.Component{
		ui.Skill(ui.SkillProps{Name: "profile_s1", Label: v.say("マーケティング", "Marketing"), Levels: levels}),
		ui.Skill(ui.SkillProps{Name: "profile_s2", Label: v.say("データ・AI活用業務の設計・事業実装・評価", "Designing, introducing and evaluating work with data and AI"), Value: "4", Levels: levels}),
	}
	return []Entry{
		{"Asked", []State{
			{"normal", around(ui.Asked(seen("profile_seen1", "")), talk)},
			{"error", ui.Seen(seen("profile_seen2", v.say("一覧の中から選んでください。", "Choose from the list.")))},
		}},
		{"Skills", []State{
			{"normal", around(ui.Skills(v.say("デザイン", "Design")), group(skills...))},
			{"empty", ui.Skills(v.say("選んだスキル", "Chosen skills"))},
		}},
		{"SearchIn", []State{
			{"normal", group(ui.SearchIn("profile_q", "", v.say("言葉から探す", "Find by words"), v.say("普段の言葉で探せます", "Everyday words will do")),
				ui.Wishes(v.say("よくある言葉", "Common words"), []string{v.say("Excelを直してほしい", "Fix our spreadsheets"), v.say("AIを使ってみたい", "Try AI")}))},
		}},
		{"PersonLook", []State{
			{"normal", ui.PersonLook(ui.LookProps{Name: v.say("見本 花乃例", "MIHON Kanorei"), Kana: v.say("みほん かのれい", ""), Affiliation: v.say("例示工房", "Sample Works"),
				Headline: v.say("りんご農家のIT係", "IT for apple farmers"), Seed: "look", Facts: []ui.Fact{{Term: v.say("話せること", "What I can talk about"), Text: v.say("冬の暮らし", "Life in winter")}}})},
			{"long", ui.PersonLook(ui.LookProps{Name: v.longName(), Affiliation: v.longTitle(), Headline: v.longText(), Seed: "long"})},
			{"empty", ui.PersonLook(ui.LookProps{Name: "Sample", Seed: "empty", Nothing: v.say("お名前のほかは見えません。", "Nothing but the name is seen.")})},
		}},
	}
}
