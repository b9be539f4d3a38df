package assets

import (
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func sources(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir("css", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		out[path] = string(b)
		return err
	})
	if err != nil || len(out) < 10 {
		t.Fatalf("%d style files: %v", len(out), err)
	}
	return out
}

var (
	comment  = regexp.MustCompile(`(?s)/\*.*?\*/`)
	idRule   = regexp.MustCompile(`(?m)^[^{}:;]*#[a-zA-Z][\w-]*[^{};]*\{`)
	colour   = regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b`)
	fontSize = regexp.MustCompile(`font-size:\s*(\d+)px`)
)

func TestStylesKeepTheHouseRules(t *testing.T) {
	for path, css := range sources(t) {
		css = comment.ReplaceAllString(css, "")
		if strings.Contains(css, "!important") {
			t.Errorf("%s uses !important", path)
		}
		if m := idRule.FindString(css); m != "" {
			t.Errorf("%s styles an id: %s", path, m)
		}
		if m := colour.FindString(css); m != "" && !strings.HasSuffix(path, "tokens.css") && !strings.HasSuffix(path, "print.css") {
			t.Errorf("%s has a colour of its own: %s", path, m)
		}
		if m := fontSize.FindString(css); m != "" && !strings.HasSuffix(path, "chart.css") {
			t.Errorf("%s sets type in px: %s", path, m)
		}
		if !strings.HasSuffix(path, "app.css") && !strings.Contains(sources(t)["css/app.css"], strings.TrimPrefix(path, "css/")) {
			t.Errorf("%s is not imported by app.css", path)
		}
	}
}

var (
	darkByDevice = regexp.MustCompile(`(?s):root:not\(\[data-theme="light"\]\) \{(.*?)\n  \}`)
	darkByChoice = regexp.MustCompile(`(?s):root\[data-theme="dark"\] \{(.*?)\n\}`)
	lightBlock   = regexp.MustCompile(`(?s)^.*?:root \{(.*?)\n\}`)
	declaration  = regexp.MustCompile(`--([\w-]+):\s*([^;]+);`)
	reference    = regexp.MustCompile(`^var\(--([\w-]+)\)$`)
)

func TestBothDarkBlocksAreTheSame(t *testing.T) {
	css := sources(t)["css/tokens.css"]
	a, b := values(darkByDevice.FindStringSubmatch(css)[1]), values(darkByChoice.FindStringSubmatch(css)[1])
	if len(a) < 10 || len(a) != len(b) {
		t.Fatalf("%d and %d tokens", len(a), len(b))
	}
	for name, v := range a {
		if b[name] != v {
			t.Errorf("%s is %s by device and %s by choice", name, v, b[name])
		}
	}
}

func values(block string) map[string]string {
	out := map[string]string{}
	for _, m := range declaration.FindAllStringSubmatch(block, -1) {
		out[m[1]] = m[2]
	}
	return out
}

// Pairs that stand as text on a ground, and the contrast they must have.
var pairs = []struct {
	text, ground string
	least        float64
}{
	{"ink", "paper", 7}, {"ink", "snow", 7}, {"ink", "snow-deep", 7}, {"ink", "accent-soft", 7},
	{"ink", "done-soft", 7}, {"ink", "due-soft", 7}, {"ink", "wrong-soft", 7},
	{"ink-soft", "paper", 7}, {"ink-soft", "snow", 7}, {"ink-soft", "snow-deep", 4.5}, {"ink-soft", "accent-soft", 4.5},
	{"link", "paper", 7}, {"link", "snow", 7}, {"link", "accent-soft", 4.5}, {"link", "snow-deep", 4.5},
	{"accent", "paper", 7}, {"accent", "accent-soft", 4.5}, {"accent-ink", "accent", 7}, {"accent-ink", "accent-strong", 7},
	{"apple", "paper", 4.5}, {"apple", "snow", 4.5}, {"apple-ink", "apple", 4.5}, {"apple-ink", "apple-strong", 4.5},
	{"done", "done-soft", 4.5}, {"done", "paper", 4.5}, {"due", "due-soft", 4.5}, {"due", "paper", 4.5},
	{"wrong", "wrong-soft", 4.5}, {"wrong", "paper", 4.5}, {"cloth-ink", "cloth", 7}, {"cotton", "cloth", 7},
	{"line-strong", "paper", 3}, {"focus", "paper", 3}, {"focus", "snow", 3},
}

func TestEveryPairOfTextAndGroundCanBeRead(t *testing.T) {
	b, err := os.ReadFile("../node_modules/@digital-go-jp/design-tokens/dist/tokens.css")
	if err != nil {
		if os.Getenv("KORYU_REQUIRE_ALL") == "1" {
			t.Fatal(err)
		}
		t.Skip("the design tokens are not installed; run make assets")
	}
	css := sources(t)["css/tokens.css"]
	base := values(string(b))
	light := values(lightBlock.FindStringSubmatch(css)[1])
	dark := values(darkByChoice.FindStringSubmatch(css)[1])
	for theme, tokens := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, p := range pairs {
			got := contrast(t, resolve(tokens, base, p.text), resolve(tokens, base, p.ground))
			if got < p.least {
				t.Errorf("%s: %s on %s is %.2f, want %.1f", theme, p.text, p.ground, got, p.least)
			}
		}
	}
}

func resolve(tokens, base map[string]string, name string) string {
	v := tokens[name]
	if m := reference.FindStringSubmatch(v); m != nil {
		return base[m[1]]
	}
	return v
}

func contrast(t *testing.T, a, b string) float64 {
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil || len(hex) != 7 {
		t.Fatalf("no colour: %q", hex)
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v := float64(n>>(16-8*i)&0xff) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		sum += weight * v
	}
	return sum
}
