package mailbox

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"net/textproto"
	"regexp"
	"slices"
	"strings"
	"time"

	"koryu/internal/kit/mail"
)

// Stored is one mail as its reader sees it.
type Stored struct {
	ID        string // in this mailbox, rising with time
	MessageID string // without its angle brackets
	From, To  string // name and address, decoded
	Address   string // of the recipient, alone
	Subject   string
	Date      time.Time
	Header    netmail.Header // as sent

	Text        string
	HTML        string
	Links       []string          // all URLs of text and HTML in order, each once
	Attachments []mail.Attachment // files, and pictures that the HTML shows
}

// summary leaves the content out.
func (s Stored) summary() Stored {
	s.Text, s.HTML, s.Links, s.Attachments = "", "", nil, nil
	return s
}

// maxDepth bounds how deep parts may lie in parts.
const maxDepth = 8

var words = new(mime.WordDecoder)

// parse reads an .eml file. It fails on what is no mail.
func parse(id string, raw []byte) (Stored, error) {
	msg, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return Stored{}, fmt.Errorf("mailbox: %w", err)
	}
	s := Stored{ID: id, Header: msg.Header,
		MessageID: strings.Trim(msg.Header.Get("Message-Id"), "<>"),
		From:      decode(msg.Header.Get("From")),
		To:        decode(msg.Header.Get("To")),
		Subject:   decode(msg.Header.Get("Subject")),
	}
	s.Date, _ = msg.Header.Date()
	if to, err := msg.Header.AddressList("To"); err == nil && len(to) == 1 {
		s.Address = to[0].Address
	}
	if err := s.read(textproto.MIMEHeader(msg.Header), msg.Body, 0); err != nil {
		return Stored{}, fmt.Errorf("mailbox: %w", err)
	}
	s.Links = links(s.Text, s.HTML)
	return s, nil
}

// decode reads encoded words; what cannot be read stays as it is.
func decode(header string) string {
	if s, err := words.DecodeHeader(header); err == nil {
		return s
	}
	return header
}

// read takes one part in, or all parts in it.
func (s *Stored) read(h textproto.MIMEHeader, body io.Reader, depth int) error {
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		kind, params = "text/plain", nil
	}
	if strings.HasPrefix(kind, "multipart/") {
		if depth == maxDepth {
			return fmt.Errorf("parts lie more than %d deep", maxDepth)
		}
		for r := multipart.NewReader(body, params["boundary"]); ; {
			part, err := r.NextRawPart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			if err := s.read(part.Header, part, depth+1); err != nil {
				return err
			}
		}
	}
	data, err := content(h.Get("Content-Transfer-Encoding"), body)
	if err != nil {
		return err
	}
	disposition, names, _ := mime.ParseMediaType(h.Get("Content-Disposition"))
	switch {
	case disposition == "" && kind == "text/plain":
		s.Text += lf(data)
	case disposition == "" && kind == "text/html":
		s.HTML += lf(data)
	default:
		s.Attachments = append(s.Attachments, mail.Attachment{
			Name: decode(names["filename"]), Type: h.Get("Content-Type"),
			CID: strings.Trim(h.Get("Content-Id"), "<>"), Data: data,
		})
	}
	return nil
}

func content(encoding string, body io.Reader) ([]byte, error) {
	switch strings.ToLower(encoding) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	return io.ReadAll(body)
}

func lf(b []byte) string { return strings.ReplaceAll(string(b), "\r\n", "\n") }

var (
	inText = regexp.MustCompile(`https?://[^\s<>"]+`)
	inHTML = regexp.MustCompile(`(?:href|action)="(https?://[^"]+)"`)
)

func links(text, page string) []string {
	found := inText.FindAllString(text, -1)
	for _, m := range inHTML.FindAllStringSubmatch(page, -1) {
		found = append(found, html.UnescapeString(m[1]))
	}
	var once []string
	for _, l := range found {
		if !slices.Contains(once, l) {
			once = append(once, l)
		}
	}
	return once
}
