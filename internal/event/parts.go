package event

import (
	"context"
	"strconv"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
)

// SetQuestions replaces the organiser's questions. One that was put to people
// and is left out is kept as retired, so that answers keep their question.
func (s *Service) SetQuestions(ctx context.Context, actor account.Actor, org, id string, questions []Question) (Event, error) {
	return s.edit(ctx, org, id, func(ctx context.Context, tx *db.Tx, e *Event) error {
		known := map[string]bool{}
		for _, q := range e.Questions {
			known[q.ID] = true
		}
		asked := make([]Question, len(questions))
		for i, q := range questions {
			q.clean()
			if !known[q.ID] {
				q.ID = tx.NewID()
			}
			q.Position, q.Retired = i, false
			asked[i] = q
		}
		if err := validateQuestions(asked); err != nil {
			return err
		}
		asked = append(asked, retired(*e, asked)...)
		if err := deleteQuestions(ctx, tx, org, id); err != nil {
			return err
		}
		if err := insertQuestions(ctx, tx, org, id, asked); err != nil {
			return err
		}
		return save(ctx, tx, e, entry(org, actor, actQuestions, "event", id, "", nil))
	})
}

// retired are the questions of a once published event that are not asked any more.
func retired(e Event, asked []Question) []Question {
	if e.PublishedAt == 0 {
		return nil
	}
	still := map[string]bool{}
	for _, q := range asked {
		still[q.ID] = true
	}
	var left []Question
	for _, q := range e.Questions {
		if !still[q.ID] {
			q.Retired = true
			left = append(left, q)
		}
	}
	return left
}

func (q *Question) clean() {
	for _, s := range []*string{&q.Label, &q.LabelEn, &q.Why, &q.WhyEn} {
		*s = text.Clean(*s)
	}
	if q.Kind == "" {
		q.Kind = AskText
	}
	var options []Option
	for _, o := range q.Options {
		o.Label, o.LabelEn = text.Clean(o.Label), text.Clean(o.LabelEn)
		if o.Value = text.Clean(o.Value); o.Value == "" {
			o.Value = o.Label
		}
		if o.Label != "" {
			options = append(options, o)
		}
	}
	if q.Options = options; q.Kind != AskChoice && q.Kind != AskMany {
		q.Options = nil
	}
}

// validateQuestions names the fields questions.<n>.<field>. A question without
// its reason is refused: what cannot be explained is not asked.
func validateQuestions(questions []Question) error {
	var c check
	if len(questions) > maxAsked {
		c.fields.Add("questions", "event.error.too_many", "max", strconv.Itoa(maxAsked))
	}
	for i, q := range questions {
		at := "questions." + strconv.Itoa(i) + "."
		c.required(at+"label", q.Label, "event.error.question_label")
		c.required(at+"why", q.Why, "event.error.question_why")
		for field, value := range map[string]string{"label": q.Label, "label_en": q.LabelEn, "why": q.Why, "why_en": q.WhyEn} {
			c.atMost(at+field, value, maxSummary)
		}
		switch q.Kind {
		case AskText, AskNumber, AskDate:
		case AskChoice, AskMany:
			if len(q.Options) < 2 || len(q.Options) > maxOptions {
				c.fields.Add(at+"options", "event.error.question_options", "max", strconv.Itoa(maxOptions))
			}
		default:
			c.fields.Add(at+"kind", "event.error.choice")
		}
	}
	return c.fields.Err()
}

// SetSpeakers replaces the speakers of an event.
func (s *Service) SetSpeakers(ctx context.Context, actor account.Actor, org, id string, speakers []Speaker) (Event, error) {
	return s.edit(ctx, org, id, func(ctx context.Context, tx *db.Tx, e *Event) error {
		var c check
		if len(speakers) > maxPeople {
			c.fields.Add("speakers", "event.error.too_many", "max", strconv.Itoa(maxPeople))
		}
		list := make([]Speaker, len(speakers))
		for i, sp := range speakers {
			for _, t := range []*string{&sp.Name, &sp.NameEn, &sp.Title, &sp.TitleEn, &sp.Bio, &sp.BioEn, &sp.URL} {
				*t = text.Clean(*t)
			}
			at := "speakers." + strconv.Itoa(i) + "."
			c.required(at+"name", sp.Name, "event.error.speaker_name")
			c.atMost(at+"name", sp.Name, maxLine)
			c.atMost(at+"title", sp.Title, maxLine)
			c.atMost(at+"bio", sp.Bio, maxText)
			c.link(at+"url", sp.URL)
			sp.ID, sp.Position = tx.NewID(), i
			list[i] = sp
		}
		if err := c.fields.Err(); err != nil {
			return err
		}
		if err := replaceSpeakers(ctx, tx, org, id, list); err != nil {
			return err
		}
		return save(ctx, tx, e, entry(org, actor, actSpeakers, "event", id, "", nil))
	})
}

// SetAgenda replaces the timetable of an event.
func (s *Service) SetAgenda(ctx context.Context, actor account.Actor, org, id string, agenda []AgendaItem) (Event, error) {
	return s.edit(ctx, org, id, func(ctx context.Context, tx *db.Tx, e *Event) error {
		var c check
		if len(agenda) > maxPeople {
			c.fields.Add("agenda", "event.error.too_many", "max", strconv.Itoa(maxPeople))
		}
		list := make([]AgendaItem, len(agenda))
		for i, a := range agenda {
			for _, t := range []*string{&a.Label, &a.LabelEn, &a.Note, &a.NoteEn} {
				*t = text.Clean(*t)
			}
			at := "agenda." + strconv.Itoa(i) + "."
			c.required(at+"label", a.Label, "event.error.agenda_label")
			c.atMost(at+"label", a.Label, maxLine)
			c.atMost(at+"note", a.Note, maxSummary)
			if a.Offset < -24*60 || a.Offset > 14*24*60 {
				c.fields.Add(at+"time", "event.error.agenda_time")
			}
			a.ID, a.Position = tx.NewID(), i
			list[i] = a
		}
		if err := c.fields.Err(); err != nil {
			return err
		}
		if err := replaceAgenda(ctx, tx, org, id, list); err != nil {
			return err
		}
		return save(ctx, tx, e, entry(org, actor, actAgenda, "event", id, "", nil))
	})
}
