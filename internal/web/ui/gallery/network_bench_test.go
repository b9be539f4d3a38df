package gallery

import (
	"context"
	"io"
	"testing"

	"koryu/internal/card/network"
	"koryu/internal/kit/i18n"
	"koryu/internal/web/ui"
)

// BenchmarkPicture lays out and writes the picture of 300 people with 900 ties,
// names included.
func BenchmarkPicture(b *testing.B) {
	props, book := Meetings(i18n.Ja, 300, 900, true), sampleBook(300, 900)
	ctx := i18n.With(context.Background(), i18n.Ja)
	for b.Loop() {
		props.Drawing = book.Draw(network.ByPlace, "bench")
		if err := ui.Network(props).Render(ctx, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(props.Ties)), "ties")
}
