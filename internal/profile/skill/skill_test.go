package skill_test

import (
	"slices"
	"strings"
	"testing"

	"koryu/internal/profile/skill"
)

func TestTheStandardIsComplete(t *testing.T) {
	roles := 0
	for _, typ := range skill.Types {
		roles += len(typ.Roles)
		for _, r := range typ.Roles {
			if r.Ja == "" || r.En == "" || len(r.Skills) == 0 {
				t.Errorf("%+v", r)
			}
			for _, c := range r.Skills {
				if _, ok := skill.Find(c); !ok {
					t.Errorf("%s leans on %s, which does not exist", r.En, c)
				}
			}
		}
	}
	all := skill.All()
	if len(skill.Types) != 5 || roles != 15 || len(all) != 49 || len(skill.Categories) != 5 {
		t.Errorf("%d types, %d roles, %d skills, %d categories", len(skill.Types), roles, len(all), len(skill.Categories))
	}
	names := map[string]bool{}
	for i, s := range all {
		if string(s.Code) != string([]byte{byte('0' + (i+1)/10), byte('0' + (i+1)%10)}) {
			t.Errorf("skill %d has code %s", i+1, s.Code)
		}
		if s.Ja == "" || s.En == "" || names[s.Ja] || names[s.En] {
			t.Errorf("names of %s", s.Code)
		}
		names[s.Ja], names[s.En] = true, true
	}
	if _, ok := skill.Find("50"); ok {
		t.Error("there is no skill 50")
	}
}

func TestEverySkillCanBeAskedForInEverydayWords(t *testing.T) {
	asked := map[skill.Code]bool{}
	for _, w := range skill.Everyday {
		if w.Ja == "" || w.En == "" || len(w.Signs) == 0 || len(w.Skills) == 0 {
			t.Errorf("%+v", w)
		}
		for _, c := range w.Skills {
			if _, ok := skill.Find(c); !ok {
				t.Errorf("%s leads to %s, which does not exist", w.En, c)
			}
			asked[c] = true
		}
	}
	for _, s := range skill.All() {
		if !asked[s.Code] {
			t.Errorf("no everyday word leads to %s %s", s.Code, s.Ja)
		}
	}
}

func TestSearch(t *testing.T) {
	for query, want := range map[string]skill.Code{
		"Excelを直してほしい": "18",
		"うちのexcelが重い":  "18",
		"ネットショップ":      "11",
		"online shop":  "11",
		"データエンジニア":     "24",
		"マーケ":          "11",
		"leadership":   "44",
		"WEBアプリ":       "29",
	} {
		if got := skill.Search(query, strings.ToLower); !slices.Contains(got, want) || !slices.IsSorted(got) {
			t.Errorf("%q finds %v, want %s among them", query, got, want)
		}
	}
	for _, query := range []string{"", "zzzz", "retail"} {
		if got := skill.Search(query, strings.ToLower); len(got) != 0 {
			t.Errorf("%q finds %v", query, got)
		}
	}
}
