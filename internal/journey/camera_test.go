package journey

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

const filmWidth, filmHeight = 640, 480

// filmed is a Chromium whose camera sees the picture.
func filmed(t *testing.T, picture []byte) []chromedp.ExecAllocatorOption {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "ticket.y4m")
	if err := os.WriteFile(path, film(img), 0o600); err != nil {
		t.Fatal(err)
	}
	return []chromedp.ExecAllocatorOption{
		chromedp.Flag("use-fake-device-for-media-stream", true),
		chromedp.Flag("use-fake-ui-for-media-stream", true),
		chromedp.Flag("use-file-for-fake-video-capture", path),
	}
}

// film is a short Y4M video that shows the picture on grey, as large as it fits.
func film(img image.Image) []byte {
	luma := bytes.Repeat([]byte{160}, filmWidth*filmHeight)
	b := img.Bounds()
	side := filmHeight * 9 / 10
	scale := float64(max(b.Dx(), b.Dy())) / float64(side)
	for y := range filmHeight {
		for x := range filmWidth {
			sx, sy := int(float64(x-(filmWidth-side)/2)*scale), int(float64(y-(filmHeight-side)/2)*scale)
			if sx >= 0 && sy >= 0 && sx < b.Dx() && sy < b.Dy() {
				grey := color.GrayModel.Convert(img.At(b.Min.X+sx, b.Min.Y+sy)).(color.Gray)
				luma[y*filmWidth+x] = 16 + uint8(int(grey.Y)*219/255)
			}
		}
	}
	colour := bytes.Repeat([]byte{128}, filmWidth*filmHeight/2)
	var out bytes.Buffer
	fmt.Fprintf(&out, "YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n", filmWidth, filmHeight)
	for range 10 {
		out.WriteString("FRAME\n")
		out.Write(luma)
		out.Write(colour)
	}
	return out.Bytes()
}
