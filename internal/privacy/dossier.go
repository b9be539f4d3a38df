package privacy

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"koryu/internal/account"
	"koryu/internal/card"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/kit/i18n"
	"koryu/internal/message"
	"koryu/internal/people"
	"koryu/internal/profile"
	"koryu/internal/programme"
	"koryu/internal/roster"
)

// dossierFormat and dossierVersion tell programs what they read. A field that
// is renamed or means something else raises the version; a new one does not.
const (
	dossierFormat  = "koryu.person"
	dossierVersion = 1
)

// Dossier is everything that is held of one person within one organisation.
type Dossier struct {
	Format   string            `json:"format"`
	Version  int               `json:"version"`
	MadeAt   time.Time         `json:"made_at"`
	Org      string            `json:"organisation"`
	Schema   map[string]string `json:"schema"` // what each name of a section means
	Sections []Section         `json:"sections"`
}

// Section is the part of one package. Store says whose data they are.
type Section struct {
	Name  string `json:"name"`
	Store Store  `json:"store"`
	Data  any    `json:"data"`
}

// exporter answers for one package. What is personal lies in the person's own
// account: staff who answer for the person get it only where they may see it
// anyway.
type exporter struct {
	name  string
	store Store
	read  func(ctx context.Context, q db.Q, org, person string) (any, error)
	staff func(consents []people.Consent) bool // nil: always
}

// onlySelf is for what others, staff too, never see: notes on whom one met,
// blocks.
func onlySelf([]people.Consent) bool { return false }

// followedUp is for what staff see while consent h holds.
func followedUp(consents []people.Consent) bool {
	return slices.ContainsFunc(consents, func(c people.Consent) bool { return c.Code == people.ConsentFollowUp })
}

func (s *Service) exporters() []exporter {
	return []exporter{
		{"people", Commission, people.Export, nil},
		{"events", Commission, event.Export, nil},
		{"messages", Commission, message.Export, nil},
		{"roster", Commission, roster.Export, nil},
		{"profile", Own, profile.Export, followedUp},
		{"cards", Own, card.Export, onlySelf},
		{"requests", Own, exportRequests, nil},
		{"sign_in", Own, exportSignIn, onlySelf},
	}
}

// Export reads all about a person, for the person, with the meaning of each name
// in the reader's language.
func (s *Service) Export(ctx context.Context, p *i18n.Printer, org, person string) (Dossier, error) {
	return s.export(ctx, p, org, person, false)
}

// ExportForStaff is [Export] for staff who answer a request on paper: without
// what only the person may see.
func (s *Service) ExportForStaff(ctx context.Context, p *i18n.Printer, org, person string) (Dossier, error) {
	return s.export(ctx, p, org, person, true)
}

// export reads from one unchanging picture of the database.
func (s *Service) export(ctx context.Context, p *i18n.Printer, org, person string, staff bool) (Dossier, error) {
	d := Dossier{Format: dossierFormat, Version: dossierVersion, MadeAt: s.DB.Now().Time().UTC()}
	err := s.DB.View(ctx, func(ctx context.Context, q db.Q) error {
		if _, err := living(ctx, q, org, person); err != nil {
			return err
		}
		society, err := programme.FindOrg(ctx, q, org)
		if err != nil {
			return err
		}
		d.Org, d.Sections = society.NameIn(p.Lang()), nil
		live, err := people.LiveConsents(ctx, q, org, person)
		if err != nil {
			return err
		}
		for _, e := range s.exporters() {
			if staff && e.staff != nil && !e.staff(live) {
				continue
			}
			data, err := e.read(ctx, q, org, person)
			if err != nil {
				return err
			}
			d.Sections = append(d.Sections, Section{Name: e.name, Store: e.store, Data: data})
		}
		return nil
	})
	if err != nil {
		return d, err
	}
	d.Schema, err = d.meanings(p)
	return d, err
}

// NoteExport writes into the trail that somebody took the dossier, and why: the
// person themselves need no reason.
func (s *Service) NoteExport(ctx context.Context, actor account.Actor, org, person, reason string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		return account.Record(ctx, tx, account.Entry{Org: org, Actor: actor, Action: actExport, Object: "person", ObjectID: person, Reason: reason})
	})
}

// meanings words every name that occurs.
func (d Dossier) meanings(p *i18n.Printer) (map[string]string, error) {
	all := map[string]string{}
	for _, s := range d.Sections {
		tree, err := Tree(s.Data)
		if err != nil {
			return nil, err
		}
		tree.walk(func(n Node) {
			if n.Key != "" {
				all[s.Name+"."+n.Key] = FieldName(p, s.Name, n.Key)
			}
		})
	}
	return all, nil
}

// JSON is the dossier as a file, indented for people who look into it.
func (d Dossier) JSON() ([]byte, error) { return json.MarshalIndent(d, "", "  ") }

// FieldName is a name within a section in words, or the name itself. A section
// may have words of its own for a name that means something else elsewhere.
func FieldName(p *i18n.Printer, section, name string) string {
	for _, key := range []string{"privacy.field." + section + "." + name, "privacy.field." + name} {
		if p.Has(key) {
			return p.T(key)
		}
	}
	return strings.ReplaceAll(name, "_", " ")
}

// exportedRequest is a request as its person reads it.
type exportedRequest struct {
	Kind      string     `json:"kind"`
	State     string     `json:"state"`
	Channel   string     `json:"channel"`
	Words     string     `json:"words"`
	AskedAt   time.Time  `json:"asked_at"`
	DueAt     time.Time  `json:"due_at"`
	Answer    string     `json:"answer"`
	DecidedAt *time.Time `json:"decided_at"`
}

func exportRequests(ctx context.Context, q db.Q, org, person string) (any, error) {
	list, err := requestsOf(ctx, q, org, person)
	all := []exportedRequest{}
	for _, r := range list {
		e := exportedRequest{Kind: string(r.Kind), State: string(r.State), Channel: r.Channel, Words: r.Words,
			AskedAt: r.AskedAt.Time(), DueAt: r.DueAt.Time(), Answer: r.Answer}
		if !r.DecidedAt.IsZero() {
			at := r.DecidedAt.Time()
			e.DecidedAt = &at
		}
		all = append(all, e)
	}
	return all, err
}

func exportSignIn(ctx context.Context, q db.Q, org, person string) (any, error) {
	p, err := people.Find(ctx, q, org, person)
	if err != nil {
		return nil, err
	}
	return account.Export(ctx, q, org, strings.ToLower(p.Email))
}
