// Koryu runs a region's talent-exchange programme: events, registrations, the door. One binary holds everything.
//
// This package reads flags and KORYU_* variables and wires; what happens is in koryu/internal/app.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// version is set by the linker, see the Makefile.
var version = "dev"

type commands struct {
	Serve   serveCommand   `cmd:"" help:"Serve the pages and do the work behind them. Without configuration: SQLite in ./data, http://127.0.0.1:8080."`
	Demo    demoCommand    `cmd:"" help:"Serve the sample year 令和6年度 with a clock of its own, on http://127.0.0.1:8080."`
	Work    workCommand    `cmd:"" help:"Do the work behind the pages (mails, reminders, promotions) in a process of its own, beside serve --workers=0."`
	Migrate migrateCommand `cmd:"" help:"Bring the database to this version's schema. serve does so by itself."`
	Backup  backupCommand  `cmd:"" help:"Write the whole database into one file, while the server runs."`
	Restore restoreCommand `cmd:"" help:"Put a backup in the place of the database. The database that stood there is kept beside it."`
	Bounce  bounceCommand  `cmd:"" help:"Read one delivery report (a mail that came back) from standard input, for a pipe from the mail server."`
	Doctor  doctorCommand  `cmd:"" help:"Check the installation and say what to do. Ends with status 1 when something is wrong."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	parsed := kong.Parse(&commands{},
		kong.Name("koryu"),
		kong.Description("Koryu 交流 — every flag can also be set by the variable named beside it."),
		kong.ShortUsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err := parsed.Run(); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "koryu:", err)
		os.Exit(1)
	}
}

type versionCommand struct{}

func (versionCommand) Run() error {
	fmt.Println("koryu", version)
	return nil
}
