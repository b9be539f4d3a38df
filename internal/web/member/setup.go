package member

import (
	"context"
	"crypto/subtle"
	"net/http"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/programme"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// setupPage creates the first organisation of an installation.
type setupPage struct {
	Form   *web.Form
	AskKey bool
	Host   string // before the slug, so that the address is seen whole
}

// setup shows the empty form; the link in the start-up message carries the key.
func (s Services) setup(w http.ResponseWriter, r *web.Request) error {
	f := web.NewForm().Set("setup_key", r.Query("key"))
	return s.showSetup(w, r, http.StatusOK, f)
}

func (s Services) showSetup(w http.ResponseWriter, r *web.Request, status int, f *web.Form) error {
	page := setupPage{Form: f, AskKey: s.SetupKey != "", Host: r.Absolute("/o/")}
	return web.Render(w, r, status, showSetup(r.Chrome(), page))
}

// found creates organisation and owner in one commit and signs the owner in:
// mail may not work yet.
func (s Services) found(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	f.Label("name", r.P.T("member.setup.name")).Label("owner_name", r.P.T("member.setup.owner_name")).
		Label("email", r.P.T("member.setup.email")).Label("slug", r.P.T("member.setup.slug"))
	org := programme.Org{
		Name: f.Required("name", 120), NameEn: f.Text("name_en", 120), Slug: f.Required("slug", 40),
	}
	name, email := f.Required("owner_name", 80), f.RequiredEmail("email")
	if subtle.ConstantTimeCompare([]byte(f.Value("setup_key")), []byte(s.SetupKey)) != 1 {
		f.Add("setup_key", "member.setup.key_wrong")
	}
	if !f.OK() {
		return s.showSetup(w, r, http.StatusUnprocessableEntity, f)
	}
	in, err := s.foundOrg(r, org, name, email)
	if e, ok := apperr.As(err); ok && e.Field != "" {
		f.Errs = append(f.Errs, e)
		return s.showSetup(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	r.SignIn(in.Token)
	r.FlashTone(ui.Done, "member.setup.done", "name", org.Name)
	return web.Redirect(w, r, "/welcome")
}

func (s Services) foundOrg(r *web.Request, org programme.Org, name, email string) (account.SignedIn, error) {
	var in account.SignedIn
	err := s.DB.Tx(r.Context(), func(ctx context.Context, tx *db.Tx) error {
		made, err := programme.CreateOrg(ctx, tx, org)
		if err != nil {
			return err
		}
		in, err = s.Accounts.FoundOwner(ctx, tx, account.Founder{
			Org: made.ID, Email: email, Name: name, Agent: r.UserAgent(), Old: r.SessionToken(),
		})
		if err != nil {
			return err
		}
		return account.Record(ctx, tx, account.Entry{
			Org: made.ID, Actor: in.Session.ActorIn(made.ID), Action: "organisation.founded",
			Object: "organisation", ObjectID: made.ID,
		})
	})
	return in, err
}
