package app

import (
	"path/filepath"

	"koryu/internal/kit/mail"
	"koryu/internal/kit/mail/mailbox"
)

// openPost chooses how mail leaves: through the configured server, or, without one, into a folder of files on this
// machine, so that a first look needs no mail server and no mail is lost.
func (a *App) openPost() error {
	c := &a.Config
	if c.Mail != nil {
		a.Mail = c.Mail
		return nil
	}
	settings := c.SMTP
	settings.Clock = c.Clock
	if settings.Host != "" {
		if err := settings.Validate(); err != nil {
			return err
		}
		a.Mail = mail.NewSMTP(settings)
		return nil
	}
	box, err := mailbox.Open(c.MailFolder(), c.Clock)
	if err != nil {
		return err
	}
	settings = box.Config()
	if c.SMTP.From != "" {
		settings.From = c.SMTP.From
	}
	a.Mailbox, a.Mail = box, mail.NewSMTP(settings)
	return nil
}

// MailFolder is where mails end when no server is configured.
func (c Config) MailFolder() string { return filepath.Join(c.Data, "mail") }
