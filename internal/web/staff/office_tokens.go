package staff

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

func (p *Pages) tokenList(w http.ResponseWriter, r *web.Request) error {
	all, err := p.Accounts.ListAPITokens(r.Context(), r.Actor, r.Org.ID)
	if err != nil {
		return err
	}
	g := ui.GridProps{
		Caption: r.P.T("staff.nav.tokens"),
		Columns: []ui.Column{
			{Label: r.P.T("staff.office.token_name"), Lead: true}, {Label: r.P.T("staff.office.scopes")}, {Label: r.P.T("staff.office.state")},
			{Label: r.P.T("staff.office.last_used")}, {Label: r.P.T("staff.office.acts"), Hidden: true},
		},
		Empty: ui.EmptyState(ui.EmptyProps{
			Kind: ui.Nothing, Seed: r.Org.Seed, Title: r.P.T("staff.office.no_tokens"), Text: r.P.T("staff.office.no_tokens_text"),
		}),
	}
	for _, t := range all {
		used := r.P.T("staff.office.never_used")
		if t.LastUsedAt != 0 {
			used = r.P.DateTime(t.LastUsedAt.Time())
		}
		state, act := ui.StatusProps{Tone: ui.Done, Label: r.P.T("staff.office.token_live")}, ui.To(path(r, "tokens", t.ID, "revoke"), r.P.T("staff.office.revoke"), "")
		if t.RevokedAt != 0 {
			state, act = ui.StatusProps{Tone: ui.Quiet, Label: r.P.T("staff.office.token_dead", "at", r.P.DateYear(t.RevokedAt.Time()))}, ui.Text("")
		}
		g.Rows = append(g.Rows, ui.Row{ID: t.ID, Name: t.Name, Quiet: t.RevokedAt != 0, Cells: []templ.Component{
			ui.Lines(t.Name, r.P.DateYear(t.CreatedAt.Time())), ui.Text(scopeWords(r, t.Scopes)), ui.Status(state), ui.Text(used), act,
		}})
	}
	return web.Render(w, r, http.StatusOK, settingsList(p.chrome(r), ui.HeadProps{
		Title: r.P.T("staff.nav.tokens"), Lead: r.P.T("staff.office.tokens_lead"),
	}, g, []ui.ButtonProps{{Label: r.P.T("staff.office.new_token"), Href: path(r, "tokens", "new"), Icon: "plus", Look: ui.Secondary}}))
}

func scopeWords(r *web.Request, scopes []account.Action) string {
	var words []string
	for _, s := range scopes {
		words = append(words, r.P.T("account.scope."+string(s)))
	}
	return strings.Join(words, r.P.T("staff.office.comma"))
}

func scopeOptions(r *web.Request) []ui.Option {
	var list []ui.Option
	for _, s := range account.Scopes {
		list = append(list, ui.Option{Value: string(s), Label: r.P.T("account.scope." + string(s)), Support: string(s)})
	}
	return list
}

func (p *Pages) askToken(w http.ResponseWriter, r *web.Request) error {
	return p.showToken(w, r, web.NewForm())
}

func (p *Pages) showToken(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	e := editor{
		Title: r.P.T("staff.office.new_token"), Lead: r.P.T("staff.office.new_token_lead"), Action: path(r, "tokens", "new"), Form: f,
		Back: ui.LinkProps{Label: r.P.T("staff.nav.tokens"), Href: path(r, "tokens")},
	}
	return web.Render(w, r, e.status(), tokenFormPage(p.chrome(r), r, e))
}

// secretCookie carries a new token to the one page that shows it. It is sealed,
// so that not even the browser's owner finds it there later.
const secretCookie = "token_made"

func (p *Pages) createToken(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	f.Label("name", r.P.T("staff.office.token_name")).Label("scopes", r.P.T("staff.office.scopes"))
	name := f.Required("name", 60)
	var allowed []string
	for _, s := range account.Scopes {
		allowed = append(allowed, string(s))
	}
	var scopes []account.Action
	for _, s := range f.Many("scopes", allowed...) {
		scopes = append(scopes, account.Action(s))
	}
	if len(scopes) == 0 {
		f.Add("scopes", "staff.office.scopes_required")
	}
	if f.OK() {
		secret, _, err := p.Accounts.CreateAPIToken(r.Context(), r.Actor, account.NewAPIToken{Org: r.Org.ID, Name: name, Scopes: scopes})
		if err == nil {
			r.Remember(secretCookie, secret, 2*time.Minute)
			return web.Redirect(w, r, path(r, "tokens", "made"))
		}
		if !took(f, err) {
			return err
		}
	}
	return p.showToken(w, r, f)
}

// tokenMade shows the secret once; whoever loads the page again finds nothing.
func (p *Pages) tokenMade(w http.ResponseWriter, r *web.Request) error {
	secret := r.Recall(secretCookie)
	if secret == "" {
		return web.Redirect(w, r, path(r, "tokens"))
	}
	r.Forget(secretCookie)
	r.NoStore()
	return web.Render(w, r, http.StatusOK, tokenMadePage(p.chrome(r), r, secret))
}

func (p *Pages) tokenOf(r *web.Request) (account.APIToken, error) {
	all, err := p.Accounts.ListAPITokens(r.Context(), r.Actor, r.Org.ID)
	if err != nil {
		return account.APIToken{}, err
	}
	i := slices.IndexFunc(all, func(t account.APIToken) bool { return t.ID == r.Path("token") })
	if i < 0 {
		return account.APIToken{}, web.ErrNotFound
	}
	return all[i], nil
}

func (p *Pages) askRevoke(w http.ResponseWriter, r *web.Request) error {
	t, err := p.tokenOf(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, confirmFrame(p.chrome(r), ui.ConfirmProps{
		Title: r.P.T("staff.office.revoke_title", "name", t.Name), Text: scopeWords(r, t.Scopes), Points: []string{r.P.T("staff.office.revoke_point")},
		Action: path(r, "tokens", t.ID, "revoke"), Button: r.P.T("staff.office.revoke"), Look: ui.Danger, Back: path(r, "tokens"),
	}))
}

func (p *Pages) revokeToken(w http.ResponseWriter, r *web.Request) error {
	if err := p.Accounts.RevokeAPIToken(r.Context(), r.Actor, r.Org.ID, r.Path("token")); err != nil {
		return err
	}
	r.Flash("staff.office.revoked")
	return web.Redirect(w, r, path(r, "tokens"))
}
