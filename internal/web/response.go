package web

import "net/http"

// response remembers whether and how the answer has begun. Until a route has
// taken over it holds back what the mux would say in plain text to an unknown
// address or method; a page says it instead.
type response struct {
	http.ResponseWriter
	status int
	bytes  int64
	routed bool
	held   int // status that the mux wanted to answer
}

func (w *response) WriteHeader(status int) {
	if !w.routed && status >= 400 {
		w.held = status
		return
	}
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *response) Write(b []byte) (int, error) {
	if w.held != 0 {
		return len(b), nil
	}
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

func (w *response) wrote() bool { return w.status != 0 }

// Unwrap lets http.ResponseController reach deadlines and flushing.
func (w *response) Unwrap() http.ResponseWriter { return w.ResponseWriter }
