package demopages

import (
	"errors"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/mail/mailbox"
	"koryu/internal/web"
)

var errMailUnknown = apperr.New(apperr.NotFound, "demo.mailbox.unknown")

const mailsPerPage = 100

// mailPolicy lets the mail's own looks through and nothing act: no script, no form, nothing from elsewhere.
const mailPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; sandbox allow-popups allow-top-navigation-by-user-activation"

type mailList struct {
	Query string
	Mails []mailbox.Stored
	Total int
}

// mails lists the newest mails, those to an address that holds ?to=.
func (p pages) mails(w http.ResponseWriter, r *web.Request) error {
	list := mailList{Query: r.Query("to")}
	for _, m := range p.Mailbox.List() {
		if !strings.Contains(strings.ToLower(m.To), strings.ToLower(list.Query)) {
			continue
		}
		if list.Total++; list.Total <= mailsPerPage {
			list.Mails = append(list.Mails, m)
		}
	}
	return web.Render(w, r, http.StatusOK, mailsPage(r.Chrome(), list))
}

func (p pages) find(r *web.Request) (mailbox.Stored, error) {
	m, err := p.Mailbox.Get(r.Path("mail"))
	if errors.Is(err, mailbox.ErrUnknown) {
		return m, errMailUnknown
	}
	return m, err
}

func (p pages) mail(w http.ResponseWriter, r *web.Request) error {
	m, err := p.find(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, mailPage(r.Chrome(), m))
}

// mailHTML shows the mail as a mail program would, locked into a page of its own.
func (p pages) mailHTML(w http.ResponseWriter, r *web.Request) error {
	m, err := p.find(r)
	if err != nil {
		return err
	}
	page := m.HTML
	for i, a := range m.Attachments {
		if a.CID != "" {
			page = strings.ReplaceAll(page, "cid:"+a.CID, "/mailbox/"+m.ID+"/files/"+strconv.Itoa(i))
		}
	}
	w.Header().Set("Content-Security-Policy", mailPolicy)
	return web.Bytes(w, r, "text/html; charset=utf-8", []byte(page))
}

// mailFile gives one attachment: pictures to look at, everything else to save.
func (p pages) mailFile(w http.ResponseWriter, r *web.Request) error {
	m, err := p.find(r)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(r.Path("n"))
	if err != nil || n < 0 || n >= len(m.Attachments) {
		return errMailUnknown
	}
	a := m.Attachments[n]
	kind, _, err := mime.ParseMediaType(a.Type)
	if err != nil {
		kind = "application/octet-stream"
	}
	if kind == "image/png" {
		return web.Inline(w, r, kind, a.Data)
	}
	w.Header().Set("Content-Disposition", web.Disposition("attachment", a.Name))
	return web.Bytes(w, r, kind, a.Data)
}
