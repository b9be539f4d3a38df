package event

import (
	"log/slog"

	"koryu/internal/kit/db"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/seal"
)

// Service holds the use cases of events. It is safe for many goroutines.
type Service struct {
	db   *db.DB
	keys *seal.Keys
	mail mail.Sender
	base string
	log  *slog.Logger

	admissions batcher[admission]
	scans      batcher[scan]
	versions   db.Memo[slugOf, versionOf]
	rule       func(Event, Bid, db.Instant) (RegState, error) // Event.Admit; tests take it out
}

// Config is what a Service stands on.
type Config struct {
	DB   *db.DB
	Keys *seal.Keys
	Mail mail.Sender // used by the jobs only
	Base string      // address of the installation without a slash at its end
	Log  *slog.Logger
}

// New returns a service. Close it before its database.
func New(c Config) *Service {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	s := &Service{db: c.DB, keys: c.Keys, mail: c.Mail, base: c.Base, log: c.Log, rule: Event.Admit}
	s.admissions.run, s.admissions.fail = s.admitBatch, func(a *admission, err error) { a.result, a.err = Result{}, err }
	s.scans.run, s.scans.fail = s.scanBatch, func(w *scan, err error) { w.result, w.err = CheckInResult{}, err }
	return s
}

// Close lets the batches that are on their way end and takes no more.
func (s *Service) Close() {
	s.admissions.close()
	s.scans.close()
}
