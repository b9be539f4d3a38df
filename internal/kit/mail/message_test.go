package mail_test

import (
	"bytes"
	"context"
	"errors"
	"mime"
	netmail "net/mail"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"koryu/internal/kit/mail"
	"koryu/internal/kit/mail/mailbox"
)

// deliver sends m to a mailbox and gives it back as its reader sees it.
func deliver(t *testing.T, m mail.Message) mailbox.Stored {
	t.Helper()
	box, err := mailbox.Open(filepath.Join(t.TempDir(), "mail"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	if err := mail.NewSMTP(box.Config()).Send(context.Background(), m); err != nil {
		t.Fatal(err)
	}
	got, err := box.Get(box.List()[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestBodiesAndFilesArriveAsTheyWere(t *testing.T) {
	m := letter()
	m.Text = "髙橋 𠮷野 様\n\n.\n.二点\nFrom here\nhttps://koryu.example.jp/t/abc\n" + strings.Repeat("長い行", 500) + "\n"
	m.HTML = `<p>髙橋 𠮷野 様</p><img src="cid:ticket"><a href="https://koryu.example.jp/t/abc?a=1&amp;b=2">券</a>`
	m.Attachments = []mail.Attachment{
		{Name: "event.ics", Type: "text/calendar; charset=utf-8; method=PUBLISH", Data: []byte("BEGIN:VCALENDAR\r\nSUMMARY:交流会\r\nEND:VCALENDAR\r\n")},
		{Name: "ticket.png", Type: "image/png", CID: "ticket", Data: []byte("\x89PNG\r\n\x1a\n\x00\xff")},
	}
	got := deliver(t, m)
	if got.Text != m.Text || got.HTML != m.HTML {
		t.Errorf("bodies differ:\n%q\n%q", got.Text, got.HTML)
	}
	if want := []string{"https://koryu.example.jp/t/abc", "https://koryu.example.jp/t/abc?a=1&b=2"}; !slices.Equal(got.Links, want) {
		t.Errorf("links %q", got.Links)
	}
	if len(got.Attachments) != 2 {
		t.Fatalf("attachments: %+v", got.Attachments)
	}
	for _, want := range m.Attachments {
		i := slices.IndexFunc(got.Attachments, func(a mail.Attachment) bool { return a.Name == want.Name })
		if i < 0 {
			t.Errorf("%s is missing", want.Name)
			continue
		}
		a := got.Attachments[i]
		if !bytes.Equal(a.Data, want.Data) || a.CID != want.CID || !strings.HasPrefix(a.Type, want.Type) {
			t.Errorf("%s arrived as %+v", want.Name, a)
		}
		if kind, params, err := mime.ParseMediaType(a.Type); err != nil || kind == "text/calendar" && params["method"] != "PUBLISH" {
			t.Errorf("%s has the type %s %v %v", a.Name, kind, params, err)
		}
	}
}

func TestAMailOfTextAloneIsNoMultipart(t *testing.T) {
	m := letter()
	m.HTML = ""
	got := deliver(t, m)
	if kind := got.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/plain") || got.Text != m.Text {
		t.Errorf("%s: %q", kind, got.Text)
	}
}

func TestAnAnnouncementCanBeUnsubscribedFrom(t *testing.T) {
	m := letter()
	m.Unsubscribe = "https://koryu.example.jp/u/" + strings.Repeat("x", 120)
	m.ReplyTo = "reply@example.jp"
	got := deliver(t, m)
	if l := got.Header.Get("List-Unsubscribe"); strings.TrimSpace(l) != "<"+m.Unsubscribe+">" {
		t.Errorf("List-Unsubscribe: %q", l)
	}
	if l := got.Header.Get("List-Unsubscribe-Post"); l != "List-Unsubscribe=One-Click" {
		t.Errorf("List-Unsubscribe-Post: %q", l)
	}
	if l := got.Header.Get("Reply-To"); l != "<reply@example.jp>" {
		t.Errorf("Reply-To: %q", l)
	}
}

func TestNamesAndSubjectsArriveAsTheyWere(t *testing.T) {
	for _, s := range []string{
		"青森", "髙橋 𠮷野 辻\U000e0100", "Anne-Marie O'Neill, Jr.", `"quoted" \ name`, "a@b <c@d>", "(comment)", ",;:",
		"=?utf-8?q?Bcc:_evil?=", "=?", "é", strings.Repeat("とても長い題名の催し", 20), strings.Repeat("word ", 60) + "end", strings.Repeat("x", 300),
	} {
		m := letter()
		m.FromName, m.ToName, m.Subject = s, s, s
		got := deliver(t, m)
		to, err := netmail.ParseAddress(got.Header.Get("To"))
		if err != nil || to.Name != s || to.Address != m.To {
			t.Errorf("recipient %q arrived as %v %v", s, to, err)
		}
		from, err := netmail.ParseAddress(got.Header.Get("From"))
		if err != nil || from.Name != s {
			t.Errorf("sender %q arrived as %v %v", s, from, err)
		}
		if got.Subject != s {
			t.Errorf("subject %q arrived as %q", s, got.Subject)
		}
	}
}

func TestWhatCouldBreakAHeaderIsRefused(t *testing.T) {
	const breakout = "x\r\nBcc: evil@example.com"
	var s stub
	sender := mail.NewSMTP(s.start(t))
	for name, spoil := range map[string]func(*mail.Message){
		"line break in the subject":         func(m *mail.Message) { m.Subject = breakout },
		"bare LF in the subject":            func(m *mail.Message) { m.Subject = "a\nb" },
		"line break in the sender name":     func(m *mail.Message) { m.FromName = breakout },
		"line break in the recipient name":  func(m *mail.Message) { m.ToName = breakout },
		"line break in the recipient":       func(m *mail.Message) { m.To = "a@example.com\r\nRCPT TO:<b@example.com>" },
		"line break in the reply address":   func(m *mail.Message) { m.ReplyTo = breakout },
		"line break in the ID":              func(m *mail.Message) { m.ID = breakout },
		"line break in the unsubscribe URL": func(m *mail.Message) { m.Unsubscribe = breakout },
		"line break in a file name":         func(m *mail.Message) { m.Attachments = []mail.Attachment{{Name: breakout, Type: "image/png"}} },
		"line break in a file type":         func(m *mail.Message) { m.Attachments = []mail.Attachment{{Name: "a", Type: breakout}} },
		"line break in a Content-ID":        func(m *mail.Message) { m.Attachments = []mail.Attachment{{Name: "a", Type: "b/c", CID: breakout}} },
		"NUL in a name":                     func(m *mail.Message) { m.ToName = "a\x00b" },
		"next line U+0085 in a name":        func(m *mail.Message) { m.ToName = "a\u0085b" },
		"broken UTF-8 in a name":            func(m *mail.Message) { m.ToName = "a\xff" },
		"two recipients":                    func(m *mail.Message) { m.To = "a@example.com, b@example.com" },
		"a name in the address":             func(m *mail.Message) { m.To = "A <a@example.com>" },
		"two unsubscribe URLs":              func(m *mail.Message) { m.Unsubscribe = "https://a>,<https://b" },
		"no recipient":                      func(m *mail.Message) { m.To = "" },
		"no ID":                             func(m *mail.Message) { m.ID = "" },
		"no subject":                        func(m *mail.Message) { m.Subject = " " },
		"no text":                           func(m *mail.Message) { m.Text = "" },
	} {
		t.Run(name, func(t *testing.T) {
			m := letter()
			spoil(&m)
			if err := sender.Send(context.Background(), m); !errors.Is(err, mail.ErrRejected) {
				t.Errorf("SMTP: %v", err)
			} else if strings.Contains(err.Error(), "example") {
				t.Errorf("the error repeats the input: %v", err)
			}
			if err := new(mail.Memory).Send(context.Background(), m); !errors.Is(err, mail.ErrRejected) {
				t.Errorf("memory: %v", err)
			}
		})
	}
	if got := s.messages(); len(got) != 0 {
		t.Errorf("%d messages went out", len(got))
	}
}

func TestMemoryKeepsOrFails(t *testing.T) {
	var box mail.Memory
	boom := errors.New("down")
	box.Fail(boom)
	if err := box.Send(context.Background(), letter()); !errors.Is(err, boom) || len(box.Sent()) != 0 {
		t.Errorf("%v, kept %d", err, len(box.Sent()))
	}
	box.Fail(nil)
	if err := box.Send(context.Background(), letter()); err != nil || len(box.Sent()) != 1 {
		t.Errorf("%v, kept %d", err, len(box.Sent()))
	}
}
