package event

import (
	"context"
	"errors"
	"io"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/picture"
	"koryu/internal/kit/text"
)

// imageEdge is the longest edge of the picture that is kept.
const imageEdge = 1600

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

// readImage keeps the pixels of a JPEG or PNG.
func readImage(r io.Reader) (Image, error) {
	m, err := picture.Read(r, imageEdge)
	if refused, ok := errors.AsType[*picture.Refusal](err); ok {
		if refused.Reason == picture.TooLarge || refused.Reason == picture.TooWide {
			return Image{}, errImageSize
		}
		return Image{}, errImageShape.Because(err)
	}
	return Image{Type: m.Type, Width: m.Width, Height: m.Height, Data: m.Data}, err
}
