package db_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"koryu/internal/kit/apperr"
	"koryu/internal/kit/db"
	"koryu/internal/kit/dbtest"
)

// atCommit is what the proxy does when a COMMIT comes by.
type atCommit int32

const (
	pass        atCommit = iota
	cutBefore            // the server never hears of it
	cutAfter             // the server commits, the answer is lost
	answerLater          // the answer takes its time
)

// proxy stands between the program and PostgreSQL.
type proxy struct {
	plan    atomic.Int32
	commits atomic.Int32
	target  string
}

func (p *proxy) set(a atCommit) { p.plan.Store(int32(a)) }

// behindProxy opens a fresh database through a proxy.
func behindProxy(t *testing.T) (*db.DB, *proxy) {
	t.Helper()
	u, err := url.Parse(dbtest.URL(t, db.Postgres))
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{target: u.Host}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go p.serve(c)
		}
	}()
	u.Host = l.Addr().String()
	d, err := db.Open(t.Context(), u.String(), db.Options{MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d, p
}

func (p *proxy) serve(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", p.target)
	if err != nil {
		return
	}
	defer server.Close()
	var mute atomic.Bool
	go func() {
		defer client.Close()
		b := make([]byte, 64<<10)
		for {
			n, err := server.Read(b)
			if mute.Load() || err != nil {
				return
			}
			if atCommit(p.plan.Load()) == answerLater {
				time.Sleep(200 * time.Millisecond)
			}
			client.Write(b[:n])
		}
	}()
	b := make([]byte, 64<<10)
	for {
		n, err := client.Read(b)
		if err != nil {
			return
		}
		if bytes.Contains(b[:n], []byte("COMMIT\x00")) {
			p.commits.Add(1)
			switch atCommit(p.plan.Load()) {
			case cutBefore:
				return
			case cutAfter:
				mute.Store(true)
				server.Write(b[:n])
				io.ReadFull(server, make([]byte, 6)) // or the other reader has it
				time.Sleep(50 * time.Millisecond)
				return
			}
		}
		server.Write(b[:n])
	}
}

func TestALostAnswerToCommitIsAnUnknownOutcome(t *testing.T) {
	for name, c := range map[string]struct {
		plan atCommit
		rows int64
	}{
		"the server never heard of it": {cutBefore, 0},
		"the server has committed":     {cutAfter, 1},
	} {
		t.Run(name, func(t *testing.T) {
			d, p := behindProxy(t)
			exec(t, d, "CREATE TABLE n (i BIGINT)")
			p.commits.Store(0)
			p.set(c.plan)
			runs, hooks := 0, 0
			err := d.Tx(t.Context(), func(c ctx, tx *db.Tx) error {
				runs++
				tx.AfterCommit(func() { hooks++ })
				_, err := tx.Exec(c, "INSERT INTO n (i) VALUES (1)")
				return err
			})
			p.set(pass)
			if !errors.Is(err, db.ErrUnknownOutcome) || apperr.CategoryOf(err) != apperr.Unavailable {
				t.Errorf("got %v", err)
			}
			if runs != 1 || hooks != 0 || p.commits.Load() != 1 {
				t.Errorf("%d runs, %d hooks, %d commits: it was tried again blindly", runs, hooks, p.commits.Load())
			}
			if n := number(t, d, "SELECT COUNT(*) FROM n"); n != c.rows {
				t.Errorf("%d rows, want %d", n, c.rows)
			}
		})
	}
}

// TestAnIdempotentTransactionSettlesALostAnswer is the pattern of every use case
// that carries a key: insert, or find one's own row and write it all the same.
func TestAnIdempotentTransactionSettlesALostAnswer(t *testing.T) {
	for name, plan := range map[string]atCommit{"not committed": cutBefore, "committed": cutAfter} {
		t.Run(name, func(t *testing.T) {
			d, p := behindProxy(t)
			exec(t, d, "CREATE TABLE done (k TEXT PRIMARY KEY, n BIGINT NOT NULL)")
			p.set(plan)
			runs, written := 0, int64(0)
			err := d.TxIdempotent(t.Context(), func(c ctx, tx *db.Tx) (err error) {
				if runs++; runs > 1 {
					p.set(pass)
				}
				written, err = tx.Exec(c, "INSERT INTO done (k, n) VALUES ($1, 1) ON CONFLICT (k) DO UPDATE SET k = excluded.k", "key")
				return err
			})
			if err != nil || runs != 2 {
				t.Fatalf("%d runs, %v", runs, err)
			}
			if written != 1 {
				t.Errorf("the replay wrote %d rows: its COMMIT waits for nothing", written)
			}
			if n := number(t, d, "SELECT SUM(n) FROM done"); n != 1 {
				t.Errorf("done %d times", n)
			}
		})
	}
}

func TestACallerWhoLeavesDoesNotCancelCommit(t *testing.T) {
	d, p := behindProxy(t)
	exec(t, d, "CREATE TABLE n (i BIGINT)")
	c, cancel := context.WithCancel(t.Context())
	err := d.Tx(c, func(c ctx, tx *db.Tx) error {
		_, err := tx.Exec(c, "INSERT INTO n (i) VALUES (1)")
		p.set(answerLater)
		time.AfterFunc(50*time.Millisecond, cancel)
		return err
	})
	p.set(pass)
	if n := number(t, d, "SELECT COUNT(*) FROM n"); err != nil || n != 1 {
		t.Errorf("%d rows, %v", n, err)
	}
}
