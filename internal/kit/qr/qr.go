// Package qr draws QR codes: black on white in every theme, error correction M,
// with the quiet zone of four modules that readers need.
package qr

import (
	"bytes"
	"fmt"
	"html"
	"io"

	"rsc.io/qr"
)

// quiet is the margin in modules, part of the picture.
const quiet = 4

// maxScale keeps the largest code (177 modules) under 6,000 pixels.
const maxScale = 32

// Options say how a drawing meets its page.
type Options struct {
	Label string // what a screen reader says; "" hides the drawing from it
	Class string // CSS class of the svg element, "" for none
}

// SVG writes an svg element for an HTML page, one unit a module, without a size
// of its own: CSS gives it one. It fails when text does not fit, which is above
// some 2,300 bytes, and when w does.
func SVG(w io.Writer, text string, opt Options) error {
	code, err := encode(text)
	if err != nil {
		return err
	}
	size := code.Size + 2*quiet
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges"`, size, size)
	if opt.Class != "" {
		fmt.Fprintf(&b, ` class="%s"`, html.EscapeString(opt.Class))
	}
	if opt.Label != "" {
		label := html.EscapeString(opt.Label)
		fmt.Fprintf(&b, ` role="img" aria-label="%s"><title>%s</title>`, label, label)
	} else {
		b.WriteString(` aria-hidden="true">`)
	}
	fmt.Fprintf(&b, `<path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="`, size, size)
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			run := 0
			for code.Black(x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, run, run)
				x += run
			}
		}
	}
	b.WriteString(`"/></svg>`)
	_, err = w.Write(b.Bytes())
	return err
}

// PNG gives a picture with scale pixels a module, 1 to 32. It fails when text
// does not fit.
func PNG(text string, scale int) ([]byte, error) {
	if scale < 1 || scale > maxScale {
		return nil, fmt.Errorf("qr: scale %d is outside 1…%d", scale, maxScale)
	}
	code, err := encode(text)
	if err != nil {
		return nil, err
	}
	code.Scale = scale
	return code.PNG(), nil
}

func encode(text string) (*qr.Code, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return nil, fmt.Errorf("qr: %w", err)
	}
	return code, nil
}
