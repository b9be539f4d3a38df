package member

import (
	"bytes"
	"context"
	"strconv"

	"koryu/internal/kit/db"
	"koryu/internal/kit/picture"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/web"
)

func readBasics(f *web.Form, p *profile.Profile) { p.Headline = f.Value("headline") }

// corrected is the person with what was typed; an unchanged record is saved no
// second time, so that a form sent twice is no conflict.
func corrected(f *web.Form, who people.Person) (people.Person, bool) {
	p := who
	p.Version, _ = strconv.ParseInt(f.Value("person_version"), 10, 64)
	p.Family, p.Given = f.Required("family", 100), f.Text("given", 100)
	p.KanaFamily, p.KanaGiven = f.Text("kana_family", 100), f.Text("kana_given", 100)
	p.Affiliation, p.Phone = f.Text("affiliation", 100), f.Text("phone", 40)
	same := p
	same.Version = who.Version
	if p.Phone == shownPhone(who) {
		p.Phone, same.Phone = who.Phone, who.Phone
	}
	return p, same != who
}

// storeBasics saves what the person corrects in their record, which is the
// organiser's list too, and under consent h the headline and the photo.
func (s Services) storeBasics(r *web.Request, page *partPage) error {
	f := page.F
	who, changed := corrected(f, page.Who)
	page.Who = who
	photo, err := readPhoto(f, page.Open)
	if err != nil {
		return err
	}
	if !f.OK() {
		if photo != nil {
			f.Add("photo", "member_profile.photo_again")
		}
		return nil
	}
	return s.DB.Tx(r.Context(), func(ctx context.Context, tx *db.Tx) error {
		if changed {
			if _, err := people.Update(ctx, tx, r.Actor, who); err != nil {
				return err
			}
		}
		if !page.Open {
			return nil
		}
		if _, err := profile.Save(ctx, tx, r.Actor, page.P); err != nil {
			return err
		}
		switch {
		case photo != nil:
			_, err = profile.SetPhoto(ctx, tx, r.Actor, r.Org.ID, who.ID, *photo)
		case f.Bool("photo_remove"):
			_, err = profile.RemovePhoto(ctx, tx, r.Actor, r.Org.ID, who.ID)
		}
		return err
	})
}

// readPhoto re-encodes the photo of the form, nil when none was chosen. What is
// wrong with it is noted beside the other fields.
func readPhoto(f *web.Form, open bool) (*profile.PhotoFile, error) {
	b, _, err := f.File("photo", picture.MaxBytes)
	if err != nil || b == nil || !open {
		return nil, err
	}
	m, err := profile.ReadPhoto(bytes.NewReader(b))
	if err != nil {
		if f.Take(err) {
			return nil, nil
		}
		return nil, err
	}
	return &m, nil
}
