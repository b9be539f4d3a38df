package demo

// saying is what people of a group choose from when they speak of themselves.
type saying struct{ headlines, talks, seeks []string }

var sayings = map[group]saying{
	metropolitan: {
		headlines: []string{
			"業務システムのバックエンドを作っています", "小さなチームのプロダクトマネージャー", "Webサービスの画面づくり", "クラウドの運用と自動化",
			"店舗向けアプリの企画と開発", "データ分析と可視化", "情報セキュリティの相談役", "自治体向けシステムの導入支援", "フリーランスのWebデザイナー",
			"社内SE。困りごとの何でも屋", "機械学習を仕事に生かす研究", "学生エンジニア",
		},
		talks: []string{
			"祖母の家がある町の話。りんごの品種ならいくらでも。", "リモートで働く日の時間割。失敗談もあります。", "紙の帳簿を表計算に移した話。",
			"雪国で暮らしてみたい人の、お金と通信のこと。", "夏の祭りのために毎年帰っています。", "小さなアプリを一週間で作るこつ。",
			"子育てと二つの拠点。まだ手探りです。", "クラウドの請求書の読み方。",
		},
		seeks: []string{
			"青森で小さく始められる仕事", "週に数時間の手伝い先", "冬の暮らしを教えてくれる方", "地元の会社のいまの困りごと", "同じころに滞在する仲間",
			"二拠点で働く先輩", "発表を聞かせてくれる学校",
		},
	},
	local: {
		headlines: []string{
			"県内の会社のWebまわりを引き受けています", "ソフトウェア開発。地元の学校でも教えています", "地域の情報誌とWebの編集", "工場の機械とネットワーク", "市役所のデジタル担当",
		},
		talks: []string{
			"県内でエンジニアとして働くということ。", "雪の日の在宅勤務。", "地元の学生と作ったもの。", "補助金の書類を少し楽にする方法。", "漁港とセンサーの話。",
		},
		seeks: []string{"首都圏の開発の進め方", "一緒に手を動かす人", "学生に話をしてくれる人", "設計を相談できる相手"},
	},
	mentor: {
		headlines: []string{"東京の仕事を続けながら青森で暮らしています", "移住六年目のエンジニア", "移住して独立したデザイナー", "データ分析を青森から"},
		talks:     []string{"家さがし、車、雪かき。移る前に知りたかったこと。", "会社に在宅勤務を認めてもらうまで。", "地元の会社との最初の仕事の決め方。"},
		seeks:     []string{"移住を考えはじめた人", "県内で一緒に働く仲間", "経験を話せる場"},
	},
}

var sayingsEn = saying{
	headlines: []string{"Back-end engineer at a small company", "Product designer, half remote", "Data engineer"},
	talks:     []string{"Working in two languages and two time zones.", "What surprised me in my first Aomori winter."},
	seeks:     []string{"People who run small businesses", "A desk for a month in winter"},
}

// everydayWords are skills in the words of people who do not speak of skills.
var everydayWords = []string{
	"Excelの整理", "ネットショップ", "チラシとWebの文章", "写真と動画", "予約の仕組み", "パソコンの困りごと", "SNSでの発信", "会計ソフト", "スマートフォン教室", "在庫の数え方",
}

// skillSets are skills of the standard that come together.
var skillSets = [][]string{
	{"31", "29", "26"}, {"30", "15", "13"}, {"32", "33", "31"}, {"02", "13", "06"}, {"21", "22", "18"},
	{"23", "24", "18"}, {"42", "43", "39"}, {"09", "06", "03"}, {"35", "25"}, {"11", "12", "34"},
}

// stranger is somebody whom nobody knew and who typed a name and an address.
type stranger struct{ family, given string }

// strangers took a card and have not opened the letter yet.
var strangers = []stranger{
	{"架空", "なぎさ"}, {"例示", "みなと"}, {"仮名", "あさひ"}, {"見本", "しずく"}, {"雪待", "ともえ"}, {"岬風", "かえで"},
	{"津花", "ひなた"}, {"凧絵", "すばる"}, {"霧氷", "あおい"}, {"湯煙", "こはる"}, {"Sample", "Visitor"},
}
