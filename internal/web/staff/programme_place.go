package staff

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/kit/db"
	"koryu/internal/programme"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

func (p *Pages) venueList(w http.ResponseWriter, r *web.Request) error {
	all, err := p.Programmes.ListVenues(r.Context(), r.Org.ID)
	if err != nil {
		return err
	}
	g := ui.GridProps{
		Caption: r.P.T("staff.nav.venues"),
		Columns: []ui.Column{
			{Label: r.P.T("staff.programme.name"), Lead: true}, {Label: r.P.T("staff.programme.area")}, {Label: r.P.T("staff.programme.address")},
			{Label: r.P.T("staff.programme.capacity"), Numeric: true}, {Label: r.P.T("staff.programme.state")},
		},
		Empty: ui.EmptyState(ui.EmptyProps{
			Kind: ui.Nothing, Seed: r.Org.Seed, Title: r.P.T("staff.programme.no_venues"), Text: r.P.T("staff.programme.no_venues_text"),
		}),
	}
	for _, v := range all {
		capacity := "–"
		if v.Capacity > 0 {
			capacity = r.P.Number(v.Capacity)
		}
		g.Rows = append(g.Rows, ui.Row{ID: v.ID, Name: v.NameIn(r.Lang), Quiet: v.Retired, Cells: []templ.Component{
			ui.To(path(r, "venues", v.ID), v.NameIn(r.Lang), ""), ui.Text(v.AreaIn(r.Lang)), ui.Text(v.AddressIn(r.Lang)), ui.Text(capacity), ui.Status(usedStatus(r, v.Retired)),
		}})
	}
	return web.Render(w, r, http.StatusOK, settingsList(p.chrome(r), ui.HeadProps{
		Title: r.P.T("staff.nav.venues"), Lead: r.P.T("staff.programme.venues_lead"),
	}, g, []ui.ButtonProps{{Label: r.P.T("staff.programme.new_venue"), Href: path(r, "venues", "new"), Icon: "plus", Look: ui.Secondary}}))
}

func usedStatus(r *web.Request, retired bool) ui.StatusProps {
	if retired {
		return ui.StatusProps{Tone: ui.Quiet, Label: r.P.T("staff.programme.retired")}
	}
	return ui.StatusProps{Tone: ui.Done, Label: r.P.T("staff.programme.in_use")}
}

var venueFields = []string{
	"name", "name_en", "postcode", "prefecture", "area", "area_en", "address", "address_en", "capacity", "map_url", "note", "note_en", "retired",
}

func venueValues(v programme.Venue) map[string]string {
	capacity := ""
	if v.Capacity > 0 {
		capacity = strconv.Itoa(v.Capacity)
	}
	return map[string]string{
		"name": v.Name, "name_en": v.NameEn, "postcode": v.Postcode, "prefecture": v.Prefecture, "area": v.Area, "area_en": v.AreaEn,
		"address": v.Address, "address_en": v.AddressEn, "capacity": capacity, "map_url": v.MapURL, "note": v.Note, "note_en": v.NoteEn,
		"retired": ticked(v.Retired),
	}
}

func ticked(yes bool) string {
	if yes {
		return "1"
	}
	return ""
}

func readVenue(r *web.Request, f *web.Form) programme.Venue {
	f.Label("capacity", r.P.T("staff.programme.capacity"))
	v := programme.Venue{
		OrgID: r.Org.ID, Name: f.Value("name"), NameEn: f.Value("name_en"), Postcode: f.Value("postcode"), Prefecture: f.Value("prefecture"),
		Area: f.Value("area"), AreaEn: f.Value("area_en"), Address: f.Value("address"), AddressEn: f.Value("address_en"),
		MapURL: f.Value("map_url"), Note: f.Value("note"), NoteEn: f.Value("note_en"), Retired: f.Bool("retired"),
	}
	if n := f.Int("capacity", 0, 100_000); n != nil {
		v.Capacity = *n
	}
	return v
}

func venueEditor(r *web.Request, v programme.Venue, f *web.Form, stale *staleProps) editor {
	e := editor{
		Title: r.P.T("staff.programme.new_venue"), Action: path(r, "venues", "new"), Form: f, Stale: stale,
		Back: ui.LinkProps{Label: r.P.T("staff.nav.venues"), Href: path(r, "venues")},
	}
	if v.ID == "" {
		return e
	}
	e.Title, e.Action = v.NameIn(r.Lang), path(r, "venues", v.ID)
	return e.withVersion(v.Version)
}

func (p *Pages) showVenue(w http.ResponseWriter, r *web.Request, e editor) error {
	return web.Render(w, r, e.status(), venueFormPage(p.chrome(r), r, e))
}

func (p *Pages) askVenue(w http.ResponseWriter, r *web.Request) error {
	return p.showVenue(w, r, venueEditor(r, programme.Venue{}, web.NewForm(), nil))
}

func (p *Pages) editVenue(w http.ResponseWriter, r *web.Request) error {
	v, err := p.Programmes.FindVenue(r.Context(), r.Org.ID, r.Path("venue"))
	if err != nil {
		return err
	}
	return p.showVenue(w, r, venueEditor(r, v, formOf(venueValues(v)), nil))
}

func (p *Pages) addVenue(w http.ResponseWriter, r *web.Request) error {
	return p.putVenue(w, r, programme.Venue{})
}

func (p *Pages) saveVenue(w http.ResponseWriter, r *web.Request) error {
	v, err := p.Programmes.FindVenue(r.Context(), r.Org.ID, r.Path("venue"))
	if err != nil {
		return err
	}
	return p.putVenue(w, r, v)
}

func (p *Pages) putVenue(w http.ResponseWriter, r *web.Request, before programme.Venue) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v := readVenue(r, f)
	if v.ID = before.ID; v.ID != "" {
		if v.Version, err = versionOf(f); err != nil {
			return err
		}
	}
	if f.OK() {
		err = p.DB.Tx(r.Context(), func(ctx context.Context, tx *db.Tx) error {
			saved, err := programme.SaveVenue(ctx, tx, v)
			if err != nil {
				return err
			}
			return account.Record(ctx, tx, r.Audit("venue.save", "venue", saved.ID, "", nil))
		})
		switch {
		case err == nil:
			r.Flash("staff.programme.venue_saved")
			return web.Redirect(w, r, path(r, "venues"))
		case isStale(err):
			now, err := p.Programmes.FindVenue(r.Context(), r.Org.ID, v.ID)
			if err != nil {
				return err
			}
			return p.showVenue(w, r, venueEditor(r, now, f, staleOf(r, "staff.programme.", venueFields, venueValues(now), f)))
		case !took(f, err):
			return err
		}
	}
	return p.showVenue(w, r, venueEditor(r, before, f, nil))
}
