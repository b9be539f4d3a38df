package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"

	"koryu/internal/app"
	"koryu/internal/demo"
)

type serveCommand struct {
	store
	site
	post
	logging
	NoLimits bool `env:"KORYU_NO_LIMITS" help:"Count no tries by network address; for load tests only."`
	Workers  int  `env:"KORYU_WORKERS" default:"1" help:"0: do no work behind the pages here, but in koryu work (PostgreSQL only)."`
}

func (s *serveCommand) Run(ctx context.Context) error {
	c, err := config(s.store, s.site, s.post, s.logging)
	if err != nil {
		return err
	}
	c.NoLimits = s.NoLimits
	c.NoLimits = s.NoLimits
	if demo.IsDemo(c.Data) {
		return fmt.Errorf("%s holds the sample year; serve it with koryu demo, or choose another --data", c.Data)
	}
	if s.Workers == 0 && strings.HasPrefix(c.Database, "sqlite:") {
		return errors.New("--workers=0 needs PostgreSQL: beside a server on SQLite nobody else can do the work")
	}
	l, err := net.Listen("tcp", s.Addr)
	if err != nil {
		return err
	}
	defer l.Close()
	if s.BaseURL == "" {
		c.Base = addressOf(l)
	}
	a, err := app.New(ctx, c)
	if err != nil {
		return err
	}
	defer a.Close()
	if err := welcome(ctx, a); err != nil {
		return err
	}
	return a.Serve(ctx, l, s.Workers > 0)
}

// welcome says where to go first and what leaves this machine.
func welcome(ctx context.Context, a *app.App) error {
	orgs, err := a.Programmes.ListOrgs(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "koryu %s serves %s\n", version, a.Config.Base)
	if a.Mailbox != nil {
		fmt.Fprintf(os.Stderr, "  no mail server is set (--smtp-host): mails are kept in %s and go nowhere\n", a.Config.MailFolder())
	} else {
		fmt.Fprintf(os.Stderr, "  mails leave through %s; nothing else leaves this machine\n", a.Config.SMTP.Host)
	}
	if len(orgs) == 0 {
		address := a.Config.Base + "/setup"
		if a.SetupKey != "" {
			address += "?key=" + a.SetupKey
		}
		fmt.Fprintf(os.Stderr, "  open %s to create your organisation\n", address)
	}
	return nil
}

type workCommand struct {
	store
	site
	post
	logging
}

func (w *workCommand) Run(ctx context.Context) error {
	c, err := config(w.store, w.site, w.post, w.logging)
	if err != nil {
		return err
	}
	a, err := app.New(ctx, c)
	if err != nil {
		return err
	}
	defer a.Close()
	fmt.Fprintf(os.Stderr, "koryu %s works for %s\n", version, a.Config.Base)
	return a.Run(ctx)
}
