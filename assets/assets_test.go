package assets

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func get(t *testing.T, path string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

func TestHashedFilesAreKeptForEver(t *testing.T) {
	if !Built() {
		t.Skip("nothing is bundled; run make assets")
	}
	first := get(t, URL("app.css"))
	if first.StatusCode != 200 || !strings.Contains(first.Header.Get("Cache-Control"), "immutable") {
		t.Fatalf("got %d %q", first.StatusCode, first.Header.Get("Cache-Control"))
	}
	again := get(t, URL("app.css"), "If-None-Match", first.Header.Get("ETag"))
	if again.StatusCode != http.StatusNotModified {
		t.Errorf("a known file is sent again: %d", again.StatusCode)
	}
}

func TestKindsOfFiles(t *testing.T) {
	if !Built() {
		t.Skip("nothing is bundled; run make assets")
	}
	for name, kind := range map[string]string{
		"app.css": "text/css", "app.js": "text/javascript",
		"favicon.svg": "image/svg+xml", "zxing_reader.wasm": "application/wasm",
	} {
		if got := get(t, URL(name)).Header.Get("Content-Type"); !strings.HasPrefix(got, kind) {
			t.Errorf("%s is %q, want %s", name, got, kind)
		}
	}
}

func TestOnlyBundledFilesGoOut(t *testing.T) {
	for _, path := range []string{
		"/assets/.keep", "/assets/manifest.json", "/assets/../assets.go", "/assets/", "/assets/none.js", "/assets/%2e%2e/serve.go",
	} {
		if got := get(t, path).StatusCode; got != http.StatusNotFound {
			t.Errorf("%s answers %d", path, got)
		}
	}
}
