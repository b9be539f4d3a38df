package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"koryu/internal/kit/qr"
)

// qrCode writes the code itself; it is data, so it looks the same in each theme.
func qrCode(text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		return qr.SVG(w, text, qr.Options{})
	})
}
