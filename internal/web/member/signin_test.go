package member_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

// TestSec11SignIn goes the whole way without a script, in the browser that a
// messenger opens.
func TestSec11SignIn(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.org("aomori", "owner@example.com")
		b := w.browser()
		shows(t, b.get("/sign-in?next=/me/consents"), `name="next" value="/me/consents"`, `autocomplete="email"`, `type="email"`)

		leadsTo(t, b.post("/sign-in", url.Values{"email": {" Ｈana@Example.com "}, "next": {"/me/consents"}}), "/sign-in?sent=1")
		for range 2 { // a reload, or the way back from the mail program
			page := b.get("/sign-in?sent=1")
			shows(t, page, "hana@example.com", `autocomplete="one-time-code"`, `inputmode="numeric"`)
			if page.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("the page is kept: %s", page.Header().Get("Cache-Control"))
			}
		}
		code := w.code("hana@example.com")
		leadsTo(t, b.post("/sign-in/code", url.Values{"code": {code[:3] + "　" + code[3:]}}), "/me/consents")
		shows(t, b.get("/me"), "hana@example.com")
		leadsTo(t, b.get("/sign-in?next=/me/browsers"), "/me/browsers")
	})
}

func TestSec11TheCodeWorksOnceInTheBrowserThatAsked(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.org("aomori", "owner@example.com")
		b := w.browser()
		b.post("/sign-in", url.Values{"email": {"hana@example.com"}})
		code := url.Values{"code": {w.code("hana@example.com")}}

		other := w.browser()
		other.post("/sign-in", url.Values{"email": {"hana@example.com"}})
		if page := other.post("/sign-in/code", code); page.Code != http.StatusUnprocessableEntity {
			t.Errorf("in another browser: %d", page.Code)
		}
		leadsTo(t, w.browser().post("/sign-in/code", code), "/sign-in") // one that never asked

		again := w.browser()
		for name, c := range b.jar {
			again.jar[name] = c
		}
		leadsTo(t, b.post("/sign-in/code", code), "/welcome")
		if page := again.post("/sign-in/code", code); page.Code != http.StatusUnprocessableEntity {
			t.Errorf("a second time: %d", page.Code)
		}
	})
}

func TestSignInSaysWhatIsWrong(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.org("aomori", "owner@example.com")
		b := w.browser()
		page := b.post("/sign-in", url.Values{"email": {"hana@"}})
		if page.Code != http.StatusUnprocessableEntity {
			t.Errorf("a broken address: %d", page.Code)
		}
		shows(t, page, "エラー: ", `value="hana@"`, "メールアドレスの形をご確認ください", `aria-invalid="true"`)
		shows(t, b.post("/sign-in", nil), "「メールアドレス」を入力してください")

		b.post("/sign-in", url.Values{"email": {"hana@example.com"}})
		shows(t, b.post("/sign-in/code", nil), "「確認コード」を入力してください", "hana@example.com")
		shows(t, b.post("/sign-in/code", url.Values{"code": {"000000x"}}), "コードが違います。あと4回入力できます")

		shows(t, b.get("/sign-in?change=1"), `value="hana@example.com"`, `name="email"`)
		late := url.Values{"code": {w.code("hana@example.com")}}
		w.clock.Advance(20 * time.Minute)
		shows(t, b.post("/sign-in/code", late), "新しいコードを受け取ってください")
		shows(t, w.browser().get("/sign-in?sent=1"), "Cookieが使えない")
	})
}

func TestSec18CodesAreLimited(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.org("aomori", "owner@example.com")
		b := w.browser()
		b.post("/sign-in", url.Values{"email": {"hana@example.com"}})
		for range 4 {
			leadsTo(t, b.post("/sign-in/again", nil), "/sign-in?sent=1")
		}
		page := b.post("/sign-in/again", nil)
		if page.Code != http.StatusTooManyRequests {
			t.Fatalf("the sixth code: %d", page.Code)
		}
		shows(t, page, "回数の上限に達しました", "hana@example.com")
	})
}

// TestSec16Enumeration: a known and an unknown address get the same answers.
func TestSec16Enumeration(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.org("aomori", "owner@example.com")
		w.signedIn("known@example.com")
		for name, c := range map[string]struct{ path string }{"after asking": {"/sign-in?sent=1"}, "on the page": {"/sign-in"}} {
			t.Run(name, func(t *testing.T) {
				var pages [2]string
				for i, email := range []string{"known@example.com", "other@example.com"} {
					b := w.browser()
					first := b.post("/sign-in", url.Values{"email": {email}})
					page := b.get(c.path)
					pages[i] = first.Header().Get("Location") + page.Body.String()[:200] + page.Result().Status
				}
				if pages[0] != pages[1] {
					t.Errorf("known: %s\nunknown: %s", pages[0], pages[1])
				}
			})
		}
	})
}

// TestSec14SignOut: the session is dead on the server, not only forgotten.
func TestSec14SignOut(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.org("aomori", "owner@example.com")
		b := w.signedIn("hana@example.com")
		stolen := w.browser()
		stolen.jar["koryu"] = b.jar["koryu"]
		if page := stolen.get("/me"); page.Code != http.StatusOK {
			t.Fatalf("before: %d", page.Code)
		}
		page := b.post("/sign-out", nil)
		leadsTo(t, page, "/sign-in")
		if page.Header().Get("Clear-Site-Data") != `"cache", "storage"` || b.jar["koryu"] != nil {
			t.Errorf("the browser keeps: %s, %v", page.Header().Get("Clear-Site-Data"), b.jar["koryu"])
		}
		shows(t, b.get("/sign-in"), "サインアウトしました")
		leadsTo(t, stolen.get("/me"), "/sign-in?next=%2Fme")
	})
}

func TestSec24SignInLeadsNowhereElse(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.org("aomori", "owner@example.com")
		b := w.browser()
		shows(t, b.get("/sign-in?next=https://evil.example/"), `name="next" value="/"`)
		b.post("/sign-in", url.Values{"email": {"hana@example.com"}, "next": {`/\evil.example`}})
		leadsTo(t, b.post("/sign-in/code", url.Values{"code": {w.code("hana@example.com")}}), "/welcome")
	})
}
