package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// Stream keeps a page live by server-sent events. next is asked every second;
// it gives the state to show and a mark that changes when the state does.
// The stream ends when the visitor leaves, the right is gone, or the server
// stops; browsers then connect again or poll.
func Stream(w http.ResponseWriter, r *Request, next func() (mark string, state any, err error)) error {
	mark, state, err := next()
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would wait for a full buffer
	s := &stream{w: w, flush: http.NewResponseController(w)}
	w.WriteHeader(http.StatusOK)
	s.send("retry: 3000\n\n")
	s.event(mark, state)

	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for beat := 1; s.err == nil; beat++ {
		select {
		case <-r.Context().Done():
			return nil
		case <-r.kit.Closing:
			return nil
		case <-tick.C:
		}
		if beat%4 == 0 && !r.StillAllowed() {
			s.send("event: gone\ndata: {}\n\n")
			return nil
		}
		now, state, err := next()
		if err != nil {
			return nil // the browser connects again and meets the error page
		}
		switch {
		case now != mark:
			mark = now
			s.event(mark, state)
		case beat%15 == 0:
			s.send(": still here\n\n") // finds out that the visitor left
		}
	}
	return nil
}

type stream struct {
	w     http.ResponseWriter
	flush *http.ResponseController
	err   error
}

func (s *stream) event(mark string, state any) {
	b, err := json.Marshal(state)
	if err != nil {
		s.err = err
		return
	}
	s.send(fmt.Sprintf("id: %s\ndata: %s\n\n", mark, b))
}

func (s *stream) send(text string) {
	_ = s.flush.SetWriteDeadline(deadline(10 * time.Second))
	if _, s.err = s.w.Write([]byte(text)); s.err == nil {
		s.err = s.flush.Flush()
	}
}
