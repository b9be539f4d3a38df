package people

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"koryu/internal/kit/i18n"
)

// ConsentText is one version of the words of a consent. A published version is
// never edited: another wording is another version, and whoever agreed to the
// old one keeps it. (A test holds the hash of each.) The words speak of the
// organiser (主催者), whose name the page shows beside them.
type ConsentText struct {
	Code           ConsentCode
	Version        int
	Title, TitleEn string
	Body, BodyEn   string
}

// TitleIn is the short label of the tick box.
func (t ConsentText) TitleIn(lang i18n.Lang) string {
	if lang == i18n.En {
		return t.TitleEn
	}
	return t.Title
}

// BodyIn is what exactly is agreed to.
func (t ConsentText) BodyIn(lang i18n.Lang) string {
	if lang == i18n.En {
		return t.BodyEn
	}
	return t.Body
}

// Hash is the SHA-256 in hex over code, version and the words in lang: the
// proof of what was on the page.
func (t ConsentText) Hash(lang i18n.Lang) string {
	sum := sha256.Sum256([]byte(string(t.Code) + "\n" + strconv.Itoa(t.Version) + "\n" + string(lang) + "\n" +
		t.TitleIn(lang) + "\n" + t.BodyIn(lang)))
	return hex.EncodeToString(sum[:])
}

// ConsentTextOf is the version of the text in force; ok is false for a purpose
// that has none yet.
func ConsentTextOf(code ConsentCode) (t ConsentText, ok bool) {
	for _, c := range consentTexts {
		if c.Code == code && c.Version > t.Version {
			t, ok = c, true
		}
	}
	return t, ok
}

// ConsentTextVersion is the text that somebody once agreed to.
func ConsentTextVersion(code ConsentCode, version int) (t ConsentText, ok bool) {
	for _, c := range consentTexts {
		if c.Code == code && c.Version == version {
			return c, true
		}
	}
	return ConsentText{}, false
}

var consentTexts = []ConsentText{
	{
		Code: ConsentRun, Version: 1,
		Title:   "申し込みの受付とイベントの運営に使うこと",
		TitleEn: "Use for handling my registration and running the event",
		Body: "主催者は、入力いただいた氏名・ふりがな・メールアドレスと質問への回答を、申し込みの受付、参加に必要なご連絡、当日の受付、" +
			"参加者数の集計のために使います。法令に基づく場合を除き、同意なく第三者に提供することはありません。" +
			"内容の確認・訂正・利用停止は、いつでも主催者にお申し出いただけます。",
		BodyEn: "The organiser uses the name, reading, e-mail address and answers you enter to handle your registration, to send you what you need " +
			"to know for taking part, to check you in on the day and to count participants. Unless the law requires it, nothing is given to " +
			"third parties without your consent. You may ask the organiser at any time to show, correct or stop using your data.",
	},
	{
		Code: ConsentDirectory, Version: 1,
		Title:   "選んだ項目を、選んだ相手に見せること（任意）",
		TitleEn: "Show what I choose to the people I choose (optional)",
		Body: "主催者は、あなたが項目ごとに選んだ内容を、その項目について選んだ相手（名刺を交換した人、同じイベントの来場者、企業、すべての人のいずれか）に、" +
			"名刺とプロフィールのページで示します。名刺を交換するときは、あなたの氏名と、名刺に載せると選んだ項目を、交換の相手に渡します。" +
			"選ばない項目は、ほかの人には見せません。同意されなくても、参加に影響はありません。同意は項目ごとにいつでも取り消せます。" +
			"取り消すと、その項目はすぐに見えなくなります。",
		BodyEn: "For each item that you choose, the organiser shows what you entered to the people you chose for it (people you exchanged cards with, " +
			"participants of the same event, companies, or everyone) on your card and profile pages. When you exchange cards, your name and the " +
			"items you put on the card are handed to the other person. What you do not choose is shown to nobody else. You can take part without " +
			"agreeing. You may withdraw your consent item by item at any time; the item is then hidden at once.",
	},
	{
		Code: ConsentFollowUp, Version: 1,
		Title:   "プロフィールを預け、事業のあとも連絡を受けること（任意）",
		TitleEn: "Keep my profile and stay in touch after the programme (optional)",
		Body: "主催者は、行政などから委託された事業の記録とは別に、あなたがプロフィールに入力した内容を主催者自身の責任で預かり、移住・仕事・催しについての" +
			"継続的な連絡のために使います。預かる期間は同意の日から5年で、いつでも取り消せます。取り消すと、プロフィールはすぐに主催者にも" +
			"見えなくなり、30日後に削除します。それまでは元に戻せます。同意されなくても、参加に影響はありません。",
		BodyEn: "Apart from the records of commissioned programmes, the organiser keeps what you enter in your profile on its own responsibility, and uses it " +
			"to stay in touch with you about moving, work and events. It is kept for five years from the day of your consent, which you may " +
			"withdraw at any time. Your profile is then hidden at once, from the organiser too, and deleted after 30 days; until then you can " +
			"take it back. You can take part without agreeing.",
	},
	{
		Code: ConsentPhoto, Version: 1,
		Title:   "会場で撮影した写真を広報に使うこと（任意）",
		TitleEn: "Use of photos taken at the venue for publicity (optional)",
		Body: "主催者は、このイベントの会場で撮影した写真のうち、あなたが写っているものを、主催者のウェブサイト・SNS・報告書に掲載することがあります。" +
			"同意されなくても、参加に影響はありません。同意はあとから取り消せます。取り消しのあとは、新たに掲載しません。",
		BodyEn: "The organiser may publish photos taken at the venue of this event in which you appear, on its website, on social media and in reports. " +
			"You can take part without agreeing. You may withdraw your consent later; after that no further photo of you is published.",
	},
	{
		Code: ConsentNews, Version: 1,
		Title:   "次回以降のイベントの案内をメールで受け取ること（任意）",
		TitleEn: "Receive announcements of future events by e-mail (optional)",
		Body: "主催者から、今後のイベントや取り組みの案内をメールでお送りします。同意されなくても、参加に影響はありません。" +
			"配信は、メールに記載の方法でいつでも停止できます。",
		BodyEn: "The organiser sends you announcements of future events and activities by e-mail. You can take part without agreeing. " +
			"You may stop the e-mails at any time in the way described in each of them.",
	},
}
