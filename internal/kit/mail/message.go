package mail

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"koryu/internal/kit/i18n"
	"koryu/internal/kit/text"
)

// Message is a mail to one person. ID, To, Subject and Text are required.
type Message struct {
	ID          string // stable over all tries; without @ it is completed with the sender's domain
	FromName    string // "" for the installation's own name
	To          string // one bare address
	ToName      string
	ReplyTo     string // one bare address, "" for none
	Subject     string
	Text        string
	HTML        string // "" for a mail of text alone
	Unsubscribe string // URL that answers POST; set on announcements only
	Lang        i18n.Lang
	Attachments []Attachment
}

// Attachment is a file that travels with a message.
type Attachment struct {
	Name string // file name, ASCII
	Type string // media type with its parameters
	CID  string // Content-ID by which the HTML shows it (cid:…), "" for a plain file
	Data []byte
}

// Sender hands a message over to a mail server. It returns when the server has
// taken it. An error that wraps [ErrRejected] is final; every other one is worth
// another try with the same message.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// ErrRejected says that a message will not be delivered however often it is
// tried: the server refused it for good, or it is malformed.
var ErrRejected error = rejected{}

type rejected struct{}

func (rejected) Error() string   { return "mail: rejected" }
func (rejected) Permanent() bool { return true } // a job that meets it is not tried again

var (
	idForm   = regexp.MustCompile(`^[A-Za-z0-9._+-]+(@[A-Za-z0-9.-]+)?$`)
	fileForm = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)
)

// check refuses what must not get into a header. It names the field and never
// its content.
func (m Message) check() error {
	header := map[string]string{
		"sender name": m.FromName, "recipient name": m.ToName, "subject": m.Subject, "unsubscribe URL": m.Unsubscribe,
	}
	for field, s := range header {
		if strings.ContainsFunc(s, unicode.IsControl) || !utf8.ValidString(s) {
			return malformed(field + " holds control characters")
		}
	}
	switch {
	case !idForm.MatchString(m.ID):
		return malformed("ID")
	case !bare(m.To):
		return malformed("recipient")
	case m.ReplyTo != "" && !bare(m.ReplyTo):
		return malformed("reply address")
	case strings.TrimSpace(m.Subject) == "":
		return malformed("no subject")
	case strings.TrimSpace(m.Text) == "":
		return malformed("no text")
	case strings.ContainsAny(m.Unsubscribe, " <>,"):
		return malformed("unsubscribe URL")
	}
	for _, a := range m.Attachments {
		if !fileForm.MatchString(a.Name) || a.CID != "" && !idForm.MatchString(a.CID) ||
			a.Type == "" || strings.ContainsFunc(a.Type, unicode.IsControl) {
			return malformed("attachment")
		}
	}
	return nil
}

// bare accepts an address alone, as a form's field stored it.
func bare(address string) bool {
	read, ok := text.Email(address)
	return ok && strings.EqualFold(read, address)
}

func malformed(what string) error {
	return fmt.Errorf("%w: malformed: %s", ErrRejected, what)
}
