package main

import (
	"context"
	"errors"
	"fmt"

	"koryu/internal/app"
	"koryu/internal/kit/db"
)

type migrateCommand struct {
	store
	logging
}

func (m *migrateCommand) Run(ctx context.Context) error {
	d, err := db.Open(ctx, m.dsn(), db.Options{Log: m.logger()})
	if err != nil {
		return err
	}
	defer d.Close()
	have, want, err := d.SchemaVersion(ctx)
	if err != nil {
		return err
	}
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	fmt.Printf("schema %d → %d\n", have, want)
	return nil
}

type backupCommand struct {
	store
	logging
	File string `arg:"" type:"path" help:"File to write; it must not exist."`
}

func (b *backupCommand) Run(ctx context.Context) error {
	d, err := db.Open(ctx, b.dsn(), db.Options{Log: b.logger(), Shared: true})
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Backup(ctx, b.File); err != nil {
		return err
	}
	fmt.Printf("written: %s\nkeep a copy of the key in the data folder apart from it: without the key tickets and sessions are void\n", b.File)
	return nil
}

type restoreCommand struct {
	store
	logging
	File string `arg:"" type:"existingfile" help:"File that koryu backup wrote."`
}

func (r *restoreCommand) Run(ctx context.Context) error {
	d, err := db.Open(ctx, r.dsn(), db.Options{Log: r.logger()})
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Restore(ctx, r.File); err != nil {
		return err
	}
	fmt.Println("restored; run koryu doctor before you serve it")
	return nil
}

type doctorCommand struct {
	store
	site
	post
	logging
}

func (d *doctorCommand) Run(ctx context.Context) error {
	c, err := config(d.store, d.site, d.post, d.logging)
	if err != nil {
		return err
	}
	ill := 0
	for _, f := range app.Diagnose(ctx, c) {
		word := "ok"
		if !f.OK {
			word = f.Level.String()
		}
		if !f.OK && f.Level == db.Fatal {
			ill++
		}
		fmt.Printf("%-8s %-14s %s\n", word, f.Name, f.Detail)
		if !f.OK && f.Remedy != "" {
			fmt.Printf("%24s→ %s\n", "", f.Remedy)
		}
	}
	if ill > 0 {
		return errors.New("something is wrong; see the lines marked fatal")
	}
	return nil
}
