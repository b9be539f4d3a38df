package event

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/picture"
	"koryu/internal/programme"
)

func TestADraftIsSavedBitByBit(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		e, err := w.s.Create(w.ctx, w.staff, w.org.ID, Fields{})
		w.must(err)
		if e.State != Draft || e.Slug == "" || e.Revision != 1 {
			t.Errorf("an empty draft: %+v", e)
		}
		missing := map[string]bool{}
		for _, m := range e.Missing() {
			missing[m.Field] = true
		}
		for _, field := range []string{"title", "starts_at", "ends_at", "place", "slots"} {
			if !missing[field] {
				t.Errorf("%s is not said to be missing", field)
			}
		}
		_, err = w.s.Publish(w.ctx, w.staff, w.org.ID, e.ID)
		if len(apperr.FieldsOf(err)) != 5 {
			t.Errorf("publishing it: %v", err)
		}
		e, err = w.s.Update(w.ctx, w.staff, w.org.ID, e.ID, Fields{Title: ptr("　青森の会 "), Revision: e.Revision})
		w.must(err)
		if e.Title != "青森の会" || e.Revision != 2 {
			t.Errorf("after a title: %q, revision %d", e.Title, e.Revision)
		}
		same, err := w.s.Update(w.ctx, w.staff, w.org.ID, e.ID, Fields{Title: ptr("青森の会"), Revision: 2})
		w.must(err)
		if same.Revision != 2 {
			t.Error("saving what is there makes a new revision")
		}
		_, err = w.s.Update(w.ctx, w.staff, w.org.ID, e.ID, Fields{Title: ptr("別の会"), Revision: 1})
		w.wantErr(err, "event.error.revision")
	})
}

func TestEventsOfOneDayAndNameHaveAddressesOfTheirOwn(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		for _, want := range []string{"20241220-year-end", "20241220-year-end-2", "20241220-year-end-3"} {
			e, err := w.s.Create(w.ctx, w.staff, w.org.ID, Fields{TitleEn: ptr("Year End"), StartsAt: ptr(at("2024-12-20", 18, 0))})
			w.must(err)
			if e.Slug != want {
				t.Errorf("got %s, want %s", e.Slug, want)
			}
		}
	})
}

func TestEditingIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		fields Fields
		field  string
	}{
		"an end before the start":      {Fields{EndsAt: ptr(at("2024-12-13", 18, 30))}, "ends_at"},
		"a close after the end":        {Fields{ClosesAt: ptr(at("2024-12-14", 0, 0))}, "closes_at"},
		"a close before it opens":      {Fields{OpensAt: ptr(at("2024-12-13", 10, 0))}, "closes_at"},
		"a link that runs a script":    {Fields{OnlineURL: ptr("javascript:alert(1)")}, "online_url"},
		"an address that is none":      {Fields{ContactEmail: ptr("here")}, "contact_email"},
		"a title of 121 letters":       {Fields{Title: ptr(strings.Repeat("あ", 121))}, "title"},
		"a published title taken away": {Fields{Title: ptr("")}, "title"},
		"a published slug changed":     {Fields{Slug: ptr("other")}, "slug"},
		"two hashtags":                 {Fields{Hashtag: ptr("#a #b")}, "hashtag"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, db.SQLite, capacity(2))
			_, err := w.s.Update(w.ctx, w.staff, w.org.ID, w.event.ID, c.fields)
			if e, ok := apperr.As(err); !ok || e.Field != c.field {
				t.Errorf("got %v, want a refusal of %s", err, c.field)
			}
		})
	}
}

func TestMovingAnEventMovesWhatHangsOnIt(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.update(Fields{StartsAt: ptr(at("2024-12-20", 18, 0))})
		e := w.event
		if e.EndsAt != at("2024-12-20", 20, 0) || e.ClosesAt != at("2024-12-20", 0, 0) || e.Seq != 1 {
			t.Errorf("ends %v, closes %v, sequence %d", e.EndsAt, e.ClosesAt, e.Seq)
		}
		before := e.Version
		w.update(Fields{Summary: ptr("説明")})
		if w.event.Seq != 1 || w.event.Version <= before {
			t.Errorf("a new text: sequence %d, version %d after %d", w.event.Seq, w.event.Version, before)
		}
	})
}

func TestVersionsOfThePage(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		version := func() int64 {
			_, v, err := w.s.VersionBySlug(w.ctx, w.org.ID, w.event.Slug)
			w.must(err)
			return v
		}
		v := version()
		r := w.register().Registration
		if version() <= v {
			t.Error("a registration does not move the version")
		}
		w.onTheDay()
		v = version()
		w.scan(r, "n1")
		if version() != v {
			t.Error("a scan moves the version of the public page")
		}
	})
}

func TestSlots(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		first := w.event.Slots[0]
		w.setSlots(SlotInput{ID: first.ID, Name: "首都圏", Capacity: ptr(12), Eligibility: "首都圏のデジタル人材"},
			SlotInput{Name: "県内", Capacity: ptr(18)}, SlotInput{Name: "運営", Kind: ForStaff})
		if len(w.event.Slots) != 3 || w.event.Slots[0].ID != first.ID || w.event.Slots[0].Eligibility == "" || len(w.event.OpenSlots()) != 2 {
			t.Errorf("slots %+v", w.event.Slots)
		}
		w.register() // for the first
		_, err := w.s.SetSlots(w.ctx, w.staff, w.org.ID, w.event.ID, []SlotInput{{Name: "県内"}})
		w.wantErr(err, "event.error.slot_used")
		w.setSlots(SlotInput{ID: first.ID, Name: "首都圏"})
		if len(w.event.Slots) != 1 || w.event.Slots[0].Taken != 1 || w.event.Slots[0].Capacity != nil {
			t.Errorf("slots %+v", w.event.Slots)
		}
		_, err = w.s.SetSlots(w.ctx, w.staff, w.org.ID, w.event.ID, []SlotInput{{ID: first.ID, Capacity: ptr(-1)}})
		if f := apperr.FieldsOf(err); len(f) != 2 || f[0].Field != "slots.0.name" || f[1].Field != "slots.0.capacity" {
			t.Errorf("got %v", err)
		}
	})
}

func TestQuestions(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		ask := func(list ...Question) error {
			e, err := w.s.SetQuestions(w.ctx, w.staff, w.org.ID, w.event.ID, list)
			if err == nil {
				w.event = e
			}
			return err
		}
		err := ask(Question{Label: "食べられないもの"})
		if f := apperr.FieldsOf(err); len(f) != 1 || f[0].Field != "questions.0.why" {
			t.Errorf("a question without its reason: %v", err)
		}
		w.must(ask(Question{Label: "食べられないもの", Why: "軽食を用意するため", Required: true},
			Question{Label: "交通手段", Why: "駐車場の数を決めるため", Kind: AskChoice, Options: []Option{{Label: "車"}, {Label: "電車"}}}))
		food, way := w.event.Questions[0].ID, w.event.Questions[1].ID
		req := w.request()
		_, err = w.s.Register(w.ctx, req)
		if f := apperr.FieldsOf(err); len(f) != 1 || f[0].Field != "q_"+food {
			t.Errorf("not answered: %v", err)
		}
		req.Answers = Answers{food: {" なし "}, way: {"車"}}
		r, err := w.s.Register(w.ctx, req)
		w.must(err)
		if got := w.find(r.Registration.ID).Registration.Answers; got[food][0] != "なし" || got[way][0] != "車" {
			t.Errorf("answers %v", got)
		}
		w.must(ask(w.event.Questions[0])) // the second is asked no more
		if len(w.event.Asked()) != 1 || len(w.event.Questions) != 2 || w.event.Questions[0].ID != food {
			t.Errorf("questions %+v", w.event.Questions)
		}
		changed, err := w.s.ChangeAnswers(w.ctx, w.org.ID, r.Registration.ID, Answers{food: {"えび"}}, w.helper())
		w.must(err)
		if changed.Answers[food][0] != "えび" || changed.Answers[way][0] != "車" {
			t.Errorf("answers after a change: %v", changed.Answers)
		}
		w.onTheDay()
		w.clock.Set(w.event.StartsAt.Time())
		_, err = w.s.ChangeAnswers(w.ctx, w.org.ID, r.Registration.ID, Answers{food: {"かに"}}, w.helper())
		w.wantErr(err, "event.error.answers_closed")
	})
}

func TestDuplicating(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		_, err := w.s.SetQuestions(w.ctx, w.staff, w.org.ID, w.event.ID, []Question{{Label: "質問", Why: "理由"}})
		w.must(err)
		_, err = w.s.SetSpeakers(w.ctx, w.staff, w.org.ID, w.event.ID, []Speaker{{Name: "例示 太郎"}})
		w.must(err)
		_, err = w.s.SetAgenda(w.ctx, w.staff, w.org.ID, w.event.ID, []AgendaItem{{Offset: -30, Label: "開場"}, {Offset: 0, Label: "開会"}})
		w.must(err)
		_, err = w.s.SetImage(w.ctx, w.staff, w.org.ID, w.event.ID, bytes.NewReader(pngOf(4, 4)), "会場")
		w.must(err)
		req := w.request()
		e, err := w.s.Find(w.ctx, w.org.ID, w.event.ID)
		w.must(err)
		_, err = w.s.Register(w.ctx, req)
		w.must(err)
		c, err := w.s.Duplicate(w.ctx, w.staff, w.org.ID, w.event.ID)
		w.must(err)
		if c.State != Draft || c.ID == e.ID || c.Slug == e.Slug || c.Title != e.Title || c.Version != 1 {
			t.Errorf("copy %+v", c)
		}
		if c.StartsAt != at("2025-12-12", 18, 30) || c.StartsAt.Time().Weekday() != e.StartsAt.Time().Weekday() || c.ClosesAt != at("2025-12-12", 0, 0) {
			t.Errorf("starts %v, closes %v", c.StartsAt, c.ClosesAt)
		}
		if len(c.Slots) != 1 || c.Slots[0].Taken != 0 || c.Slots[0].ID == e.Slots[0].ID || *c.Slots[0].Capacity != 2 ||
			len(c.Questions) != 1 || len(c.Speakers) != 1 || len(c.Agenda) != 2 || c.ImageID == "" || c.ImageID == e.ImageID {
			t.Errorf("parts of the copy: %+v", c)
		}
		if _, err := w.s.RemoveImage(w.ctx, w.staff, w.org.ID, e.ID); err != nil {
			t.Error(err)
		}
		if _, err := w.s.FindImage(w.ctx, w.org.ID, c.ImageID); err != nil {
			t.Errorf("the copy lost its picture with the original: %v", err)
		}
		w.clock.Set(at("2027-01-05", 9, 0).Time())
		far, err := w.s.Duplicate(w.ctx, w.staff, w.org.ID, w.event.ID)
		w.must(err)
		if far.StartsAt != at("2027-01-08", 18, 30) {
			t.Errorf("years later the copy lies at %v, want the next Friday", far.StartsAt)
		}
	})
}

func TestUnpublishingAndCallingOff(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		org, id := w.org.ID, w.event.ID
		_, err := w.s.Unpublish(w.ctx, w.staff, org, id, "")
		w.must(err)
		_, err = w.s.Publish(w.ctx, w.staff, org, id)
		w.must(err)
		w.register()
		_, err = w.s.Unpublish(w.ctx, w.staff, org, id, "")
		w.wantErr(err, "event.error.unpublish_reason")
		_, err = w.s.Unpublish(w.ctx, w.staff, org, id, "会場を確かめるため")
		w.must(err)
		_, err = w.s.CancelEvent(w.ctx, w.staff, org, id, "大雪")
		w.wantErr(err, "event.error.state") // a draft is nobody's to call off
		_, err = w.s.Publish(w.ctx, w.staff, org, id)
		w.must(err)
		_, err = w.s.CancelEvent(w.ctx, w.staff, org, id, " ")
		w.wantErr(err, "event.error.reason")
		e, err := w.s.CancelEvent(w.ctx, w.staff, org, id, "大雪のため")
		w.must(err)
		if e.State != Cancelled || e.CancelReason != "大雪のため" || e.Seq != 1 {
			t.Errorf("called off: %+v", e)
		}
		_, err = w.s.Publish(w.ctx, w.staff, org, id)
		w.wantErr(err, "event.error.cancelled")
	})
}

func TestPublicLists(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		w.draft(capacity(1))
		hidden := w.publish(capacity(1))
		_, err := w.s.Update(w.ctx, w.staff, w.org.ID, hidden.ID, Fields{Visibility: ptr(Link)})
		w.must(err)
		list, err := w.s.Upcoming(w.ctx, w.org.ID, 10)
		w.must(err)
		if len(list) != 1 || list[0].ID != w.event.ID || len(list[0].Slots) != 1 {
			t.Errorf("upcoming %+v", list)
		}
		w.clock.Set(w.event.EndsAt.Time())
		if list, err = w.s.Upcoming(w.ctx, w.org.ID, 10); err != nil || len(list) != 0 {
			t.Errorf("upcoming afterwards %+v, %v", list, err)
		}
		if list, err = w.s.Past(w.ctx, w.org.ID, 10); err != nil || len(list) != 1 {
			t.Errorf("past %+v, %v", list, err)
		}
		all, err := w.s.List(w.ctx, w.org.ID, Filter{})
		w.must(err)
		if len(all) != 3 {
			t.Errorf("staff see %d", len(all))
		}
	})
}

func TestAVenueOfTheListIsCopied(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		programmes := &programme.Service{DB: w.db}
		v, err := programmes.SaveVenue(w.ctx, programme.Venue{OrgID: w.org.ID, Name: "弘前見本ベース", Area: "弘前市", Address: "弘前市見本1-1-1"})
		w.must(err)
		w.update(Fields{Place: &Place{VenueID: v.ID}})
		if w.event.Place.Name != "弘前見本ベース" || w.event.Place.Area != "弘前市" || w.event.Seq != 1 {
			t.Errorf("place %+v", w.event.Place)
		}
		v.Name = "新しい名前"
		_, err = programmes.SaveVenue(w.ctx, v)
		w.must(err)
		e, err := w.s.Find(w.ctx, w.org.ID, w.event.ID)
		w.must(err)
		if e.Place.Name != "弘前見本ベース" {
			t.Error("a change of the list rewrites where an event takes place")
		}
	})
}

func TestPictures(t *testing.T) {
	w := newWorld(t, db.SQLite, capacity(1))
	put := func(b []byte) (Event, error) {
		return w.s.SetImage(w.ctx, w.staff, w.org.ID, w.event.ID, bytes.NewReader(b), "会場の様子")
	}
	e, err := put(append(jpegOf(3000, 1500), "<script>hidden</script>"...))
	w.must(err)
	m, err := w.s.FindImage(w.ctx, w.org.ID, e.ImageID)
	w.must(err)
	if m.Type != "image/jpeg" || m.Width != 1600 || m.Height != 800 || bytes.Contains(m.Data, []byte("script")) {
		t.Errorf("kept as %s %d×%d", m.Type, m.Width, m.Height)
	}
	if got, _, err := image.Decode(bytes.NewReader(m.Data)); err != nil || got.Bounds().Dx() != 1600 {
		t.Error("what is kept is not the picture", err)
	}
	_, err = put([]byte("GIF89a not a picture"))
	w.wantErr(err, "event.error.image_shape")
	_, err = put(bytes.Repeat([]byte{0}, picture.MaxBytes+1))
	w.wantErr(err, "event.error.image_size")
	bomb := pngOf(1, 1)
	copy(bomb[16:], []byte{0, 0, 0x27, 0x10, 0, 0, 0x27, 0x10}) // 10,000 × 10,000, says the header
	if _, err = put(fixPNG(bomb)); apperr.CategoryOf(err) != apperr.TooLarge {
		t.Errorf("a hundred million pixels: %v", err)
	}
}

func pngOf(w, h int) []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, w, h)))
	return b.Bytes()
}

func jpegOf(w, h int) []byte {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)), nil)
	return b.Bytes()
}

// fixPNG writes the checksum of a changed header anew.
func fixPNG(b []byte) []byte {
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}
