package main

import (
	"fmt"
	"net"
	"net/http"
)

const pageCount = 1000

// pages: reading 1,000 event pages in turn. The counters on them are compared
// with the database at each reading, by design; the door of a registration
// between two readings is a test of the pages package.
func pages(o *options) error {
	const total = 40_000
	koryu, peer, hello := &series{name: "Koryu"}, &series{name: "PocketBase, HTML route"}, &series{name: "net/http hello"}
	h, err := prepare(o, "sqlite", pageCount, 50, nil)
	if err != nil {
		return err
	}
	k, err := h.serve()
	if err != nil {
		return err
	}
	defer k.stop()
	p, err := peerServe(o, pageCount, 50, 0)
	if err != nil {
		return err
	}
	defer p.stop()
	bare, err := helloServer()
	if err != nil {
		return err
	}
	own := func(i int) []byte { return get("/o/bench/events/" + h.slugs[i%pageCount]) }
	theirs := func(i int) []byte { return get(fmt.Sprintf("/events/bench-%04d", i%pageCount)) }
	if _, err := load(k.address, 16, 2*pageCount, own, nil); err != nil { // each page once: warm
		return err
	}
	for range o.pairs {
		for _, one := range []struct {
			s       *series
			address string
			total   int
			request func(int) []byte
		}{{koryu, k.address, total, own}, {peer, p.address, total / 4, theirs}, {hello, bare, total, func(int) []byte { return get("/") }}} {
			r, err := load(one.address, 32, one.total, one.request, nil)
			if err != nil {
				return err
			}
			one.s.add(r)
		}
	}
	heading()
	koryu.print()
	peer.print()
	hello.print()
	ratio(koryu, peer)
	ratio(koryu, hello)
	return nil
}

// helloServer is the limit: net/http in this process, with a page of a few
// kilobytes and nothing to do.
func helloServer() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	page := make([]byte, 6<<10)
	go func() {
		_ = http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write(page)
		}))
	}()
	return l.Addr().String(), nil
}
