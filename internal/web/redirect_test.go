package web_test

import (
	"net/url"
	"strings"
	"testing"

	"koryu/internal/web"
)

// TestSec24OpenRedirect: next leads to pages of ours only.
func TestSec24OpenRedirect(t *testing.T) {
	for name, c := range map[string]struct{ next, want string }{
		"a page of ours":                  {"/o/aomori/staff", "/o/aomori/staff"},
		"with a query":                    {"/o/aomori/staff?state=waiting&q=%E8%A6%8B", "/o/aomori/staff?state=waiting&q=%E8%A6%8B"},
		"nothing":                         {"", "/"},
		"another site":                    {"https://evil.example/", "/"},
		"another site without a scheme":   {"//evil.example/", "/"},
		"with a backslash":                {`/\evil.example`, "/"},
		"with an escaped backslash":       {"/%5cevil.example", "/"},
		"with an escaped slash":           {"/%2fevil.example", "/"},
		"with a tab that browsers drop":   {"/\t/evil.example", "/"},
		"with a new line":                 {"/x\r\nSet-Cookie: a=b", "/"},
		"with an escaped new line":        {"/x%0d%0aSet-Cookie:a=b", "/"},
		"with U+0000":                     {"/x%00", "/"},
		"with bad UTF-8":                  {"/\xff", "/"},
		"a script":                        {"javascript:alert(1)", "/"},
		"data":                            {"data:text/html,x", "/"},
		"without a slash":                 {"o/aomori", "/"},
		"the sign-in, which would circle": {"/sign-in?next=/", "/"},
		"the sign-out":                    {"/sign-out", "/"},
		"beyond all measure":              {"/" + strings.Repeat("a", 1000), "/"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := web.SafeNext(c.next); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func FuzzSafeNext(f *testing.F) {
	for _, s := range []string{"/a", "//e", `/\e`, "/%2f%2fe", "/\t/e", "/a//b", "/ /e", "/.//e", "/?//e", "/#//e"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		next := web.SafeNext(s)
		u, err := url.Parse("https://koryu.example.jp")
		if err != nil {
			t.Fatal(err)
		}
		to, err := u.Parse(next)
		if err != nil || to.Host != u.Host || to.Scheme != u.Scheme {
			t.Errorf("%q leads to %v (%v)", s, to, err)
		}
		if strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\t\r\n\x00") {
			t.Errorf("%q became %q", s, next)
		}
	})
}
