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

func (p *Pages) partnerList(w http.ResponseWriter, r *web.Request) error {
	all, err := p.Programmes.ListPartners(r.Context(), r.Org.ID)
	if err != nil {
		return err
	}
	g := ui.GridProps{
		Caption: r.P.T("staff.nav.partners"),
		Columns: []ui.Column{
			{Label: r.P.T("staff.programme.name"), Lead: true}, {Label: r.P.T("staff.programme.kind")}, {Label: r.P.T("staff.programme.url")},
			{Label: r.P.T("staff.programme.position"), Numeric: true}, {Label: r.P.T("staff.programme.state")},
		},
		Empty: ui.EmptyState(ui.EmptyProps{
			Kind: ui.Nothing, Seed: r.Org.Seed, Title: r.P.T("staff.programme.no_partners"), Text: r.P.T("staff.programme.no_partners_text"),
		}),
	}
	for _, v := range all {
		g.Rows = append(g.Rows, ui.Row{ID: v.ID, Name: v.NameIn(r.Lang), Quiet: v.Retired, Cells: []templ.Component{
			ui.To(path(r, "partners", v.ID), v.NameIn(r.Lang), ""), ui.Text(r.P.T("programme.partner_kind." + string(v.Kind))), ui.Text(v.URL),
			ui.Text(strconv.Itoa(v.Position)), ui.Status(usedStatus(r, v.Retired)),
		}})
	}
	return web.Render(w, r, http.StatusOK, settingsList(p.chrome(r), ui.HeadProps{
		Title: r.P.T("staff.nav.partners"), Lead: r.P.T("staff.programme.partners_lead"),
	}, g, []ui.ButtonProps{{Label: r.P.T("staff.programme.new_partner"), Href: path(r, "partners", "new"), Icon: "plus", Look: ui.Secondary}}))
}

var partnerFields = []string{"name", "name_en", "kind", "url", "position", "retired"}

func partnerValues(v programme.Partner) map[string]string {
	return map[string]string{
		"name": v.Name, "name_en": v.NameEn, "kind": string(v.Kind), "url": v.URL, "position": strconv.Itoa(v.Position), "retired": ticked(v.Retired),
	}
}

func readPartner(r *web.Request, f *web.Form) programme.Partner {
	f.Label("position", r.P.T("staff.programme.position"))
	v := programme.Partner{
		OrgID: r.Org.ID, Name: f.Value("name"), NameEn: f.Value("name_en"), URL: f.Value("url"),
		Kind: programme.PartnerKind(f.Value("kind")), Retired: f.Bool("retired"),
	}
	if n := f.Int("position", 0, 1000); n != nil {
		v.Position = *n
	}
	return v
}

func partnerEditor(r *web.Request, v programme.Partner, f *web.Form, stale *staleProps) editor {
	e := editor{
		Title: r.P.T("staff.programme.new_partner"), Action: path(r, "partners", "new"), Form: f, Stale: stale,
		Back: ui.LinkProps{Label: r.P.T("staff.nav.partners"), Href: path(r, "partners")},
	}
	if v.ID == "" {
		return e
	}
	e.Title, e.Action = v.NameIn(r.Lang), path(r, "partners", v.ID)
	return e.withVersion(v.Version)
}

func (p *Pages) showPartner(w http.ResponseWriter, r *web.Request, e editor) error {
	return web.Render(w, r, e.status(), partnerFormPage(p.chrome(r), r, e))
}

func (p *Pages) askPartner(w http.ResponseWriter, r *web.Request) error {
	return p.showPartner(w, r, partnerEditor(r, programme.Partner{}, web.NewForm().Set("kind", string(programme.Cooperator)), nil))
}

// partnerOf finds the partner of the path.
func (p *Pages) partnerOf(r *web.Request) (programme.Partner, error) {
	return programme.FindPartner(r.Context(), p.DB, r.Org.ID, r.Path("partner"))
}

func (p *Pages) editPartner(w http.ResponseWriter, r *web.Request) error {
	v, err := p.partnerOf(r)
	if err != nil {
		return err
	}
	return p.showPartner(w, r, partnerEditor(r, v, formOf(partnerValues(v)), nil))
}

func (p *Pages) addPartner(w http.ResponseWriter, r *web.Request) error {
	return p.putPartner(w, r, programme.Partner{})
}

func (p *Pages) savePartner(w http.ResponseWriter, r *web.Request) error {
	v, err := p.partnerOf(r)
	if err != nil {
		return err
	}
	return p.putPartner(w, r, v)
}

func (p *Pages) putPartner(w http.ResponseWriter, r *web.Request, before programme.Partner) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v := readPartner(r, f)
	if v.ID = before.ID; v.ID != "" {
		if v.Version, err = versionOf(f); err != nil {
			return err
		}
	}
	if f.OK() {
		err = p.DB.Tx(r.Context(), func(ctx context.Context, tx *db.Tx) error {
			saved, err := programme.SavePartner(ctx, tx, v)
			if err != nil {
				return err
			}
			return account.Record(ctx, tx, r.Audit("partner.save", "partner", saved.ID, "", nil))
		})
		switch {
		case err == nil:
			r.Flash("staff.programme.partner_saved")
			return web.Redirect(w, r, path(r, "partners"))
		case isStale(err):
			now, err := p.partnerOf(r)
			if err != nil {
				return err
			}
			return p.showPartner(w, r, partnerEditor(r, now, f, staleOf(r, "staff.programme.", partnerFields, partnerValues(now), f)))
		case !took(f, err):
			return err
		}
	}
	return p.showPartner(w, r, partnerEditor(r, before, f, nil))
}

func partnerKindOptions(r *web.Request) []ui.Option {
	var list []ui.Option
	for _, k := range programme.PartnerKinds {
		list = append(list, ui.Option{Value: string(k), Label: r.P.T("programme.partner_kind." + string(k))})
	}
	return list
}
