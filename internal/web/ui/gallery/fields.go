package gallery

import (
	"github.com/a-h/templ"

	"koryu/internal/web/ui"
)

func fields(v voice) []Entry {
	return []Entry{
		{"ErrorSummary", []State{{"error", ui.ErrorSummary(refused(v))}, {"empty", ui.ErrorSummary(nil)}}},
		{"Input", []State{
			{"normal", group(
				ui.Input(ui.FieldProps{Name: "email", Label: v.say("メールアドレス", "E-mail address"), Type: "email", Required: true, Length: 20, Autocomplete: "email", Support: v.say("申込の控えとQRコードをお送りします。", "We send your ticket with a QR code there.")}),
				ui.Input(ui.FieldProps{Name: "org", Label: v.say("所属", "Organisation"), Optional: true, Length: 20}),
				ui.Input(ui.FieldProps{Name: "capacity", Label: v.say("定員", "Capacity"), Type: "number", InputMode: "numeric", Length: 4, Unit: v.say("名", "people"), Value: "40", Min: "0"}),
				ui.Input(ui.FieldProps{Name: "day", Label: v.say("日付", "Date"), Type: "date", Length: 12, Value: "2024-12-13"}),
				ui.Input(ui.FieldProps{Name: "time", Label: v.say("時刻", "Time"), Type: "time", Length: 8, Value: "18:30"}),
			)},
			{"error", ui.Input(ui.FieldProps{Name: "email2", Label: v.say("メールアドレス", "E-mail address"), Type: "email", Required: true, Length: 20, Value: "hanano.example.com", Autocomplete: "email", Error: refused(v).For("email2")})},
			{"long", ui.Input(ui.FieldProps{Name: "long", Label: v.longTitle(), Value: v.longName(), Support: v.longText(), Error: v.longText()})},
		}},
		{"Textarea", []State{
			{"normal", ui.Textarea(ui.FieldProps{Name: "body", Label: v.say("紹介文", "Description"), Value: v.longText(), Rows: 4})},
			{"error", ui.Textarea(ui.FieldProps{Name: "body2", Label: v.say("紹介文", "Description"), Required: true, Rows: 3, Error: v.say("紹介文を入力してください", "Write a description")})},
		}},
		{"Select", []State{
			{"normal", ui.Select(ui.FieldProps{Name: "venue", Label: v.say("会場", "Venue"), Length: 20, Value: "2"}, venues(v))},
			{"error", ui.Select(ui.FieldProps{Name: "venue2", Label: v.say("会場", "Venue"), Length: 20, Required: true, Error: v.say("会場を選んでください", "Choose a venue")}, venues(v))},
		}},
		{"Radios", []State{
			{"normal", ui.Radios(ui.FieldProps{Name: "slot", Label: v.say("参加枠", "Slot"), Required: true, Value: "a"}, []ui.Option{
				{Value: "a", Label: v.say("首都圏デジタル人材", "Digital people from Tokyo"), Support: v.say("残り4席", "4 places left")},
				{Value: "b", Label: v.say("県内企業", "Companies in Aomori"), Support: v.say("満席。キャンセル待ち 2名", "Full, 2 waiting")},
			})},
			{"error", ui.Radios(ui.FieldProps{Name: "slot2", Label: v.say("参加枠", "Slot"), Required: true, Error: v.say("参加枠を選んでください", "Choose a slot")}, venues(v))},
		}},
		{"Checkboxes", []State{
			{"normal", ui.Checkboxes(ui.FieldProps{Name: "topics", Label: v.say("話したいこと", "Topics"), Optional: true, Values: []string{"2"}}, venues(v))},
			{"error", ui.Checkboxes(ui.FieldProps{Name: "topics2", Label: v.say("話したいこと", "Topics"), Required: true, Error: v.say("1つ以上選んでください", "Choose at least one")}, venues(v))},
		}},
		{"Check", []State{
			{"normal", ui.Check(ui.FieldProps{Name: "consent_a", Label: v.say("イベントの運営のために使うことに同意します", "I agree that you use this to run the event"), Required: true, Support: v.say("名簿の作成、受付、当日の連絡に使います。", "For the list of guests, the door and messages on the day.")})},
			{"error", ui.Check(ui.FieldProps{Name: "consent_b", Label: v.say("イベントの運営のために使うことに同意します", "I agree that you use this to run the event"), Required: true, Error: v.say("同意がないと申し込めません。内容を確かめて選んでください", "We cannot register you without it")})},
		}},
		{"Group", []State{
			{"normal", around(ui.Group(ui.FieldProps{Name: "name", Label: v.say("お名前", "Name"), Required: true}), names(v, "", ""))},
			{"error", around(ui.Group(ui.FieldProps{Name: "name2", Label: v.say("お名前", "Name"), Required: true}), names(v, "2", v.say("姓を入力してください", "Enter the family name")))},
		}},
		{"Form", []State{{"normal", form(v)}}},
	}
}

func refused(v voice) ui.Errors {
	return ui.Errors{
		{Name: "family2", Message: v.say("姓を入力してください", "Enter the family name")},
		{Name: "email2", Message: v.say("メールアドレスに「@」がありません。例: name@example.com", "The address has no “@”. Example: name@example.com")},
	}
}

func venues(v voice) []ui.Option {
	return []ui.Option{
		{Value: "1", Label: v.say("三沢見本コワーキング", "Misawa coworking")},
		{Value: "2", Label: v.say("八戸例示ラボ", "Hachinohe lab")},
		{Value: "3", Label: v.say("青森架空テラス", "Aomori terrace")},
	}
}

func names(v voice, suffix, wrong string) templ.Component {
	return group(
		ui.Input(ui.FieldProps{Name: "family" + suffix, Label: v.say("姓", "Family name"), Error: wrong, Autocomplete: "family-name", Attrs: templ.Attributes{"data-kana-for": "f-kana_family" + suffix}}),
		ui.Input(ui.FieldProps{Name: "given" + suffix, Label: v.say("名", "Given name"), Autocomplete: "given-name"}),
		ui.Input(ui.FieldProps{Name: "kana_family" + suffix, Label: v.say("せい", "Family name in kana")}),
	)
}

func form(v voice) templ.Component {
	return around(ui.Form(ui.FormProps{Action: "#", Key: "0193", Autosave: "#", Hidden: map[string]string{"slot": "a"}}), around(
		ui.Section(v.say("あなたについて", "About you"), v.say("受付でお名前をお呼びします。", "We call you by this name at the door.")), group(
			ui.Input(ui.FieldProps{Name: "nick", Label: v.say("呼び名", "Nickname"), Length: 12, Optional: true}),
			ui.Button(ui.ButtonProps{Label: v.say("確認へ進む", "Continue")}),
		)))
}
