package programme_test

import (
	"errors"
	"slices"
	"testing"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/programme"
)

func newOrg(t *testing.T, s *programme.Service, slug string) programme.Org {
	t.Helper()
	o, err := s.CreateOrg(t.Context(), programme.Org{Slug: slug, Name: "あおもりサンプルNPO", NameEn: "Sample NPO", Accent: "#1f4e79"})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestOrganisations(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := &programme.Service{DB: d}
		o := newOrg(t, s, "sample")
		if o.Seed != "sample" {
			t.Errorf("the band grows from the slug, not from %q", o.Seed)
		}
		if got := must[programme.Org](t)(s.FindOrgBySlug(t.Context(), "sample")); got != o {
			t.Errorf("found %+v, made %+v", got, o)
		}
		_, err := s.CreateOrg(t.Context(), programme.Org{Slug: "sample", Name: "別の団体"})
		if apperr.CategoryOf(err) != apperr.Conflict {
			t.Errorf("a slug was given twice: %v", err)
		}
		if _, err := s.FindOrgBySlug(t.Context(), "nobody"); apperr.CategoryOf(err) != apperr.NotFound {
			t.Errorf("an unknown slug: %v", err)
		}
		if all := must[[]programme.Org](t)(s.ListOrgs(t.Context())); len(all) != 1 {
			t.Errorf("%d organisations", len(all))
		}
		o.Name, o.Slug = "あおもり見本NPO", "moved"
		if got := must[programme.Org](t)(s.UpdateOrg(t.Context(), o)); got.Name != o.Name || got.Slug != "sample" || got.Version != 2 {
			t.Errorf("the name changes and the address stays: %+v", got)
		}
	})
}

func TestTheLaterOfTwoEditsIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := &programme.Service{DB: d}
		org := newOrg(t, s, "sample").ID
		p := valid()
		p.OrgID = org
		p = must[programme.Programme](t)(s.CreateProgramme(t.Context(), p))
		v := must[programme.Venue](t)(s.SaveVenue(t.Context(), programme.Venue{OrgID: org, Name: "見本ホール六本木"}))
		c := must[programme.Partner](t)(s.SavePartner(t.Context(), programme.Partner{OrgID: org, Name: "見本水産"}))
		edits := map[string]func() error{
			"of an organisation": func() error {
				o, err := s.FindOrg(t.Context(), org)
				o.Version = 1
				return errors.Join(err, second(s.UpdateOrg(t.Context(), o)))
			},
			"of a programme": func() error { return second(s.UpdateProgramme(t.Context(), p)) },
			"of its goals": func() error {
				return second(s.SetGoals(t.Context(), org, p.ID, p.Version, nil))
			},
			"of a venue":   func() error { return second(s.SaveVenue(t.Context(), v)) },
			"of a partner": func() error { return second(s.SavePartner(t.Context(), c)) },
		}
		for _, name := range []string{"of an organisation", "of a programme", "of a venue", "of a partner"} {
			if err := edits[name](); err != nil {
				t.Fatalf("the first edit %s: %v", name, err)
			}
		}
		for name, edit := range edits {
			e, ok := apperr.As(edit())
			if !ok || e.Category != apperr.Conflict || !slices.Equal(e.Args, []any{"version", "2"}) {
				t.Errorf("the second edit %s: %+v", name, e)
			}
		}
	})
}

func TestNobodyTouchesTheThingsOfAnotherOrganisation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := &programme.Service{DB: d}
		ours, theirs := newOrg(t, s, "ours").ID, newOrg(t, s, "theirs").ID
		p := valid()
		p.OrgID = theirs
		p = must[programme.Programme](t)(s.CreateProgramme(t.Context(), p))
		v := must[programme.Venue](t)(s.SaveVenue(t.Context(), programme.Venue{OrgID: theirs, Name: "見本ホール"}))
		c := must[programme.Partner](t)(s.SavePartner(t.Context(), programme.Partner{OrgID: theirs, Name: "見本水産"}))
		p.OrgID, v.OrgID, c.OrgID = ours, ours, ours
		for name, err := range map[string]error{
			"reading a programme": second(s.FindProgramme(t.Context(), ours, p.ID)),
			"editing a programme": second(s.UpdateProgramme(t.Context(), p)),
			"setting its goals":   second(s.SetGoals(t.Context(), ours, p.ID, p.Version, nil)),
			"reading a venue":     second(s.FindVenue(t.Context(), ours, v.ID)),
			"editing a venue":     second(s.SaveVenue(t.Context(), v)),
			"editing a partner":   second(s.SavePartner(t.Context(), c)),
			"the year's current":  second(s.CurrentProgramme(t.Context(), ours, p.FY)),
		} {
			if apperr.CategoryOf(err) != apperr.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := len(must[[]programme.Venue](t)(s.ListVenues(t.Context(), ours))); n != 0 {
			t.Errorf("%d venues of theirs are listed", n)
		}
	})
}

func TestTheProgrammeOfAYear(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := &programme.Service{DB: d}
		org := newOrg(t, s, "sample").ID
		add := func(fy int, name string, state programme.State) string {
			p := valid()
			p.OrgID, p.FY, p.Name, p.State, p.ContractStart, p.ContractEnd = org, fy, name, state, "", ""
			return must[programme.Programme](t)(s.CreateProgramme(t.Context(), p)).ID
		}
		add(2023, "昨年度", programme.Closed)
		add(2024, "終わった業務", programme.Closed)
		add(2024, "これからの業務", programme.Planned)
		running := add(2024, "実施中の業務", programme.Active)
		if got := must[programme.Programme](t)(s.CurrentProgramme(t.Context(), org, 2024)); got.ID != running {
			t.Errorf("%s stands for the year", got.Name)
		}
		all := must[[]programme.Programme](t)(s.ListProgrammes(t.Context(), org))
		if len(all) != 4 || all[0].FY != 2024 || all[3].FY != 2023 {
			t.Errorf("the newest year leads: %+v", all)
		}
		p := valid()
		p.OrgID, p.Name = org, "実施中の業務"
		if _, err := s.CreateProgramme(t.Context(), p); apperr.CategoryOf(err) != apperr.Conflict {
			t.Errorf("two programmes of one name in a year: %v", err)
		}
	})
}

func TestGoalsAreReplacedAsAWhole(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := &programme.Service{DB: d}
		p := valid()
		p.OrgID = newOrg(t, s, "sample").ID
		p = must[programme.Programme](t)(s.CreateProgramme(t.Context(), p))
		first := must[[]programme.Goal](t)(s.SetGoals(t.Context(), p.OrgID, p.ID, 1, []programme.Goal{
			{Kind: programme.Applicants, Label: "首都圏イベントの申込者", Target: 80, Unit: "人", UnitEn: "people", Prefecture: "13"},
			{Kind: programme.Attendees, Label: "首都圏イベントの来場者", Target: 60, Unit: "人", Prefecture: "13"},
			{Kind: programme.Satisfaction, Label: "満足度", Target: 40, Decimals: 1},
		}))
		if got := must[[]programme.Goal](t)(s.ListGoals(t.Context(), p.OrgID, p.ID)); !slices.Equal(got, first) {
			t.Errorf("saved %+v, read %+v", first, got)
		}
		swapped := []programme.Goal{first[2], first[0]}
		must[[]programme.Goal](t)(s.SetGoals(t.Context(), p.OrgID, p.ID, 2, swapped))
		if got := must[[]programme.Goal](t)(s.ListGoals(t.Context(), p.OrgID, p.ID)); !slices.Equal(got, swapped) {
			t.Errorf("saved %+v, read %+v", swapped, got)
		}
		_, err := s.SetGoals(t.Context(), p.OrgID, p.ID, 3, []programme.Goal{{Kind: "dreams", Label: "夢", Target: -1}})
		if keyOf(err, "goals.0.kind") == "" || keyOf(err, "goals.0.target") == "" {
			t.Errorf("a goal without sense was taken: %v", err)
		}
	})
}

func TestVenuesAndPartnersAreListedInOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := &programme.Service{DB: d}
		org := newOrg(t, s, "sample").ID
		for _, v := range []programme.Venue{
			{Name: "う・閉じた会場", Retired: true}, {Name: "い・八戸例示ラボ"},
			{Name: "あ・上野みほん会館", Postcode: "〒000-0001", Prefecture: "13", Capacity: 40, MapURL: "https://map.example/ueno"},
		} {
			v.OrgID = org
			must[programme.Venue](t)(s.SaveVenue(t.Context(), v))
		}
		venues := must[[]programme.Venue](t)(s.ListVenues(t.Context(), org))
		if len(venues) != 3 || venues[0].Postcode != "0000001" || venues[0].Capacity != 40 || !venues[2].Retired {
			t.Errorf("%+v", venues)
		}
		for i, name := range []string{"三番", "一番", "二番"} {
			must[programme.Partner](t)(s.SavePartner(t.Context(), programme.Partner{OrgID: org, Name: name, Position: (i + 2) % 3}))
		}
		partners := must[[]programme.Partner](t)(s.ListPartners(t.Context(), org))
		if len(partners) != 3 || partners[0].Name != "一番" || partners[2].Name != "三番" {
			t.Errorf("%+v", partners)
		}
		_, err := s.SaveVenue(t.Context(), programme.Venue{OrgID: org, MapURL: "javascript:alert(1)", Prefecture: "48", Postcode: "12"})
		for _, field := range []string{"name", "map_url", "prefecture", "postcode"} {
			if keyOf(err, field) == "" {
				t.Errorf("%s was taken: %v", field, err)
			}
		}
	})
}

// second drops the value of a call and keeps its error.
func second[T any](_ T, err error) error { return err }
