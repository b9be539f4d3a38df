// Package assets serves what assets/build.mjs bundled: styles, scripts, icons
// and the decoder of the door. File names carry a hash of their content, so a
// browser may keep them for ever.
package assets

import (
	"embed"
	"encoding/json"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
)

//go:embed all:dist
var dist embed.FS

// Prefix is where Handler expects to be mounted.
const Prefix = "/assets/"

// manifest maps plain names to hashed ones; empty when nothing was built.
var manifest = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	b, err := dist.ReadFile("dist/manifest.json")
	if err == nil && json.Unmarshal(b, &names) != nil {
		panic("assets: dist/manifest.json cannot be read; run node assets/build.mjs")
	}
	return names
})

// Built tells whether build.mjs ran before this program was compiled.
func Built() bool { return len(manifest()) > 0 }

// URL is the address of a bundled file by its plain name, e.g. "app.css".
func URL(name string) string {
	if hashed, ok := manifest()[name]; ok {
		return Prefix + hashed
	}
	return Prefix + name
}

// Handler serves the bundled files. Only hashed names may be kept for ever.
func Handler() http.Handler {
	hashed := map[string]bool{}
	for _, h := range manifest() {
		hashed[h] = true
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(path.Clean(r.URL.Path), Prefix)
		body, err := fs.ReadFile(dist, "dist/"+name)
		if err != nil || strings.HasPrefix(name, ".") || name == "manifest.json" {
			missing(w, r, name)
			return
		}
		serve(w, r, name, body, hashed[name])
	})
}

// missing answers for a program compiled without the bundle: pages stay
// readable and say what to do.
func missing(w http.ResponseWriter, r *http.Request, name string) {
	if Built() || name != "app.css" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte(unbuilt))
}

const unbuilt = `body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:1rem/1.7 sans-serif}
body::before{content:"Styles are not built. Run: node assets/build.mjs";display:block;padding:1rem;border:2px solid}
svg{max-width:2rem;max-height:2rem}
`

func contentType(name string) string {
	switch path.Ext(name) {
	case ".wasm":
		return "application/wasm"
	case ".js":
		return "text/javascript; charset=utf-8"
	}
	return mime.TypeByExtension(path.Ext(name))
}
