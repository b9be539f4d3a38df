package public

import (
	"bytes"
	"sync"

	"koryu/internal/web"
	"koryu/internal/web/ui"
)

// pictures keeps drawn link pictures: one takes a tenth of a second of
// processor, and whoever shares a link makes many machines ask for it.
type pictures struct {
	mu    sync.Mutex // also lets only one be drawn at a time
	drawn map[string]*web.Page
}

const picturesKept = 256 // about 20 kB each

func (g *pictures) draw(seed, accent string) (*web.Page, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	key := seed + accent
	if page := g.drawn[key]; page != nil {
		return page, nil
	}
	var b bytes.Buffer
	if err := ui.OGImage(&b, seed, accent); err != nil {
		return nil, err
	}
	if g.drawn == nil || len(g.drawn) >= picturesKept {
		g.drawn = map[string]*web.Page{}
	}
	page := web.NewPage("image/png", b.Bytes())
	g.drawn[key] = page
	return page, nil
}
