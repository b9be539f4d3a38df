package demo

// name is a name as typed and its reading.
type name struct{ family, given, kanaFamily, kanaGiven string }

// difficult are names that break careless software; they are always present, P001 upwards.
var difficult = []name{
	{"髙見本", "りんご", "タカミホン", "リンゴ"},  // U+9AD9: found with 高 as well
	{"山﨑例", "ねぶ太", "ヤマザキレイ", "ネブタ"}, // U+FA11
	{"𠮷架空", "いろは", "ヨシカクウ", "イロハ"},  // U+20BB7: outside the BMP, not in CP932
	{"渡邉例", "こぎん", "ワタナベレイ", "コギン"}, // another person than the next
	{"渡邊例", "こぎん", "ワタナベレイ", "コギン"},
	{"von Beispielhausen-Mustermann zu Sampleton", "Maximiliana-Theodora", "", ""},
	{"Sample", "", "", ""}, // single name
	{"O'Example", "D'Anything", "", ""},
	{"見本", "花乃例", "ミホン", "カノレイ"},           // the person of the guided tour
	{"見本", "花乃例", "ケンポン", "ハナノレイ"},         // the same name, another reading
	{"辻\U000E0100例", "一例", "ツジレイ", "イチレイ"}, // variation selector
	{"架空", "ヴぁり", "カクウ", "ヴァリ"},
	{"ﾐﾎﾝ", "ﾀﾛﾐ", "ミホン", "タロミ"},    // typed in half width
	{"Éxample Ş.", "Ñandú", "", ""}, // not in CP932
	{"林檎畑", "🍎", "リンゴバタケ", "リンゴ"},
	{"龍例", "さんずい", "リュウレイ", "サンズイ"},
	{"=SUM(例)", "見本", "サムレイ", "ミホン"},      // must stay text in a spreadsheet
	{"مثال", "Example", "ミサール", "エグザンプル"}, // right to left beside Latin
}

var families = [][2]string{
	{"見本", "ミホン"}, {"架空", "カクウ"}, {"例示", "レイジ"}, {"仮名", "カメイ"}, {"試験野", "シケンノ"},
	{"林檎畑", "リンゴバタケ"}, {"雪待", "ユキマチ"}, {"帆立沢", "ホタテザワ"}, {"太鼓森", "タイコモリ"}, {"囃子田", "ハヤシダ"},
	{"岬風", "ミサキカゼ"}, {"湯煙", "ユケムリ"}, {"霧氷", "ムヒョウ"}, {"凧絵", "タコエ"}, {"金魚灯", "キンギョトウ"},
	{"薪小屋", "マキゴヤ"}, {"津花", "ツハナ"}, {"白神例", "シラカミレイ"}, {"干支沼", "エトヌマ"}, {"海峡橋", "カイキョウバシ"},
}

var givens = [][2]string{
	{"太郎見", "タロミ"}, {"花乃例", "カノレイ"}, {"りんご", "リンゴ"}, {"ねぶ太", "ネブタ"}, {"こぎん", "コギン"},
	{"一例", "イチレイ"}, {"二葉見", "フタバミ"}, {"三題", "サンダイ"}, {"四季例", "シキレイ"}, {"ゆき", "ユキ"},
	{"なぎさ", "ナギサ"}, {"はやて", "ハヤテ"}, {"まつり", "マツリ"}, {"ほたて", "ホタテ"}, {"こよみ", "コヨミ"},
	{"かりん", "カリン"}, {"つがる見", "ツガルミ"}, {"みなみ例", "ミナミレイ"}, {"そら見", "ソラミ"}, {"いろは", "イロハ"},
}

// firms are where the people of the capital region work.
var firms = []string{
	"株式会社架空クラウド", "見本システムズ株式会社", "例示データ株式会社", "仮名デザイン事務所", "株式会社サンプルウェブ",
	"架空総合研究所", "フリーランス", "フリーランス", "株式会社みほんアプリ", "例示セキュリティ合同会社",
}

// locals are where the digital people of the prefecture work.
var locals = []string{
	"青森架空ソフト", "八戸例示デザイン", "弘前見本ラボ", "フリーランス", "三沢見本制作所", "見本高等専門学校", "架空市役所",
}

// shops are where people without a job in IT work.
var shops = []string{"見本商店街振興組合", "架空食堂", "例示農園", "仮名書店", "架空町内会"}

// companies are the fourteen companies of the sample, one contact each.
var companies = []string{
	"架空りんご加工", "見本水産", "例示冷蔵", "仮名製作所", "帆立見本商店", "雪待酒粕工房", "岬架空旅館",
	"湯煙みほん荘", "凧絵印刷", "霧氷ファーム", "白神例農園", "海峡見本建設", "囃子ケア", "干支沼システム",
}

// coworkings are the designated places of the trial telework.
var coworkings = []string{"三沢見本コワーキング", "弘前見本ベース", "八戸例示ラボ", "青森架空テラス"}
