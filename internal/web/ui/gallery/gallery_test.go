package gallery

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"koryu/internal/kit/i18n"
	"koryu/internal/web/ui"
)

// each renders every page of the gallery in every language and theme.
func eachPage(t *testing.T, check func(t *testing.T, doc *html.Node)) {
	for _, name := range append([]string{""}, Names...) {
		for _, l := range i18n.Langs {
			for _, theme := range []string{"", "light", "dark"} {
				t.Run(strings.Join([]string{"page", name, string(l), theme}, "/"), func(t *testing.T) {
					page, ok := Page(name, l, ui.Chrome{Path: "/gallery/" + name, Theme: theme})
					if !ok {
						t.Fatal("no such page")
					}
					var b bytes.Buffer
					if err := page.Render(i18n.With(context.Background(), l), &b); err != nil {
						t.Fatal(err)
					}
					doc, err := html.Parse(&b)
					if err != nil {
						t.Fatal(err)
					}
					check(t, doc)
				})
			}
		}
	}
}

func TestEveryComponentHasStates(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range Entries(i18n.Ja) {
		if len(e.States) == 0 || seen[e.Name] {
			t.Errorf("%s has no states, or stands twice", e.Name)
		}
		seen[e.Name] = true
	}
	if len(seen) < 35 {
		t.Errorf("only %d components", len(seen))
	}
}

func TestPagesKeepTheHouseRules(t *testing.T) {
	eachPage(t, func(t *testing.T, doc *html.Node) {
		ids, wanted := map[string]bool{}, map[string]string{}
		headings := 0
		for n := range doc.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			checkElement(t, n)
			if n.Data == "h1" {
				headings++
			}
			if id := attr(n, "id"); id != "" {
				ids[id] = true
			}
			for _, key := range []string{"for", "list", "form", "aria-labelledby", "aria-describedby"} {
				for id := range strings.FieldsSeq(attr(n, key)) {
					wanted[id] = n.Data + " " + key
				}
			}
		}
		for id, by := range wanted {
			if !ids[id] {
				t.Errorf("%s names %q, which is not on the page", by, id)
			}
		}
		if headings == 0 {
			t.Error("the page has no h1")
		}
	})
}

func checkElement(t *testing.T, n *html.Node) {
	t.Helper()
	for _, a := range n.Attr {
		switch {
		case a.Key == "style", a.Key == "placeholder", a.Key == "disabled":
			t.Errorf("<%s> has %s", n.Data, a.Key)
		case strings.HasPrefix(a.Key, "on"):
			t.Errorf("<%s> has a script: %s", n.Data, a.Key)
		}
	}
	if n.Data == "style" || n.Data == "script" && attr(n, "src") == "" && attr(n, "type") != "application/ld+json" {
		t.Errorf("<%s> stands in the page", n.Data)
	}
	if n.Data == "img" && !has(n, "alt") {
		t.Error("a picture has no alt")
	}
}

func TestEveryControlHasALabel(t *testing.T) {
	eachPage(t, func(t *testing.T, doc *html.Node) {
		labelled := map[string]bool{}
		for n := range doc.Descendants() {
			if n.Type == html.ElementNode && n.Data == "label" {
				labelled[attr(n, "for")] = true
			}
		}
		for n := range doc.Descendants() {
			control := n.Type == html.ElementNode && (n.Data == "input" && attr(n, "type") != "hidden" || n.Data == "select" || n.Data == "textarea")
			if control && !labelled[attr(n, "id")] && !inside(n, "label") && attr(n, "aria-label") == "" {
				t.Errorf("<%s name=%q> has no label", n.Data, attr(n, "name"))
			}
		}
	})
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func inside(n *html.Node, tag string) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == tag {
			return true
		}
	}
	return false
}
