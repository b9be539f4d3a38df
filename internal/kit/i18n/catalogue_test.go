package i18n

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestBothLanguagesHaveTheSameKeys(t *testing.T) {
	ja, en := For(Ja).words, For(En).words
	for key, s := range ja {
		other, ok := en[key]
		if !ok {
			t.Errorf("en lacks %q", key)
			continue
		}
		if a, b := names(s), names(other); !slices.Equal(a, b) {
			t.Errorf("%q has the placeholders %q in ja and %q in en", key, a, b)
		}
	}
	for key := range en {
		if _, ok := ja[key]; ok {
			continue
		}
		plain, one := strings.CutSuffix(key, ".one")
		if _, ok := ja[plain+".other"]; !one || !ok { // Japanese does not count one apart
			t.Errorf("ja lacks %q", key)
		}
	}
}

func names(s sentence) []string {
	return slices.Compact(slices.Sorted(slices.Values(s.names)))
}

// English may leave a word out, such as a counter.
func TestEveryJapaneseSentenceSaysSomething(t *testing.T) {
	for key, s := range For(Ja).words {
		if len(s.names) == 0 && strings.TrimSpace(s.texts[0]) == "" {
			t.Errorf("%q is empty", key)
		}
	}
}

// The places where a key stands in the sources. A literal that ends in a dot
// is the beginning of a computed key.
var uses = []*regexp.Regexp{
	regexp.MustCompile(`\bT\((?:\s*[\w.]*(?:ctx|Context\(\)),)?\s*"([^"]+)"`), // p.T("…"), ui.T(ctx, "…")
	regexp.MustCompile(`\bapperr\.New\([^,"]+,\s*"([^"]+)"`),
	regexp.MustCompile(`\.Add\([^,()]+,\s*"([a-z0-9_]+(?:\.[a-z0-9_]+)+)"`),
	regexp.MustCompile(`\bSetFlash\([^"()]*"([^"]+)"`),
	regexp.MustCompile(`\b(?:[A-Z]\w*)?Key:\s*"([a-z0-9_]+(?:\.[a-z0-9_]+)+)"`),
}

var countedUse = regexp.MustCompile(`\bN\((?:\s*[\w.]*(?:ctx|Context\(\)),)?\s*"([^"]+)"`)

func TestEveryKeyInTheSourcesExists(t *testing.T) {
	found := 0
	forEachSource(t, func(path, text string) {
		for _, use := range uses {
			for _, m := range use.FindAllStringSubmatch(text, -1) {
				found++
				if !known(m[1]) {
					t.Errorf("%s uses %q, which no catalogue holds", path, m[1])
				}
			}
		}
		for _, m := range countedUse.FindAllStringSubmatch(text, -1) {
			found++
			if !For(Ja).Has(m[1]+".other") || !For(En).Has(m[1]+".one") || !For(En).Has(m[1]+".other") {
				t.Errorf("%s counts with %q, which lacks .one or .other", path, m[1])
			}
		}
	})
	if found < 5 {
		t.Errorf("only %d keys found: the scan is blind", found)
	}
}

func known(key string) bool {
	if !strings.HasSuffix(key, ".") {
		return For(Ja).Has(key)
	}
	for k := range For(Ja).words {
		if strings.HasPrefix(k, key) {
			return true
		}
	}
	return false
}

// forEachSource reads the module's hand-written Go and templ files.
func forEachSource(t *testing.T, read func(path, text string)) {
	t.Helper()
	root := filepath.Join("..", "..", "..")
	for _, dir := range []string{"internal", "cmd"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				if os.IsNotExist(err) {
					return nil
				}
				return err
			}
			ext := filepath.Ext(path)
			if d.IsDir() || ext != ".go" && ext != ".templ" ||
				strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") {
				return nil
			}
			text, err := os.ReadFile(path)
			if err == nil {
				read(path, string(text))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
