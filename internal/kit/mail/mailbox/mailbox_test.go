package mailbox_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/smtp"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/mail/mailbox"
)

var morning = time.Date(2024, 11, 18, 10, 0, 0, 0, clock.JST)

func open(t *testing.T, dir string, c clock.Clock) *mailbox.Mailbox {
	t.Helper()
	b, err := mailbox.Open(dir, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

func send(t *testing.T, b *mailbox.Mailbox, subject string) {
	t.Helper()
	err := mail.NewSMTP(b.Config()).Send(context.Background(), mail.Message{
		ID: "id-" + fmt.Sprint(len(b.List())), To: "ringo@example.com", ToName: "見本 りんご", Subject: subject,
		Text: subject + "\nhttps://koryu.example.jp/t/" + subject + "\n", HTML: "<p>" + subject + "</p>",
	})
	if err != nil {
		t.Fatal(err)
	}
}

func subjects(b *mailbox.Mailbox) string {
	var all []string
	for _, m := range b.List() {
		all = append(all, m.Subject)
	}
	return strings.Join(all, " ")
}

func TestTheNewestMailIsFirstWhateverTheClockDoes(t *testing.T) {
	dir, c := t.TempDir(), clock.NewManual(morning)
	b := open(t, dir, c)
	if got := b.List(); len(got) != 0 {
		t.Fatalf("a new mailbox holds %v", got)
	}
	send(t, b, "一")
	send(t, b, "二") // the clock stands still
	c.Advance(time.Hour)
	send(t, b, "三")
	c.Set(morning.AddDate(-1, 0, 0))
	send(t, b, "四") // and is set back
	if got := subjects(b); got != "四 三 二 一" {
		t.Errorf("got %s", got)
	}
	b.Close()
	again := open(t, dir, c)
	if got := subjects(again); got != "四 三 二 一" {
		t.Errorf("after a restart: %s", got)
	}
	send(t, again, "五")
	if got := subjects(again); got != "五 四 三 二 一" {
		t.Errorf("after a restart and a mail: %s", got)
	}
}

func TestGetGivesWhatListLeavesOut(t *testing.T) {
	b := open(t, t.TempDir(), clock.NewManual(morning))
	send(t, b, "件名")
	brief := b.List()[0]
	if brief.Text != "" || brief.HTML != "" || brief.Links != nil {
		t.Errorf("the list holds content: %+v", brief)
	}
	m, err := b.Get(brief.ID)
	if err != nil {
		t.Fatal(err)
	}
	if m.Subject != "件名" || m.To != "見本 りんご <ringo@example.com>" || m.Address != "ringo@example.com" || !m.Date.Equal(morning) ||
		m.MessageID != "id-0@localhost.example" || m.HTML != "<p>件名</p>" || len(m.Links) != 1 || m.Links[0] != "https://koryu.example.jp/t/件名" {
		t.Errorf("got %+v", m)
	}
}

func TestGetKnowsOnlyItsMails(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "secret.eml"), []byte("Subject: x\r\n\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b := open(t, filepath.Join(dir, "mail"), nil)
	for _, id := range []string{"", "../secret", "secret", "0000000000000000-000000", "../../etc/passwd"} {
		if m, err := b.Get(id); !errors.Is(err, mailbox.ErrUnknown) {
			t.Errorf("%q: %+v %v", id, m, err)
		}
	}
}

func TestFilesThatAreNoMailsArePassedOver(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"1731891600000000-000000.eml":      "this is no mail",
		"1731891600000001-000000.eml.part": "Subject: half\r\n\r\n",
		"note.txt":                         "hello",
		"1731891600000002-000000.eml":      "Subject: whole\r\n\r\nText\r\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := subjects(open(t, dir, nil)); got != "whole" {
		t.Errorf("got %q", got)
	}
}

func TestWaitSeesAMailAsSoonAsItComes(t *testing.T) {
	b := open(t, t.TempDir(), nil)
	send(t, b, "前")
	go func() {
		for _, s := range []string{"違う", "これ"} {
			mail.NewSMTP(b.Config()).Send(context.Background(), mail.Message{ID: "x", To: "a@example.com", Subject: s, Text: s})
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	m, err := b.Wait(ctx, func(m mailbox.Stored) bool { return m.Subject == "これ" })
	if err != nil || m.Text != "これ" {
		t.Errorf("%+v %v", m, err)
	}
	cancel()
	if _, err := b.Wait(ctx, func(mailbox.Stored) bool { return false }); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestClear(t *testing.T) {
	dir := t.TempDir()
	b := open(t, dir, nil)
	send(t, b, "一")
	if err := b.Clear(); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 || len(b.List()) != 0 {
		t.Errorf("left: %v, %v", left, b.List())
	}
}

func TestTheServerRefuses(t *testing.T) {
	b := open(t, t.TempDir(), nil)
	dial := func() *smtp.Client {
		c, err := smtp.Dial(net.JoinHostPort("127.0.0.1", fmt.Sprint(b.Config().Port)))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Mail("a@example.jp"); err != nil {
			t.Fatal(err)
		}
		if err := c.Rcpt("b@example.jp"); err != nil {
			t.Fatal(err)
		}
		return c
	}
	t.Run("a second recipient", func(t *testing.T) {
		if err := dial().Rcpt("c@example.jp"); err == nil {
			t.Error("it was taken")
		}
	})
	t.Run("what is no mail", func(t *testing.T) {
		w, err := dial().Data()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(w, "this has no header\r\n")
		if err := w.Close(); err == nil || !strings.HasPrefix(err.Error(), "554") {
			t.Errorf("got %v", err)
		}
	})
	if got := b.List(); len(got) != 0 {
		t.Errorf("kept %v", got)
	}
}

func TestOtherPeoplesMailsAreRead(t *testing.T) {
	dir := t.TempDir()
	const raw = "From: a@example.jp\r\nTo: b@example.jp, c@example.jp\r\nSubject: =?iso-2022-jp?B?GyRCJSobKEI=?=\r\n" +
		"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
		"=E9=9D=92=E6=A3=AE http://example.jp/=\r\nab\r\n--x\r\nContent-Disposition: attachment; filename=\"=?UTF-8?B?6Z2S?=.txt\"\r\n\r\nfile\r\n--x--\r\n"
	if err := os.WriteFile(filepath.Join(dir, "1731891600000000-000000.eml"), []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	b := open(t, dir, nil)
	m, err := b.Get("1731891600000000-000000")
	if err != nil {
		t.Fatal(err)
	}
	if m.Text != "青森 http://example.jp/ab" || m.Address != "" || len(m.Links) != 1 || len(m.Attachments) != 1 || m.Attachments[0].Name != "青.txt" || string(m.Attachments[0].Data) != "file" {
		t.Errorf("got %+v", m)
	}
}
