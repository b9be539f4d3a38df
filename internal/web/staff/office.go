package staff

import (
	"net/http"

	"github.com/a-h/templ"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

func (p *Pages) officeRoutes() []web.Route {
	return []web.Route{
		get("/members", account.MemberView, p.memberList),
		get("/members/invite", account.MemberManage, p.askInvite),
		post("/members/invite", account.MemberManage, p.invite),
		get("/members/{member}", account.MemberManage, p.askRole),
		post("/members/{member}", account.MemberManage, p.changeRole),
		get("/members/{member}/remove", account.MemberManage, p.askRemoveMember),
		post("/members/{member}/remove", account.MemberManage, p.removeMember),

		get("/tokens", account.APITokenManage, p.tokenList),
		get("/tokens/new", account.APITokenManage, p.askToken),
		post("/tokens/new", account.APITokenManage, p.createToken),
		get("/tokens/made", account.APITokenManage, p.tokenMade),
		get("/tokens/{token}/revoke", account.APITokenManage, p.askRevoke),
		post("/tokens/{token}/revoke", account.APITokenManage, p.revokeToken),

		get("/jobs", account.JobsView, p.jobList),
		post("/jobs/retry", account.JobsRetry, p.retryJobs),
		post("/jobs/discard", account.JobsRetry, p.discardJobs),

		get("/audit", account.AuditView, p.auditList),
		get("/audit/check", account.AuditView, p.auditCheck),
	}
}

func (p *Pages) memberList(w http.ResponseWriter, r *web.Request) error {
	all, err := p.Accounts.ListMembers(r.Context(), r.Actor, r.Org.ID)
	if err != nil {
		return err
	}
	manage := r.Can(account.MemberManage)
	g := ui.GridProps{
		Caption: r.P.T("staff.nav.members"),
		Columns: []ui.Column{
			{Label: r.P.T("staff.office.who"), Lead: true}, {Label: r.P.T("staff.office.role")}, {Label: r.P.T("staff.office.state")}, {Label: r.P.T("staff.office.seen")},
		},
	}
	if manage {
		g.Columns = append(g.Columns, ui.Column{Label: r.P.T("staff.office.acts"), Hidden: true})
	}
	for _, m := range all {
		state := ui.StatusProps{Tone: ui.Done, Label: r.P.T("staff.office.joined", "at", r.P.DateYear(m.JoinedAt.Time()))}
		if m.JoinedAt == 0 {
			state = ui.StatusProps{Tone: ui.Due, Label: r.P.T("staff.office.invited", "at", r.P.DateYear(m.InvitedAt.Time()))}
		}
		seen := "–"
		if m.SeenAt != 0 {
			seen = r.P.DateTime(m.SeenAt.Time())
		}
		row := ui.Row{ID: m.IdentityID, Name: memberName(m), Cells: []templ.Component{
			ui.Lines(memberName(m), mailUnder(m)), ui.Text(r.P.T(m.Role.Key())), ui.Status(state), ui.Text(seen),
		}}
		if manage {
			row.Cells = append(row.Cells, ui.To(path(r, "members", m.IdentityID), r.P.T("staff.office.change_role"), ""))
		}
		g.Rows = append(g.Rows, row)
	}
	var acts []ui.ButtonProps
	if manage {
		acts = append(acts, ui.ButtonProps{Label: r.P.T("staff.office.invite"), Href: path(r, "members", "invite"), Icon: "plus", Look: ui.Secondary})
	}
	return web.Render(w, r, http.StatusOK, settingsList(p.chrome(r), ui.HeadProps{
		Title: r.P.T("staff.nav.members"), Lead: r.P.T("staff.office.members_lead"),
	}, g, acts))
}

func memberName(m account.Member) string {
	if m.Name != "" {
		return m.Name
	}
	return m.Email
}

func mailUnder(m account.Member) string {
	if m.Name == "" {
		return ""
	}
	return m.Email
}

func roleOptions(r *web.Request) []ui.Option {
	var list []ui.Option
	for _, role := range account.MemberRoles {
		list = append(list, ui.Option{Value: string(role), Label: r.P.T(role.Key()), Support: r.P.T("account.role_about." + string(role))})
	}
	return list
}

func (p *Pages) askInvite(w http.ResponseWriter, r *web.Request) error {
	return p.showInvite(w, r, web.NewForm().Set("role", string(account.Organiser)))
}

func (p *Pages) showInvite(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	e := editor{
		Title: r.P.T("staff.office.invite"), Lead: r.P.T("staff.office.invite_lead"), Action: path(r, "members", "invite"), Form: f,
		Back: ui.LinkProps{Label: r.P.T("staff.nav.members"), Href: path(r, "members")},
	}
	return web.Render(w, r, e.status(), invitePage(p.chrome(r), r, e))
}

func (p *Pages) invite(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	f.Label("email", r.P.T("staff.office.email")).Label("role", r.P.T("staff.office.role")).Label("name", r.P.T("staff.office.name"))
	email, name := f.RequiredEmail("email"), f.Text("name", 100)
	role := account.Role(f.RequiredChoice("role", memberRoles()...))
	if f.OK() {
		_, err = p.Accounts.Invite(r.Context(), r.Actor, account.Invitation{
			Org: r.Org.ID, OrgName: r.Org.NameIn(r.Lang), Email: email, Name: name, Role: role, Lang: r.Lang,
		})
		if err == nil {
			r.Flash("staff.office.invite_sent", "email", email)
			return web.Redirect(w, r, path(r, "members"))
		}
		if !took(f, err) {
			return err
		}
	}
	return p.showInvite(w, r, f)
}

func memberRoles() []string {
	var list []string
	for _, role := range account.MemberRoles {
		list = append(list, string(role))
	}
	return list
}

// memberOf finds the member of the path, and tells whether they are the last
// owner who ever signed in.
func (p *Pages) memberOf(r *web.Request) (found account.Member, last bool, err error) {
	all, err := p.Accounts.ListMembers(r.Context(), r.Actor, r.Org.ID)
	if err != nil {
		return found, false, err
	}
	owners := 0
	for _, m := range all {
		if m.Role == account.Owner && m.JoinedAt != 0 {
			owners++
		}
		if m.IdentityID == r.Path("member") {
			found = m
		}
	}
	if found.IdentityID == "" {
		return found, false, web.ErrNotFound
	}
	return found, owners == 1 && found.Role == account.Owner && found.JoinedAt != 0, nil
}

type roleModel struct {
	editor
	Last   bool
	Remove string
}

func (p *Pages) askRole(w http.ResponseWriter, r *web.Request) error {
	m, last, err := p.memberOf(r)
	if err != nil {
		return err
	}
	return p.showRole(w, r, m, last, web.NewForm().Set("role", string(m.Role)))
}

func (p *Pages) showRole(w http.ResponseWriter, r *web.Request, m account.Member, last bool, f *web.Form) error {
	page := roleModel{Last: last, editor: editor{
		Title: r.P.T("staff.office.role_of", "name", memberName(m)), Lead: r.P.T("staff.office.role_lead"), Action: path(r, "members", m.IdentityID), Form: f,
		Back: ui.LinkProps{Label: r.P.T("staff.nav.members"), Href: path(r, "members")},
	}}
	if !last {
		page.Remove = path(r, "members", m.IdentityID, "remove")
	}
	return web.Render(w, r, page.status(), rolePage(p.chrome(r), r, page))
}

func (p *Pages) changeRole(w http.ResponseWriter, r *web.Request) error {
	m, last, err := p.memberOf(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	f.Label("role", r.P.T("staff.office.role"))
	role := account.Role(f.RequiredChoice("role", memberRoles()...))
	if f.OK() {
		err = p.Accounts.ChangeRole(r.Context(), r.Actor, r.Org.ID, m.IdentityID, role)
		if err == nil {
			r.Flash("staff.office.role_changed", "name", memberName(m), "role", r.P.T(role.Key()))
			return web.Redirect(w, r, path(r, "members"))
		}
		if e, ok := apperr.As(err); ok && e.Category == apperr.Conflict {
			f.Add("role", e.Key, e.Args...) // the last owner stays one
		} else if !f.Take(err) {
			return err
		}
	}
	return p.showRole(w, r, m, last, f)
}

func (p *Pages) askRemoveMember(w http.ResponseWriter, r *web.Request) error {
	m, last, err := p.memberOf(r)
	if err != nil {
		return err
	}
	if last {
		return web.Redirect(w, r, path(r, "members", m.IdentityID)) // it says why not
	}
	return web.Render(w, r, http.StatusOK, confirmFrame(p.chrome(r), ui.ConfirmProps{
		Title: r.P.T("staff.office.remove_title", "name", memberName(m)), Text: m.Email,
		Points: []string{r.P.T("staff.office.remove_point_now"), r.P.T("staff.office.remove_point_stays")},
		Action: path(r, "members", m.IdentityID, "remove"), Button: r.P.T("staff.office.remove"), Look: ui.Danger, Back: path(r, "members", m.IdentityID),
	}))
}

func (p *Pages) removeMember(w http.ResponseWriter, r *web.Request) error {
	m, _, err := p.memberOf(r)
	if err != nil {
		return err
	}
	if err := p.Accounts.RemoveMember(r.Context(), r.Actor, r.Org.ID, m.IdentityID); err != nil {
		return err
	}
	r.Flash("staff.office.removed", "name", memberName(m))
	return web.Redirect(w, r, path(r, "members"))
}
