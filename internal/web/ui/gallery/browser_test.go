package gallery

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"koryu/assets"
	"koryu/internal/kit/i18n"
	"koryu/internal/web/ui"
)

const axeFile = "../../../../node_modules/axe-core/axe.min.js"

// lack skips for want of something, or fails where nothing may be skipped.
func lack(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("KORYU_REQUIRE_ALL") == "1" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// gallery shows the gallery on a free port, under the policy of real pages.
func gallery(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle(assets.Prefix, assets.Handler())
	mux.HandleFunc("/gallery/{name...}", func(w http.ResponseWriter, r *http.Request) {
		l, _ := i18n.Parse(r.FormValue("lang"))
		page, ok := Page(r.PathValue("name"), l, ui.Chrome{Path: r.RequestURI, Theme: r.FormValue("theme")})
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'")
		_ = page.Render(i18n.With(r.Context(), l), w)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL
}

func browser(t *testing.T) context.Context {
	t.Helper()
	if !assets.Built() {
		lack(t, "nothing is bundled; run make assets")
	}
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		lack(t, "Chromium is not installed")
	}
	profile, err := os.MkdirTemp("", "koryu-browser")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(profile) }) // the browser may still write; /tmp is swept anyway
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.UserDataDir(profile), chromedp.WSURLReadTimeout(2*time.Minute),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx, chromedp.WithErrorf(func(string, ...any) {}))
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, 10*time.Minute)
	t.Cleanup(stop)
	return ctx
}

func awaited(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }

// findings runs axe, and adds what it does not look for: sideways scrolling
// and targets too small for a thumb.
const findings = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then((r) => {
  const found = r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.target + " " + (n.any[0]?.message ?? "")).join(" | "));
  if (document.documentElement.scrollWidth > innerWidth) found.push("the page scrolls sideways");
  if (innerWidth < 600) for (const e of document.querySelectorAll("a, button, summary, select, input:not([type=hidden]), label.pick")) {
    const b = e.getBoundingClientRect();
    const inline = e.closest("p, dd, li, th, td, figcaption, .prose, .sr, dialog:not([open])") || e.matches(".exhibit__part > .link");
    if (b.width > 0 && b.height < 44 && !inline && !e.matches(".choice__box, .event__link, .card__link, .skip, .net__past, svg a")) found.push("small target: " + e.className + " " + b.height);
  }
  return JSON.stringify(found);
})`

func TestAxeFindsNothing(t *testing.T) {
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		lack(t, "axe-core is not installed; run make assets")
	}
	ctx, base := browser(t), gallery(t)
	for _, name := range append([]string{""}, Names...) {
		for _, l := range i18n.Langs {
			at := fmt.Sprintf("/gallery/%s?lang=%s", name, l)
			if err := chromedp.Run(ctx, chromedp.Navigate(base+at), chromedp.Evaluate(string(axe), nil)); err != nil {
				t.Fatal(at, err)
			}
			for _, theme := range []string{"light", "dark"} {
				for _, width := range []int64{320, 1280} {
					for _, found := range findIn(t, ctx, theme, width) {
						t.Errorf("%s, %s, %d px: %s", at, theme, width, found)
					}
				}
			}
		}
	}
}

// settled waits until no colour is on its way to another.
const settled = `(async () => {
  for (const a of document.getAnimations()) if (a instanceof CSSTransition) a.finish();
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
})()`

// findIn looks at the page that is open, in a theme and a width. The door is
// dark whatever one asks for.
func findIn(t *testing.T, ctx context.Context, theme string, width int64) []string {
	t.Helper()
	var out string
	var found []string
	err := chromedp.Run(ctx,
		emulation.SetDeviceMetricsOverride(width, 900, 1, width < 600),
		chromedp.Evaluate(`document.querySelector(".page--door") || (document.documentElement.dataset.theme = "`+theme+`"); null`, nil),
		chromedp.Evaluate(settled, nil, awaited),
		chromedp.Evaluate(findings, &out, awaited))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(out), &found); err != nil {
		t.Fatal(err)
	}
	return found
}

func TestScriptsAddAndGiveFocusBack(t *testing.T) {
	ctx, base := browser(t), gallery(t)
	var inDialog, back, picked, theme, summary string
	var acts bool
	err := chromedp.Run(ctx,
		emulation.SetDeviceMetricsOverride(1280, 900, 1, false),
		chromedp.Navigate(base+"/gallery/ticket"),
		chromedp.Click(`[data-dialog="cancel-dialog"]`),
		chromedp.Evaluate(`document.activeElement.id`, &inDialog),
		chromedp.KeyEvent(kb.Escape),
		chromedp.Evaluate(`document.activeElement.dataset.dialog ?? ""`, &back),

		chromedp.Navigate(base+"/gallery/list"),
		chromedp.Evaluate(`getComputedStyle(document.querySelector(".bulk__acts")).display === "none"`, &acts),
		chromedp.Click(`[data-pick]`),
		chromedp.Text(`[data-bulk-count]`, &picked),
		chromedp.Click(`[data-theme-switch]`),
		chromedp.Evaluate(`document.documentElement.dataset.theme + " " + document.cookie`, &theme),

		chromedp.Navigate(base+"/gallery/registration"),
		chromedp.Evaluate(`document.activeElement.className`, &summary),
		chromedp.Click(`.errors__list li:nth-child(2) a`),
		chromedp.WaitVisible(`#f-email2:focus`),
	)
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string][2]string{
		"the dialog opens on its heading":    {inDialog, "cancel-dialog-title"},
		"Escape gives focus to the opener":   {back, "cancel-dialog"},
		"a picked row is counted":            {picked, "1件を選んでいます"},
		"the theme is kept in a cookie":      {theme, "dark theme=dark"},
		"a refused form shows its errors":    {summary, "errors"},
		"nothing picked, no acts to be seen": {fmt.Sprint(acts), "true"},
	} {
		if c[0] != c[1] {
			t.Errorf("%s: got %q, want %q", what, c[0], c[1])
		}
	}
}
