package privacy

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"koryu/internal/kit/db"
	"koryu/internal/people"
)

// CertificateKind says why something was deleted.
type CertificateKind string

// Kinds of certificates.
const (
	OfErasure   CertificateKind = "erasure"   // somebody asked
	OfRetention CertificateKind = "retention" // its time was over
)

// Line is one line of a certificate. Reason is the key of the catalogue that
// says why rows stay.
type Line struct {
	Table  string `json:"table"`
	Rows   int    `json:"rows"`
	Reason string `json:"reason,omitempty"`
}

// Text is what a certificate certifies; its hash is over this, written as JSON.
// It names nobody: the subject is an identifier behind which nobody stands any
// more, or an event.
type Text struct {
	Number      int64           `json:"number"`
	Kind        CertificateKind `json:"kind"`
	Org         string          `json:"organisation"`
	Subject     string          `json:"subject"`
	Channel     string          `json:"asked_over,omitempty"`
	AskedAt     *time.Time      `json:"asked_at,omitempty"`
	ConfirmedBy string          `json:"confirmed_by,omitempty"`
	ConfirmedAt *time.Time      `json:"confirmed_at,omitempty"`
	DoneAt      time.Time       `json:"done_at"`
	Deleted     []Line          `json:"deleted"`
	Kept        []Line          `json:"kept"`
}

// Certificate is a text under its hash.
type Certificate struct {
	OrgID, ID string
	Text      Text
	Body      string // the text as it was hashed
	Hash      string // SHA-256 in hex
	MadeAt    db.Instant
	SentAt    db.Instant // zero while the person's mail has not left
}

// Genuine tells that the text is the one that was hashed.
func (c Certificate) Genuine() bool { return hashOf(c.Body) == c.Hash }

func hashOf(body string) string {
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:])
}

// certify writes the certificate. Lines without rows are left out.
func certify(ctx context.Context, tx *db.Tx, org string, t Text, lines []people.Erased) (Certificate, error) {
	t.Org, t.DoneAt = org, tx.Now().Time().UTC()
	for _, e := range sum(lines) {
		switch line := (Line{Table: e.Table, Rows: e.Rows, Reason: e.Kept}); {
		case e.Rows == 0:
		case e.Kept == "":
			t.Deleted = append(t.Deleted, line)
		default:
			t.Kept = append(t.Kept, line)
		}
	}
	var err error
	if t.Number, err = nextNumber(ctx, tx, org); err != nil {
		return Certificate{}, err
	}
	body, err := json.Marshal(t)
	if err != nil {
		return Certificate{}, err
	}
	c := Certificate{OrgID: org, ID: tx.NewID(), Text: t, Body: string(body), Hash: hashOf(string(body)), MadeAt: tx.Now()}
	return c, insertCertificate(ctx, tx, c)
}

// sum joins lines about the same rows of a table.
func sum(lines []people.Erased) []people.Erased {
	var out []people.Erased
	at := map[[2]string]int{}
	for _, l := range lines {
		key := [2]string{l.Table, l.Kept}
		if i, ok := at[key]; ok {
			out[i].Rows += l.Rows
			continue
		}
		at[key] = len(out)
		out = append(out, l)
	}
	return out
}

// FindCertificate gives one certificate.
func (s *Service) FindCertificate(ctx context.Context, org, id string) (Certificate, error) {
	return findCertificate(ctx, s.DB, org, id)
}

// Certificates lists those of an organisation, the latest first.
func (s *Service) Certificates(ctx context.Context, org string, limit int) ([]Certificate, error) {
	return listCertificates(ctx, s.DB, org, limit)
}
