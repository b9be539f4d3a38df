package programme

import (
	"fmt"
	"slices"
	"strconv"

	"koryu/internal/kit/i18n"
)

// GoalKind says what a goal counts. Applicants and attendees are never added
// together, and staff and lecturers count as neither.
type GoalKind string

const (
	Applicants   GoalKind = "applicants"   // 申込者
	Attendees    GoalKind = "attendees"    // 来場者
	Events       GoalKind = "events"       // 開催回数
	Monitors     GoalKind = "monitors"     // テレワーク体験者
	Ties         GoalKind = "ties"         // 新規つながり
	Matches      GoalKind = "matches"      // 案件の成立
	Satisfaction GoalKind = "satisfaction" // 満足度
	Other        GoalKind = "other"        // counted by hand
)

// GoalKinds in the order of the form.
var GoalKinds = []GoalKind{Applicants, Attendees, Events, Monitors, Ties, Matches, Satisfaction, Other}

// Goal is a figure that the programme has to reach. Target is in units of
// 10^-Decimals, so that a mean of 4.0 is {Target: 40, Decimals: 1}. Unit is a
// counter such as 人, 回, 件. Prefecture (JIS X 0401, "02" or "13") narrows the
// goal to events held there; empty counts all.
type Goal struct {
	ID             string
	Kind           GoalKind
	Label, LabelEn string
	Target         int
	Decimals       int
	Unit, UnitEn   string
	Prefecture     string
}

// LabelIn is the label for a page in lang.
func (g Goal) LabelIn(lang i18n.Lang) string { return pick(lang, g.Label, g.LabelEn) }

// UnitIn is the unit for a page in lang.
func (g Goal) UnitIn(lang i18n.Lang) string { return pick(lang, g.Unit, g.UnitEn) }

// Percent is reached ÷ target in whole per cent, rounded down so that 100 means
// reached, and not capped. A target of 0 has no percentage: ok is false.
func (g Goal) Percent(reached int) (percent int, ok bool) {
	if g.Target <= 0 {
		return 0, false
	}
	return reached * 100 / g.Target, true
}

// Figure writes a count in the goal's decimals: 40 with one decimal is "4.0".
func (g Goal) Figure(n int) string {
	unit := 1
	for range g.Decimals {
		unit *= 10
	}
	if unit == 1 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%d.%0*d", n/unit, g.Decimals, n%unit)
}

const maxGoals = 30

// validateGoals names the fields of the n-th goal "goals.n.<field>", from 0.
func validateGoals(goals []Goal) error {
	var c check
	if len(goals) > maxGoals {
		c.fields.Add("goals", "programme.error.goals_many", "max", strconv.Itoa(maxGoals))
	}
	for i, g := range goals {
		at := "goals." + strconv.Itoa(i) + "."
		if !slices.Contains(GoalKinds, g.Kind) {
			c.fields.Add(at+"kind", "programme.error.goal_kind")
		}
		c.required(at+"label", g.Label, "programme.error.goal_label_required")
		c.atMost(at+"label", g.Label, maxName)
		c.atMost(at+"label_en", g.LabelEn, maxName)
		if g.Target < 0 || g.Target > 1_000_000_000 || g.Decimals < 0 || g.Decimals > 2 {
			c.fields.Add(at+"target", "programme.error.goal_target")
		}
		c.atMost(at+"unit", g.Unit, 10)
		c.atMost(at+"unit_en", g.UnitEn, 20)
		c.prefecture(at+"prefecture", g.Prefecture)
	}
	return c.fields.Err()
}

func (g *Goal) clean() { clean(&g.Label, &g.LabelEn, &g.Unit, &g.UnitEn, &g.Prefecture) }
