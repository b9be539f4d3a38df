package mail_test

import (
	"bytes"
	"context"
	"errors"
	"mime"
	"net"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"koryu/internal/kit/i18n"
	"koryu/internal/kit/mail"
)

func letter() mail.Message {
	return mail.Message{
		ID: "01933d3a-5c00-7abc-8def-0123456789ab", FromName: "あおもり交流", To: "ringo@example.com", ToName: "見本 りんご",
		Subject: "【12月13日(金)】お申し込みを受け付けました", Text: "見本 りんご 様\n\nお申し込みを受け付けました。\n", HTML: "<p>お申し込みを受け付けました。</p>",
		Lang: i18n.Ja,
	}
}

func TestSendSpeaksToOnePerson(t *testing.T) {
	var s stub
	if err := mail.NewSMTP(s.start(t)).Send(context.Background(), letter()); err != nil {
		t.Fatal(err)
	}
	got := s.messages()
	if len(got) != 1 || len(got[0].to) != 1 || got[0].to[0] != "ringo@example.com" || got[0].from != "office@koryu.example.jp" {
		t.Fatalf("envelopes: %+v", got)
	}
	msg, err := netmail.ReadMessage(bytes.NewReader(got[0].raw))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"From": "あおもり交流 <office@koryu.example.jp>", "To": "見本 りんご <ringo@example.com>",
		"Subject":    "【12月13日(金)】お申し込みを受け付けました",
		"Message-Id": "<01933d3a-5c00-7abc-8def-0123456789ab@koryu.example.jp>",
		"Date":       "Mon, 18 Nov 2024 10:00:00 +0900", "Auto-Submitted": "auto-generated", "Content-Language": "ja",
		"Cc": "", "Bcc": "", "Reply-To": "", "List-Unsubscribe": "", "List-Unsubscribe-Post": "", "User-Agent": "",
	} {
		value, err := new(mime.WordDecoder).DecodeHeader(msg.Header.Get(name))
		if err != nil || value != want {
			t.Errorf("%s: %q %v, want %q", name, value, err, want)
		}
	}
	for line := range strings.SplitSeq(string(got[0].raw), "\r\n") {
		if len(line) > 78 || strings.ContainsFunc(line, func(r rune) bool { return r > '~' || r < ' ' }) {
			t.Errorf("line of %d characters: %q", len(line), line)
		}
	}
	if !bytes.Contains(got[0].raw, []byte("Subject: =?UTF-8?B?")) {
		t.Error("the subject is not B-encoded")
	}
}

func TestSendTellsForGoodFromForNow(t *testing.T) {
	for name, c := range map[string]struct {
		stub  *stub
		final bool
	}{
		"no such mailbox":         {&stub{rcpt: answer(550, "<ringo@example.com> unknown")}, true},
		"sender refused":          {&stub{mail: answer(553, "not you")}, true},
		"content refused":         {&stub{data: answer(554, "spam")}, true},
		"greylisted":              {&stub{rcpt: answer(450, "ringo@example.com later")}, false},
		"server busy":             {&stub{mail: answer(421, "busy")}, false},
		"disk of the server full": {&stub{data: answer(452, "full")}, false},
		"server wants a sign-on":  {&stub{mail: answer(530, "sign on first")}, false},
		"line cut after DATA":     {&stub{cut: true}, false},
		"wrong password":          {&stub{cert: certificate(t), password: "other"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := c.stub.start(t)
			if c.stub.password != "" {
				cfg.User, cfg.Password = "koryu", "secret"
			}
			err := mail.NewSMTP(cfg).Send(context.Background(), letter())
			if err == nil || errors.Is(err, mail.ErrRejected) != c.final {
				t.Fatalf("final %v, want %v: %v", errors.Is(err, mail.ErrRejected), c.final, err)
			}
			permanent, ok := errors.AsType[interface {
				error
				Permanent() bool
			}](err)
			if marked := ok && permanent.Permanent(); marked != c.final {
				t.Errorf("a job is told permanent: %v", marked)
			}
			for _, private := range []string{"ringo", "見本", "secret"} {
				if strings.Contains(err.Error(), private) {
					t.Errorf("the error holds %q: %v", private, err)
				}
			}
		})
	}
}

func TestSendGivesUpOnAServerThatIsNotThere(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	cfg := mail.SMTPConfig{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, TLS: mail.TLSOff, From: "a@example.jp"}
	if err := mail.NewSMTP(cfg).Send(context.Background(), letter()); err == nil || errors.Is(err, mail.ErrRejected) {
		t.Errorf("got %v", err)
	}
}

func TestSendGivesUpOnAServerThatHangs(t *testing.T) {
	s := stub{hang: make(chan struct{})}
	defer close(s.hang)
	cfg := s.start(t)

	t.Run("after its time is over", func(t *testing.T) {
		cfg := cfg
		cfg.Timeout = 50 * time.Millisecond
		if err := mail.NewSMTP(cfg).Send(context.Background(), letter()); err == nil || errors.Is(err, mail.ErrRejected) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("when the program stops", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		defer cancel()
		cfg := cfg
		cfg.Timeout = time.Hour
		if err := mail.NewSMTP(cfg).Send(ctx, letter()); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

func TestASecondTryHasTheSameMessageID(t *testing.T) {
	s := stub{cut: true}
	sender := mail.NewSMTP(s.start(t))
	for range 2 {
		if err := sender.Send(context.Background(), letter()); err == nil {
			t.Fatal("a cut line was taken for success")
		}
	}
	got := s.messages()
	if len(got) != 2 {
		t.Fatalf("%d copies", len(got))
	}
	ids := map[string]bool{}
	for _, m := range got {
		msg, err := netmail.ReadMessage(bytes.NewReader(m.raw))
		if err != nil {
			t.Fatal(err)
		}
		ids[msg.Header.Get("Message-Id")] = true
	}
	if len(ids) != 1 || ids[""] {
		t.Errorf("Message-IDs %v", ids)
	}
}

func TestTLSAndSignOn(t *testing.T) {
	for name, c := range map[string]struct {
		implicit bool
		tls      mail.TLS
	}{
		"STARTTLS required":   {false, mail.TLSRequired},
		"STARTTLS as offered": {false, mail.TLSIfOffered},
		"TLS from the start":  {true, mail.TLSImplicit},
	} {
		t.Run(name, func(t *testing.T) {
			s := stub{cert: certificate(t), implicit: c.implicit, password: "secret"}
			cfg := s.start(t)
			cfg.User, cfg.Password, cfg.TLS = "koryu", "secret", c.tls
			sender := mail.NewSMTP(cfg)
			if err := sender.Check(context.Background()); err != nil {
				t.Fatal(err)
			}
			if err := sender.Send(context.Background(), letter()); err != nil {
				t.Fatal(err)
			}
			if got := s.messages(); len(got) != 1 || !got[0].tls || s.signOns != 2 {
				t.Errorf("%d messages, %d sign-ons", len(got), s.signOns)
			}
			cfg.RootCAs = nil
			if err := mail.NewSMTP(cfg).Send(context.Background(), letter()); err == nil {
				t.Error("a certificate that nobody signed was accepted")
			}
		})
	}
}

func TestNothingIsSentInClearWhereTLSIsRequired(t *testing.T) {
	var s stub // offers no STARTTLS
	cfg := s.start(t)
	cfg.TLS = ""
	if err := mail.NewSMTP(cfg).Send(context.Background(), letter()); err == nil || errors.Is(err, mail.ErrRejected) || len(s.messages()) != 0 {
		t.Errorf("%v after %d messages", err, len(s.messages()))
	}
}

func TestThePasswordIsNotSentInClear(t *testing.T) {
	s := stub{password: "secret"} // offers AUTH without TLS
	cfg := s.start(t)
	cfg.User, cfg.Password, cfg.TLS = "koryu", "secret", mail.TLSIfOffered
	if err := mail.NewSMTP(cfg).Send(context.Background(), letter()); err == nil || s.signOns != 0 {
		t.Errorf("%v after %d sign-ons", err, s.signOns)
	}
}

func TestConfigRefuses(t *testing.T) {
	good := mail.SMTPConfig{Host: "mx.example.jp", From: "office@example.jp"}
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*mail.SMTPConfig){
		"no host":                  func(c *mail.SMTPConfig) { c.Host = "" },
		"no sender":                func(c *mail.SMTPConfig) { c.From = "" },
		"a sender that is no mail": func(c *mail.SMTPConfig) { c.From = "事務局 <office@example.jp>" },
		"an impossible port":       func(c *mail.SMTPConfig) { c.Port = 70000 },
		"an unknown TLS":           func(c *mail.SMTPConfig) { c.TLS = "yes" },
		"a user without password":  func(c *mail.SMTPConfig) { c.User = "koryu" },
	} {
		c := good
		spoil(&c)
		if c.Validate() == nil || mail.NewSMTP(c).Send(context.Background(), letter()) == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}
