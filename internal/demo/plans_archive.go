package demo

import "koryu/internal/event"

// plansArchive are two events of each earlier year, so that threads go back: 31 of the 120 people have facts from
// before 令和6年度. They are kept as lists of those who came.
var plansArchive = []plan{
	{
		key: "A1", slug: "online-2022", programme: "R4",
		title: "青森×ITオンライントーク2022", titleEn: "Aomori and IT: online talk 2022",
		summary: "青森で働くエンジニアと、青森出身のエンジニアがオンラインで話しました。",
		online:  "https://meet.example/koryu-a1", onlineNote: "オンライン会議で行います。",
		starts: moment("2022-10-22 19:00"), ends: moment("2022-10-22 20:30"), opens: moment("2022-10-03 10:00"), closes: event.AtStart,
		slots:  []event.SlotInput{participants("参加", "Guests", "どなたでも", "Everybody", 100)},
		guests: []guests{{keys: keys("P001-P015", "P053-P056", "P071-P073"), from: moment("2022-10-03 10:05"), to: moment("2022-10-21 21:00")}},
	},
	{
		key: "A2", slug: "aomori-2023", programme: "R4", venue: "aomori",
		title: "デジタルでつながる冬の会2023【青森会場】", titleEn: "Winter gathering 2023, Aomori",
		summary: "雪の青森市で、地元のデジタル人財と先輩移住者が顔を合わせました。",
		starts:  moment("2023-02-10 18:30"), ends: moment("2023-02-10 20:30"), opens: moment("2023-01-16 10:00"),
		slots:  []event.SlotInput{participants("参加", "Guests", "どなたでも", "Everybody", 30)},
		guests: []guests{{keys: keys("P002", "P003", "P011", "P053-P060", "P071-P078"), from: moment("2023-01-16 10:05"), to: moment("2023-02-08 21:00")}},
	},
	{
		key: "A3", slug: "tokyo-2023", programme: "R5", venue: "roppongi",
		title: "#交流しようぜ2023", titleEn: "#交流しようぜ2023 in Tokyo",
		summary: "首都圏で働く青森ファンが集まった、年に一度の交流会です。",
		starts:  moment("2023-11-18 14:00"), ends: moment("2023-11-18 17:00"), opens: moment("2023-10-02 10:00"),
		slots:  []event.SlotInput{participants("一般参加", "Guests", "首都圏で働く、または学ぶ方", "People who work or study around Tokyo", 40)},
		guests: []guests{{keys: keys("P001-P013", "P015", "P053-P058", "P071-P078"), from: moment("2023-10-02 10:05"), to: moment("2023-11-16 21:00")}},
	},
	{
		key: "A4", slug: "hirosaki-winter-2024", programme: "R5", venue: "hirosaki",
		title: "デジタルでつながる冬の会2024【弘前会場】", titleEn: "Winter gathering 2024, Hirosaki",
		summary: "冬の弘前で、おためしテレワークの一年を振り返りました。",
		starts:  moment("2024-02-09 18:30"), ends: moment("2024-02-09 20:30"), opens: moment("2024-01-15 10:00"),
		slots: []event.SlotInput{participants("参加", "Guests", "どなたでも", "Everybody", 30)},
		guests: []guests{{keys: keys("P001", "P004-P006", "P008", "P010", "P012", "P013", "P053-P060", "P071-P078"),
			from: moment("2024-01-15 10:05"), to: moment("2024-02-07 21:00")}},
	},
}
