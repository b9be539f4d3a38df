package app_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"koryu/internal/account"
	"koryu/internal/app"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/i18n"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/seal"
)

func config(t *testing.T, base string) app.Config {
	t.Helper()
	dir := t.TempDir()
	return app.Config{Data: dir, Base: base, Database: "sqlite:" + filepath.Join(dir, "koryu.db")}
}

func TestAHouseServesAndStopsWithoutCuttingAnybody(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), config(t, "http://"+l.Addr().String()))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx, l, true) }()

	// A form that is on its way when the server is told to stop is answered.
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST /setup HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 8\r\n\r\nname", l.Addr())
	time.Sleep(100 * time.Millisecond) // nothing signals that a server has read half a request
	stop()
	time.Sleep(100 * time.Millisecond)
	io.WriteString(conn, "=abc")
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil || response.StatusCode >= 500 {
		t.Errorf("the request was cut: %v %v", response, err)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("still serving ten seconds after it was told to stop")
	}
}

func TestWhatIsConfiguredWrongDoesNotStart(t *testing.T) {
	t.Parallel()
	first := config(t, "http://127.0.0.1:1")
	running, err := app.New(t.Context(), first)
	if err != nil {
		t.Fatal(err)
	}
	defer running.Close()
	for name, c := range map[string]struct {
		config app.Config
		says   string
	}{
		"a second server on one SQLite file":       {first, "served by another koryu"},
		"a public address without encryption":      {config(t, "http://koryu.example.jp"), "https://"},
		"a base URL with a path":                   {config(t, "https://koryu.example.jp/events"), "scheme and host"},
		"a database of an unknown kind":            {app.Config{Data: t.TempDir(), Base: "http://127.0.0.1:1", Database: "mysql://x"}, "sqlite:"},
		"a mail server without a sender's address": {noSender(t), "sender"},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := app.New(t.Context(), c.config)
			if err == nil {
				a.Close()
				t.Fatal("it starts")
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("it says %q, want something about %q", err, c.says)
			}
		})
	}
}

func noSender(t *testing.T) app.Config {
	c := config(t, "http://127.0.0.1:1")
	c.SMTP.Host = "smtp.example.jp"
	return c
}

func TestStrangersNeedTheSetupKey(t *testing.T) {
	t.Parallel()
	for base, wanted := range map[string]bool{
		"http://127.0.0.1:8080": false, "http://localhost:8080": false, "https://koryu.example.jp": true,
	} {
		a, err := app.New(t.Context(), config(t, base))
		if err != nil {
			t.Fatal(err)
		}
		if got := a.SetupKey != ""; got != wanted {
			t.Errorf("%s: key %q", base, a.SetupKey)
		}
		a.Close()
	}
}

func TestAHouseStandsOnBothEngines(t *testing.T) {
	t.Parallel()
	for _, engine := range dbtest.Engines {
		t.Run(engine.String(), func(t *testing.T) {
			c := config(t, "http://127.0.0.1:1")
			c.Database = dbtest.URL(t, engine)
			a, err := app.New(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			if _, err := a.RunDue(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTheWorkCanBeDoneByAnotherProcess(t *testing.T) {
	t.Parallel()
	url := dbtest.URL(t, db.Postgres)
	sent := new(mail.Memory)
	keys, err := seal.NewKeys([]byte("a master key of thirty-two bytes")) // the file "key" is shared by all processes
	if err != nil {
		t.Fatal(err)
	}
	open := func() *app.App {
		c := config(t, "http://127.0.0.1:1")
		c.Database, c.Mail, c.Keys = url, sent, keys
		a, err := app.New(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { a.Close() })
		return a
	}
	pages, work := open(), open()
	err = pages.Accounts.RequestCode(t.Context(), account.CodeRequest{
		Email: "a@example.com", Browser: strings.Repeat("x", 32), IP: "192.0.2.1", Lang: i18n.Ja,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- work.Run(ctx) }()
	for start := time.Now(); len(sent.Sent()) == 0 && time.Since(start) < 10*time.Second; {
		time.Sleep(20 * time.Millisecond) // another process is not told of a commit: it looks once a second
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if n := len(sent.Sent()); n != 1 {
		t.Errorf("%d mails went out", n)
	}
}
