package message

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"koryu/internal/kit/mail"
)

// refusal is what a mail server answered, as kit/mail writes it into its errors:
// numbers and the step, never the words, which may hold addresses.
type refusal struct {
	reply     string // three digits
	status    string // RFC 3463, "" when the server gave none
	step      string // RCPT TO: about the recipient; MAIL FROM: about us
	malformed bool   // our own check refused it
}

var replyForm = regexp.MustCompile(`\b([245][0-9]{2})(?: ([245]\.[0-9]{1,3}\.[0-9]{1,3}))? +at ([A-Za-z -]+)`)

// refusalOf reads the answer in an error of a sender; final tells that no later
// try can mend it.
func refusalOf(err error) (no refusal, final bool) {
	if err == nil {
		return no, false
	}
	final = errors.Is(err, mail.ErrRejected)
	if m := replyForm.FindStringSubmatch(err.Error()); m != nil {
		no = refusal{reply: m[1], status: m[2], step: m[3]}
	} else if final {
		no.malformed = true
	}
	return no, final
}

// code is the answer in numbers: "550 5.1.1".
func (r refusal) code() string { return strings.TrimSpace(r.reply + " " + r.status) }

// deadAddress tells that the answer speaks of the address itself.
func (r refusal) deadAddress() bool {
	if r.status != "" {
		return r.step != "MAIL FROM" && dead(r.status)
	}
	return r.step == "RCPT TO" && slices.Contains([]string{"550", "551", "553"}, r.reply)
}

// deadStatus are the codes of RFC 3463 and RFC 3886 that say that nobody is
// there, or nobody is let in: unknown mailbox, unknown system, wrong syntax,
// moved away, no mail host; and a mailbox that was switched off. A full mailbox
// (5.2.2) and a refused text (5.7.1) say nothing about the address.
var deadStatus = []string{"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"}

func dead(status string) bool { return slices.Contains(deadStatus, status) }
