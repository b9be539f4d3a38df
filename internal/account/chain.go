package account

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"koryu/internal/kit/db"
)

// auditRow is an entry as the chain sees it: every column, nothing joined.
type auditRow struct {
	Org, ID                             string
	At                                  db.Instant
	ActorKind, ActorID, ActorRole       string
	Action, Object, ObjectID, Why, Data string
}

// hash is SHA-256 over the canonical JSON of all columns in the order of the
// table.
func (r auditRow) hash() string {
	return hashOf(r.Org, r.ID, strconv.FormatInt(int64(r.At), 10), r.ActorKind, r.ActorID, r.ActorRole,
		r.Action, r.Object, r.ObjectID, r.Why, r.Data)
}

// link is one place in an organisation's chain.
type link struct {
	Seq       int64
	EntryID   string
	EntryAt   db.Instant
	EntryHash string
	Hash      string
}

// linkHash binds an entry to its place and to everything before it.
func linkHash(org string, seq int64, prev, entryHash string) string {
	return hashOf(org, strconv.FormatInt(seq, 10), prev, entryHash)
}

// extend links rows to the chain that ends with seq and hash.
func extend(org string, seq int64, hash string, rows []auditRow) []link {
	links := make([]link, len(rows))
	for i, r := range rows {
		seq++
		entry := r.hash()
		hash = linkHash(org, seq, hash, entry)
		links[i] = link{Seq: seq, EntryID: r.ID, EntryAt: r.At, EntryHash: entry, Hash: hash}
	}
	return links
}

func hashOf(values ...string) string {
	sum := sha256.Sum256(canonical(values))
	return hex.EncodeToString(sum[:])
}

// canonical writes an array of strings in the canonical JSON of RFC 8785: no
// white space and exactly one spelling of each character. encoding/json changed
// its spelling of control characters once already; a chain must outlive that.
func canonical(values []string) []byte {
	var b bytes.Buffer
	b.WriteByte('[')
	for i, v := range values {
		if i > 0 {
			b.WriteByte(',')
		}
		canonicalString(&b, v)
	}
	b.WriteByte(']')
	return b.Bytes()
}

func canonicalString(b *bytes.Buffer, v string) {
	const hexDigits = "0123456789abcdef"
	b.WriteByte('"')
	for i := range len(v) { // bytes will do: only ASCII is ever escaped
		switch c := v[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c >= ' ':
			b.WriteByte(c)
		case c >= '\b' && c <= '\r' && c != '\v':
			b.WriteByte('\\')
			b.WriteByte("btn.fr"[c-'\b'])
		default:
			b.WriteString(`\u00`)
			b.WriteByte(hexDigits[c>>4])
			b.WriteByte(hexDigits[c&0xf])
		}
	}
	b.WriteByte('"')
}
