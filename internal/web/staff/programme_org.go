package staff

import (
	"context"
	"net/http"
	"strings"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/wareki"
	"koryu/internal/programme"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// yearFrom reads a fiscal year in either count: 2024, 令和6年度, R6. It is the
// year of its first of April.
func yearFrom(s string) (int, bool) {
	s = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(s), "度"), "年")
	for _, day := range []string{s + "年4月1日", s + ".4.1"} {
		if y, _, _, ok := wareki.ParseDay(day); ok {
			return y, true
		}
	}
	return 0, false
}

var orgFields = []string{"name", "name_en", "accent"}

func orgValues(o programme.Org) map[string]string {
	return map[string]string{"name": o.Name, "name_en": o.NameEn, "accent": o.Accent}
}

func orgEditor(r *web.Request, o programme.Org, f *web.Form, stale *staleProps) editor {
	return editor{
		Title: r.P.T("staff.programme.organisation"), Lead: r.P.T("staff.programme.organisation_lead"), Action: path(r, "organisation"), Form: f, Stale: stale,
		Back: ui.LinkProps{Label: r.P.T("staff.nav.programme"), Href: path(r, "programme")},
	}.withVersion(o.Version)
}

func (p *Pages) showOrg(w http.ResponseWriter, r *web.Request, e editor) error {
	return web.Render(w, r, e.status(), orgFormPage(p.chrome(r), r, e))
}

func (p *Pages) editOrg(w http.ResponseWriter, r *web.Request) error {
	o, err := p.Programmes.FindOrg(r.Context(), r.Org.ID)
	if err != nil {
		return err
	}
	return p.showOrg(w, r, orgEditor(r, o, formOf(orgValues(o)), nil))
}

// saveOrg refuses a colour that cannot be read before anything is drawn in it.
func (p *Pages) saveOrg(w http.ResponseWriter, r *web.Request) error {
	before, err := p.Programmes.FindOrg(r.Context(), r.Org.ID)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	o := before
	o.Name, o.NameEn, o.Accent = f.Value("name"), f.Value("name_en"), f.Value("accent")
	if o.Version, err = versionOf(f); err != nil {
		return err
	}
	if o.Accent != "" {
		if _, err := ui.Accent(o.Accent); err != nil {
			if e, ok := apperr.As(err); ok {
				f.Add("accent", e.Key, e.Args...)
			}
		}
	}
	if f.OK() {
		err = p.DB.Tx(r.Context(), func(ctx context.Context, tx *db.Tx) error {
			if _, err := programme.UpdateOrg(ctx, tx, o); err != nil {
				return err
			}
			return account.Record(ctx, tx, r.Audit("organisation.update", "organisation", o.ID, "", nil))
		})
		switch {
		case err == nil:
			r.Flash("staff.programme.organisation_saved")
			return web.Redirect(w, r, path(r, "organisation"))
		case isStale(err):
			now, err := p.Programmes.FindOrg(r.Context(), r.Org.ID)
			if err != nil {
				return err
			}
			return p.showOrg(w, r, orgEditor(r, now, f, staleOf(r, "staff.programme.", orgFields, orgValues(now), f)))
		case !took(f, err):
			return err
		}
	}
	return p.showOrg(w, r, orgEditor(r, before, f, nil))
}
