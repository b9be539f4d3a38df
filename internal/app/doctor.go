package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"koryu/internal/account"
	"koryu/internal/demo"
	"koryu/internal/kit/db"
	"koryu/internal/kit/seal"
)

// Diagnose checks the installation that c describes, running or not, and gives what it found in the order in which a
// person would look. It changes nothing but the file of audit heads.
func Diagnose(ctx context.Context, c Config) []db.Finding {
	c = c.withDefaults()
	found := []db.Finding{dataFolder(c), diskSpace(c)}
	keys, finding := keyFile(c)
	found = append(found, finding)

	d, err := db.Open(ctx, c.Database, db.Options{Clock: c.Clock, Log: c.Log, Shared: true})
	if err != nil {
		found = append(found, wrong("database", err.Error(), "koryu serve makes a missing SQLite file by itself; otherwise see --database"))
	} else {
		defer d.Close()
		found = append(found, d.Doctor(ctx)...)
		found = append(found, schema(ctx, d))
		if keys != nil {
			found = append(found, auditTrail(ctx, c, d, keys))
		}
	}
	found = append(found, baseURL(c)...)
	found = append(found, running(ctx, c)...)
	return append(found, mailServer(ctx, c))
}

func fine(name, detail string) db.Finding {
	return db.Finding{Name: name, OK: true, Detail: detail}
}

func wrong(name, detail, remedy string) db.Finding {
	return db.Finding{Name: name, Level: db.Fatal, Detail: detail, Remedy: remedy}
}

func careful(name, detail, remedy string) db.Finding {
	return db.Finding{Name: name, Level: db.Warn, Detail: detail, Remedy: remedy}
}

func dataFolder(c Config) db.Finding {
	const name = "data folder"
	info, err := os.Stat(c.Data)
	switch {
	case err != nil:
		return wrong(name, err.Error(), "start koryu serve once, or name the folder with --data")
	case !info.IsDir():
		return wrong(name, c.Data+" is no folder", "name a folder with --data")
	case info.Mode().Perm()&0o077 != 0:
		return careful(name, fmt.Sprintf("%s has mode %04o: others on this machine may look into it", c.Data, info.Mode().Perm()), "chmod 700 "+c.Data)
	}
	probe, err := os.CreateTemp(c.Data, ".doctor-*")
	if err != nil {
		return wrong(name, err.Error(), "let the user that runs koryu write to "+c.Data)
	}
	probe.Close()
	os.Remove(probe.Name())
	return fine(name, c.Data)
}

// keyFile looks for the master key without making one.
func keyFile(c Config) (*seal.Keys, db.Finding) {
	const name = "master key"
	if demo.IsDemo(c.Data) {
		keys, err := demo.Keys()
		if err != nil {
			return nil, wrong(name, err.Error(), "")
		}
		return keys, fine(name, "the known key of every sample year")
	}
	if _, err := os.Stat(c.KeyFile()); err != nil {
		return nil, wrong(name, err.Error(), "put the key of this database back; without it tickets and sessions are void. A new installation makes one at its first start")
	}
	keys, err := seal.LoadOrCreate(c.KeyFile())
	if err != nil {
		return nil, wrong(name, err.Error(), "chmod 600 "+c.KeyFile()+", or put the right file back")
	}
	return keys, fine(name, c.KeyFile()+"; keep a copy apart from the backups")
}

func schema(ctx context.Context, d *db.DB) db.Finding {
	const name = "schema"
	have, want, err := d.SchemaVersion(ctx)
	switch {
	case err != nil:
		return wrong(name, err.Error(), "see the database above")
	case have > want:
		return wrong(name, fmt.Sprintf("the tables are at %d, this program knows %d", have, want), "run the newer koryu, or restore a backup made by this one")
	case have < want:
		return careful(name, fmt.Sprintf("the tables are at %d, this program wants %d", have, want), "koryu migrate, or start koryu serve")
	}
	return fine(name, fmt.Sprint(have))
}

// auditTrail verifies the chain of every organisation, also against the heads that the last doctor wrote down beside
// the database: a trail that was cut at its end fits itself, but not them.
func auditTrail(ctx context.Context, c Config, d *db.DB, keys *seal.Keys) db.Finding {
	const name = "audit trail"
	accounts := &account.Service{DB: d, Keys: keys}
	kept, err := readHeads(c)
	if err != nil {
		return wrong(name, err.Error(), "move "+headsFile(c)+" away if you know why it changed")
	}
	problems, err := accounts.VerifyAll(ctx, kept...)
	if err != nil {
		return wrong(name, err.Error(), "see the database above")
	}
	if len(problems) > 0 {
		first := problems[0]
		return wrong(name, fmt.Sprintf("%d places are not as they were sealed; the first: organisation %s, number %d, %s", len(problems), first.Org, first.Seq, first.Kind),
			"keep a copy of the database as it is now and find out who wrote to it; after restoring a backup remove "+headsFile(c))
	}
	heads, err := accounts.Heads(ctx)
	if err == nil {
		err = writeHeads(c, heads)
	}
	if err != nil {
		return careful(name, "complete, but its heads could not be written down: "+err.Error(), "")
	}
	return fine(name, fmt.Sprintf("complete in %d organisations", len(heads)))
}

func headsFile(c Config) string { return filepath.Join(c.Data, "audit.heads") }

func readHeads(c Config) ([]account.Head, error) {
	b, err := os.ReadFile(headsFile(c))
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var heads []account.Head
	for line := range strings.Lines(string(b)) {
		head, err := account.ParseHead(line)
		if err != nil {
			return nil, err
		}
		heads = append(heads, head)
	}
	return heads, nil
}

func writeHeads(c Config, heads []account.Head) error {
	var b strings.Builder
	for _, h := range heads {
		b.WriteString(h.String() + "\n")
	}
	return os.WriteFile(headsFile(c), []byte(b.String()), 0o600)
}
