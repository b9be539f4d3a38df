package message

import (
	"bufio"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"net/textproto"
	"regexp"
	"strings"
)

// Refusals of what is no delivery report; their words are for the operator and
// hold nothing of the mail.
var (
	ErrNoReport  = errors.New("this mail is no delivery report (RFC 3464)")
	ErrBroken    = errors.New("this delivery report cannot be read")
	ErrReportBig = errors.New("this mail is larger than a delivery report")
)

const (
	maxReport = 4 << 20 // some servers return the whole mail with the report
	maxParts  = 16
	maxStatus = 64 << 10 // of the part for machines
	maxGroups = 100      // recipients of one report
)

// Report is what a mail server says of mails that it could not deliver.
type Report struct {
	MessageIDs []string // of the mail that came back, without angle brackets
	Recipients []Outcome
}

// Outcome is one recipient of a report. The addresses are as the server wrote them.
type Outcome struct {
	Final, Original string // address tried last, and as we gave it
	Action          string // failed, delayed, delivered, relayed, expanded
	Status          string // RFC 3463
}

var statusForm = regexp.MustCompile(`^[245]\.[0-9]{1,3}\.[0-9]{1,3}`)

// ReadReport reads a delivery report (RFC 3464). It fails with [ErrNoReport] on
// any other mail, with [ErrReportBig] above 4 MB and with [ErrBroken] on the rest.
func ReadReport(r io.Reader) (Report, error) {
	limited := &io.LimitedReader{R: r, N: maxReport + 1}
	rep, err := readReport(limited)
	if limited.N <= 0 {
		return Report{}, ErrReportBig
	}
	return rep, err
}

func readReport(r io.Reader) (Report, error) {
	m, err := netmail.ReadMessage(r)
	if err != nil {
		return Report{}, ErrNoReport
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/report" || !strings.EqualFold(params["report-type"], "delivery-status") || params["boundary"] == "" {
		return Report{}, ErrNoReport
	}
	var rep Report
	found := false
	parts := multipart.NewReader(m.Body, params["boundary"])
	for range maxParts {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			if found {
				break // cut off behind what we came for
			}
			return Report{}, ErrBroken
		}
		kind, _, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
		if err != nil {
			continue
		}
		switch kind {
		case "message/delivery-status", "message/global-delivery-status":
			if rep.Recipients, err = readStatus(decoded(part)); err != nil {
				return Report{}, err
			}
			found = true
		case "text/rfc822-headers", "message/rfc822", "message/rfc822-headers", "message/global", "message/global-headers":
			rep.MessageIDs = append(rep.MessageIDs, readID(decoded(part))...)
		}
	}
	if !found || len(rep.Recipients) == 0 {
		return Report{}, ErrBroken
	}
	return rep, nil
}

// decoded undoes the transfer encoding of a part.
func decoded(p *multipart.Part) io.Reader {
	switch strings.ToLower(strings.TrimSpace(p.Header.Get("Content-Transfer-Encoding"))) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, p)
	case "quoted-printable":
		return quotedprintable.NewReader(p)
	}
	return p
}

// readStatus reads the groups of lines: the first speaks of the mail, each other
// one of a recipient.
func readStatus(r io.Reader) ([]Outcome, error) {
	groups := textproto.NewReader(bufio.NewReader(io.LimitReader(r, maxStatus)))
	var list []Outcome
	for n := range maxGroups {
		h, err := groups.ReadMIMEHeader()
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, ErrBroken
		}
		if n > 0 && len(h) > 0 {
			list = append(list, Outcome{
				Final: addressOf(h.Get("Final-Recipient")), Original: addressOf(h.Get("Original-Recipient")),
				Action: strings.ToLower(strings.TrimSpace(h.Get("Action"))), Status: statusForm.FindString(strings.TrimSpace(h.Get("Status"))),
			})
		}
		if err != nil {
			break
		}
	}
	return list, nil
}

// addressOf reads "rfc822; <name@example.jp>".
func addressOf(field string) string {
	_, address, ok := strings.Cut(field, ";")
	if !ok {
		address = field
	}
	return strings.Trim(strings.TrimSpace(address), "<>")
}

// readID finds the Message-ID in the headers of the mail that came back.
func readID(r io.Reader) []string {
	h, _ := textproto.NewReader(bufio.NewReader(io.LimitReader(r, maxStatus))).ReadMIMEHeader() // cut off is no harm: the lines before count
	var ids []string
	for _, id := range h["Message-Id"] {
		if id = strings.Trim(strings.TrimSpace(id), "<>"); id != "" && len(ids) < maxParts {
			ids = append(ids, id)
		}
	}
	return ids
}
