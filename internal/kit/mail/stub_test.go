package mail_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/mail"
)

// stub is a real SMTP server whose answers a test decides.
type stub struct {
	mail, rcpt, data error         // answers to the three steps, nil for yes
	cut              bool          // the line breaks after the content has come, before the answer
	hang             chan struct{} // RCPT is answered only when it is closed
	cert             *tls.Certificate
	implicit         bool // encrypted from the first byte
	password         string

	mu      sync.Mutex
	taken   []taken
	signOns int
}

// taken is one message as the server saw it.
type taken struct {
	from string
	to   []string
	raw  []byte
	tls  bool
}

// start runs the stub and gives the configuration that reaches it.
func (s *stub) start(t *testing.T) mail.SMTPConfig {
	t.Helper()
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &talk{stub: s, conn: c}, nil
	}))
	server.Domain = "mx.example.jp"
	server.ErrorLog = log.New(io.Discard, "", 0)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	cfg := mail.SMTPConfig{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, TLS: mail.TLSOff, Timeout: 5 * time.Second,
		From: "office@koryu.example.jp", FromName: "交流事務局", Clock: clock.NewManual(time.Date(2024, 11, 18, 10, 0, 0, 0, clock.JST))}
	if s.cert != nil {
		server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{*s.cert}}
		cfg.RootCAs = x509.NewCertPool()
		cfg.RootCAs.AddCert(s.cert.Leaf)
		cfg.TLS = mail.TLSRequired
	}
	if s.implicit {
		l = tls.NewListener(l, server.TLSConfig)
		cfg.TLS = mail.TLSImplicit
	}
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	return cfg
}

func (s *stub) messages() []taken {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]taken(nil), s.taken...)
}

type talk struct {
	*stub
	conn *smtp.Conn
	now  taken
}

func (t *talk) Mail(from string, _ *smtp.MailOptions) error {
	_, encrypted := t.conn.TLSConnectionState()
	t.now = taken{from: from, tls: encrypted}
	return t.mail
}

func (t *talk) Rcpt(to string, _ *smtp.RcptOptions) error {
	if t.hang != nil {
		<-t.hang
	}
	t.now.to = append(t.now.to, to)
	return t.rcpt
}

func (t *talk) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	t.now.raw = raw
	t.mu.Lock()
	t.taken = append(t.taken, t.now)
	t.mu.Unlock()
	if t.cut {
		return t.conn.Conn().Close()
	}
	return t.data
}

func (t *talk) Reset()        {}
func (t *talk) Logout() error { return nil }

func (t *talk) AuthMechanisms() []string {
	if t.password == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (t *talk) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "koryu" || password != t.password {
			return errors.New("no")
		}
		t.mu.Lock()
		defer t.mu.Unlock()
		t.signOns++
		return nil
	}), nil
}

func answer(code int, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: text}
}

// certificate makes one for 127.0.0.1.
func certificate(t *testing.T) *tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := clock.System().Now()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}
