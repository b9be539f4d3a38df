package programme_test

import (
	"strings"
	"testing"

	"koryu/internal/kit/i18n"
	"koryu/internal/programme"
)

func valid() programme.Programme {
	return programme.Programme{FY: 2024, Name: "令和6年度UIJターンデジタル人財交流促進業務", State: programme.Active,
		ContractStart: "2024-06-03", ContractEnd: "2025-03-14"}
}

func TestAProgrammeIsRefusedWhen(t *testing.T) {
	for name, c := range map[string]struct {
		change      func(*programme.Programme)
		field, want string
	}{
		"it has no name":           {func(p *programme.Programme) { p.Name = "" }, "name", "programme.error.name_required"},
		"its year is 令和6":          {func(p *programme.Programme) { p.FY = 6 }, "fy", "programme.error.fy"},
		"the contract ends early":  {func(p *programme.Programme) { p.ContractEnd = "2024-06-02" }, "contract_end", "programme.error.contract_order"},
		"a day is not in any year": {func(p *programme.Programme) { p.ContractStart = "2024-02-30" }, "contract_start", "programme.error.day"},
		"the hashtag has a space":  {func(p *programme.Programme) { p.Hashtag = "交流 しようぜ" }, "hashtag", "programme.error.hashtag"},
		"its state is unknown":     {func(p *programme.Programme) { p.State = "paused" }, "state", "programme.error.state"},
		"its summary never ends":   {func(p *programme.Programme) { p.Summary = strings.Repeat("雪", 4001) }, "summary", "programme.error.too_long"},
	} {
		t.Run(name, func(t *testing.T) {
			p := valid()
			if err := p.Validate(); err != nil {
				t.Fatalf("the programme was fine before: %v", err)
			}
			c.change(&p)
			if got := keyOf(p.Validate(), c.field); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestAContractOfOneDayIsFine(t *testing.T) {
	p := valid()
	p.ContractEnd = p.ContractStart
	if err := p.Validate(); err != nil {
		t.Error(err)
	}
}

func TestAYearIsNamedInBothCounts(t *testing.T) {
	for name, c := range map[string]struct {
		lang i18n.Lang
		fy   int
		want string
	}{
		"in Japanese":                {i18n.Ja, 2024, "令和6年度（2024年度）"},
		"in English":                 {i18n.En, 2024, "FY2024 (令和6年度)"},
		"the first year of an era":   {i18n.Ja, 2019, "令和元年度（2019年度）"},
		"the year before it":         {i18n.Ja, 2018, "平成30年度（2018年度）"},
		"the year of the next month": {i18n.Ja, 2025, "令和7年度（2025年度）"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := programme.YearName(c.lang, c.fy); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestEnglishPagesFallBackToJapanese(t *testing.T) {
	p := valid()
	if got := p.NameIn(i18n.En); got != p.Name {
		t.Errorf("without an English name: %s", got)
	}
	p.NameEn = "Digital exchange 2024"
	if got := p.NameIn(i18n.En); got != p.NameEn {
		t.Errorf("with an English name: %s", got)
	}
	if got := p.NameIn(i18n.Ja); got != p.Name {
		t.Errorf("in Japanese: %s", got)
	}
}

func TestGoalFigures(t *testing.T) {
	attendees := programme.Goal{Target: 60}
	satisfaction := programme.Goal{Target: 40, Decimals: 1}
	for name, c := range map[string]struct {
		goal    programme.Goal
		reached int
		percent int
		figure  string
	}{
		"nothing reached":          {attendees, 0, 0, "0"},
		"nearly there is not 100":  {attendees, 59, 98, "59"},
		"exactly there":            {attendees, 60, 100, "60"},
		"beyond is not capped":     {attendees, 90, 150, "90"},
		"a mean keeps its decimal": {satisfaction, 40, 100, "4.0"},
		"a mean below one":         {satisfaction, 7, 17, "0.7"},
	} {
		t.Run(name, func(t *testing.T) {
			percent, ok := c.goal.Percent(c.reached)
			if !ok || percent != c.percent {
				t.Errorf("%d %%, want %d", percent, c.percent)
			}
			if got := c.goal.Figure(c.reached); got != c.figure {
				t.Errorf("%s, want %s", got, c.figure)
			}
		})
	}
	if _, ok := (programme.Goal{}).Percent(3); ok {
		t.Error("a target of 0 has no percentage")
	}
}
