package message_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
	"koryu/internal/kit/i18n"
	"koryu/internal/message"
)

// reportOn is the mail with which a server says that a mail came back.
func reportOn(messageID, recipient, action, status string) string {
	return strings.ReplaceAll(fmt.Sprintf(`From: MAILER-DAEMON@mx.example.com
To: office@koryu.example.jp
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_cut"

--=_cut
Content-Type: text/plain; charset=us-ascii

I am sorry to inform you.

--=_cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com
Arrival-Date: Mon, 18 Nov 2024 10:01:00 +0900

Final-Recipient: rfc822; %s
Action: %s
Status: %s
Diagnostic-Code: smtp; 550 5.1.1 unknown

--=_cut
Content-Type: text/rfc822-headers

From: office@koryu.example.jp
Subject: =?utf-8?q?x?=
Message-ID: <%s>

--=_cut--
`, recipient, action, status, messageID), "\n", "\r\n")
}

// messageID is what the mail to an address went out under.
func (w *world) messageID(address string) string {
	w.t.Helper()
	for _, m := range w.server.mails() {
		if m.to[0] == address {
			return strings.Trim(m.header.Get("Message-Id"), "<>")
		}
	}
	w.t.Fatalf("no mail to %s", address)
	return ""
}

func TestAReportMarksTheCopyAndBuriesTheAddress(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		p, other := w.register(1, i18n.Ja, "g"), w.register(2, i18n.Ja, "g")
		m := w.draft(message.Announcement, nil)
		w.send(m)
		id := w.messageID(p.Email)
		for name, c := range map[string]struct {
			report string
			err    error
		}{
			"about another recipient":       {reportOn(id, "p9@example.com", "failed", "5.1.1"), nil},
			"of a mail we never sent":       {reportOn("message.AAAA@koryu.example.jp", p.Email, "failed", "5.1.1"), nil},
			"of somebody else's mail":       {reportOn("x@example.net", p.Email, "failed", "5.1.1"), nil},
			"with a forged seal":            {reportOn(id[:20]+"A"+id[21:], p.Email, "failed", "5.1.1"), nil},
			"about a delay":                 {reportOn(id, p.Email, "delayed", "4.4.1"), nil},
			"about a mail that arrived":     {reportOn(id, p.Email, "delivered", "2.0.0"), nil},
			"that is an absence note":       {"From: a@example.com\r\nContent-Type: text/plain\r\n\r\nI am away.\r\n", message.ErrNoReport},
			"that is nothing":               {"", message.ErrNoReport},
			"without the part for machines": {"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n", message.ErrBroken},
			"cut off":                       {reportOn(id, p.Email, "failed", "5.1.1")[:250], message.ErrBroken},
			"that is far too large":         {strings.Replace(reportOn(id, p.Email, "failed", "5.1.1"), "I am sorry", strings.Repeat("sorry ", 1<<20), 1), message.ErrReportBig},
		} {
			taken, err := w.s.TakeReport(w.ctx, strings.NewReader(c.report))
			if !errors.Is(err, c.err) || taken != (message.Taken{}) {
				t.Errorf("a report %s: %+v, %v", name, taken, err)
			}
		}
		w.wantFigures(m, message.Figures{message.Sent: 2})

		report := reportOn(id, "P1@EXAMPLE.com", "failed", "5.1.1")
		if taken, err := w.s.TakeReport(w.ctx, strings.NewReader(report)); err != nil || taken != (message.Taken{Returned: 1, Buried: 1}) {
			t.Fatalf("%+v, %v", taken, err)
		}
		if taken, err := w.s.TakeReport(w.ctx, strings.NewReader(report)); err != nil || taken != (message.Taken{}) {
			t.Errorf("told twice: %+v, %v", taken, err)
		}
		w.wantFigures(m, message.Figures{message.Sent: 1, message.BouncedAt: 1})
		b, found, err := w.s.BounceOf(w.ctx, w.org.ID, p.Email)
		if !found || err != nil || b.Source != message.ByReport || b.Code != "5.1.1" || b.Times != 1 {
			t.Errorf("%+v, %v", b, err)
		}
		full := reportOn(w.messageID(other.Email), other.Email, "failed", "5.2.2")
		if taken, err := w.s.TakeReport(w.ctx, strings.NewReader(full)); err != nil || taken != (message.Taken{Returned: 1}) {
			t.Errorf("a full mailbox is no dead address: %+v, %v", taken, err)
		}
		if n, err := w.s.CountBounces(w.ctx, w.org.ID); n != 1 || err != nil {
			t.Errorf("%d addresses are kept out, %v", n, err)
		}
	})
}

func TestReportsOfOtherMakes(t *testing.T) {
	plain := reportOn("message.x@a", "p@example.com", "failed", "5.1.1")
	for name, report := range map[string]string{
		"the mail itself came back": strings.Replace(plain, "text/rfc822-headers", "message/rfc822", 1),
		"status with words":         strings.Replace(plain, "Status: 5.1.1", "Status: 5.1.1 (bad destination)", 1),
		"action in capitals":        strings.Replace(plain, "Action: failed", "Action: Failed", 1),
		"bare line feeds":           strings.ReplaceAll(plain, "\r\n", "\n"),
		"angle brackets":            strings.Replace(plain, "rfc822; p@example.com", "rfc822;<p@example.com>", 1),
		"no end":                    strings.TrimSuffix(plain, "--=_cut--\r\n"),
	} {
		rep, err := message.ReadReport(strings.NewReader(report))
		if err != nil || len(rep.MessageIDs) != 1 || rep.MessageIDs[0] != "message.x@a" || len(rep.Recipients) != 1 ||
			rep.Recipients[0] != (message.Outcome{Final: "p@example.com", Action: "failed", Status: "5.1.1"}) {
			t.Errorf("%s: %+v, %v", name, rep, err)
		}
	}
}

func FuzzReadReport(f *testing.F) {
	plain := reportOn("message.x@a", "p@example.com", "failed", "5.1.1")
	f.Add(plain)
	f.Add(strings.Replace(plain, "text/rfc822-headers", "message/rfc822", 1))
	f.Add(strings.Replace(plain, "Content-Type: message/delivery-status", "Content-Type: message/delivery-status\r\nContent-Transfer-Encoding: base64", 1))
	f.Add(strings.Replace(plain, "boundary=\"=_cut\"", "boundary=\"\"", 1))
	f.Add(plain[:300])
	f.Add("")
	f.Fuzz(func(t *testing.T, report string) {
		rep, err := message.ReadReport(strings.NewReader(report))
		if err == nil && len(rep.Recipients) == 0 {
			t.Error("a report about nobody was taken")
		}
		if err != nil && !errors.Is(err, message.ErrNoReport) && !errors.Is(err, message.ErrBroken) && !errors.Is(err, message.ErrReportBig) {
			t.Errorf("refused without a word: %v", err)
		}
		for _, id := range rep.MessageIDs {
			if strings.ContainsAny(id, "\r\n") {
				t.Errorf("a Message-ID of two lines: %q", id)
			}
		}
	})
}

// The command that reads reports opens the database beside the server.
func TestAReportIsTakenBesideARunningServer(t *testing.T) {
	inWorlds(t, func(t *testing.T, w *world) {
		p := w.register(1, i18n.Ja, "g")
		m := w.draft(message.Announcement, nil)
		w.send(m)
		beside, err := db.Open(w.ctx, dbtest.Address(w.db), db.Options{Shared: true})
		w.must(err)
		defer beside.Close()
		other := message.New(message.Config{DB: beside, Keys: w.s.Keys})
		taken, err := other.TakeReport(w.ctx, strings.NewReader(reportOn(w.messageID(p.Email), p.Email, "failed", "5.1.1")))
		if err != nil || taken != (message.Taken{Returned: 1, Buried: 1}) {
			t.Errorf("%+v, %v", taken, err)
		}
		w.wantFigures(m, message.Figures{message.BouncedAt: 1})
	})
}
