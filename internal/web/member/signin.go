package member

import (
	"encoding/json"
	"net/http"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// asked is a sign-in under way. It waits, sealed, in the browser that asked,
// so that the page survives a reload and a look into the mail program.
type asked struct {
	Email string `json:"email"`
	Next  string `json:"next"`
}

const (
	askedCookie = "sign-in"
	askedLife   = 15 * time.Minute // a code lives ten
)

func recallAsked(r *web.Request) (asked, bool) {
	var a asked
	err := json.Unmarshal([]byte(r.Recall(askedCookie)), &a)
	return a, err == nil && a.Email != ""
}

func (a asked) remember(r *web.Request) {
	b, err := json.Marshal(a)
	if err != nil {
		panic(err) // strings only
	}
	r.Remember(askedCookie, string(b), askedLife)
}

// signInPage is the page in either step: Email is set once a code is asked for.
type signInPage struct {
	Form      *web.Form
	Email     string
	Next      string
	Mailbox   bool // the demonstration's mails can be read here
	NoCookies bool
}

// signIn shows where the sign-in stands.
func (s Services) signIn(w http.ResponseWriter, r *web.Request) error {
	r.NoStore()
	if r.SignedIn() {
		return web.Redirect(w, r, afterSignIn(web.SafeNext(r.URL.Query().Get("next"))))
	}
	page := signInPage{Form: web.NewForm(), Next: web.SafeNext(r.URL.Query().Get("next")), Mailbox: r.Demo()}
	a, waiting := recallAsked(r)
	switch {
	case waiting && r.Query("change") == "":
		page.Email = a.Email
		if page.Next == "/" {
			page.Next = a.Next
		}
	case waiting:
		page.Form.Set("email", a.Email)
		page.Next = a.Next
	case r.Query("sent") != "":
		page.NoCookies = true
	}
	return web.Render(w, r, http.StatusOK, showSignIn(r.Chrome(), page))
}

// askCode sends a code to the address that was typed.
func (s Services) askCode(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	f.Label("email", r.P.T("member.sign_in.email"))
	a := asked{Email: f.RequiredEmail("email"), Next: web.SafeNext(f.Value("next"))}
	if f.OK() {
		err = s.requestCode(r, a)
		if err == nil {
			return web.Redirect(w, r, "/sign-in?sent=1")
		}
	}
	return s.refuse(w, r, signInPage{Form: f, Next: a.Next}, "email", err)
}

// askAgain sends another code to the same address.
func (s Services) askAgain(w http.ResponseWriter, r *web.Request) error {
	a, waiting := recallAsked(r)
	if !waiting {
		return web.Redirect(w, r, "/sign-in")
	}
	if err := s.requestCode(r, a); err != nil {
		return s.refuse(w, r, signInPage{Form: web.NewForm(), Email: a.Email, Next: a.Next}, "code", err)
	}
	r.Flash("member.sign_in.sent_again")
	return web.Redirect(w, r, "/sign-in?sent=1")
}

func (s Services) requestCode(r *web.Request, a asked) error {
	err := s.Accounts.RequestCode(r.Context(), account.CodeRequest{
		Email: a.Email, Browser: r.Browser(), IP: r.IP(), Lang: r.Lang,
	})
	if err == nil {
		a.remember(r)
	}
	return err
}

// tryCode signs in with the code that was typed.
func (s Services) tryCode(w http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	a, waiting := recallAsked(r)
	if !waiting {
		r.FlashTone(ui.Due, "member.sign_in.start_again")
		return web.Redirect(w, r, "/sign-in")
	}
	f.Label("code", r.P.T("member.sign_in.code"))
	code := f.Required("code", 40)
	if f.OK() {
		in, err2 := s.Accounts.VerifyCode(r.Context(), account.CodeTry{
			Email: a.Email, Code: code, Browser: r.Browser(), IP: r.IP(),
			Agent: r.UserAgent(), Old: r.SessionToken(),
		})
		if err = err2; err == nil {
			r.Forget(askedCookie)
			r.SignIn(in.Token)
			return web.Redirect(w, r, afterSignIn(a.Next))
		}
	}
	return s.refuse(w, r, signInPage{Form: f, Email: a.Email, Next: a.Next}, "code", err)
}

// refuse shows the step again with what is wrong beside the field. A limit is
// told there too, and keeps its own status.
func (s Services) refuse(w http.ResponseWriter, r *web.Request, page signInPage, field string, err error) error {
	r.NoStore()
	status := http.StatusUnprocessableEntity
	switch {
	case err == nil || page.Form.Take(err):
	case apperr.CategoryOf(err) == apperr.Exhausted:
		limit, _ := apperr.As(err)
		page.Form.Errs = append(page.Form.Errs, limit.On(field))
		status = http.StatusTooManyRequests
	default:
		return err
	}
	page.Mailbox = r.Demo()
	return web.Render(w, r, status, showSignIn(r.Chrome(), page))
}

// afterSignIn is where somebody goes on: to the page that asked for the
// sign-in, else to their own place.
func afterSignIn(next string) string {
	if next == "" || next == "/" {
		return "/welcome"
	}
	return next
}

// signOut ends the session on the server, then in the browser.
func (s Services) signOut(w http.ResponseWriter, r *web.Request) error {
	if err := s.Accounts.SignOut(r.Context(), r.SessionToken()); err != nil {
		return err
	}
	r.SignOut()
	r.Flash("member.sign_out.done")
	return web.Redirect(w, r, "/sign-in")
}
