package db

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"koryu/internal/kit/clock"
)

// Level says how bad a [Finding] that is not OK is.
type Level int

const (
	Info  Level = iota // worth knowing
	Warn               // works, but less safely or slower than it could
	Fatal              // data may be lost or wrong
)

func (l Level) String() string { return [...]string{"info", "warning", "fatal"}[l] }

// Finding is one checked fact of the database, for koryu doctor.
type Finding struct {
	Name   string
	OK     bool
	Level  Level
	Detail string // what was found
	Remedy string // what to do; empty when OK
}

// Doctor asks the engine for the facts on which durability rests. It changes
// nothing and works beside a running server.
func (d *DB) Doctor(ctx context.Context) []Finding {
	if d.engine == SQLite {
		return append(d.sqliteFacts(ctx), d.soundness(ctx), d.whoServes())
	}
	return d.postgresFacts(ctx)
}

// soundness lets SQLite check its own structure. Contents it cannot judge.
func (d *DB) soundness(ctx context.Context) Finding {
	f := Finding{Name: "structure", Level: Fatal}
	err := d.read.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&f.Detail)
	if err != nil {
		f.Detail = err.Error()
	}
	if f.OK = f.Detail == "ok"; !f.OK {
		f.Remedy = "keep a copy of the file as it is, then restore the newest backup"
	}
	return f
}

func (d *DB) whoServes() Finding {
	f := Finding{Name: "server", OK: true}
	if d.lock != nil {
		f.Detail = "this process"
		return f
	}
	lock, err := lockFile(d.path)
	if err != nil {
		pid, _ := os.ReadFile(d.path + ".lock")
		f.Detail = "process " + strings.TrimSpace(string(pid))
		return f
	}
	lock.release()
	f.Detail = "not running"
	return f
}

// fact is a setting of PostgreSQL and what it has to be.
type fact struct {
	name, query string
	good        func(value string) bool
	level       Level
	remedy      string
}

func is(want ...string) func(string) bool {
	return func(got string) bool {
		for _, w := range want {
			if got == w {
				return true
			}
		}
		return false
	}
}

var postgresAsks = []fact{
	{"postgresql version", "SHOW server_version_num", atLeast(140000), Fatal, "use PostgreSQL 14 or later"},
	{"takes writes", "SELECT CAST(NOT pg_is_in_recovery() AS TEXT)", is("true"), Fatal, "this is a standby: name all hosts in the address, or the primary"},
	{"fsync", "SHOW fsync", is("on"), Fatal, "set fsync = on; a power cut loses the database without it"},
	{"full page writes", "SHOW full_page_writes", is("on"), Fatal, "set full_page_writes = on"},
	{"synchronous commit", "SHOW synchronous_commit", is("on", "remote_apply", "remote_write"), Fatal, "set synchronous_commit = on; what was acknowledged is lost in a crash without it"},
	{"data checksums", "SHOW data_checksums", is("on"), Warn, "stop PostgreSQL and run pg_checksums --enable; without them silent damage on disk stays unseen"},
	{"wal archive", "SHOW archive_mode", is("on", "always"), Warn, "archive the WAL (pgBackRest), or a lost machine loses everything since the last backup"},
	{"encoding", "SHOW server_encoding", is("UTF8"), Fatal, "create the database with ENCODING 'UTF8'"},
	{"sorting", "SELECT datcollate FROM pg_database WHERE datname = current_database()", is("C.UTF-8", "C", "C.utf8"), Warn, "create the database with LC_COLLATE 'C.UTF-8' TEMPLATE template0; lists are sorted in another order"},
}

func atLeast(n int) func(string) bool {
	return func(got string) bool {
		v, err := strconv.Atoi(got)
		return err == nil && v >= n
	}
}

func (d *DB) postgresFacts(ctx context.Context) []Finding {
	var findings []Finding
	for _, a := range postgresAsks {
		f := Finding{Name: a.name, Level: a.level}
		if err := d.read.QueryRowContext(ctx, a.query).Scan(&f.Detail); err != nil {
			f.Level, f.Detail, f.Remedy = Fatal, err.Error(), "see that PostgreSQL runs and can be reached"
			return append(findings, f)
		}
		if f.OK = a.good(f.Detail); !f.OK {
			f.Remedy = a.remedy
		}
		findings = append(findings, f)
	}
	return append(findings, d.clockSkew(ctx))
}

// clockSkew compares this machine with the database's. Leases of several
// processes are measured against each other.
func (d *DB) clockSkew(ctx context.Context) Finding {
	f := Finding{Name: "clock", Level: Warn}
	var micros int64
	before := clock.System().Now()
	err := d.read.QueryRowContext(ctx, "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)").Scan(&micros)
	if err != nil {
		f.Detail = err.Error()
		return f
	}
	skew := before.Sub(time.UnixMicro(micros)).Abs()
	if f.OK = skew < 2*time.Second; !f.OK {
		f.Remedy = "let both machines follow a time server (NTP)"
	}
	f.Detail = fmt.Sprintf("%s apart from the database's", skew.Round(time.Millisecond))
	return f
}
