package app_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"koryu/internal/app/apptest"
)

// TestShots takes the pictures of docs/images (make shots): the pages an organiser would be shown first, on a phone
// and on a desk.
func TestShots(t *testing.T) {
	folder := os.Getenv("KORYU_SHOTS")
	if folder == "" {
		t.Skip("only make shots takes pictures")
	}
	house := apptest.Demo(t)
	m := house.Demo().Manifest
	as := func(role, path string) []chromedp.Action {
		link, _, _ := strings.Cut(m.SignIn[role], "?")
		return []chromedp.Action{chromedp.Navigate(link + "?next=" + strings.TrimPrefix(path, house.Base))}
	}
	visit := func(path string) []chromedp.Action { return []chromedp.Action{chromedp.Navigate(path)} }
	for _, shot := range []struct {
		name string
		open []chromedp.Action
	}{
		{"home", visit(m.Objects["home"])},
		{"event", visit(m.Objects["event:E5"])},
		{"register", visit(m.Objects["event:E5"] + "/register")},
		{"ticket", visit(m.Objects["registration:E5/P009"])},
		{"mailbox", visit(m.Objects["mailbox"])},
		{"dashboard", as("organiser", "/o/aomori-sample/staff")},
		{"attendees", as("organiser", m.Objects["attendees:E4"])},
		{"person", as("organiser", m.Objects["person:P009"])},
		{"figures", as("officer", "/o/aomori-sample/figures")},
		{"door", []chromedp.Action{
			chromedp.Navigate(m.Objects["door:E5"]),
			chromedp.SetValue(`[name="device"]`, "受付1"),
			chromedp.Submit(`[name="device"]`),
			chromedp.WaitVisible(`.page--door main`),
		}},
	} {
		for _, width := range []int64{390, 1280} {
			if err := take(t, filepath.Join(folder, shot.name+"-"+strconv.FormatInt(width, 10)+".png"), width, shot.open); err != nil {
				t.Errorf("%s at %d px: %v", shot.name, width, err)
			}
		}
	}
}

// take opens a page in a fresh browser and keeps what its first view shows.
func take(t *testing.T, file string, width int64, open []chromedp.Action) error {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil {
		return err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "ja"), chromedp.Flag("accept-lang", "ja"), chromedp.Flag("hide-scrollbars", true))
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	defer stop()
	ctx, stop = chromedp.NewContext(ctx, chromedp.WithErrorf(func(string, ...any) {}))
	defer stop()
	ctx, stop = context.WithTimeout(ctx, time.Minute)
	defer stop()

	height, scale := int64(800), 1.0
	if width < 600 {
		height, scale = 844, 2
	}
	actions := append([]chromedp.Action{emulation.SetDeviceMetricsOverride(width, height, scale, width < 600)}, open...)
	var picture []byte
	actions = append(actions, chromedp.WaitReady("main"), chromedp.Sleep(300*time.Millisecond), chromedp.CaptureScreenshot(&picture))
	if err := chromedp.Run(ctx, actions...); err != nil {
		return err
	}
	return os.WriteFile(file, picture, 0o644)
}
