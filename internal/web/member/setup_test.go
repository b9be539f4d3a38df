package member_test

import (
	"net/http"
	"net/url"
	"testing"

	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
)

func filled(changes ...string) url.Values {
	form := url.Values{"name": {"見本の会"}, "slug": {"aomori"}, "owner_name": {"見本 花乃例"}, "email": {"owner@example.com"}}
	for i := 0; i < len(changes); i += 2 {
		form.Set(changes[i], changes[i+1])
	}
	return form
}

func TestSetUpMakesOrganisationAndOwner(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		b := w.browser()
		page := b.get("/setup")
		shows(t, page, "はじめの設定", base+"/o/")
		lacks(t, page, "合言葉")

		leadsTo(t, b.post("/setup", filled()), "/welcome")
		leadsTo(t, b.get("/welcome"), "/o/aomori/staff")
		if page := w.browser().get("/setup"); page.Code != http.StatusNotFound {
			t.Errorf("the set-up stays open: %d", page.Code)
		}
		if page := w.browser().post("/setup", filled("slug", "akita")); page.Code != http.StatusNotFound {
			t.Errorf("a second organisation: %d", page.Code)
		}
		w.signedIn("owner@example.com") // the next time, by a code
	})
}

func TestSetUpSaysWhatIsWrong(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		for name, c := range map[string]struct {
			form url.Values
			want string
		}{
			"no name":                 {filled("name", ""), "「団体の名前」を入力してください"},
			"an address in capitals":  {filled("slug", "青森"), `value="青森"`},
			"an address of the house": {filled("slug", "setup"), `aria-invalid="true"`},
			"no e-mail address":       {filled("email", "x"), "メールアドレスの形をご確認ください"},
			"nothing at all":          {url.Values{}, "入力内容をご確認ください"},
		} {
			t.Run(name, func(t *testing.T) {
				page := w.browser().post("/setup", c.form)
				if page.Code != http.StatusUnprocessableEntity {
					t.Errorf("%d", page.Code)
				}
				shows(t, page, c.want)
			})
		}
		if orgs, err := w.Programmes.ListOrgs(t.Context()); err != nil || len(orgs) != 0 {
			t.Errorf("something was made: %v %v", orgs, err)
		}
	})
}

// TestSetUpNeedsTheKey: on a server that others reach, only who started it may
// come first.
func TestSetUpNeedsTheKey(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "hatsuyuki-2024")
		shows(t, w.browser().get("/setup?key=hatsuyuki-2024"), `value="hatsuyuki-2024"`)
		for _, key := range []string{"", "hatsuyuki", "hatsuyuki-2024 "} {
			page := w.browser().post("/setup", filled("setup_key", key))
			if page.Code != http.StatusUnprocessableEntity {
				t.Errorf("%q: %d", key, page.Code)
			}
			shows(t, page, "合言葉が違います")
		}
		leadsTo(t, w.browser().post("/setup", filled("setup_key", "hatsuyuki-2024")), "/welcome")
	})
}
