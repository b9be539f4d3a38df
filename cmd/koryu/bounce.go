package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"koryu/internal/app"
	"koryu/internal/kit/db"
	"koryu/internal/kit/seal"
	"koryu/internal/message"
)

// bounceCommand reads one mail as a mail server pipes it. It ends with status 0
// whatever the mail says, since a server would send a failure on to a person; with
// 75 (try again later) when the database cannot be reached.
type bounceCommand struct {
	store
	logging
}

// tryLater is what mail servers read as "keep it and come back" (EX_TEMPFAIL).
const tryLater = 75

func (b *bounceCommand) Run(ctx context.Context) error {
	log := b.logger()
	taken, err := b.take(ctx, log, os.Stdin)
	switch {
	case errors.Is(err, message.ErrNoReport), errors.Is(err, message.ErrBroken), errors.Is(err, message.ErrReportBig):
		fmt.Println("nothing changed:", err)
		return nil
	case err != nil:
		fmt.Fprintln(os.Stderr, "koryu: the report was not taken, try again later:", err)
		os.Exit(tryLater)
	case taken.Returned == 0:
		fmt.Println("nothing changed: the report is about no mail that we sent, or was taken before")
		return nil
	}
	fmt.Printf("noted: %d returned, %d addresses kept out\n", taken.Returned, taken.Buried)
	return nil
}

func (b *bounceCommand) take(ctx context.Context, log *slog.Logger, mail io.Reader) (message.Taken, error) {
	key := app.Config{Data: b.Data}.KeyFile()
	if _, err := os.Stat(key); err != nil { // a new key would know none of our mails
		return message.Taken{}, err
	}
	keys, err := seal.LoadOrCreate(key)
	if err != nil {
		return message.Taken{}, err
	}
	d, err := db.Open(ctx, b.dsn(), db.Options{Log: log, Shared: true})
	if err != nil {
		return message.Taken{}, err
	}
	defer d.Close()
	return message.New(message.Config{DB: d, Keys: keys}).TakeReport(ctx, mail)
}
