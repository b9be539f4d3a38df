package app

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"

	"koryu/internal/kit/mail"
	"koryu/internal/kit/mail/mailbox"
)

// openPost chooses how mail leaves: through the configured server, or, without one, into a folder of files on this
// machine, so that a first look needs no mail server and no mail is lost.
func (a *App) openPost() error {
	c := &a.Config
	switch {
	case c.Mail != nil:
		a.Mail = c.Mail
		return nil
	case c.SMTP != "":
		settings, err := ParseSMTP(c.SMTP, c.MailFrom)
		if err != nil {
			return err
		}
		settings.Clock = c.Clock
		a.Mail = mail.NewSMTP(settings)
		return nil
	}
	box, err := mailbox.Open(c.MailFolder(), c.Clock)
	if err != nil {
		return err
	}
	a.Mailbox, a.Mail = box, mail.NewSMTP(withSender(box.Config(), c.MailFrom))
	return nil
}

// MailFolder is where mails end when no server is configured.
func (c Config) MailFolder() string { return filepath.Join(c.Data, "mail") }

func withSender(settings mail.SMTPConfig, from string) mail.SMTPConfig {
	if from != "" {
		settings.From = from
	}
	return settings
}

// securities are the schemes of an SMTP address.
var securities = map[string]mail.TLS{
	"smtp":          mail.TLSRequired,  // STARTTLS or nothing is sent
	"smtps":         mail.TLSImplicit,  // encrypted from the first byte
	"smtp+starttls": mail.TLSIfOffered, // STARTTLS where the server offers it
	"smtp+plain":    mail.TLSOff,       // a server on the same machine
}

// ParseSMTP reads smtp://user:password@host:587. The error never holds the password.
func ParseSMTP(address, from string) (mail.SMTPConfig, error) {
	u, err := url.Parse(address)
	if err != nil {
		return mail.SMTPConfig{}, fmt.Errorf("the SMTP address cannot be read; write smtp://user:password@host:587, with %%40 for an @ in the password")
	}
	security, ok := securities[u.Scheme]
	if !ok {
		return mail.SMTPConfig{}, fmt.Errorf("the SMTP address begins with %q; it may begin with smtp, smtps, smtp+starttls or smtp+plain", u.Scheme)
	}
	password, _ := u.User.Password()
	settings := mail.SMTPConfig{Host: u.Hostname(), User: u.User.Username(), Password: password, TLS: security, From: from}
	if u.Port() != "" {
		if settings.Port, err = strconv.Atoi(u.Port()); err != nil {
			return settings, fmt.Errorf("the SMTP port %q is no number", u.Port())
		}
	}
	return settings, settings.Validate()
}
