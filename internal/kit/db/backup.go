package db

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"koryu/internal/kit/id"
)

// A backup is one zip file: the database's content as one or more entries, and
// last manifest.json, which says what they must be. The content is an SQLite
// file, or a COPY text file per table of PostgreSQL.
const (
	manifestName = "manifest.json"
	formatNumber = 1
)

// manifest describes a backup so that damage and mix-ups are found before
// anything is touched.
type manifest struct {
	Format  int             `json:"format"`
	Engine  string          `json:"engine"`
	Schema  int64           `json:"schema"`
	TakenAt string          `json:"taken_at"` // RFC 3339, Asia/Tokyo
	Parts   []part          `json:"parts"`
	Tables  []tableManifest `json:"tables"`
}

type part struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

type tableManifest struct {
	Name    string   `json:"name"`
	Rows    int64    `json:"rows"`
	Columns []string `json:"columns,omitempty"`
}

// Backup writes the whole database as it is at one moment into the new file
// path, while others go on writing. Either the file is complete, synced to disk
// and under its name, or there is none. It fails when path exists.
func (d *DB) Backup(ctx context.Context, path string) (err error) {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("db: %s exists already; a backup overwrites nothing", path)
	}
	draft := path + ".part"
	f, err := os.OpenFile(draft, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("db: the backup cannot be written: %w", err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(draft)
		}
	}()
	b := &backupWriter{zip: zip.NewWriter(f), m: manifest{
		Format: formatNumber, Engine: d.engine.String(), TakenAt: d.clock.Now().Format(time.RFC3339),
	}}
	if d.engine == SQLite {
		err = d.backupSQLite(ctx, b, path+".db.part")
	} else {
		err = d.backupPostgres(ctx, b)
	}
	if err != nil {
		return fmt.Errorf("db: the backup failed: %w", err)
	}
	if err := errors.Join(b.finish(), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("db: the backup could not be finished: %w", err)
	}
	if err := os.Rename(draft, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// backupWriter fills the zip and keeps the digests.
type backupWriter struct {
	zip *zip.Writer
	m   manifest
}

// add writes an entry with what fill gives.
func (b *backupWriter) add(name string, fill func(w io.Writer) error) error {
	entry, err := b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err != nil {
		return err
	}
	sum, count := sha256.New(), new(counter)
	if err := fill(io.MultiWriter(entry, sum, count)); err != nil {
		return err
	}
	b.m.Parts = append(b.m.Parts, part{Name: name, Size: int64(*count), SHA256: hex.EncodeToString(sum.Sum(nil))})
	return nil
}

func (b *backupWriter) finish() error {
	entry, err := b.zip.CreateHeader(&zip.FileHeader{Name: manifestName, Method: zip.Deflate})
	if err != nil {
		return err
	}
	e := json.NewEncoder(entry)
	e.SetIndent("", "  ")
	if err := e.Encode(b.m); err != nil {
		return err
	}
	return b.zip.Close()
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// backupReader gives the parts of a backup that has been found whole.
type backupReader struct {
	zip *zip.ReadCloser
	m   manifest
}

// openBackup reads and verifies every byte of a backup. Errors say what is wrong
// with it.
func openBackup(path string, want Engine) (*backupReader, error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		return nil, fmt.Errorf("db: %s is no backup of koryu, or it is cut off: %w", path, err)
	}
	b := &backupReader{zip: z}
	if err := b.verify(want); err != nil {
		z.Close()
		return nil, fmt.Errorf("db: %s cannot be restored: %w", path, err)
	}
	return b, nil
}

func (b *backupReader) verify(want Engine) error {
	f, err := b.zip.Open(manifestName)
	if err != nil {
		return errors.New("it has no manifest; the backup was not finished or this is another zip file")
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 16<<20))
	if err == nil {
		err = json.Unmarshal(text, &b.m)
	}
	if err != nil {
		return fmt.Errorf("its manifest is damaged: %w", err)
	}
	switch {
	case b.m.Format > formatNumber:
		return fmt.Errorf("it was written by a newer koryu (format %d, known %d)", b.m.Format, formatNumber)
	case b.m.Format < 1 || len(b.m.Parts) == 0:
		return errors.New("its manifest is incomplete")
	case b.m.Engine != want.String():
		return fmt.Errorf("it was taken from %s and this is %s", b.m.Engine, want)
	}
	for _, p := range b.m.Parts {
		if err := b.read(p, io.Discard); err != nil {
			return err
		}
	}
	return nil
}

// read copies a part to w and fails when it is not what the manifest says.
func (b *backupReader) read(p part, w io.Writer) error {
	f, err := b.zip.Open(p.Name)
	if err != nil {
		return fmt.Errorf("%s is missing in it", p.Name)
	}
	defer f.Close()
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, sum), f)
	switch {
	case err != nil:
		return fmt.Errorf("%s is damaged: %w", p.Name, err)
	case n != p.Size || hex.EncodeToString(sum.Sum(nil)) != p.SHA256:
		return fmt.Errorf("%s is not what was backed up: its digest differs", p.Name)
	}
	return nil
}

// Restore puts the backup at path in the place of this database, which must have
// no other user. The backup is verified whole before anything changes, and the
// former data is moved aside, not overwritten: on SQLite beside the file, on
// PostgreSQL into a schema; the log says where. It fails, with everything as it
// was, when the backup is damaged, of another engine, or newer than this
// program. Afterwards the schema is that of the backup; see [DB.Migrate].
func (d *DB) Restore(ctx context.Context, path string) error {
	b, err := openBackup(path, d.engine)
	if err != nil {
		return err
	}
	defer b.zip.Close()
	_, known, err := d.SchemaVersion(ctx)
	if err != nil {
		return err
	}
	if b.m.Schema > known {
		return fmt.Errorf("%w (the backup has schema %d, known %d)", ErrNewerSchema, b.m.Schema, known)
	}
	var aside string
	if d.engine == SQLite {
		aside, err = d.restoreSQLite(ctx, b)
	} else {
		aside, err = d.restorePostgres(ctx, b)
	}
	if err != nil {
		return fmt.Errorf("db: nothing was restored: %w", err)
	}
	d.log.InfoContext(ctx, "restored", "backup", path, "taken_at", b.m.TakenAt, "former_data", aside)
	return nil
}

// longestName is what PostgreSQL keeps of a name; it cuts the rest off, and with
// it what tells two names apart.
const longestName = 63

// asideName is a name for the former data that nothing has yet.
func (d *DB) asideName(base, separator string) string {
	end := separator + hex.EncodeToString(id.Random().Token(2))
	name := base + separator + "before" + separator
	stamp := d.clock.Now().Format("20060102" + separator + "150405")
	if d.engine == Postgres {
		stamp = stamp[:max(0, min(len(stamp), longestName-len(name)-len(end)))]
	}
	return name + stamp + end
}

func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	f.Sync() // not every system can; the rename itself has happened
	return nil
}
