package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"koryu": main})
}

// TestStories runs the stories of testdata/script against the real program.
func TestStories(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "../../testdata/script",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			jar, err := cookiejar.New(nil)
			e.Values["browser"] = &http.Client{Jar: jar, Timeout: time.Minute}
			return err
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"port": port, "fetch": fetch, "post": send, "capture": capture, "terminate": terminate,
		},
	})
}

// port NAME… puts the number of a free port into each variable.
func port(ts *testscript.TestScript, _ bool, names []string) {
	for _, name := range names {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		ts.Check(err)
		ts.Setenv(name, fmt.Sprint(l.Addr().(*net.TCPAddr).Port))
		ts.Check(l.Close())
	}
}

// fetch URL FILE opens a page as a browser does, waiting until somebody listens, and keeps the body in a file; with !
// the answer must be an error.
func fetch(ts *testscript.TestScript, neg bool, args []string) {
	request, err := http.NewRequest(http.MethodGet, args[0], nil)
	ts.Check(err)
	visit(ts, neg, request, args[1])
}

// post URL FILE name=value… sends a form.
func send(ts *testscript.TestScript, neg bool, args []string) {
	form := url.Values{}
	for _, pair := range args[2:] {
		name, value, _ := strings.Cut(pair, "=")
		form.Set(name, value)
	}
	request, err := http.NewRequest(http.MethodPost, args[0], strings.NewReader(form.Encode()))
	ts.Check(err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	visit(ts, neg, request, args[1])
}

func visit(ts *testscript.TestScript, neg bool, request *http.Request, file string) {
	browser := ts.Value("browser").(*http.Client)
	request.Header.Set("Accept-Language", "ja")
	var response *http.Response
	var err error
	for range 300 { // a demo builds its year before it listens to anybody
		if response, err = browser.Do(request); err == nil || !strings.Contains(err.Error(), "refused") {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	ts.Check(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(file), body, 0o600))
	if failed := response.StatusCode >= 400; failed != neg {
		ts.Fatalf("%s %s: %s", request.Method, request.URL.Path, response.Status)
	}
}

// capture NAME FILE PATTERN puts the first group of the pattern into a variable.
func capture(ts *testscript.TestScript, _ bool, args []string) {
	found := regexp.MustCompile(args[2]).FindStringSubmatch(ts.ReadFile(args[1]))
	if found == nil {
		ts.Fatalf("%s does not hold %s", args[1], args[2])
	}
	ts.Setenv(args[0], strings.ReplaceAll(found[1], "&amp;", "&"))
}

// terminate LOCKFILE sends SIGTERM, as a supervisor does, to the server that holds a database.
func terminate(ts *testscript.TestScript, _ bool, args []string) {
	pid, err := strconv.Atoi(strings.TrimSpace(ts.ReadFile(args[0])))
	ts.Check(err)
	process, err := os.FindProcess(pid)
	ts.Check(err)
	ts.Check(process.Signal(syscall.SIGTERM))
}
