package demo

import "koryu/internal/event"

const (
	localTitle   = "青森県の魅力とITとデジタルでつながる会 #交流しようぜ2024 in 青森 "
	localTitleEn = "Connecting through Aomori, IT and digital life: "
)

var tie = event.Question{
	Kind: event.AskChoice, Label: "青森とのつながり", LabelEn: "Your tie to Aomori",
	Why: "話の合いそうな方と近い席になるように使います。", WhyEn: "We use it to seat you near people you may like to talk to.",
	Options: []event.Option{
		{Value: "home", Label: "出身・在住", LabelEn: "I come from there or live there"},
		{Value: "family", Label: "家族や祖父母がいる", LabelEn: "Family there"},
		{Value: "visited", Label: "訪れたことがある", LabelEn: "I have visited"},
		{Value: "new", Label: "これから知りたい", LabelEn: "New to it"},
	},
}

var topic = event.Question{
	Kind: event.AskText, Label: "話してみたいこと", LabelEn: "What you would like to talk about",
	Why: "テーブルの話題を決めるときに参考にします。ほかの参加者には見せません。", WhyEn: "It helps us choose topics. Other guests do not see it.",
}

var ramp = event.Question{
	Kind: event.AskMany, Label: "会場で必要な配慮", LabelEn: "What would help you at the venue",
	Why: "席や案内の準備のためにうかがいます。イベントが終わったら消します。", WhyEn: "So that we can prepare. Deleted after the event.",
	Options: []event.Option{
		{Value: "step_free", Label: "段差のない通り道", LabelEn: "Step-free access"},
		{Value: "seat", Label: "出入口に近い席", LabelEn: "A seat near the door"},
		{Value: "notes", Label: "文字での案内", LabelEn: "Written guidance"},
	},
}

var localEvening = []event.AgendaItem{
	{Offset: 0, Label: "はじめの挨拶", LabelEn: "Welcome"},
	{Offset: 10, Label: "いま困っていること", LabelEn: "What we struggle with", Note: "県内の会社二社から", NoteEn: "Two local companies"},
	{Offset: 40, Label: "席を替えながらの交流", LabelEn: "Changing tables", Note: "25分を三回", NoteEn: "Three rounds of 25 minutes"},
	{Offset: 115, Label: "おわりに", LabelEn: "Closing"},
}

// plans2024 are the events of 令和6年度, E1 to E8.
var plans2024 = []plan{
	{
		key: "E1", slug: "roppongi-2024", programme: "R6", venue: "roppongi",
		title:     "首都圏在住のデジタル属性な青森ファン向け交流会「#交流しようぜ2024」",
		titleEn:   "For digital people around Tokyo who are fond of Aomori: #交流しようぜ2024",
		summary:   "青森が好きなデジタル分野の皆さんと、青森から来る講師が六本木で出会う午後です。",
		summaryEn: "An afternoon in Roppongi with digital people who are fond of Aomori, and speakers who come from there.",
		starts:    moment("2024-08-24 14:00"), ends: moment("2024-08-24 17:00"), opens: moment("2024-07-01 10:00"),
		slots: []event.SlotInput{
			participants("一般参加", "Guests", "首都圏で働く、または学ぶデジタル分野の方", "People who work or study in a digital field around Tokyo", 40),
			speakersSlot, staffSlot,
		},
		questions: []event.Question{tie, topic},
		talks: []talk{
			{"P071", "先輩移住者・Webエンジニア", "Moved to Aomori, web engineer", "東京の仕事を続けながら弘前で暮らして六年目。", "Six years in Hirosaki with a job in Tokyo."},
			{"P072", "先輩移住者・データ分析", "Moved to Aomori, data analyst", "八戸の水産会社で、在庫の見える化に取り組みました。", "Made the stock of a fishery in Hachinohe visible."},
			{"P073", "先輩移住者・デザイナー", "Moved to Aomori, designer", "三沢の宿と一緒に、予約の入口を作り直しました。", "Rebuilt the booking of an inn in Misawa."},
		},
		agenda: []event.AgendaItem{
			{Offset: 0, Label: "はじめの挨拶", LabelEn: "Welcome"},
			{Offset: 15, Label: "リレートーク", LabelEn: "Three short talks"},
			{Offset: 75, Label: "席を替えながらの交流", LabelEn: "Changing tables"},
			{Offset: 165, Label: "おわりに・名刺交換", LabelEn: "Closing and business cards"},
		},
		guests:  []guests{{keys: keys("P001-P033"), from: moment("2024-07-01 10:05"), to: moment("2024-08-22 22:00")}},
		helpers: keys("P103-P107"),
		cancelled: map[string]string{
			"P022": "2024-08-13 08:20", "P025": "2024-08-19 21:05", "P027": "2024-08-21 12:31",
			"P030": "2024-08-23 19:44", "P033": "2024-08-24 09:10",
		},
		absent: keys("P017", "P024", "P028", "P032"),
	},
	{
		key: "E2", slug: "misawa-2024", programme: "R6", venue: "misawa",
		title: localTitle + "【三沢会場】", titleEn: localTitleEn + "Misawa",
		summary: "三沢で働く人、暮らす人、滞在中の人が、コワーキングに集まって話す夜です。",
		starts:  moment("2024-09-27 18:30"), ends: moment("2024-09-27 20:30"), opens: moment("2024-08-26 10:00"),
		slots: []event.SlotInput{
			participants("参加", "Guests", "県内の方、県内に滞在中の方", "People who live or stay in Aomori", 30), speakersSlot, staffSlot,
		},
		questions: []event.Question{tie, topic},
		talks:     []talk{{"P079", "三沢の宿の三代目", "Innkeeper in Misawa", "予約の電話が一日に八十本。その中身を数えてみました。", "Eighty calls a day: what they are about."}},
		agenda:    localEvening,
		guests: []guests{{keys: keys("P009", "P011", "P021", "P029", "P053-P060", "P074-P076", "P081", "P086", "P089-P097"),
			from: moment("2024-08-26 10:05"), to: moment("2024-09-25 21:00")}},
		helpers:   keys("P105", "P119"),
		cancelled: map[string]string{"P057": "2024-09-20 18:12", "P094": "2024-09-26 08:55"},
		absent:    keys("P060", "P090", "P096"),
	},
	{
		key: "E3", slug: "hirosaki-2024", programme: "R6", venue: "hirosaki",
		title: localTitle + "【弘前会場】", titleEn: localTitleEn + "Hirosaki",
		summary: "弘前の町なかで、首都圏のデジタル人財と地元の人が同じテーブルを囲みます。",
		starts:  moment("2024-10-18 18:30"), ends: moment("2024-10-18 20:30"), opens: moment("2024-09-09 10:00"),
		slots: []event.SlotInput{
			participants("参加", "Guests", "県内の方、県内に滞在中の方", "People who live or stay in Aomori", 30), speakersSlot, staffSlot,
		},
		questions: []event.Question{tie, topic},
		talks:     []talk{{"P072", "先輩移住者・データ分析", "Moved to Aomori, data analyst", "りんご畑の作業記録を、三年かけて紙から移しました。", "Three years of moving orchard records off paper."}},
		agenda:    localEvening,
		guests: []guests{{keys: keys("P012", "P013", "P023", "P026", "P031", "P061-P070", "P071", "P077", "P078", "P082-P085", "P087", "P095-P100"),
			from: moment("2024-09-09 10:05"), to: moment("2024-10-16 21:00")}},
		helpers:   keys("P106", "P120"),
		cancelled: map[string]string{"P064": "2024-10-11 12:20", "P100": "2024-10-17 20:30"},
		absent:    keys("P031", "P098"),
	},
	ueno,
	{
		key: "E5", slug: "hachinohe-2024", programme: "R6", venue: "hachinohe",
		title: localTitle + "【八戸会場】", titleEn: localTitleEn + "Hachinohe",
		summary:   "八戸で働く人と首都圏のデジタル人財が、港の近くの小さなラボで出会う夜です。",
		summaryEn: "An evening by the harbour where people who work in Hachinohe meet digital people from the Tokyo area.",
		starts:    moment("2024-12-13 18:30"), ends: moment("2024-12-13 20:30"), opens: moment("2024-11-05 10:00"),
		slots: []event.SlotInput{
			participants("首都圏デジタル人材", "From the Tokyo area", "首都圏で働くデジタル分野の方。滞在中の方、この日に合わせて訪れる方", "People with digital jobs around Tokyo who are in Hachinohe that day", 12),
			participants("県内企業・県内の方", "From Aomori", "県内の会社やお店の方、地元のデジタル人財、学生の方", "Companies, shops, students and digital people of Aomori", 18),
			speakersSlot, staffSlot,
		},
		questions: []event.Question{tie, topic, ramp},
		talks: []talk{
			{"P090", "見本水産 製造部", "Mihon Fisheries", "セリの結果を書き写す二時間を、どうにかしたいと思っています。", "Two hours a day go into copying auction results."},
			{"P094", "雪待酒粕工房", "Yukimachi Sakekasu Workshop", "FAXの注文が追えません。一緒に考えてください。", "Orders come by fax and get lost. Think with us."},
		},
		agenda: localEvening,
		guests: []guests{
			{slot: 0, keys: keys("P009", "P013", "P020", "P024", "P037", "P041", "P045"), from: moment("2024-11-05 10:05"), to: moment("2024-11-17 22:00")},
			{slot: 1, keys: keys("P054", "P058", "P062", "P066", "P080", "P088", "P091", "P092", "P096", "P099", "P101"), from: moment("2024-11-05 10:30"), to: moment("2024-11-17 22:00")},
		},
		helpers: keys("P105-P107"),
	},
	{
		key: "E6", slug: "aomori-2025", programme: "R6", venue: "aomori",
		title: localTitle + "【青森会場】", titleEn: localTitleEn + "Aomori",
		summary:   "一年間に生まれたつながりを持ち寄る、今年度最後の県内開催です。はじめての方も歓迎します。",
		summaryEn: "The last local gathering of the fiscal year, in Aomori City. Newcomers are welcome.",
		starts:    moment("2025-01-24 18:30"), ends: moment("2025-01-24 20:30"), opens: moment("2024-11-11 10:00"),
		slots: []event.SlotInput{
			participants("参加", "Guests", "どなたでも", "Everybody", 40), speakersSlot, staffSlot,
		},
		questions: []event.Question{tie, topic, ramp},
		agenda:    localEvening,
		guests: []guests{{keys: keys("P019", "P040", "P055", "P063", "P077", "P089", "P093", "P098", "P102"),
			from: moment("2024-11-11 10:05"), to: moment("2024-11-17 22:00")}},
	},
	{
		key: "E7", slug: "telework-briefing-2024", programme: "R6",
		title: "おためしテレワーク オンライン説明会", titleEn: "Trial telework: online briefing",
		summary:   "八戸市・青森市で行う「おためしテレワーク体験モニター 第2弾」を、一時間でご説明します。",
		summaryEn: "One hour on the second round of trial telework in Hachinohe and Aomori.",
		online:    "https://meet.example/koryu-e7", onlineNote: "参加方法は、申し込まれた方にメールでお送りします。カメラは切ったままで構いません。",
		starts: moment("2024-11-20 19:00"), ends: moment("2024-11-20 20:00"), opens: moment("2024-11-01 10:00"), closes: event.AtStart,
		slots: []event.SlotInput{
			participants("オンライン参加", "Online", "おためしテレワークに関心のある方", "Anyone interested in trial telework", 100), staffSlot,
		},
		questions: []event.Question{topic},
		agenda: []event.AgendaItem{
			{Offset: 0, Label: "募集の概要", LabelEn: "What is offered"},
			{Offset: 20, Label: "第1弾のモニターの一日", LabelEn: "A day of the first round"},
			{Offset: 40, Label: "質問の時間", LabelEn: "Questions"},
		},
		guests: []guests{{keys: keys("P006", "P010", "P014", "P018", "P019", "P022", "P036", "P038", "P042", "P044", "P047", "P049-P051"),
			from: moment("2024-11-01 10:05"), to: moment("2024-11-17 22:00")}},
		helpers: keys("P107"),
	},
	{
		key: "E8", slug: "report-2025", programme: "R6", venue: "aomori", draft: true,
		title: "成果報告会", titleEn: "What the year has brought",
		summary: "今年度の取り組みをまとめて報告する会です。会場とオンラインの両方で開きます。",
		online:  "https://meet.example/koryu-e8", onlineNote: "会場の様子を中継します。",
		starts: moment("2025-02-21 15:00"), ends: moment("2025-02-21 17:00"), opens: moment("2024-11-15 16:00"),
		slots: []event.SlotInput{
			participants("会場参加", "At the venue", "どなたでも", "Everybody", 50),
			participants("オンライン参加", "Online", "どなたでも", "Everybody", 200),
		},
	},
}
