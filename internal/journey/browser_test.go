package journey

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a step may take on a busy machine.
const patience = 90 * time.Second

// newBrowser starts a Chromium of its own. It has never seen the house.
func newBrowser(t *testing.T, flags ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
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
	profile, err := os.MkdirTemp(scratch, "browser-")
	if err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(profile),
		chromedp.WSURLReadTimeout(patience), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "ja"), chromedp.Flag("accept-lang", "ja"),
	)
	ctx, stop := chromedp.NewExecAllocator(context.Background(), append(options, flags...)...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx, chromedp.WithErrorf(func(string, ...any) {}))
	t.Cleanup(stop)
	if err := chromedp.Run(ctx); err != nil {
		t.Fatalf("starting Chromium: %v", err)
	}
	return ctx
}

// tab is a page that somebody looks at. It watches for whatever a page of ours must not do.
type tab struct {
	context.Context
	t    *testing.T
	base string

	mu     sync.Mutex
	wrongs []string
}

// newTab opens a tab, as wide as asked. Tabs of one browser share their cookies.
func newTab(t *testing.T, browser context.Context, base string, width int64) *tab {
	t.Helper()
	ctx, stop := chromedp.NewContext(browser)
	t.Cleanup(stop)
	p := &tab{Context: ctx, t: t, base: base}
	chromedp.ListenTarget(ctx, p.hear)
	if err := chromedp.Run(ctx); err != nil { // without a deadline: the tab would end with it
		t.Fatalf("opening a tab: %v", err)
	}
	p.do("watch the tab", network.Enable(), log.Enable(), emulation.SetDeviceMetricsOverride(width, 844, 1, width < 600))
	t.Cleanup(p.quiet)
	return p
}

func (p *tab) hear(event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if at := e.Request.URL; !strings.HasPrefix(at, p.base+"/") && !strings.HasPrefix(at, "data:") && !strings.HasPrefix(at, "blob:") && at != "about:blank" {
			p.wrong("asked for " + at)
		}
	case *runtime.EventExceptionThrown:
		p.wrong("exception: " + e.ExceptionDetails.Error())
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.APITypeError || e.Type == runtime.APITypeAssert {
			p.wrong(fmt.Sprintf("console: %s", e.Args[0].Value))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.LevelError && !expected(e.Entry) {
			p.wrong(fmt.Sprintf("%s: %s (%s)", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	}
}

// expected are the statuses of pages that say what is wrong; the browser logs them as failed loads.
func expected(e *log.Entry) bool {
	return e.Source == log.SourceNetwork && strings.Contains(e.Text, "the server responded with a status of 4")
}

func (p *tab) wrong(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wrongs = append(p.wrongs, what)
}

// quiet fails the test when the tab did what it must not.
func (p *tab) quiet() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, w := range p.wrongs {
		p.t.Errorf("the browser: %s", w)
	}
	p.wrongs = nil
}

// do runs the actions of one step; its name is what a failure says.
func (p *tab) do(step string, actions ...chromedp.Action) {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.Context, patience)
	defer stop()
	if err := chromedp.Run(ctx, actions...); err != nil {
		p.t.Fatalf("%s: %v\n%s", step, err, p.seen())
	}
}

// seen is where the tab is and what it shows, for failures.
func (p *tab) seen() string {
	ctx, stop := context.WithTimeout(p.Context, 5*time.Second)
	defer stop()
	var at, text string
	_ = chromedp.Run(ctx, chromedp.Location(&at), chromedp.Evaluate(`document.body.innerText.slice(0, 1500)`, &text))
	return at + "\n" + text
}

// until waits for the expression to become true.
func (p *tab) until(step, expression string) {
	p.t.Helper()
	end := time.Now().Add(patience)
	for {
		var yes bool
		ctx, stop := context.WithTimeout(p.Context, patience)
		err := chromedp.Run(ctx, chromedp.Evaluate("!!("+expression+")", &yes))
		stop()
		if err == nil && yes {
			return
		}
		if time.Now().After(end) {
			p.t.Fatalf("%s: never saw %s (%v)\n%s", step, expression, err, p.seen())
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// read gives what an expression says.
func (p *tab) read(step, expression string) (v string) {
	p.t.Helper()
	p.do(step, chromedp.Evaluate(expression, &v))
	return v
}

// press clicks and waits for the next page.
func (p *tab) press(step, selector string) {
	p.t.Helper()
	p.do(step, chromedp.ScrollIntoView(selector, chromedp.ByQuery))
	ctx, stop := context.WithTimeout(p.Context, patience)
	defer stop()
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(selector, chromedp.ByQuery, chromedp.NodeVisible)); err != nil {
		p.t.Fatalf("%s: %v\n%s", step, err, p.seen())
	}
}

func (p *tab) open(step, at string) {
	p.t.Helper()
	if strings.HasPrefix(at, "/") {
		at = p.base + at
	}
	p.do(step, chromedp.Navigate(at))
}
