package app

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"koryu/internal/demo"
	"koryu/internal/kit/clock"
	"koryu/internal/kit/mail"
	"koryu/internal/web"
	"koryu/internal/web/demopages"
)

// DemoConfig says where the sample year lives and under which address it is served.
type DemoConfig struct {
	Data    string
	Base    string
	Reset   bool // throw the year away and build it anew
	Log     *slog.Logger
	Access  bool
	Version string
}

// Demo is what a house of the sample year has more than others.
type Demo struct {
	Folder   demo.Folder
	Manifest demo.Manifest
	Clock    *demo.Clock // nil while the year is built

	building bool
}

// NewDemo opens the sample year, and builds it when the folder has none. It refuses a folder that is not a demo's.
// The App's demo.json names the ways in.
func NewDemo(ctx context.Context, c DemoConfig) (*App, error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	folder, fresh, err := demo.OpenFolder(c.Data, c.Reset)
	if err != nil {
		return nil, err
	}
	if fresh {
		if err := buildDemo(ctx, folder, c); err != nil {
			return nil, err
		}
	}
	return openDemo(ctx, folder, c)
}

// buildDemo plays the year; only a finished one gets its demo.json.
func buildDemo(ctx context.Context, folder demo.Folder, c DemoConfig) error {
	keys, err := demo.Keys()
	if err != nil {
		return err
	}
	hands := clock.NewManual(demo.Dawn)
	a, err := newApp(ctx, Config{
		Data: c.Data, Base: c.Base, Clock: hands, IDs: demo.IDs(), Keys: keys, Log: c.Log, SMTP: mail.SMTPConfig{From: demoSender},
	}, &Demo{Folder: folder, building: true})
	if err != nil {
		return err
	}
	manifest, err := demo.Build(ctx, demo.World{
		DB: a.DB, Clock: hands, Accounts: a.Accounts, Programmes: a.Programmes, People: a.People, Events: a.Events,
		Profiles: a.Profiles, Cards: a.Cards, Roster: a.Roster, Messages: a.Messages, Worker: a.worker, Base: c.Base,
	})
	if err := errors.Join(err, a.Close()); err != nil {
		return err
	}
	return folder.SetManifest(manifest)
}

func openDemo(ctx context.Context, folder demo.Folder, c DemoConfig) (*App, error) {
	keys, err := demo.Keys()
	if err != nil {
		return nil, err
	}
	hands, err := demo.NewClock(folder, c.Log)
	if err != nil {
		return nil, err
	}
	manifest, err := folder.Manifest()
	if err != nil {
		return nil, err
	}
	d := &Demo{Folder: folder, Manifest: manifest.At(c.Base), Clock: hands}
	a, err := newApp(ctx, Config{
		Data: c.Data, Base: c.Base, Clock: hands, Keys: keys, Log: c.Log, SMTP: mail.SMTPConfig{From: demoSender},
		AccessLog: c.Access, Version: c.Version,
	}, d)
	if err != nil {
		return nil, err
	}
	hands.Drive(a.worker)
	return a, folder.SetManifest(d.Manifest)
}

const demoSender = "info@example.com"

// Demo is the sample year of this house; nil in others.
func (a *App) Demo() *Demo { return a.demo }

// dress puts the clock above every page.
func (d *Demo) dress(k *web.Kit) {
	k.Demo, k.Top = true, demopages.Top
}

func (d *Demo) routes(a *App) []web.Route {
	if d.building {
		return nil
	}
	return demopages.Routes(demopages.Deps{
		Accounts: a.Accounts, Mailbox: a.Mailbox, Advance: d.Clock.Advance, Guide: d.guide,
	})
}

// DemoRoles is the order in which roles are listed.
var DemoRoles = []string{"owner", "organiser", "accountant", "door", "officer", "host", "company", "participant"}

// guide is demo.json for people.
func (d *Demo) guide() demopages.Guide {
	var g demopages.Guide
	for _, role := range DemoRoles {
		if url := d.Manifest.SignIn[role]; url != "" {
			g.SignIn = append(g.SignIn, demopages.Way{Key: role, Href: d.path(url)})
		}
	}
	for _, object := range demo.Sights() {
		if url := d.Manifest.Objects[object.Key]; url != "" {
			g.Objects = append(g.Objects, demopages.Way{Key: object.Key, Title: object.Title, Href: d.path(url)})
		}
	}
	return g
}

func (d *Demo) path(url string) string { return strings.TrimPrefix(url, d.Manifest.BaseURL) }

// silentBefore drops the mails of the archived years: nobody reads them, and each costs a conversation.
type silentBefore struct {
	mail.Sender
	clock clock.Clock
	from  time.Time
}

func (s silentBefore) Send(ctx context.Context, m mail.Message) error {
	if s.clock.Now().Before(s.from) {
		return nil
	}
	return s.Sender.Send(ctx, m)
}
