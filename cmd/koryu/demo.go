package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"text/tabwriter"
	"time"

	"koryu/internal/app"
	"koryu/internal/kit/clock"
)

type demoCommand struct {
	Data  string `env:"KORYU_DEMO_DATA" default:"./demo-data" type:"path" placeholder:"FOLDER" help:"Folder in which the sample year is kept between runs (${default})."`
	Addr  string `env:"KORYU_DEMO_ADDR" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to listen on (${default})."`
	Reset bool   `help:"Throw the sample year away and build it anew."`
	Log   bool   `env:"KORYU_DEMO_LOG" help:"Write a log with a line for every request."`
}

func (d *demoCommand) Run(ctx context.Context) error {
	l, err := net.Listen("tcp", d.Addr)
	if err != nil {
		return err
	}
	defer l.Close()
	base := addressOf(l)
	fmt.Println("opening the sample year 令和6年度 …")
	start := clock.System().Now()
	a, err := app.NewDemo(ctx, app.DemoConfig{
		Data: d.Data, Base: base, Reset: d.Reset, Log: d.logger(), Access: d.Log, Version: version,
	})
	if err != nil {
		return err
	}
	defer a.Close()
	d.announce(a, clock.System().Now().Sub(start))
	return a.Serve(ctx, l, true)
}

// logger keeps the terminal for the addresses: only what went wrong is written, unless a log is asked for.
func (d *demoCommand) logger() *slog.Logger {
	if d.Log {
		return logging{Log: "text", LogLevel: "info"}.logger()
	}
	return logging{Log: "text", LogLevel: "warn"}.logger()
}

// announce prints the ways in.
func (d *demoCommand) announce(a *app.App, took time.Duration) {
	m := a.Demo().Manifest
	fmt.Printf("\n  ready after %.1f s: %s\n", took.Seconds(), m.BaseURL)
	fmt.Printf("  its clock stands at %s\n\n", a.Demo().Clock.Now().Format("2006-01-02 15:04"))
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, role := range app.DemoRoles {
		fmt.Fprintf(w, "  %s\t%s\n", role, m.SignIn[role])
	}
	fmt.Fprintf(w, "  mailbox\t%s\n", m.Objects["mailbox"])
	fmt.Fprintf(w, "  guide\t%s/demo\n", m.BaseURL)
	w.Flush()
	fmt.Printf("\n  everything else: %s\n", a.Demo().Folder.Path("demo.json"))
}
