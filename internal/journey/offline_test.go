package journey

import (
	"bytes"
	"image/png"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// signal is what a browser's requests go through, service workers' as well. Lost, it answers nothing.
type signal struct {
	server *httptest.Server
	lost   atomic.Bool
	posts  atomic.Int32 // acts that came through
}

func newSignal(t *testing.T) *signal {
	t.Helper()
	s := &signal{}
	forward := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Host, r.Out.URL.Scheme = r.In.Host, "http"
	}}
	s.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.lost.Load() {
			panic(http.ErrAbortHandler) // cuts the line without an answer
		}
		if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/me/scan") {
			s.posts.Add(1)
		}
		if !strings.HasPrefix(r.Host, "127.0.0.1:") {
			panic(http.ErrAbortHandler) // what Chromium asks its makers
		}
		forward.ServeHTTP(w, r)
	}))
	t.Cleanup(s.server.Close)
	return s
}

// through makes a Chromium use the signal, for this machine too.
func (s *signal) through() []chromedp.ExecAllocatorOption {
	return []chromedp.ExecAllocatorOption{
		chromedp.ProxyServer(s.server.URL), chromedp.Flag("proxy-bypass-list", "<-loopback>"),
	}
}

// lose takes the signal from a tab, and restore gives it back: the line, and what the page is told of it.
func (s *signal) lose(p *tab) {
	p.t.Helper()
	s.lost.Store(true)
	p.do("the signal goes", network.EmulateNetworkConditions(true, 0, -1, -1))
}

func (s *signal) restore(p *tab) {
	p.t.Helper()
	s.lost.Store(false)
	p.do("the signal comes back", network.EmulateNetworkConditions(false, 0, -1, -1))
	p.forgive("net::ERR_", "Failed to load resource")
}

// forgive forgets what a browser without a signal rightly complains of.
func (p *tab) forgive(words ...string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wrongs = slices.DeleteFunc(p.wrongs, func(w string) bool {
		return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(w, word) })
	})
}

// code reads the QR on the page from a picture of it, as a camera would.
func (p *tab) code(selector string) (text string, picture []byte) {
	p.t.Helper()
	p.do("take a picture of the code",
		emulation.SetDeviceMetricsOverride(phone, 844, 2, true),
		chromedp.ScrollIntoView(selector, chromedp.ByQuery),
		chromedp.Screenshot(selector, &picture, chromedp.ByQuery, chromedp.NodeVisible))
	img, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		p.t.Fatal(err)
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		p.t.Fatal(err)
	}
	found, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{
		gozxing.DecodeHintType_CHARACTER_SET: "UTF-8", gozxing.DecodeHintType_TRY_HARDER: true,
	})
	if err != nil {
		p.t.Fatalf("the code on the page cannot be read: %v", err)
	}
	return found.GetText(), picture
}
