package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"runtime"
	"testing"
)

// exif is a JPEG's first segments: a block that says "turned" and gives a place.
const exif = "\xff\xd8\xff\xe1\x00\x2aExif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00GPS40.82"

func TestOnlyThePixelsAreKept(t *testing.T) {
	plain := jpegOf(40, 20)
	marked := append([]byte(exif), plain[2:]...)
	zip := "PK\x03\x04evil.class"
	for name, raw := range map[string][]byte{
		"place and camera":   marked,
		"HTML behind it":     append(bytes.Clone(plain), "<script>alert(1)</script>"...),
		"an archive behind":  append(bytes.Clone(plain), zip...),
		"HTML in a comment":  append([]byte("\xff\xd8\xff\xfe\x00\x1b<script>alert(1)</script>"), plain[2:]...),
		"text in a PNG":      withText(pngOf(40, 20), "Comment\x00<script>alert(1)</script>"),
		"HTML behind a PNG":  append(pngOf(40, 20), "<script>alert(1)</script>"...),
		"an archive and PNG": append(pngOf(40, 20), zip...),
	} {
		got, err := Read(bytes.NewReader(raw), 1600)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, secret := range []string{"Exif", "GPS", "script", "evil", "PK\x03\x04"} {
			if bytes.Contains(got.Data, []byte(secret)) {
				t.Errorf("%s: %q is still in it", name, secret)
			}
		}
		again, format, err := image.Decode(bytes.NewReader(got.Data))
		if err != nil || "image/"+format != got.Type || again.Bounds().Dx() != got.Width || again.Bounds().Dy() != got.Height {
			t.Errorf("%s: what is kept is no picture: %v", name, err)
		}
	}
	upright, err := Read(bytes.NewReader(marked), 1600)
	if err != nil || upright.Width != 20 || upright.Height != 40 {
		t.Errorf("a turned photo is kept as %d×%d, %v", upright.Width, upright.Height, err)
	}
}

func TestALargePictureIsMadeSmaller(t *testing.T) {
	got, err := Read(bytes.NewReader(jpegOf(3000, 1500)), 1600)
	if err != nil || got.Width != 1600 || got.Height != 800 {
		t.Errorf("%d×%d, %v", got.Width, got.Height, err)
	}
}

func TestFilesAreRefusedWithTheReason(t *testing.T) {
	cut := jpegOf(400, 400)
	for name, c := range map[string]struct {
		raw            []byte
		reason, format string
	}{
		"nothing":             {nil, Kind, ""},
		"a text":              {[]byte("hello"), Kind, ""},
		"a page":              {[]byte("<!doctype html><script>"), Kind, ""},
		"GIF":                 {[]byte("GIF89a\x01\x00\x01\x00"), Kind, "GIF"},
		"SVG":                 {[]byte("<?xml version='1.0'?>\n<svg onload='alert(1)'>"), Kind, "SVG"},
		"HEIC":                {[]byte("\x00\x00\x00\x18ftypheic\x00\x00"), Kind, "HEIC"},
		"WebP":                {[]byte("RIFF\x00\x00\x00\x00WEBPVP8 "), Kind, "WebP"},
		"PDF":                 {[]byte("%PDF-1.7"), Kind, "PDF"},
		"a cut JPEG":          {cut[:len(cut)/2], Broken, ""},
		"a cut PNG":           {pngOf(400, 400)[:60], Broken, ""},
		"three bytes":         {[]byte("\xff\xd8\xff"), Broken, ""},
		"30,000 × 30,000 PNG": {widePNG(30_000, 30_000), TooWide, ""},
		"65,535 × 65,535":     {wideJPEG(), TooWide, ""},
		"a PNG without end":   {widePNG(1<<20, 1<<20), TooWide, ""},
		"50 MB":               {append(jpegOf(4, 4), make([]byte, 50<<20)...), TooLarge, ""},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := Read(bytes.NewReader(c.raw), 1600)
		runtime.ReadMemStats(&after)
		r, ok := errors.AsType[*Refusal](err)
		if !ok || r.Reason != c.reason || r.Format != c.format {
			t.Errorf("%s: %v", name, err)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 64<<20 {
			t.Errorf("%s: %d MB were used to refuse it", name, used>>20)
		}
	}
}

func TestACameraHeldUpright(t *testing.T) {
	photo := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	photo.Set(0, 0, color.White)
	up := turned(photo, 6) // turned a quarter to the right
	if b := up.Bounds(); b.Dx() != 1 || b.Dy() != 2 {
		t.Fatal(b)
	}
	if r, _, _, _ := up.At(0, 0).RGBA(); r != 0xffff {
		t.Error("the left end is not on top")
	}
	if o := orientation([]byte(exif)); o != 6 {
		t.Errorf("orientation %d", o)
	}
	for _, broken := range [][]byte{nil, {0xff, 0xd8}, []byte(exif)[:20], []byte("\xff\xd8\xff\xe1\xff\xffExif\x00\x00MM")} {
		if o := orientation(broken); o != 1 {
			t.Errorf("a broken header gives %d", o)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(exif))
	f.Add(pngOf(3, 2))
	f.Add(jpegOf(3, 2))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if len(raw) > 4096 {
			return
		}
		if got, err := Read(bytes.NewReader(raw), 16); err == nil && (got.Width > 16 || got.Height > 16 || len(got.Data) == 0) {
			t.Errorf("kept as %d×%d", got.Width, got.Height)
		}
	})
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

// widePNG has a header that claims the size, with a right checksum.
func widePNG(w, h uint32) []byte {
	b := pngOf(1, 1)
	binary.BigEndian.PutUint32(b[16:], w)
	binary.BigEndian.PutUint32(b[20:], h)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

func wideJPEG() []byte {
	b := jpegOf(1, 1)
	at := bytes.Index(b, []byte{0xff, 0xc0})
	copy(b[at+5:], []byte{0xff, 0xff, 0xff, 0xff})
	return b
}

// withText puts a text chunk behind the header of a PNG.
func withText(b []byte, text string) []byte {
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(text)))
	chunk = append(append(chunk, "tEXt"...), text...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	return append(append(bytes.Clone(b[:33]), chunk...), b[33:]...)
}
