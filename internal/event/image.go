package event

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"image/png"
	"io"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/text"
)

// Limits of an uploaded picture, both checked before it is decoded.
const (
	maxImageBytes  = 10 << 20
	maxImagePixels = 50_000_000
	imageEdge      = 1600 // longest edge of what is kept
)

var (
	errImageSize  = apperr.New(apperr.TooLarge, "event.error.image_size").On("image")
	errImageShape = apperr.New(apperr.Invalid, "event.error.image_shape").On("image")
)

// SetImage takes a JPEG or PNG of at most 10 MB and 50 million pixels. What is
// kept and shown is our own encoding of its pixels: nothing else that a file
// may carry (places, names of cameras, other formats) gets through.
func (s *Service) SetImage(ctx context.Context, actor account.Actor, org, id string, r io.Reader, alt string) (Event, error) {
	m, err := readImage(r)
	if err != nil {
		return Event{}, err
	}
	alt = text.Clean(alt)
	if text.Graphemes(alt) > maxLine {
		return Event{}, apperr.New(apperr.Invalid, "event.error.too_long", "max", maxLine).On("image_alt")
	}
	return s.edit(ctx, org, id, func(ctx context.Context, tx *db.Tx, e *Event) error {
		m.ID = tx.NewID()
		if err := insertImage(ctx, tx, org, id, m); err != nil {
			return err
		}
		return putImage(ctx, tx, actor, e, m.ID, alt)
	})
}

// RemoveImage takes the picture off the event.
func (s *Service) RemoveImage(ctx context.Context, actor account.Actor, org, id string) (Event, error) {
	return s.edit(ctx, org, id, func(ctx context.Context, tx *db.Tx, e *Event) error {
		return putImage(ctx, tx, actor, e, "", "")
	})
}

func putImage(ctx context.Context, tx *db.Tx, actor account.Actor, e *Event, image, alt string) error {
	if err := deleteImages(ctx, tx, e.OrgID, e.ID, image); err != nil {
		return err
	}
	e.ImageID, e.ImageAlt = image, alt
	return save(ctx, tx, e, entry(e.OrgID, actor, actImage, "event", e.ID, "", nil))
}

func readImage(r io.Reader) (Image, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxImageBytes+1))
	if err != nil {
		return Image{}, errImageShape.Because(err)
	}
	if len(raw) > maxImageBytes {
		return Image{}, errImageSize
	}
	about, format, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil || format != "jpeg" && format != "png" {
		return Image{}, errImageShape.Because(err)
	}
	if about.Width < 1 || about.Height < 1 || about.Width > maxImagePixels/about.Height {
		return Image{}, errImageSize
	}
	pixels, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return Image{}, errImageShape.Because(err)
	}
	if format == "jpeg" {
		pixels = turned(pixels, orientation(raw))
	}
	return encode(shrunk(pixels, imageEdge), format)
}

// encode keeps the kind of the picture: photographs as JPEG, drawings as PNG.
func encode(pixels image.Image, format string) (Image, error) {
	var out bytes.Buffer
	m := Image{Type: "image/" + format, Width: pixels.Bounds().Dx(), Height: pixels.Bounds().Dy()}
	var err error
	if format == "jpeg" {
		err = jpeg.Encode(&out, pixels, &jpeg.Options{Quality: 82})
	} else {
		err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, pixels)
	}
	m.Data = out.Bytes()
	return m, err
}
