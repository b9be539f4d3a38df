package demo

import "koryu/internal/event"

// topics are what people would like to talk about.
var topics = []string{
	"冬の暮らしと在宅勤務", "りんご畑のセンサー", "小さな会社の請求書", "子育てと二地域居住", "副業のはじめ方",
	"地元の学校でのプログラミング", "ねぶたと映像", "水産の現場のデータ", "移住した人の失敗談", "Living in two places",
	"<script>alert('見本')</script>を貼られたときの対応", // stays text wherever it is shown
}

// answersOf draws what a person answers; most people skip what is not required.
func answersOf(e event.Event, key string) map[string][]string {
	answers := map[string][]string{}
	d := drawFor("answers", e.Slug+"/"+key)
	for _, q := range e.Questions {
		skip := d.below(10)
		switch q.Kind {
		case event.AskText:
			if topic := pick(d, topics); skip < 4 {
				answers[q.ID] = []string{topic}
			}
		case event.AskChoice:
			if option := pick(d, q.Options); skip < 8 {
				answers[q.ID] = []string{option.Value}
			}
		case event.AskMany:
			if option := pick(d, q.Options); skip < 2 {
				answers[q.ID] = []string{option.Value}
			}
		}
	}
	return answers
}
