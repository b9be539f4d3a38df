package profile

import (
	"context"
	"errors"
	"io"

	"koryu/internal/account"
	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/picture"
)

// photoEdge is the longest edge of a photo in pixels.
const photoEdge = 800

// PhotoFile is a photo as it is served: our own encoding of the pixels.
type PhotoFile struct {
	ID, PersonID, Type string
	Width, Height      int
	Data               []byte
}

var errNoPhoto = apperr.New(apperr.NotFound, "profile.error.no_photo")

// ReadPhoto takes a JPEG or PNG of at most 10 MB and 50 million pixels, and
// keeps its pixels alone: a place or a name that a camera wrote is gone. It
// touches no table, so that a form can refuse the file with its other fields.
func ReadPhoto(r io.Reader) (PhotoFile, error) {
	m, err := picture.Read(r, photoEdge)
	refused, ok := errors.AsType[*picture.Refusal](err)
	switch {
	case ok && refused.Reason == picture.Kind && refused.Format != "":
		return PhotoFile{}, apperr.New(apperr.Invalid, "profile.error.photo_format", "format", refused.Format).On(string(Photo))
	case ok:
		return PhotoFile{}, apperr.New(apperr.Invalid, photoRefusals[refused.Reason]).On(string(Photo)).Because(err)
	}
	return PhotoFile{Type: m.Type, Width: m.Width, Height: m.Height, Data: m.Data}, err
}

var photoRefusals = map[string]string{
	picture.TooLarge: "profile.error.photo_size",
	picture.TooWide:  "profile.error.photo_pixels",
	picture.Kind:     "profile.error.photo_kind",
	picture.Broken:   "profile.error.photo_broken",
}

// SetPhoto puts a photo that ReadPhoto gave in the place of the one before. It
// needs a live consent h. Every photo has an address of its own.
func SetPhoto(ctx context.Context, tx *db.Tx, actor account.Actor, org, person string, m PhotoFile) (Profile, error) {
	p, err := forChange(ctx, tx, org, person)
	if err != nil {
		return Profile{}, err
	}
	m.ID, m.PersonID = tx.NewID(), person
	if err := deletePhotos(ctx, tx, org, person); err != nil {
		return Profile{}, err
	}
	if err := insertPhoto(ctx, tx, org, m); err != nil {
		return Profile{}, err
	}
	p.PhotoID = m.ID
	return put(ctx, tx, actor, p, "profile.saved", []string{string(Photo)})
}

// RemovePhoto deletes the photo.
func RemovePhoto(ctx context.Context, tx *db.Tx, actor account.Actor, org, person string) (Profile, error) {
	p, err := forChange(ctx, tx, org, person)
	if err != nil || p.PhotoID == "" {
		return p, err
	}
	if err := deletePhotos(ctx, tx, org, person); err != nil {
		return Profile{}, err
	}
	p.PhotoID = ""
	return put(ctx, tx, actor, p, "profile.saved", []string{string(Photo)})
}

// SetPhoto is [ReadPhoto] and [SetPhoto] in a transaction of its own.
func (s *Service) SetPhoto(ctx context.Context, actor account.Actor, org, person string, r io.Reader) (p Profile, err error) {
	m, err := ReadPhoto(r)
	if err != nil {
		return p, err
	}
	err = s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		p, err = SetPhoto(ctx, tx, actor, org, person, m)
		return err
	})
	return p, err
}

// RemovePhoto is [RemovePhoto] in a transaction of its own.
func (s *Service) RemovePhoto(ctx context.Context, actor account.Actor, org, person string) (p Profile, err error) {
	err = s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		p, err = RemovePhoto(ctx, tx, actor, org, person)
		return err
	})
	return p, err
}

// FindPhoto gives a photo to viewers of the audience: one that its person shows
// to them, under live consents h and e. Organiser means the organiser or the
// person, who need consent h alone. Everybody else finds nothing.
func (s *Service) FindPhoto(ctx context.Context, org, photoID string, to Audience) (PhotoFile, error) {
	m, err := findPhoto(ctx, s.DB, org, photoID)
	if err != nil {
		return PhotoFile{}, err
	}
	found, err := kept(ctx, s.DB, org, []string{m.PersonID})
	if err != nil {
		return PhotoFile{}, err
	}
	p, ok := found[m.PersonID]
	if !ok || p.PhotoID != m.ID || to != Organiser && !p.Audience(Photo).Sees(to) {
		return PhotoFile{}, errNoPhoto
	}
	return m, nil
}

// tokenOf is the purpose of photo tokens made for an audience.
func tokenOf(to Audience) string { return "photo." + string(to) }

// PhotoPath is the address under which a page shows a photo to viewers of one
// audience: it holds a token that says so, since who reads a card by a link need
// not be signed in. The address made for Organiser is worth something to the
// person and to staff only. It is "" where there is no photo.
func (s *Service) PhotoPath(orgSlug, photoID string, to Audience) string {
	if photoID == "" || s.Keys == nil {
		return ""
	}
	return "/o/" + orgSlug + "/photos/" + s.Keys.Token(tokenOf(to), photoID, 0)
}

// ParsePhoto reads the last part of a PhotoPath; ok is false for everything else.
func (s *Service) ParsePhoto(token string) (photoID string, to Audience, ok bool) {
	if s.Keys == nil {
		return "", "", false
	}
	for _, to := range Audiences {
		if id, _, ok := s.Keys.ParseToken(tokenOf(to), token); ok {
			return id, to, true
		}
	}
	return "", "", false
}
