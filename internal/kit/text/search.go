package text

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// SearchKey folds a text to what is compared in searches: NFKC, lower case,
// katakana as hiragana, old and variant character forms as the common ones
// (髙→高, 﨑→崎), ヶ and ケ between kanji as が, hyphen look-alikes between digits
// as "-". Spaces, variation selectors and invisible characters go. It is never
// shown or exported. Folding twice changes nothing.
func SearchKey(s string) string {
	runes := make([]rune, 0, len(s))
	for _, r := range norm.NFKC.String(s) {
		if isBlank(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) {
			continue
		}
		r = unicode.ToLower(r)
		if common, old := oldForms[r]; old {
			r = common
		}
		runes = append(runes, r)
	}
	between := func(i int, is func(rune) bool) bool {
		return i > 0 && i+1 < len(runes) && is(runes[i-1]) && is(runes[i+1])
	}
	var b strings.Builder
	for i, r := range runes {
		switch {
		case r == 'ヶ', r == 'ゖ', r == 'ケ' && between(i, isHan):
			r = 'が' // 外ヶ浜, 外ケ浜, 外が浜
		case isHyphen(r) && between(i, isDigit):
			r = '-'
		default:
			r = toHiragana(r)
		}
		b.WriteRune(r)
	}
	return norm.NFKC.String(b.String())
}

func isHan(r rune) bool   { return unicode.Is(unicode.Han, r) }
func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// Grams cuts a [SearchKey] into its pairs of neighbouring runes, sorted, each
// once; a key of one rune gives that rune. A text contains a query only if it
// has all grams of the query.
func Grams(key string) []string {
	runes := []rune(key)
	if len(runes) < 2 {
		if key == "" {
			return nil
		}
		return []string{key}
	}
	grams := make([]string, 0, len(runes)-1)
	for i := range len(runes) - 1 {
		grams = append(grams, string(runes[i:i+2]))
	}
	slices.Sort(grams)
	return slices.Compact(grams)
}

// oldForms maps old and variant forms in names of people and places to the
// form that most people type.
var oldForms = pairs(`
	髙高 﨑崎 嵜崎 碕崎 𠮷吉 邉辺 邊辺 齋斎 齊斎 斉斎 濱浜 濵浜 瀨瀬 德徳 惠恵 廣広 澤沢
	國国 學学 櫻桜 眞真 龍竜 嶋島 嶌島 榮栄 壽寿 鷗鴎 圓円 會会 條条 藏蔵 莊荘 靜静 禮礼
	關関 鐵鉄 豐豊 桒桑 舘館 冨富 峯峰 曾曽 彌弥 萬万 與与 實実 寶宝 對対 應応 戶戸 敎教
	淸清 橫横 步歩 每毎 增増 寬寛 祿禄 稻稲 穗穂 縣県 聰聡 薰薫 螢蛍 裝装 證証 譽誉 讓譲
	遙遥 郞郎 鄕郷 釋釈 鎭鎮 黑黒 黃黄 齡齢 龜亀 鹽塩 瀧滝 槇槙 堯尭 俠侠 繫繋 栁柳 吞呑
	曻昇 昻昂 𣘺橋 𡈽土 鯵鰺 靑青 兒児 亞亜 佛仏 傳伝 來来 假仮 兩両 卷巻 圖図 晉晋
	塲場 壯壮 奧奥 孃嬢 寫写 專専 將将 巖巌 帶帯 廳庁 彥彦 懷懐 戀恋 拜拝 擧挙 數数 晝昼
	檜桧 檢検 歸帰 氣気 燒焼 爲為 狹狭 獨独 甁瓶 產産 畫画 盡尽 碎砕 祕秘 稱称 竝並 粹粋
	絲糸 經経 綠緑 緖緒 總総 繪絵 聲声 肅粛 萠萌 藝芸 蘆芦 處処 號号 覺覚 觀観 辯弁 輕軽
	轉転 遲遅 邨村 醉酔 銳鋭 錄録 鑛鉱 陷陥 隨随 隱隠 雙双 靈霊 顏顔 飮飲 驛駅 髮髪 鬪闘
	鶯鴬 鷄鶏 麥麦 點点 齒歯
`)

// pairs reads words of two runes as a map from the first to the second.
func pairs(words string) map[rune]rune {
	m := map[rune]rune{}
	for w := range strings.FieldsSeq(words) {
		p := []rune(w)
		m[p[0]] = p[1]
	}
	return m
}
