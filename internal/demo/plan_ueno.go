package demo

import (
	"slices"

	"koryu/internal/event"
)

// ueno is E4, the event that was full: 45 registered, of whom 5 waited and 3 moved up; 4 cancelled, one of them too
// late for anybody to move up. 34 of the registered came, and 2 who had not registered.
var ueno = plan{
	key: "E4", slug: "ueno-2024", programme: "R6", venue: "ueno",
	title: "#交流しようぜ2024 上野", titleEn: "#交流しようぜ2024 in Ueno",
	summary:   "今年度二回目の首都圏開催。LTと席替え交流、相談コーナーの三時間です。",
	summaryEn: "The second Tokyo gathering of the year: lightning talks, changing tables and a corner for your questions.",
	starts:    moment("2024-11-02 14:00"), ends: moment("2024-11-02 17:00"), opens: moment("2024-09-24 10:00"),
	slots: []event.SlotInput{
		participants("一般参加", "Guests", "首都圏で働く、または学ぶ方", "People who work or study around Tokyo", 37),
		lightning, speakersSlot, staffSlot,
	},
	questions: []event.Question{tie, topic},
	talks: []talk{
		{"P071", "先輩移住者・Webエンジニア", "Moved to Aomori, web engineer", "冬の弘前で在宅勤務をする人の道具箱。", "What you need to work from home in a Hirosaki winter."},
		{"P073", "先輩移住者・デザイナー", "Moved to Aomori, designer", "小さな宿と大きな予約サイトのあいだで。", "Between a small inn and a large booking site."},
		{"P079", "三沢の宿の三代目", "Innkeeper in Misawa", "上野から北へ、鉄道の町の話。", "From Ueno to the north: towns along the line."},
	},
	agenda: []event.AgendaItem{
		{Offset: 0, Label: "はじめの挨拶", LabelEn: "Welcome"},
		{Offset: 15, Label: "LT", LabelEn: "Lightning talks", Note: "5分を三名", NoteEn: "Three, five minutes each"},
		{Offset: 40, Label: "席替え交流", LabelEn: "Changing tables", Note: "5〜6人で三回", NoteEn: "Three rounds in groups of five or six"},
		{Offset: 130, Label: "相談コーナー", LabelEn: "Ask us"},
		{Offset: 170, Label: "おわりに", LabelEn: "Closing"},
	},
	guests: []guests{
		{slot: 1, keys: lightningKeys, from: moment("2024-09-24 10:05"), to: moment("2024-10-20 22:00")},
		{slot: 0, keys: without(keys("P001-P052"), slices.Concat(uenoAway, uenoLate, lightningKeys)...),
			from: moment("2024-09-24 10:05"), to: moment("2024-10-22 22:00")},
		{slot: 0, keys: uenoLate[:1], from: moment("2024-10-23 07:40"), to: moment("2024-10-23 07:50")},
		{slot: 0, keys: uenoLate[1:2], from: moment("2024-10-24 12:15"), to: moment("2024-10-24 12:20")},
		{slot: 0, keys: uenoLate[2:3], from: moment("2024-10-24 21:02"), to: moment("2024-10-24 21:10")},
		{slot: 0, keys: uenoLate[3:4], from: moment("2024-10-25 19:30"), to: moment("2024-10-25 19:40")},
		{slot: 0, keys: uenoLate[4:], from: moment("2024-10-27 09:00"), to: moment("2024-10-27 09:30")},
	},
	helpers: keys("P103", "P105-P107", "P119", "P120"),
	cancelled: map[string]string{
		"P015": "2024-10-28 12:40", "P025": "2024-10-29 20:15", "P038": "2024-10-31 08:05", // three move up
		"P051": "2024-11-02 08:30", // after the deadline: nobody moves up
	},
	absent:  keys("P008", "P024", "P032", "P040", "P044"),
	waiting: uenoLate[3:],
}

var (
	lightningKeys = keys("P012", "P021", "P035")
	uenoLate      = keys("P043", "P047", "P048", "P049", "P052")                 // came when it was full, in this order
	uenoAway      = keys("P007", "P009", "P016", "P027", "P033", "P046", "P050") // did not register
	uenoWalkIns   = keys("P046", "P050")                                         // and came all the same
)

var lightning = func() event.SlotInput {
	s := participants("LT登壇", "Lightning talk", "5分のLTをしてくださる方。内容を見て三名にお願いします", "Give a five-minute talk; we choose three", 3)
	s.Mode = event.ByApproval
	return s
}()
