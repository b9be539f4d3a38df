package app

import (
	"log/slog"
	"net/netip"
	"path/filepath"

	"koryu/internal/kit/clock"
	"koryu/internal/kit/id"
	"koryu/internal/kit/mail"
	"koryu/internal/kit/seal"
)

// Config says what a house stands on. Data and Base must be given; everything else has a default.
type Config struct {
	Data     string // folder of key, files and, without Database, the database
	Database string // "sqlite:<path>" or "postgres://…"; default: koryu.db in Data
	Base     string // scheme and host that people type, without a slash at its end

	SMTP mail.SMTPConfig // without a host mails stay in Data as files

	TrustedProxies []netip.Prefix
	AccessLog      bool
	NoLimits       bool // no counters of tries by address; for load tests
	Version        string

	// For the sample year and for tests.
	Clock clock.Clock  // default: the machine's
	IDs   id.Source    // default: random
	Keys  *seal.Keys   // default: the file "key" in Data, made when missing
	Mail  mail.Sender  // default: as SMTP says
	Log   *slog.Logger // default: silent
}

func (c Config) withDefaults() Config {
	if c.Database == "" {
		c.Database = "sqlite:" + filepath.Join(c.Data, "koryu.db")
	}
	if c.Clock == nil {
		c.Clock = clock.System()
	}
	if c.IDs == nil {
		c.IDs = id.Random()
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

// KeyFile is where the master key lies.
func (c Config) KeyFile() string { return filepath.Join(c.Data, "key") }
