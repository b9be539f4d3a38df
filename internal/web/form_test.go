package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// filled is a form as a handler gets it.
func filled(pairs ...string) *web.Form {
	f := web.NewForm()
	for i := 0; i < len(pairs); i += 2 {
		f.Set(pairs[i], append(f.Values(pairs[i]), pairs[i+1])...)
	}
	return f
}

func TestFormsUnderstandPeople(t *testing.T) {
	at := func(h, m int) db.Instant { return db.FromTime(time.Date(2024, 12, 13, h, m, 0, 0, clock.JST)) }
	num := func(n *int) any {
		if n == nil {
			return nil
		}
		return *n
	}
	for name, c := range map[string]struct{ got, want any }{
		"space around a name goes":            {filled("n", "　見本 \u200b").Text("n", 10), "見本"},
		"a name is kept as it was typed":      {filled("n", "髙﨑𠮷").Text("n", 10), "髙﨑𠮷"},
		"an address in full width":            {filled("n", "Ｈａｎａ＠example.jp").Email("n"), "hana@example.jp"},
		"a day with hyphens":                  {filled("n", "2024-12-13").Day("n"), db.Day("2024-12-13")},
		"a day of the era":                    {filled("n", "令和6年12月13日").Day("n"), db.Day("2024-12-13")},
		"no day":                              {filled("n", " ").Day("n"), db.Day("")},
		"day and time make a moment in Japan": {filled("d", "R6.12.13", "t", "18:30").Instant("d", "t"), at(18, 30)},
		"a time in full width":                {filled("d", "2024/12/13", "t", "１８：３０").Instant("d", "t"), at(18, 30)},
		"a time in words":                     {filled("d", "2024/12/13", "t", "18時半").Instant("d", "t"), at(18, 30)},
		"an hour alone":                       {filled("d", "2024/12/13", "t", "9時").Instant("d", "t"), at(9, 0)},
		"midnight at the end of the day":      {filled("d", "2024/12/13", "t", "24:00").Instant("d", "t"), at(24, 0)},
		"a moment without a time is none":     {filled("d", "2024/12/13").Instant("d", "t"), db.Instant(0)},
		"a number in full width":              {num(filled("n", "１，２００").Int("n", 0, 5000)), 1200},
		"nothing is not zero":                 {num(filled("n", "").Int("n", 0, 5000)), nil},
		"a tick":                              {filled("n", "1").Bool("n"), true},
		"no tick":                             {filled().Bool("n"), false},
		"choices, each once":                  {strings.Join(filled("n", "a", "n", "b", "n", "a").Many("n", "a", "b"), ""), "ab"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.got != c.want {
				t.Errorf("%v, want %v", c.got, c.want)
			}
		})
	}
}

func TestFormsRefuse(t *testing.T) {
	for name, c := range map[string]struct {
		form *web.Form
		ask  func(*web.Form)
		want string
	}{
		"an empty field that must be filled": {filled("n", "　"), func(f *web.Form) { f.Required("n", 10) }, "入力してください"},
		"an empty field by its label":        {filled().Label("n", "姓"), func(f *web.Form) { f.Required("n", 10) }, "「姓」を入力してください"},
		"more characters than fit":           {filled("n", "𠮷𠮷𠮷"), func(f *web.Form) { f.Text("n", 2) }, "2文字以内で入力してください"},
		"an address without a host":          {filled("n", "hana@"), func(f *web.Form) { f.Email("n") }, "メールアドレスの形をご確認ください（例: hanako@example.jp）"},
		"a day that does not exist":          {filled("n", "2024-02-30"), func(f *web.Form) { f.Day("n") }, "日付をご確認ください（例: 2024-12-13、令和6年12月13日）"},
		"an hour that does not exist":        {filled("n", "25:00"), func(f *web.Form) { f.Time("n") }, "時刻をご確認ください（例: 18:30）"},
		"a word where a number is asked":     {filled("n", "たくさん"), func(f *web.Form) { f.Int("n", 0, 9) }, "数字で入力してください"},
		"a number out of range":              {filled("n", "10"), func(f *web.Form) { f.Int("n", 0, 9) }, "0から9までの数を入力してください"},
		"a number beyond all measure":        {filled("n", strings.Repeat("9", 400)), func(f *web.Form) { f.Int("n", 0, 9) }, "数字で入力してください"},
		"a choice that was not offered":      {filled("n", "owner"), func(f *web.Form) { f.Choice("n", "a") }, "選択肢の中から選んでください"},
		"one tick among many that was not":   {filled("n", "a", "n", "x"), func(f *web.Form) { f.Many("n", "a") }, "選択肢の中から選んでください"},
		"no choice where one must be made":   {filled(), func(f *web.Form) { f.RequiredChoice("n", "a") }, "入力してください"},
	} {
		t.Run(name, func(t *testing.T) {
			c.ask(c.form)
			if got := c.form.Errors(i18n.For(i18n.Ja)).For("n"); got != c.want || c.form.OK() {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestARefusedFormKeepsWhatWasTyped(t *testing.T) {
	f := filled("name", "　髙橋 ", "days", "mon", "days", "tue")
	f.Text("name", 1)
	p := i18n.For(i18n.Ja)
	if got := f.Fill(p, ui.FieldProps{Name: "name", Value: "before"}); got.Value != "　髙橋 " || got.Error == "" {
		t.Errorf("%+v", got)
	}
	if got := f.Fill(p, ui.FieldProps{Name: "days"}); len(got.Values) != 2 || got.Error != "" {
		t.Errorf("%+v", got)
	}
	if got := f.Fill(p, ui.FieldProps{Name: "other", Value: "default"}); got.Value != "default" {
		t.Errorf("%+v", got)
	}
}

func TestFormsTakeTheErrorsOfAUseCase(t *testing.T) {
	var two apperr.Fields
	two.Add("name", "web.form.required")
	two.Add("email", "web.form.email")
	for name, c := range map[string]struct {
		err  error
		take bool
		n    int
	}{
		"several fields":              {two.Err(), true, 2},
		"one field":                   {apperr.New(apperr.Invalid, "web.form.day").On("day"), true, 1},
		"an error of no field is not": {apperr.New(apperr.Invalid, "web.form.day"), false, 0},
		"a conflict is not":           {apperr.New(apperr.Conflict, "web.form.day").On("day"), false, 0},
		"a fault is not":              {http.ErrBodyNotAllowed, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := web.NewForm()
			if got := f.Take(c.err); got != c.take || len(f.Errs) != c.n {
				t.Errorf("%v with %d errors", got, len(f.Errs))
			}
		})
	}
}

// reader answers with what it read, as a page that keeps nothing.
var reader = route("POST", "/form", web.Anyone, account.PublicView, func(rw http.ResponseWriter, r *web.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if _, err := f.Key(); err != nil && f.Has("key") {
		return err
	}
	return web.Bytes(rw, r, "text/plain", []byte(f.Text("name", 100)))
})

// TestSec32HostileInput: whatever is sent, it is never our fault.
func TestSec32HostileInput(t *testing.T) {
	w := onSQLite(t, reader)
	many := strings.Repeat("a=1&", 1001)
	for name, c := range map[string]struct {
		body, kind string
		want       int
	}{
		"an ordinary form":            {"name=%E8%A6%8B%E6%9C%AC", "application/x-www-form-urlencoded", 200},
		"a field twice":               {"name=a&name=b", "application/x-www-form-urlencoded; charset=utf-8", 200},
		"bad UTF-8":                   {"name=%ff%fe", "application/x-www-form-urlencoded", 400},
		"bad UTF-8 in a name":         {"%ff=1", "application/x-www-form-urlencoded", 400},
		"U+0000":                      {"name=a%00b", "application/x-www-form-urlencoded", 400},
		"a broken escape":             {"name=%zz", "application/x-www-form-urlencoded", 400},
		"a semicolon":                 {"a=1;b=2", "application/x-www-form-urlencoded", 400},
		"a thousand and one fields":   {strings.ReplaceAll(many, "a=", "a"), "application/x-www-form-urlencoded", 200},
		"more bytes than a form has":  {"name=" + strings.Repeat("a", 65<<10), "application/x-www-form-urlencoded", 413},
		"JSON":                        {`{"name":1}`, "application/json", 400},
		"no type":                     {"name=a", "", 400},
		"a broken type":               {"name=a", ";;;", 400},
		"a multipart without an edge": {"x", "multipart/form-data", 400},
		"a multipart that ends early": {"--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nab", "multipart/form-data; boundary=x", 400},
		"a key that is none":          {"key=%27;DROP", "application/x-www-form-urlencoded", 400},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest("POST", base+"/form", strings.NewReader(c.body))
			r.Header.Set("Content-Type", c.kind)
			if rec := w.do(r); rec.Code != c.want {
				t.Errorf("%d, want %d", rec.Code, c.want)
			}
		})
	}
}

func TestTooManyFields(t *testing.T) {
	w := onSQLite(t, reader)
	form := url.Values{}
	for i := range 1001 {
		form.Set("f"+strings.Repeat("x", i%7)+string(rune('a'+i%26))+strings.Repeat("y", i/26), "1")
	}
	if rec := w.post("/form", form); rec.Code != 400 && rec.Code != 413 {
		t.Errorf("%d", rec.Code)
	}
}

func TestHostileAddresses(t *testing.T) {
	w := onSQLite(t, reader, route("GET", "/o/{org}/events", web.Anyone, account.PublicView, ok))
	for name, c := range map[string]struct {
		path string
		want int
	}{
		"bad UTF-8 in the path":        {"/o/%ff/events", 400},
		"U+0000 in the path":           {"/o/a%00/events", 400},
		"bad UTF-8 in the query":       {"/o/aomori/events?q=%ff", 400},
		"U+0000 in the query":          {"/o/aomori/events?q=%00", 400},
		"a broken escape":              {"/o/aomori/events?q=%zz", 400},
		"a query beyond all measure":   {"/o/aomori/events?q=" + strings.Repeat("a", 9<<10), 400},
		"a quotation mark for the SQL": {"/o/%27%20OR%201=1--/events", 404},
		"an emoji":                     {"/o/%F0%9F%8D%8E/events", 404},
		"dots that lead up":            {"/o/%2e%2e%2f%2e%2e/events", 404},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest("GET", base+"/", nil)
			u, err := url.Parse(base + c.path)
			if err != nil {
				u = &url.URL{Path: "/o/aomori/events", RawQuery: "q=%zz"}
			}
			r.URL = u
			if rec := w.do(r); rec.Code != c.want {
				t.Errorf("%d, want %d", rec.Code, c.want)
			}
		})
	}
}

func TestFiles(t *testing.T) {
	upload := web.Route{
		Method: "POST", Pattern: "/upload", Audience: web.Anyone, Action: account.PublicView, MaxBody: web.UploadBody,
		Handle: func(rw http.ResponseWriter, r *web.Request) error {
			f, err := web.ReadForm(r)
			if err != nil {
				return err
			}
			b, name, err := f.File("image", 1<<20)
			if err != nil || !f.OK() {
				return apperr.New(apperr.Invalid, "web.form.required").Because(err)
			}
			return web.Bytes(rw, r, "text/plain", append([]byte(name+":"), b[:min(len(b), 3)]...))
		},
	}
	w := onSQLite(t, upload, reader)
	for name, c := range map[string]struct {
		path string
		size int
		want int
	}{
		"a file of three bytes":              {"/upload", 3, 200},
		"a file over the limit of the field": {"/upload", 2 << 20, 422},
		"a body over the limit of the route": {"/upload", 13 << 20, 413},
		"a file where none is taken":         {"/form", 80 << 10, 413},
	} {
		t.Run(name, func(t *testing.T) {
			var body bytes.Buffer
			m := multipart.NewWriter(&body)
			part, _ := m.CreateFormFile("image", "写真.png")
			_, _ = part.Write(bytes.Repeat([]byte{'x'}, c.size))
			_ = m.Close()
			for _, length := range []int64{int64(body.Len()), -1} { // told, and hidden by chunks
				r := httptest.NewRequest("POST", base+c.path, bytes.NewReader(body.Bytes()))
				r.Header.Set("Content-Type", m.FormDataContentType())
				r.ContentLength = length
				if rec := w.do(r); rec.Code != c.want {
					t.Errorf("length %d: %d, want %d", length, rec.Code, c.want)
				}
			}
		})
	}
}

// FuzzForm throws bytes at a form: no answer may be our fault.
func FuzzForm(f *testing.F) {
	f.Add("name=a&key=b", "application/x-www-form-urlencoded")
	f.Add("--x\r\n\r\n--x--", "multipart/form-data; boundary=x")
	f.Add("name=%E8%A6%8B\x00", "application/x-www-form-urlencoded")
	f.Add("a=1;b", "text/plain; charset=\"")
	w := onSQLite(f, reader)
	f.Fuzz(func(t *testing.T, body, kind string) {
		r := httptest.NewRequest("POST", base+"/form", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		rec := httptest.NewRecorder()
		w.site.ServeHTTP(rec, r)
		if rec.Code >= 500 {
			t.Errorf("%d for %q as %q", rec.Code, body, kind)
		}
	})
}
