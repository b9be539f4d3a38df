package ui

import (
	"regexp"
	"strings"
	"testing"

	"koryu/internal/kit/apperr"
)

func TestAccent(t *testing.T) {
	for name, c := range map[string]struct{ hex, refused string }{
		"an apple red is taken":             {"#8a1538", ""},
		"a green without # is taken":        {"115a36", ""},
		"black is taken":                    {"#000000", ""},
		"the palest readable grey is taken": {"#767676", ""},
		"a shade paler is refused":          {"#777777", "core.accent.too_light"},
		"yellow is refused":                 {"#ffd43d", "core.accent.too_light"},
		"white is refused":                  {"#ffffff", "core.accent.too_light"},
		"a word is refused":                 {"red", "core.accent.no_colour"},
		"three digits are refused":          {"#abc", "core.accent.no_colour"},
		"nothing is refused":                {"", "core.accent.no_colour"},
		"a rule is refused":                 {"#000}a{", "core.accent.no_colour"},
	} {
		t.Run(name, func(t *testing.T) {
			css, err := Accent(c.hex)
			if c.refused != "" {
				e, ok := apperr.As(err)
				if !ok || e.Key != c.refused || e.Category != apperr.Invalid {
					t.Fatalf("got %v, want %s", err, c.refused)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			checkAccent(t, css)
		})
	}
}

var accentToken = regexp.MustCompile(`--([a-z-]+):(#[0-9a-f]{6})`)

// checkAccent holds each block of the stylesheet to its contrasts.
func checkAccent(t *testing.T, css string) {
	t.Helper()
	blocks := strings.Split(strings.TrimSpace(css), "\n")
	if len(blocks) != 3 {
		t.Fatalf("want light, dark by device and dark by choice, got %d blocks", len(blocks))
	}
	for i, block := range blocks {
		paper := white
		if i > 0 {
			paper = night
		}
		v := map[string]rgb{}
		for _, m := range accentToken.FindAllStringSubmatch(block, -1) {
			v[m[1]] = mustHex(m[2])
		}
		for pair, got := range map[string]float64{
			"accent on paper":      contrast(v["accent"], paper),
			"ink on accent":        contrast(v["accent-ink"], v["accent"]),
			"ink on strong accent": contrast(v["accent-ink"], v["accent-strong"]),
			"accent on soft":       contrast(v["accent"], v["accent-soft"]),
			"words on cloth":       contrast(mustHex("#d3deec"), v["cloth"]),
		} {
			if got < readable {
				t.Errorf("block %d: %s is %.2f", i, pair, got)
			}
		}
	}
}
