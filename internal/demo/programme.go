package demo

import (
	"koryu/internal/kit/db"
	"koryu/internal/programme"
)

const (
	orgName = "あおもりサンプルNPO"
	orgSlug = "aomori-sample"
)

var sampleOrg = programme.Org{
	Slug: orgSlug, Name: orgName, NameEn: "Aomori Sample NPO", Accent: "#1f5c45", Seed: orgSlug,
}

// programmes by key: two archived years, the year that runs, and the one that is planned.
var programmes = []struct {
	key       string
	programme programme.Programme
	goals     []programme.Goal
}{
	{"R4", archived(2022, "令和4年度", "2022-06-01", "2023-03-15", "交流しようぜ2022"), nil},
	{"R5", archived(2023, "令和5年度", "2023-06-01", "2024-03-15", "交流しようぜ2023"), nil},
	{"R6", programme.Programme{
		FY: 2024, State: programme.Active, Hashtag: "交流しようぜ2024",
		Name: "令和6年度UIJターンデジタル人財交流促進業務", NameEn: "Aomori digital talent exchange, fiscal year 2024",
		Body: "青森県DX推進課", BodyEn: "Aomori Prefecture, DX Promotion Division",
		Summary: "首都圏で働くデジタル人財と青森の人や会社が出会い、長く続くつながりをつくる一年間の事業です。" +
			"交流会とおためしテレワークを入口に、移住だけではない関わり方を一緒に探します。",
		SummaryEn: "A year in which people with digital jobs around Tokyo meet people and companies of Aomori. " +
			"Gatherings and trial telework are the way in; moving there is only one of many outcomes.",
		ContractStart: "2024-06-03", ContractEnd: "2025-03-14",
	}, goals2024},
	{"R7", programme.Programme{
		FY: 2025, State: programme.Planned, Name: "令和7年度UIJターンデジタル人財交流促進業務（予定）",
		NameEn: "Aomori digital talent exchange, fiscal year 2025 (planned)",
		Body:   "青森県DX推進課", BodyEn: "Aomori Prefecture, DX Promotion Division",
		Summary:   "予算の議決を前提に準備を進めています。内容と日程は決まりしだいお知らせします。",
		SummaryEn: "In preparation, subject to the budget. Contents and dates will be announced when they are decided.",
	}, nil},
}

func archived(fy int, year string, start, end db.Day, tag string) programme.Programme {
	return programme.Programme{
		FY: fy, State: programme.Closed, Hashtag: tag,
		Name: year + "UIJターンデジタル人財交流促進業務", NameEn: "Aomori digital talent exchange, earlier year",
		Body: "青森県DX推進課", BodyEn: "Aomori Prefecture, DX Promotion Division",
		Summary:       "終了した年度の事業です。参加した方のつながりは、いまも続いています。",
		ContractStart: start, ContractEnd: end,
	}
}

var goals2024 = []programme.Goal{
	{Kind: programme.Events, Label: "首都圏での交流会", LabelEn: "Gatherings in Tokyo", Target: 2, Unit: "回", UnitEn: "events", Prefecture: "13"},
	{Kind: programme.Attendees, Label: "首都圏の交流会の来場者", LabelEn: "Guests at the Tokyo gatherings", Target: 60, Unit: "人", UnitEn: "people", Prefecture: "13"},
	{Kind: programme.Events, Label: "県内での交流会", LabelEn: "Gatherings in Aomori", Target: 4, Unit: "回", UnitEn: "events", Prefecture: "02"},
	{Kind: programme.Attendees, Label: "県内の交流会の来場者", LabelEn: "Guests at the gatherings in Aomori", Target: 100, Unit: "人", UnitEn: "people", Prefecture: "02"},
	{Kind: programme.Monitors, Label: "テレワーク体験モニター", LabelEn: "Trial telework monitors", Target: 15, Unit: "人", UnitEn: "people"},
	{Kind: programme.Ties, Label: "新しいつながり", LabelEn: "New ties", Target: 150, Unit: "件", UnitEn: "ties"},
	{Kind: programme.Satisfaction, Label: "参加者の満足度（5点満点）", LabelEn: "Satisfaction out of 5", Target: 40, Decimals: 1, Unit: "点", UnitEn: "points"},
	{Kind: programme.Matches, Label: "案件の成立", LabelEn: "Projects agreed", Target: 3, Unit: "件", UnitEn: "projects"},
}

// venues by key. Streets and postal codes are samples, municipalities are real.
var venues = []struct {
	key   string
	venue programme.Venue
}{
	{"roppongi", programme.Venue{
		Name: "見本ホール六本木", NameEn: "Mihon Hall Roppongi", Postcode: "0000001", Prefecture: "13", Area: "六本木", AreaEn: "Roppongi",
		Address: "東京都港区六本木見本1-1-1", AddressEn: "1-1-1 Mihon, Roppongi, Minato-ku, Tokyo", Capacity: 60,
		Note: "六本木駅から歩いて5分。1階の受付で「交流会」とお伝えください。", NoteEn: "Five minutes on foot from Roppongi station.",
	}},
	{"misawa", programme.Venue{
		Name: "三沢見本コワーキング", NameEn: "Misawa Mihon Coworking", Postcode: "0000002", Prefecture: "02", Area: "三沢市", AreaEn: "Misawa",
		Address: "青森県三沢市見本1-1-1", AddressEn: "1-1-1 Mihon, Misawa, Aomori", Capacity: 30,
		Note: "三沢駅から車で5分。建物の裏に駐車場が8台分あります。",
	}},
	{"hirosaki", programme.Venue{
		Name: "弘前見本ベース", NameEn: "Hirosaki Mihon Base", Postcode: "0000003", Prefecture: "02", Area: "弘前市", AreaEn: "Hirosaki",
		Address: "青森県弘前市見本1-1-1", AddressEn: "1-1-1 Mihon, Hirosaki, Aomori", Capacity: 35,
		Note: "中央弘前駅から歩いて6分。入口は川沿いの通りにあります。",
	}},
	{"ueno", programme.Venue{
		Name: "上野みほん会館", NameEn: "Ueno Mihon Kaikan", Postcode: "0000004", Prefecture: "13", Area: "上野", AreaEn: "Ueno",
		Address: "東京都台東区上野見本1-1-1", AddressEn: "1-1-1 Mihon, Ueno, Taito-ku, Tokyo", Capacity: 60,
		Note: "上野駅の広小路口から歩いて4分。エレベーターで3階へお上がりください。", NoteEn: "Four minutes on foot from the Hirokoji exit of Ueno station; third floor.",
	}},
	{"hachinohe", programme.Venue{
		Name: "八戸例示ラボ", NameEn: "Hachinohe Reiji Lab", Postcode: "0000005", Prefecture: "02", Area: "八戸市", AreaEn: "Hachinohe",
		Address: "青森県八戸市見本1-1-1", AddressEn: "1-1-1 Mihon, Hachinohe, Aomori", Capacity: 36,
		Note: "本八戸駅から歩いて8分。駐車場はありません。", NoteEn: "Eight minutes on foot from Hon-Hachinohe station. No car park.",
	}},
	{"aomori", programme.Venue{
		Name: "青森架空テラス", NameEn: "Aomori Kaku Terrace", Postcode: "0000006", Prefecture: "02", Area: "青森市", AreaEn: "Aomori",
		Address: "青森県青森市見本1-1-1", AddressEn: "1-1-1 Mihon, Aomori, Aomori", Capacity: 50,
		Note: "青森駅から歩いて7分。夜は北側の入口が開いています。", NoteEn: "Seven minutes on foot from Aomori station; use the north entrance in the evening.",
	}},
}

var partners = []programme.Partner{
	{Name: "三沢見本コワーキング", NameEn: "Misawa Mihon Coworking", URL: "https://misawa.example", Kind: programme.VenueHost, Position: 1},
	{Name: "弘前見本ベース", NameEn: "Hirosaki Mihon Base", URL: "https://hirosaki.example", Kind: programme.VenueHost, Position: 2},
	{Name: "八戸例示ラボ", NameEn: "Hachinohe Reiji Lab", URL: "https://hachinohe.example", Kind: programme.VenueHost, Position: 3},
	{Name: "青森架空テラス", NameEn: "Aomori Kaku Terrace", URL: "https://aomori.example", Kind: programme.VenueHost, Position: 4},
	{Name: "見本移住者の会", NameEn: "Mihon Settlers' Circle", URL: "https://settlers.example", Kind: programme.Cooperator, Position: 5},
	{Name: "架空IT協会", NameEn: "Kaku IT Association", URL: "https://it.example", Kind: programme.Cooperator, Position: 6},
	{Name: "例示銀行", NameEn: "Reiji Bank", URL: "https://bank.example", Kind: programme.Sponsor, Position: 7},
	{Name: "見本日報", NameEn: "Mihon Daily", URL: "https://daily.example", Kind: programme.Media, Position: 8},
}
