package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"koryu/internal/account"
	"koryu/internal/app"
	"koryu/internal/event"
	"koryu/internal/kit/db"
	"koryu/internal/programme"
)

// house is a prepared Koryu: a data folder with an organisation, events and a
// token for programs.
type house struct {
	o          *options
	data, dsn  string
	drop       func() error
	org, token string
	orgID      string
	slug, slot string // of the first event
	eventID    string
	slugs      []string
	owner      account.Actor
}

// prepare builds a fresh database through the services. engine is "sqlite" or
// "postgres". fill may add more before the server starts.
func prepare(o *options, engine string, events, capacity int, fill func(context.Context, *app.App, *house) error) (*house, error) {
	ctx := context.Background()
	h := &house{o: o, drop: func() error { return nil }}
	var err error
	if h.data, err = os.MkdirTemp(o.work, "koryu-"); err != nil {
		return nil, err
	}
	h.dsn = "sqlite:" + filepath.Join(h.data, "koryu.db")
	if engine == "postgres" {
		if err := h.createSchema(ctx); err != nil {
			return nil, err
		}
	}
	a, err := app.New(ctx, app.Config{Data: h.data, Database: h.dsn, Base: "http://127.0.0.1:1"})
	if err != nil {
		return nil, err
	}
	defer a.Close()
	org, err := a.Programmes.CreateOrg(ctx, programme.Org{Slug: "bench", Name: "測定の会"})
	if err != nil {
		return nil, err
	}
	h.org, h.orgID = org.Slug, org.ID
	h.owner = account.Actor{Kind: account.KindPerson, OrgID: org.ID, Role: account.Owner, IdentityID: "bench"}
	for i := range events {
		if err := h.publish(ctx, a, i, capacity); err != nil {
			return nil, err
		}
	}
	h.token, _, err = a.Accounts.CreateAPIToken(ctx, h.owner, account.NewAPIToken{Org: org.ID, Name: "bench", Scopes: account.Scopes})
	if err == nil && fill != nil {
		err = fill(ctx, a, h)
	}
	return h, err
}

func (h *house) publish(ctx context.Context, a *app.App, i, capacity int) error {
	title, slug := fmt.Sprintf("見本交流会 %d", i), fmt.Sprintf("bench-%04d", i)
	starts := db.FromTime(time.Now().AddDate(0, 1, 0))
	ends, body := starts.Add(2*time.Hour), "測定のための催しです。"
	e, err := a.Events.Create(ctx, h.owner, h.orgID, event.Fields{
		Title: &title, Slug: &slug, StartsAt: &starts, EndsAt: &ends, Body: &body, Place: &event.Place{Name: "見本ホール", Address: "見本1-1-1"},
	})
	if err != nil {
		return err
	}
	if e, err = a.Events.SetSlots(ctx, h.owner, h.orgID, e.ID, []event.SlotInput{{Name: "一般", Capacity: &capacity}}); err != nil {
		return err
	}
	if e, err = a.Events.Publish(ctx, h.owner, h.orgID, e.ID); err != nil {
		return err
	}
	if h.slugs = append(h.slugs, e.Slug); i == 0 {
		h.slug, h.slot, h.eventID = e.Slug, e.Slots[0].ID, e.ID
	}
	return nil
}

// createSchema makes a schema of its own in the PostgreSQL that -pg names.
func (h *house) createSchema(ctx context.Context) error {
	name := strings.ReplaceAll(filepath.Base(h.data), "-", "_")
	if err := h.o.sql(ctx, `CREATE SCHEMA `+name); err != nil {
		return err
	}
	u, err := url.Parse(h.o.pg)
	if err != nil {
		return err
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	h.dsn = u.String()
	h.drop = func() error { return h.o.sql(context.Background(), `DROP SCHEMA `+name+` CASCADE`) }
	return nil
}

func (o *options) sql(ctx context.Context, text string) error {
	c, err := pgx.Connect(ctx, o.pg)
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	_, err = c.Exec(ctx, text)
	return err
}

func (h *house) serve() (*server, error) {
	return launch("/healthz", nil, func(address string) *exec.Cmd {
		return exec.Command(h.o.bin, "serve", "--data", h.data, "--database", h.dsn, "--addr", address, "--log-level", "error", "--no-limits")
	})
}

// open looks into the database after the server stopped.
func (h *house) open() (*db.DB, error) { return db.Open(context.Background(), h.dsn, db.Options{}) }

func (h *house) close() error { return h.drop() }
