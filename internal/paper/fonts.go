package paper

import (
	"bytes"
	"compress/gzip"
	"io"
	"sync"

	"koryu/assets"
	"koryu/internal/kit/pdf"
)

// The chain of fonts: a readable Gothic, one for the kanji it lacks, and
// emoji in outlines.
var fontNames = [][2]string{
	{"BIZUDPGothic", "print-main.ttf.gz"},
	{"NotoSansJP", "print-rare.ttf.gz"},
	{"NotoEmoji", "print-emoji.ttf.gz"},
}

// face unpacks the fonts once in a process; nothing is held before the first
// paper is asked for.
var face = sync.OnceValues(func() (*pdf.Face, error) {
	var fonts []*pdf.Font
	for _, n := range fontNames {
		packed, err := assets.File(n[1])
		if err != nil {
			return nil, err
		}
		z, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			return nil, err
		}
		file, err := io.ReadAll(z)
		if err != nil {
			return nil, err
		}
		f, err := pdf.ParseFont(n[0], file)
		if err != nil {
			return nil, err
		}
		fonts = append(fonts, f)
	}
	return pdf.NewFace(fonts...), nil
})
