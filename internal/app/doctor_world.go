package app

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"koryu/internal/demo"
	"koryu/internal/kit/db"
	"koryu/internal/kit/mail"
)

// patience is how long the doctor waits for anything outside this process.
const patience = 5 * time.Second

// most that the clocks of two machines may differ before deadlines become unfair.
const mostSkew = 5 * time.Second

func baseURL(c Config) []db.Finding {
	const name = "base URL"
	u, err := url.Parse(c.Base)
	switch {
	case err != nil || u.Host == "":
		return []db.Finding{wrong(name, fmt.Sprintf("%q is no address", c.Base), "set --base-url to https:// and the host that people type")}
	case u.Scheme == "https":
		return []db.Finding{fine(name, c.Base)}
	case onlyHere(u.Hostname()):
		return []db.Finding{careful(name, c.Base+" is reached from this machine only", "for guests, set --base-url to https:// and a public host")}
	}
	return []db.Finding{wrong(name, c.Base+" is not encrypted", "set --base-url to https:// and put a TLS proxy in front")}
}

// running asks the server under its public address, as a visitor would, and compares clocks.
func running(ctx context.Context, c Config) []db.Finding {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.Base+"/healthz", nil)
	if err != nil {
		return nil // the base URL has its own finding
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return []db.Finding{careful("web server", "does not answer: "+plainError(err), "start koryu serve; if it runs, look at the proxy and the name of the host")}
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<10))
	said, ok := strings.CutPrefix(strings.TrimSpace(string(body)), "ok ")
	if err != nil || response.StatusCode != http.StatusOK || !ok {
		return []db.Finding{wrong("web server", fmt.Sprintf("answers %s under the base URL, and not as koryu does", response.Status), "see the log of koryu, and where the proxy leads")}
	}
	return []db.Finding{fine("web server", "answers under the base URL"), clockFinding(c, said)}
}

func clockFinding(c Config, said string) db.Finding {
	at, err := time.Parse(time.RFC3339, said)
	if err != nil {
		return careful("clock", "the server says "+said, "")
	}
	if demo.IsDemo(c.Data) {
		return fine("clock", "the sample year stands at "+at.Format("2006-01-02 15:04"))
	}
	if skew := c.Clock.Now().Sub(at).Abs(); skew > mostSkew {
		return wrong("clock", fmt.Sprintf("this machine and the server differ by %s", skew.Round(time.Second)), "let both machines follow a time server: deadlines are kept to the second")
	}
	return fine("clock", at.Format("2006-01-02 15:04:05 -07:00"))
}

func mailServer(ctx context.Context, c Config) db.Finding {
	const name = "mail"
	if c.SMTP.Host == "" {
		if demo.IsDemo(c.Data) {
			return fine(name, "stays in the demo's mailbox")
		}
		return careful(name, "no mail server is set: mails go nowhere and are kept in "+c.MailFolder(), "set --smtp-host and --mail-from")
	}
	ctx, cancel := context.WithTimeout(ctx, 2*patience)
	defer cancel()
	if err := mail.NewSMTP(c.SMTP).Check(ctx); err != nil {
		return wrong(name, err.Error(), "look at --smtp-host, --smtp-port, --smtp-tls, --smtp-user and --smtp-password")
	}
	return fine(name, c.SMTP.Host+" takes mails from "+c.SMTP.From)
}

// plainError leaves out the address, which url.Error repeats.
func plainError(err error) string {
	if e, ok := err.(*url.Error); ok {
		return e.Err.Error()
	}
	return err.Error()
}
