package ui

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"koryu/internal/kit/apperr"
)

// rgb is a colour with channels from 0 to 1.
type rgb struct{ r, g, b float64 }

var (
	white = rgb{1, 1, 1}
	night = mustHex("#1b2230") // the lighter of the dark grounds
	black = rgb{}
)

// Contrast a colour needs: as text or under white text by day, and as text at
// night (WCAG 2.2, 1.4.3; body text is held to 7).
const readable = 4.5

// Accent derives the colours of an organisation from its one hex colour
// ("#8a1538") and gives them as a stylesheet. It refuses (Invalid) what is no
// colour and what could not be read as text on white.
func Accent(hex string) (css string, err error) {
	c, ok := parseHex(hex)
	if !ok {
		return "", apperr.New(apperr.Invalid, "core.accent.no_colour").On("accent")
	}
	if got := contrast(c, white); got < readable {
		return "", apperr.New(apperr.Invalid, "core.accent.too_light",
			"ratio", strconv.FormatFloat(got, 'f', 1, 64)).On("accent")
	}
	light := fmt.Sprintf("--accent:%s;--accent-ink:#ffffff;--accent-strong:%s;--accent-soft:%s;--cloth:%s",
		c, mix(c, black, 0.25), ground(c, c, white), dye(c, 9))
	atNight := glow(c)
	dark := fmt.Sprintf("--accent:%s;--accent-ink:%s;--accent-strong:%s;--accent-soft:%s;--cloth:%s",
		atNight, mix(c, black, 0.8), mix(atNight, white, 0.4), ground(atNight, c, night), dye(c, 12))
	return ":root{" + light + "}\n" +
		"@media (prefers-color-scheme:dark){:root:not([data-theme=light]){" + dark + "}}\n" +
		":root[data-theme=dark]{" + dark + "}\n", nil
}

// ground is paper with a breath of c, so pale that text can be read on it.
func ground(text, c, paper rgb) rgb {
	t := 0.08
	for t > 0.005 && contrast(text, mix(paper, c, t)) < readable {
		t -= 0.005
	}
	return mix(paper, c, t)
}

// glow is c in the same hue, as light as it must be to be read at night.
func glow(c rgb) rgb {
	hi, lo := max(c.r, c.g, c.b), min(c.r, c.g, c.b)
	lit := c
	for lift := 0.0; lift <= 1 && contrast(lit, night) < 7; lift += 0.02 {
		// The middle of the colour moves towards white; its spread stays while
		// there is room for it.
		mid, spread := (hi+lo)/2, max(hi-lo, 0.001)
		to := mid + (1-mid)*lift
		room := min(to, 1-to) * 2
		scale := min(spread, room) / spread
		part := func(v float64) float64 { return to + (v-mid)*scale }
		lit = rgb{part(c.r), part(c.g), part(c.b)}
	}
	return lit
}

// dye is c so deep that white thread and words on it have the contrast.
func dye(c rgb, least float64) rgb {
	deep := c
	for t := 0.0; t < 1 && contrast(deep, white) < least; t += 0.02 {
		deep = mix(c, black, t)
	}
	return deep
}

func parseHex(s string) (rgb, bool) {
	s = strings.TrimPrefix(strings.TrimSpace(s), "#")
	n, err := strconv.ParseUint(s, 16, 32)
	if err != nil || len(s) != 6 {
		return rgb{}, false
	}
	part := func(shift uint) float64 { return float64(n>>shift&0xff) / 255 }
	return rgb{part(16), part(8), part(0)}, true
}

func mustHex(s string) rgb {
	c, ok := parseHex(s)
	if !ok {
		panic("ui: no colour: " + s)
	}
	return c
}

func (c rgb) String() string {
	return fmt.Sprintf("#%02x%02x%02x", channel(c.r), channel(c.g), channel(c.b))
}

func channel(f float64) uint8 { return uint8(math.Round(f * 255)) }

// mix goes from a to b by t.
func mix(a, b rgb, t float64) rgb {
	return rgb{a.r + (b.r-a.r)*t, a.g + (b.g-a.g)*t, a.b + (b.b-a.b)*t}
}

// contrast is the ratio of WCAG 2: 1 for equal, 21 for black on white.
func contrast(a, b rgb) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c rgb) float64 {
	lin := func(v float64) float64 {
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(c.r) + 0.7152*lin(c.g) + 0.0722*lin(c.b)
}
