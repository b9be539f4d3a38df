package journey

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

const axeFile = "../../node_modules/axe-core/axe.min.js"

// tabs is how many pages are looked at side by side.
const tabs = 2

// TestNobodyIsShutOut opens every page that the links of every role lead to, in both languages, both themes, on a
// narrow phone and on a desk, and lets axe look at it.
func TestNobodyIsShutOut(t *testing.T) {
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		lack(t, "axe-core is not installed; run make assets")
	}
	h := newHouse(t)
	browser := newBrowser(t)
	keys := passkeys(t, h)
	sights := crawl(t, h, keys)
	if len(sights) < 40 {
		t.Fatalf("only %d pages were found", len(sights))
	}
	if os.Getenv("JOURNEY_LIST") != "" {
		for _, s := range sights {
			t.Log(s)
		}
		return
	}
	begun := time.Now()
	// Cookies are the browser's, so it is one role and one language after the other.
	sort.SliceStable(sights, func(a, b int) bool { return sights[a].role < sights[b].role })
	e := &examiner{t: t, axe: string(axe), seen: map[string][]string{}}
	for range tabs {
		e.tabs = append(e.tabs, newTab(t, browser, h.Base, 320))
	}
	for start := 0; start < len(sights); {
		end := start
		for end < len(sights) && sights[end].role == sights[start].role {
			end++
		}
		for _, lang := range []string{"ja", "en"} {
			e.become(h, keys[sights[start].role], lang)
			e.all(sights[start:end], lang)
		}
		start = end
	}
	e.report()
	t.Logf("%d pages in %s", len(sights), time.Since(begun).Round(time.Second))
}

// examiner looks at pages in several tabs.
type examiner struct {
	t    *testing.T
	axe  string
	tabs []*tab

	mu   sync.Mutex
	seen map[string][]string // finding → where
}

func (e *examiner) become(h house, key, lang string) {
	e.t.Helper()
	e.tabs[0].do("become somebody", network.ClearBrowserCookies(),
		network.SetCookie("lang", lang).WithURL(h.Base))
	if key != "" {
		e.tabs[0].do("sign in", network.SetCookie("koryu", key).WithURL(h.Base).WithHTTPOnly(true))
	}
}

func (e *examiner) all(sights []sight, lang string) {
	work := make(chan sight, len(sights))
	for _, s := range sights {
		work <- s
	}
	close(work)
	var wg sync.WaitGroup
	for _, p := range e.tabs {
		wg.Go(func() {
			for s := range work {
				if err := e.examine(p, s, lang); err != nil {
					e.t.Errorf("%s as %q in %s: %v", s.path, s.role, lang, err)
				}
			}
		})
	}
	wg.Wait()
}

// looks are the combinations; themes differ in nothing but colour, so the second is asked about colour only.
var looks = []struct {
	width int64
	theme string
	rules string
}{
	{320, "light", all}, {320, "dark", colour}, {1280, "dark", colour}, {1280, "light", all},
}

const (
	all    = `{runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}`
	colour = `{runOnly: {type: "rule", values: ["color-contrast", "link-in-text-block"]}}`
)

// settled waits until no colour is on its way to another.
const settled = `(async () => {
  for (const a of document.getAnimations()) if (a instanceof CSSTransition) a.finish();
  await new Promise((done) => setTimeout(done, 0));
})()`

const findings = `axe.run(document, %s).then((r) => {
  const found = r.violations.flatMap((v) => v.nodes.map((n) => v.id + " " + n.target + " " + (n.any[0]?.message ?? "")));
  if (!r.passes.length) found.push("axe looked at nothing");
  if (document.documentElement.scrollWidth > innerWidth) found.push("the page scrolls sideways");
  return JSON.stringify(found);
})`

func (e *examiner) examine(p *tab, s sight, lang string) error {
	actions := []chromedp.Action{chromedp.Navigate(p.base + s.path)}
	if s.send != "" {
		actions = append(actions, sendEmpty(s.send))
	}
	var at string
	if err := within(p, append(actions, chromedp.Evaluate(e.axe, nil), chromedp.Evaluate(`location.pathname`, &at))...); err != nil {
		return err
	}
	if want, _, _ := strings.Cut(s.path, "?"); at != want && s.send == "" {
		return fmt.Errorf("led to %s", at)
	}
	for _, look := range looks {
		var out string
		var height int64
		var found []string
		err := within(p,
			emulation.SetDeviceMetricsOverride(look.width, 900, 1, look.width < 600),
			chromedp.Evaluate(`document.documentElement.scrollHeight`, &height))
		if err != nil {
			return err
		}
		// The window is as high as the page: a bar that stays at the window's edge would else be taken for a cover over
		// whatever happens to lie behind it, where a person scrolls.
		err = within(p,
			emulation.SetDeviceMetricsOverride(look.width, max(900, height), 1, look.width < 600),
			emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: look.theme}}),
			chromedp.Evaluate(settled, nil, awaited),
			chromedp.Evaluate(fmt.Sprintf(findings, look.rules), &out, awaited))
		if err == nil {
			err = json.Unmarshal([]byte(out), &found)
		}
		if err != nil {
			return err
		}
		e.note(found, fmt.Sprintf("%s %s %s %d", s, lang, look.theme, look.width))
	}
	return nil
}

func (s sight) String() string {
	who := s.role
	if who == "" {
		who = "anonymous"
	}
	if s.send != "" {
		return who + " " + s.path + " sent empty"
	}
	return who + " " + s.path
}

// sendEmpty sends the form as it is, past the browser's own checks, and waits for the answer.
func sendEmpty(form string) chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := chromedp.RunResponse(ctx, chromedp.Evaluate(`(() => {
  const form = document.querySelector(`+"`"+form+"`"+`);
  form.noValidate = true;
  setTimeout(() => form.submit(), 10);
})()`, nil))
		return err
	})
}

func within(p *tab, actions ...chromedp.Action) error {
	ctx, stop := context.WithTimeout(p.Context, patience)
	defer stop()
	return chromedp.Run(ctx, actions...)
}

func awaited(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }

func (e *examiner) note(found []string, where string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, f := range found {
		e.seen[f] = append(e.seen[f], where)
	}
}

// report says each finding once, with where it was seen.
func (e *examiner) report() {
	e.t.Helper()
	for found, where := range e.seen {
		more := ""
		if len(where) > 3 {
			more = fmt.Sprintf(" and %d more", len(where)-3)
		}
		e.t.Errorf("%s\n    %s%s", found, strings.Join(where[:min(3, len(where))], "\n    "), more)
	}
}
