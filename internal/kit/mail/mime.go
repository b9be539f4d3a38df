package mail

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// envelope is the sending side of a message.
type envelope struct {
	from string // bare address
	name string // shown when the message brings no sender name
	date time.Time
}

// render writes a message as the bytes of DATA: text and HTML as alternatives,
// pictures shown by the HTML beside it, files after it, all bodies in base64.
func render(m Message, e envelope) ([]byte, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingB64))
	name := m.FromName
	if name == "" {
		name = e.name
	}
	msg.SetGenHeaderPreformatted("From", encodeAddress(name, e.from))
	msg.SetGenHeaderPreformatted("To", encodeAddress(m.ToName, m.To))
	if m.ReplyTo != "" {
		msg.SetGenHeaderPreformatted("Reply-To", encodeAddress("", m.ReplyTo))
	}
	msg.SetGenHeaderPreformatted(gomail.HeaderSubject, encodeText(m.Subject))
	msg.SetMessageIDWithValue(messageID(m.ID, e.from))
	msg.SetDateWithValue(e.date)
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // keeps absence notes from answering
	if m.Lang != "" {
		msg.SetGenHeader(gomail.HeaderContentLang, string(m.Lang))
	}
	if m.Unsubscribe != "" {
		msg.SetListUnsubscribe(m.Unsubscribe)
		msg.SetListUnsubscribePost()
	}
	msg.SetBodyString(gomail.TypeTextPlain, crlf(m.Text))
	if m.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, crlf(m.HTML))
	}
	for _, a := range m.Attachments {
		if err := attach(msg, a); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	if _, err := msg.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("mail: render: %w", err)
	}
	return b.Bytes(), nil
}

func attach(msg *gomail.Msg, a Attachment) error {
	kind := gomail.WithFileContentType(gomail.ContentType(a.Type))
	if a.CID == "" {
		return msg.AttachReader(a.Name, bytes.NewReader(a.Data), kind)
	}
	return msg.EmbedReader(a.Name, bytes.NewReader(a.Data), kind, gomail.WithFileContentID("<"+a.CID+">"))
}

// messageID completes an ID with the sender's domain.
func messageID(id, from string) string {
	if !strings.Contains(id, "@") {
		_, domain, _ := strings.Cut(from, "@")
		id += "@" + domain
	}
	return id
}

// crlf gives text the line ends of a mail.
func crlf(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\n", "\r\n")
}
