package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"koryu/internal/web"
)

// stopWithin is how long requests and jobs that have begun may take to end after SIGTERM.
const stopWithin = 8 * time.Second

// Serve answers requests on the listener and, with work, does the jobs, until ctx ends. Then it takes no more, lets
// what has begun end for at most eight seconds, and gives nil.
func (a *App) Serve(ctx context.Context, l net.Listener, work bool) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	server := web.Server(a.handler, a.Config.Log)
	go func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			cancel(fmt.Errorf("app: the server stopped: %w", err))
		}
	}()
	worked := make(chan error, 1)
	go func() {
		if !work {
			worked <- nil
			return
		}
		worked <- a.Run(ctx)
	}()

	<-ctx.Done()
	cause := context.Cause(ctx)
	close(a.closing) // ends live streams, which would outlast any patience
	stop, done := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer done()
	err := server.Shutdown(stop)
	if err != nil {
		err = errors.Join(fmt.Errorf("app: some requests were cut: %w", err), server.Close())
	}
	err = errors.Join(err, <-worked)
	if !errors.Is(cause, context.Canceled) {
		err = errors.Join(cause, err)
	}
	return err
}
