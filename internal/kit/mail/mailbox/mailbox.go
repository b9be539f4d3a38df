package mailbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/mail"
)

// maxMessage is the largest mail taken, in bytes.
const maxMessage = 10 << 20

// ErrUnknown is the answer to an ID that the mailbox does not hold.
var ErrUnknown = errors.New("mailbox: no such mail")

// Mailbox is a running server with its folder. It is safe for concurrent use.
type Mailbox struct {
	dir   string
	clock clock.Clock
	port  int
	close func() error

	mu      sync.Mutex
	mails   []Stored      // without content, oldest first
	arrived chan struct{} // closed and replaced when a mail comes in
}

// Open reads the folder, makes it when there is none, and listens on a free
// port of the loopback. The clock stamps what arrives and dates the mails of
// [Mailbox.Config]; nil is the system's. It fails when the folder cannot be used.
func Open(dir string, c clock.Clock) (*Mailbox, error) {
	if c == nil {
		c = clock.System()
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("mailbox: %w", err)
	}
	b := &Mailbox{dir: dir, clock: c, arrived: make(chan struct{})}
	if err := b.readFolder(); err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("mailbox: %w", err)
	}
	b.port = l.Addr().(*net.TCPAddr).Port
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		return &session{box: b}, nil
	}))
	server.Domain = "localhost"
	server.MaxRecipients = 1 // a second one is a fault of the sender
	server.MaxMessageBytes = maxMessage
	server.ReadTimeout, server.WriteTimeout = time.Minute, time.Minute
	server.ErrorLog = silent{}
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	b.close = sync.OnceValue(func() error {
		err := server.Close()
		l.Close() // in case that the server had not begun to listen
		return errors.Join(err, <-served)
	})
	return b, nil
}

// silent drops the server's remarks on broken lines; the sender reports them.
type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}

// Config is how a [mail.SMTP] reaches this mailbox.
func (b *Mailbox) Config() mail.SMTPConfig {
	return mail.SMTPConfig{Host: "127.0.0.1", Port: b.port, TLS: mail.TLSOff,
		From: "koryu@localhost.example", FromName: "Koryu", Clock: b.clock}
}

// Close stops the server; the folder stays. Closing again does nothing.
func (b *Mailbox) Close() error { return b.close() }

// List gives the mails, newest first, with everything but their content: Text,
// HTML, Links and Attachments are empty.
func (b *Mailbox) List() []Stored {
	b.mu.Lock()
	defer b.mu.Unlock()
	mails := slices.Clone(b.mails)
	slices.Reverse(mails)
	return mails
}

// idForm is the file name of a mail without its ending: when it came, in
// microseconds, and a number among those that came in the same one.
var idForm = regexp.MustCompile(`^[0-9]{16}-[0-9]{6}$`)

// Get gives one mail in full. It fails with [ErrUnknown] when there is none.
func (b *Mailbox) Get(id string) (Stored, error) {
	if !idForm.MatchString(id) {
		return Stored{}, ErrUnknown
	}
	raw, err := os.ReadFile(b.path(id))
	if errors.Is(err, os.ErrNotExist) {
		return Stored{}, ErrUnknown
	}
	if err != nil {
		return Stored{}, fmt.Errorf("mailbox: %w", err)
	}
	return parse(id, raw)
}

// Wait gives the newest mail that fits, in full, as soon as there is one; for
// tests. It fails when ctx ends before.
func (b *Mailbox) Wait(ctx context.Context, fits func(Stored) bool) (Stored, error) {
	for {
		b.mu.Lock()
		arrived := b.arrived
		b.mu.Unlock()
		for _, m := range b.List() {
			if fits(m) {
				return b.Get(m.ID)
			}
		}
		select {
		case <-arrived:
		case <-ctx.Done():
			return Stored{}, fmt.Errorf("mailbox: nothing that fits came: %w", ctx.Err())
		}
	}
}

// Clear removes all mails.
func (b *Mailbox) Clear() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	var errs []error
	for _, m := range b.mails {
		errs = append(errs, os.Remove(b.path(m.ID)))
	}
	b.mails = nil
	return errors.Join(errs...)
}

func (b *Mailbox) path(id string) string { return filepath.Join(b.dir, id+".eml") }

// readFolder lists what an earlier run left. A file that is no mail is passed over.
func (b *Mailbox) readFolder() error {
	entries, err := os.ReadDir(b.dir)
	if err != nil {
		return fmt.Errorf("mailbox: %w", err)
	}
	for _, e := range entries {
		id, isMail := strings.CutSuffix(e.Name(), ".eml")
		if !isMail || !idForm.MatchString(id) {
			continue
		}
		m, err := b.Get(id)
		if err != nil {
			continue
		}
		b.mails = append(b.mails, m.summary())
	}
	slices.SortFunc(b.mails, func(x, y Stored) int { return cmp.Compare(x.ID, y.ID) })
	return nil
}

// store keeps a mail: the whole file or nothing.
func (b *Mailbox) store(m Stored, raw []byte) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	m.ID = b.nextID()
	half := b.path(m.ID) + ".part"
	if err := os.WriteFile(half, raw, 0o600); err != nil {
		return err
	}
	if err := os.Rename(half, b.path(m.ID)); err != nil {
		return err
	}
	b.mails = append(b.mails, m.summary())
	close(b.arrived)
	b.arrived = make(chan struct{})
	return nil
}

// nextID rises even when the clock stands still or was set back.
func (b *Mailbox) nextID() string {
	at, n := b.clock.Now().UnixMicro(), 0
	if len(b.mails) > 0 {
		var lastAt int64
		var lastN int
		fmt.Sscanf(b.mails[len(b.mails)-1].ID, "%d-%d", &lastAt, &lastN)
		if at <= lastAt {
			at, n = lastAt, lastN+1
		}
	}
	return fmt.Sprintf("%016d-%06d", at, n)
}
