package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"regexp"
	"time"

	gomail "github.com/wneessen/go-mail"
	gosmtp "github.com/wneessen/go-mail/smtp"

	"koryu/internal/kit/clock"
)

// TLS says how the line to the mail server is protected.
type TLS string

const (
	TLSRequired  TLS = "required"      // STARTTLS or nothing is sent; the default
	TLSIfOffered TLS = "opportunistic" // STARTTLS where the server offers it
	TLSImplicit  TLS = "implicit"      // encrypted from the first byte, port 465
	TLSOff       TLS = "off"           // for a server on the same machine
)

// SMTPConfig says how mail leaves the house.
type SMTPConfig struct {
	Host     string
	Port     int // 0 for 587, with TLSImplicit 465
	User     string
	Password string
	TLS      TLS           // "" for TLSRequired
	Timeout  time.Duration // of a whole conversation, 0 for one minute
	From     string        // address of the sender, for all messages
	FromName string        // name of the sender, where a message brings none

	Clock   clock.Clock    // of the Date header, nil for the system's
	RootCAs *x509.CertPool // nil for the system's
}

// Validate tells what is missing or wrong, in words for the operator.
func (c SMTPConfig) Validate() error {
	switch c.TLS {
	case "", TLSRequired, TLSIfOffered, TLSImplicit, TLSOff:
	default:
		return fmt.Errorf("mail: TLS %q is none of required, opportunistic, implicit, off", c.TLS)
	}
	switch {
	case c.Host == "":
		return errors.New("mail: no host of the mail server")
	case c.Port < 0 || c.Port > 65535:
		return fmt.Errorf("mail: port %d is outside 1…65535", c.Port)
	case !bare(c.From):
		return errors.New("mail: the sender's address is missing or not of the form name@example.jp")
	case (c.User == "") != (c.Password == ""):
		return errors.New("mail: user and password go together")
	}
	return nil
}

// SMTP sends each message in a conversation of its own. It is safe for
// concurrent use.
type SMTP struct{ cfg SMTPConfig }

var _ Sender = (*SMTP)(nil)

// NewSMTP makes a sender. What [SMTPConfig.Validate] would refuse, each call of
// Send refuses.
func NewSMTP(cfg SMTPConfig) *SMTP {
	if cfg.TLS == "" {
		cfg.TLS = TLSRequired
	}
	if cfg.Port == 0 {
		cfg.Port = 587
		if cfg.TLS == TLSImplicit {
			cfg.Port = 465
		}
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = time.Minute
	}
	if cfg.Clock == nil {
		cfg.Clock = clock.System()
	}
	return &SMTP{cfg}
}

// Send hands m to the mail server; see [Sender].
func (s *SMTP) Send(ctx context.Context, m Message) error {
	raw, err := render(m, envelope{from: s.cfg.From, name: s.cfg.FromName, date: s.cfg.Clock.Now()})
	if err != nil {
		return err
	}
	return s.converse(ctx, func(c *gosmtp.Client) error {
		if err := c.Mail("<" + s.cfg.From + ">"); err != nil {
			return verdict("MAIL FROM", err)
		}
		if err := c.Rcpt("<" + m.To + ">"); err != nil {
			return verdict("RCPT TO", err)
		}
		data, err := c.Data()
		if err != nil {
			return verdict("DATA", err)
		}
		if _, err := data.Write(raw); err != nil {
			return verdict("the content", err)
		}
		return verdict("the end of the content", data.Close())
	})
}

// Check signs on to the mail server and off again; for the doctor.
func (s *SMTP) Check(ctx context.Context) error {
	return s.converse(ctx, func(c *gosmtp.Client) error { return verdict("NOOP", c.Noop()) })
}

// converse dials, greets, encrypts and signs on, and runs talk. Nothing that
// happens after talk can undo it, so the farewell is not waited for.
func (s *SMTP) converse(ctx context.Context, talk func(*gosmtp.Client) error) error {
	if err := s.cfg.Validate(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, s.cfg.Timeout)
	defer cancel()
	client, err := gomail.NewClient(s.cfg.Host, s.options(ctx)...)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	c, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return verdict("sign-on", errors.Join(err, ctx.Err()))
	}
	if err := talk(c); err != nil {
		return errors.Join(err, ctx.Err())
	}
	_ = c.Quit()
	return nil
}

func (s *SMTP) options(ctx context.Context) []gomail.Option {
	security := &tls.Config{ServerName: s.cfg.Host, RootCAs: s.cfg.RootCAs, MinVersion: tls.VersionTLS12}
	policy := gomail.NoTLS
	switch s.cfg.TLS {
	case TLSRequired:
		policy = gomail.TLSMandatory
	case TLSIfOffered, TLSImplicit:
		policy = gomail.TLSOpportunistic
	}
	options := []gomail.Option{
		gomail.WithPort(s.cfg.Port), gomail.WithTimeout(s.cfg.Timeout), gomail.WithoutSMTPUTF8(),
		gomail.WithTLSPolicy(policy), gomail.WithTLSConfig(security),
		gomail.WithDialContextFunc(func(dial context.Context, network, address string) (net.Conn, error) {
			return s.dial(ctx, dial, network, address, security)
		}),
	}
	if s.cfg.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(s.cfg.User), gomail.WithPassword(s.cfg.Password))
	}
	return options
}

// dial opens the line, and cuts it when the conversation's context ends: the
// client itself listens to no context once it is connected.
func (s *SMTP) dial(ctx, dial context.Context, network, address string, security *tls.Config) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(dial, network, address)
	if err != nil {
		return nil, err
	}
	context.AfterFunc(ctx, func() { conn.Close() })
	if s.cfg.TLS != TLSImplicit {
		return conn, nil
	}
	line := tls.Client(conn, security)
	if err := line.HandshakeContext(dial); err != nil {
		return nil, err
	}
	return line, nil
}

// enhanced is a status code of RFC 3463. The words after it may hold the
// recipient's address and are dropped.
var enhanced = regexp.MustCompile(`^[245]\.[0-9]{1,3}\.[0-9]{1,3}\b`)

// verdict turns an answer of the server into a final or a temporary error. A
// refusal before the message is even named, at sign-on, is about us and not
// about the message: temporary, until the operator mends it.
func verdict(stage string, err error) error {
	answer, ok := errors.AsType[*textproto.Error](err)
	switch {
	case err == nil:
		return nil
	case !ok:
		return fmt.Errorf("mail: the line broke at %s: %w", stage, err)
	case answer.Code >= 500 && answer.Code != 530 && stage != "sign-on":
		return fmt.Errorf("%w: %d %s at %s", ErrRejected, answer.Code, enhanced.FindString(answer.Msg), stage)
	}
	return fmt.Errorf("mail: not now: %d %s at %s", answer.Code, enhanced.FindString(answer.Msg), stage)
}
