package member_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"koryu/internal/account"
	"koryu/internal/people"
	"koryu/internal/profile"
)

const profileAt = "/o/aomori/me/profile"

// upload sends a form with a file.
func (b *browser) upload(path string, form map[string]string, name string, file []byte) *httptest.ResponseRecorder {
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for k, v := range form {
		_ = m.WriteField(k, v)
	}
	if file != nil {
		part, _ := m.CreateFormFile(name, "photo.jpg")
		_, _ = part.Write(file)
	}
	_ = m.Close()
	r := httptest.NewRequest(http.MethodPost, base+path, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Origin", base)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}

// hidden reads a hidden field of a page.
func hidden(page *httptest.ResponseRecorder, name string) string {
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page.Body.String())
	if m == nil {
		return ""
	}
	return m[1]
}

// basics is the first page as a browser would send it, with changes.
func (b *browser) basics(changes map[string]string) map[string]string {
	page := b.get(profileAt + "/basics")
	form := map[string]string{
		"key": hidden(page, "key"), "version": hidden(page, "version"), "person_version": hidden(page, "person_version"),
		"family": "見本", "given": "花乃例", "kana_family": "みほん", "kana_given": "かのれい", "affiliation": "", "phone": "", "headline": "",
	}
	maps.Copy(form, changes)
	return form
}

func (b *browser) begin() {
	leadsTo(b.w.t, b.post(profileAt+"/start", url.Values{"agree": {"1"}, "key": {"00000000000000000000"}}), profileAt)
}

func testJPEG(w, h int) []byte {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)), nil)
	return b.Bytes()
}

func TestAProfileBeginsWithConsent(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		org := w.org("aomori", "owner@example.com")
		in := w.registered(org, "hana@example.com")
		me := w.signedIn("hana@example.com")
		shows(t, me.get(profileAt), "プロフィールを始める", "同意の日から5年")
		leadsTo(t, me.get(profileAt+"/skills"), profileAt)
		if page := me.post(profileAt+"/start", url.Values{}); page.Code != http.StatusUnprocessableEntity {
			t.Errorf("started without the box: %d", page.Code)
		}
		// Without it one's own name can be corrected, and nothing else is kept.
		form := me.basics(map[string]string{"family": "美本", "headline": "秘密のひとこと", "audience_headline": "everyone"})
		leadsTo(t, me.upload(profileAt+"/basics", form, "", nil), profileAt)
		person, err := w.People.Find(t.Context(), org.ID, in.Person.ID)
		w.must(err)
		if a, err := w.Profiles.FindAccount(t.Context(), org.ID, person.ID); err != nil || a.Saved || person.Family != "美本" {
			t.Errorf("%+v, %v, %s", a, err, person.Family)
		}
		if page := me.post(profileAt+"/talk", url.Values{"talk": {"x"}, "version": {"0"}}); page.Code != http.StatusSeeOther {
			t.Errorf("a part without consent: %d", page.Code)
		}
		me.begin()
		shows(t, me.get(profileAt), "書くところ", "まだ書いていません")

		stranger := w.signedIn("taro@example.com")
		if page := stranger.get(profileAt); page.Code != http.StatusNotFound || !strings.Contains(page.Body.String(), "/o/aomori/events") {
			t.Errorf("a stranger: %d", page.Code)
		}
	})
}

func TestPartsOfAProfileAreSavedAndSeen(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		org := w.org("aomori", "owner@example.com")
		in := w.registered(org, "hana@example.com")
		me := w.signedIn("hana@example.com")
		me.begin()
		version := func() string { return hidden(me.get(profileAt+"/talk"), "version") }
		save := func(part string, form url.Values) *httptest.ResponseRecorder {
			form.Set("version", version())
			return me.post(profileAt+"/"+part, form)
		}
		found := save("skills", url.Values{"find": {"1"}, "q": {"Excelを直してほしい"}, "skill_11": {"2"}, "words": {"園芸、kintone"}, "audience_words": {"met"}})
		shows(t, found, "「Excelを直してほしい」に合うスキル", "データ理解・活用", "園芸、kintone", `value="2" selected`)
		leadsTo(t, save("skills", url.Values{"skill_11": {"2"}, "skill_34": {"4"}, "words": {"園芸、kintone"}, "audience_skills": {"everyone"}}), profileAt)
		leadsTo(t, save("region", url.Values{"ties": {"born", "family"}, "prefecture": {"13"}, "pattern": {"U", "dual"}, "horizon": {"open"}, "audience_ties": {"event"}}), profileAt)
		leadsTo(t, save("talk", url.Values{"talk": {"雪かきの話"}, "mentor": {"1"}, "audience_talk": {"met"}}), profileAt)
		leadsTo(t, save("links", url.Values{"link_github": {"https://github.com/sample"}, "audience_links": {"met"}}), profileAt)

		shows(t, me.get(profileAt+"/preview?to=met"), "雪かきの話", "サービス活用：人に教えられる", "生まれた・育った", `rel="noopener noreferrer nofollow me"`)
		event := me.get(profileAt + "/preview?to=event")
		shows(t, event, "生まれた・育った")
		lacks(t, event, "雪かきの話", "東京都", "kintone", "github.com")
		lacks(t, me.get(profileAt+"/preview?to=everyone"), "生まれた・育った", "雪かきの話")

		bad := save("links", url.Values{"link_github": {"javascript:alert(1)"}, "link_note": {"https://note.com/x"}})
		shows(t, bad, "アドレスの形が正しくありません", "javascript:alert(1)", "https://note.com/x")
		lacks(t, bad, `href="javascript`)
		if bad.Code != http.StatusUnprocessableEntity {
			t.Errorf("a script as a link: %d", bad.Code)
		}
		for _, hostile := range []url.Values{{"skill_11": {"9"}}, {"audience_skills": {"world"}}} {
			if page := save("skills", hostile); page.Code != http.StatusUnprocessableEntity {
				t.Errorf("%v: %d", hostile, page.Code)
			}
		}

		old := version()
		leadsTo(t, save("talk", url.Values{"talk": {"新しい話"}}), profileAt)
		late := me.post(profileAt+"/talk", url.Values{"version": {old}, "talk": {"古い画面の話"}})
		if late.Code != http.StatusConflict {
			t.Errorf("an old page: %d", late.Code)
		}
		shows(t, late, "先に保存されていました", "古い画面の話")
		p, err := w.Profiles.Find(t.Context(), org.ID, in.Person.ID)
		w.must(err)
		if p.Talk != "新しい話" || p.Mentor {
			t.Errorf("%+v", p)
		}
	})
}

func TestWithdrawingTheProfileHidesItAndCanBeTakenBack(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		org := w.org("aomori", "owner@example.com")
		in := w.registered(org, "hana@example.com")
		me := w.signedIn("hana@example.com")
		me.begin()
		leadsTo(t, me.post(profileAt+"/talk", url.Values{"version": {"0"}, "talk": {"雪かきの話"}, "audience_talk": {"everyone"}}), profileAt)
		shows(t, me.get("/me/consents"), "話せること：すべての人", profileAt+"/withdraw")
		shows(t, me.get(profileAt+"/withdraw"), "すぐに誰にも見えなくなります")
		leadsTo(t, me.post(profileAt+"/withdraw", url.Values{}), profileAt)
		page := me.get(profileAt)
		shows(t, page, "プロフィールは隠れています", "元に戻す", "今すぐ削除する")
		lacks(t, page, "雪かきの話")
		staff, err := w.Profiles.ForStaff(t.Context(), org.ID, []string{in.Person.ID})
		w.must(err)
		if len(staff) != 0 {
			t.Error("staff still see it")
		}
		me.begin()
		shows(t, me.get(profileAt), "雪かきの話")
		leadsTo(t, me.post("/me/consents/withdraw", url.Values{"org": {org.ID}, "code": {"e"}, "scope": {"field:talk"}}), "/me/consents")
		lacks(t, me.get(profileAt+"/preview?to=everyone"), "雪かきの話")
		old := url.Values{"version": {"1"}, "audiences": {"everyone organiser organiser"}, "talk": {"古い画面の話"}, "audience_talk": {"everyone"}}
		if page := me.post(profileAt+"/talk", old); page.Code != http.StatusConflict || !strings.Contains(page.Body.String(), "古い画面の話") {
			t.Errorf("a page from before the withdrawal gives the consent again: %d", page.Code)
		}
		lacks(t, me.get(profileAt+"/preview?to=everyone"), "の話")
		leadsTo(t, me.post("/me/consents/give", url.Values{"org": {org.ID}, "code": {"g"}}), "/me/consents")
		if page := me.post("/me/consents/give", url.Values{"org": {org.ID}, "code": {"f"}}); page.Code != http.StatusUnprocessableEntity {
			t.Errorf("a consent that is given elsewhere: %d", page.Code)
		}
		leadsTo(t, me.post(profileAt+"/delete", url.Values{}), profileAt)
		a, err := w.Profiles.FindAccount(t.Context(), org.ID, in.Person.ID)
		w.must(err)
		if a.Saved || a.FollowUp {
			t.Errorf("%+v", a)
		}
	})
}

// widePNG has a header that claims 30,000 × 30,000 pixels.
func widePNG() []byte {
	var out bytes.Buffer
	_ = png.Encode(&out, image.NewNRGBA(image.Rect(0, 0, 1, 1)))
	b := out.Bytes()
	binary.BigEndian.PutUint32(b[16:], 30_000)
	binary.BigEndian.PutUint32(b[20:], 30_000)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

func TestPhotosThatAreNone(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		org := w.org("aomori", "owner@example.com")
		in := w.registered(org, "hana@example.com")
		me := w.signedIn("hana@example.com")
		me.begin()
		whole := testJPEG(600, 600)
		for name, c := range map[string]struct {
			file []byte
			code int
			says string
		}{
			"a text":        {[]byte("hello"), 422, "写真として読めない"},
			"a page":        {[]byte("<html><script>alert(1)</script>"), 422, "写真として読めない"},
			"GIF":           {[]byte("GIF89a\x01\x00\x01\x00"), 422, "GIFの写真は使えません"},
			"SVG":           {[]byte("<svg onload=alert(1)>"), 422, "SVGの写真は使えません"},
			"HEIC":          {[]byte("\x00\x00\x00\x18ftypheic\x00\x00"), 422, "HEICの写真は使えません"},
			"cut off":       {whole[:len(whole)/2], 422, "途中で切れているか"},
			"30,000 square": {widePNG(), 422, "5,000万画素まで"},
			"11 MB":         {append(testJPEG(4, 4), make([]byte, 11<<20)...), 422, "10"},
			"50 MB":         {append(testJPEG(4, 4), make([]byte, 50<<20)...), 413, ""},
		} {
			page := me.upload(profileAt+"/basics", me.basics(map[string]string{"headline": "消えない文", "affiliation": "例示工房"}), "photo", c.file)
			if page.Code != c.code {
				t.Errorf("%s: %d, want %d", name, page.Code, c.code)
			}
			shows(t, page, c.says)
			if c.code == 422 {
				shows(t, page, "消えない文", "例示工房")
			}
		}
		p, err := w.Profiles.Find(t.Context(), org.ID, in.Person.ID)
		w.must(err)
		if p.PhotoID != "" || p.Headline != "" {
			t.Errorf("something was kept of a refused form: %+v", p)
		}
	})
}

func TestAPhotoIsServedInertAndToItsAudience(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		org := w.org("aomori", "owner@example.com")
		in := w.registered(org, "hana@example.com")
		me := w.signedIn("hana@example.com")
		me.begin()
		polyglot := append(testJPEG(64, 48), "<script>alert(1)</script>PK\x03\x04"...)
		leadsTo(t, me.upload(profileAt+"/basics", me.basics(map[string]string{"headline": "りんご係", "audience_photo": "met"}), "photo", polyglot), profileAt)
		p, err := w.Profiles.Find(t.Context(), org.ID, in.Person.ID)
		w.must(err)
		at := func(to profile.Audience) string { return w.Profiles.PhotoPath("aomori", p.PhotoID, to) }
		shows(t, me.get(profileAt), at(profile.Organiser))

		w.invite(org, "staff@example.com", account.Organiser)
		w.invite(org, "pref@example.com", account.Officer)
		w.registered(w.org("akita", "x@example.com"), "hana@example.com")
		visitor, staff := w.browser(), w.signedIn("staff@example.com")
		for name, c := range map[string]struct {
			b    *browser
			path string
			want int
		}{
			"oneself":                       {me, at(profile.Organiser), 200},
			"staff":                         {staff, at(profile.Organiser), 200},
			"a visitor with staff's link":   {visitor, at(profile.Organiser), 404},
			"an officer with staff's link":  {w.signedIn("pref@example.com"), at(profile.Organiser), 404},
			"another participant":           {w.signedIn("taro@example.com"), at(profile.Organiser), 404},
			"somebody met":                  {visitor, at(profile.Met), 200},
			"an event's participant":        {visitor, at(profile.SameEvent), 404},
			"everybody":                     {visitor, at(profile.Everyone), 404},
			"the bare id":                   {me, "/o/aomori/photos/" + p.PhotoID, 404},
			"another organisation's page":   {me, strings.Replace(at(profile.Met), "aomori", "akita", 1), 404},
			"a link with a changed letter":  {visitor, changed(at(profile.Met)), 404},
			"a link made for something new": {visitor, at("world"), 404},
		} {
			page := c.b.get(c.path)
			if page.Code != c.want {
				t.Errorf("%s: %d, want %d", name, page.Code, c.want)
			}
			if page.Code == http.StatusOK {
				h := page.Header()
				if h.Get("Content-Type") != "image/jpeg" || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") ||
					h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Cache-Control"), "no-store") {
					t.Errorf("%s: %v", name, h)
				}
				if strings.Contains(page.Body.String(), "script") || strings.Contains(page.Body.String(), "PK\x03\x04") {
					t.Errorf("%s: the photo came out as it went in", name)
				}
			}
		}
		if _, err := w.People.RevokeConsent(t.Context(), people.Revocation{OrgID: org.ID, PersonID: in.Person.ID,
			Code: people.ConsentDirectory, Scope: profile.Photo.Scope(), By: "test"}); err != nil {
			t.Fatal(err)
		}
		if page := visitor.get(at(profile.Met)); page.Code != http.StatusNotFound {
			t.Errorf("after the consent ended: %d", page.Code)
		}
		leadsTo(t, me.upload(profileAt+"/basics", me.basics(map[string]string{"headline": "りんご係", "photo_remove": "1"}), "", nil), profileAt)
		if page := me.get(at(profile.Organiser)); page.Code != http.StatusNotFound {
			t.Errorf("a deleted photo: %d", page.Code)
		}
	})
}

// changed is the address with another letter in its middle.
func changed(path string) string {
	at := len(path) - 10
	other := "A"
	if path[at] == 'A' {
		other = "B"
	}
	return path[:at] + other + path[at+1:]
}
