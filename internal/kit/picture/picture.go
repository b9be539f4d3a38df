// Package picture takes pictures from strangers. What it gives back is its own
// encoding of the pixels: nothing else that a file may carry (places, names of
// cameras, scripts, other formats) gets through, and a file is refused by its
// first bytes, its size and its dimensions before anything is decoded.
package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
)

// Limits of an uploaded picture, both checked before it is decoded.
const (
	MaxBytes  = 10 << 20
	MaxPixels = 50_000_000
)

// Picture is a re-encoded JPEG or PNG.
type Picture struct {
	Type          string // image/jpeg or image/png
	Width, Height int
	Data          []byte
}

// Reasons of a [Refusal].
const (
	TooLarge = "size"   // more than MaxBytes
	TooWide  = "pixels" // more than MaxPixels
	Kind     = "kind"   // neither JPEG nor PNG
	Broken   = "broken" // begins as one, and cannot be read to its end
)

// Refusal says why a file was not taken. Format is the kind of file where the
// reason is Kind and the first bytes tell: GIF, WebP, HEIC, AVIF, SVG, PDF.
type Refusal struct {
	Reason, Format string
	Cause          error
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("picture: %s %s %v", r.Reason, r.Format, r.Cause)
}

// Unwrap gives the decoder's error.
func (r *Refusal) Unwrap() error { return r.Cause }

// atOnce bounds the memory: a decoded picture takes up to 400 MB for a moment.
var atOnce = make(chan struct{}, 2)

// Read takes a JPEG or PNG and keeps its pixels, with the longest edge at most
// edge. Photographs stay JPEG, drawings PNG. It fails with a [*Refusal].
func Read(r io.Reader, edge int) (Picture, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return Picture{}, &Refusal{Reason: Broken, Cause: err}
	}
	if len(raw) > MaxBytes {
		return Picture{}, &Refusal{Reason: TooLarge}
	}
	format := Format(raw)
	if format != "JPEG" && format != "PNG" {
		return Picture{}, &Refusal{Reason: Kind, Format: format}
	}
	config, decode := jpeg.DecodeConfig, jpeg.Decode
	if format == "PNG" {
		config, decode = png.DecodeConfig, png.Decode
	}
	about, err := config(bytes.NewReader(raw))
	if err != nil || about.Width < 1 || about.Height < 1 {
		return Picture{}, &Refusal{Reason: Broken, Cause: err}
	}
	if about.Width > MaxPixels/about.Height {
		return Picture{}, &Refusal{Reason: TooWide}
	}
	atOnce <- struct{}{}
	defer func() { <-atOnce }()
	pixels, err := decode(bytes.NewReader(raw))
	if err != nil {
		return Picture{}, &Refusal{Reason: Broken, Cause: err}
	}
	if format == "JPEG" {
		pixels = turned(pixels, orientation(raw))
	}
	return encode(shrunk(pixels, edge), format)
}

func encode(pixels image.Image, format string) (Picture, error) {
	var out bytes.Buffer
	p := Picture{Type: "image/jpeg", Width: pixels.Bounds().Dx(), Height: pixels.Bounds().Dy()}
	var err error
	if format == "JPEG" {
		err = jpeg.Encode(&out, pixels, &jpeg.Options{Quality: 82})
	} else {
		p.Type = "image/png"
		err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, pixels)
	}
	p.Data = out.Bytes()
	return p, err
}
