package web_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/kit/clock"
	"koryu/internal/web"
)

// TestLiveStreams: the state comes at once, then when it changes; a removed
// right ends the stream (SECURITY 9).
func TestLiveStreams(t *testing.T) {
	marks := make(chan string, 1)
	mark := "1"
	live := web.Route{
		Method: "GET", Pattern: "/o/{org}/staff/live", Audience: web.Staff, Action: account.DashboardView, Stream: true,
		Handle: func(rw http.ResponseWriter, r *web.Request) error {
			return web.Stream(rw, r, func() (string, any, error) {
				select {
				case mark = <-marks:
				default:
				}
				return mark, map[string]string{"arrived": mark}, nil
			})
		},
	}
	w := onSQLite(t, live)
	server := httptest.NewServer(w.site)
	defer server.Close()
	token := w.session(account.Organiser)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "GET", server.URL+"/o/aomori/staff/live", nil)
	if err != nil {
		t.Fatal(err)
	}
	as(token)(r)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%d %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
	lines := bufio.NewScanner(res.Body)
	next := func() string {
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return data
			}
		}
		return "the end"
	}
	if got := next(); got != `{"arrived":"1"}` {
		t.Errorf("at first: %s", got)
	}
	marks <- "2"
	if got := next(); got != `{"arrived":"2"}` {
		t.Errorf("after the change: %s", got)
	}
	began := clock.System().Now()
	if err := w.accounts.SignOut(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	if got := next(); got != "{}" {
		t.Errorf("after the sign-out: %s", got)
	}
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		t.Error(err)
	}
	if took := clock.System().Now().Sub(began); took > 5*time.Second {
		t.Errorf("the stream went on for %s", took)
	}
}
