package event

import (
	"strconv"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
	"koryu/internal/kit/wareki"
)

const maxAnswer = 1000

func cleanAnswer(v string) string { return text.Clean(v) }

// CheckAnswers compares answers with the questions that are asked now:
// apperr.Fields named q_<question id>, or nil. Numbers and days are brought into
// one form in place ("１２" becomes "12", "令和6年12月13日" "2024-12-13").
func (e Event) CheckAnswers(answers Answers) error {
	var c check
	asked := map[string]bool{}
	for _, q := range e.Asked() {
		asked[q.ID] = true
		c.answer(q, answers[q.ID])
	}
	for id := range answers {
		if !asked[id] {
			c.fields.Add("q_"+id, "event.answer.unknown")
		}
	}
	return c.fields.Err()
}

func (c *check) answer(q Question, values []string) {
	field := "q_" + q.ID
	if len(values) == 0 {
		if q.Required {
			c.fields.Add(field, "event.answer.required")
		}
		return
	}
	if len(values) > 1 && q.Kind != AskMany {
		c.fields.Add(field, "event.answer.one")
		return
	}
	for i, v := range values {
		if key, args := q.refuses(&values[i], v); key != "" {
			c.fields.Add(field, key, args...)
			return
		}
	}
}

func (q Question) refuses(kept *string, v string) (key string, args []any) {
	switch q.Kind {
	case AskChoice, AskMany:
		for _, o := range q.Options {
			if o.Value == v {
				return "", nil
			}
		}
		return "event.answer.choice", nil
	case AskNumber:
		n, err := strconv.Atoi(text.Digits(v))
		if err != nil {
			return "event.answer.number", nil
		}
		*kept = strconv.Itoa(n)
	case AskDate:
		y, m, d, ok := wareki.ParseDay(v)
		if !ok {
			return "event.answer.date", nil
		}
		*kept = dayText(y, m, d)
	default:
		if text.Graphemes(v) > maxAnswer {
			return "event.error.too_long", []any{"max", strconv.Itoa(maxAnswer)}
		}
	}
	return "", nil
}

func dayText(y, m, d int) string {
	two := func(n int) string {
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
		return strconv.Itoa(n)
	}
	return strconv.Itoa(y) + "-" + two(m) + "-" + two(d)
}

// AnswerText is how an answer is shown: the labels of choices, dates as days.
func (q Question) AnswerText(values []string) []string {
	shown := make([]string, len(values))
	for i, v := range values {
		shown[i] = v
		for _, o := range q.Options {
			if o.Value == v {
				shown[i] = o.Label
			}
		}
	}
	return shown
}

var errAnswersClosed = apperr.New(apperr.Conflict, "event.error.answers_closed")

// takesChanges says that a person may still change what they answered: until
// the event begins.
func (e Event) takesChanges(now db.Instant) bool {
	return e.State == Published && (e.StartsAt == 0 || now < e.StartsAt)
}
