package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A request as bytes on the wire, and what came back.
type answer struct {
	status int
	body   []byte // only when asked for
	took   time.Duration
}

// line is one keep-alive connection. It speaks just enough HTTP/1.1 to leave
// the processor to the server: net/http's client would take as much of it.
type line struct {
	conn net.Conn
	in   *bufio.Reader
}

func dial(address string) (*line, error) {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return &line{conn: c, in: bufio.NewReaderSize(c, 32<<10)}, nil
}

func (l *line) do(request []byte, keep bool) (answer, error) {
	begun := time.Now()
	if _, err := l.conn.Write(request); err != nil {
		return answer{}, err
	}
	status, length, chunked, err := l.head()
	if err != nil {
		return answer{}, err
	}
	a := answer{status: status}
	var body io.Reader = io.LimitReader(l.in, int64(length))
	if chunked {
		body = &chunks{in: l.in}
	}
	if keep {
		a.body, err = io.ReadAll(body)
	} else {
		_, err = io.Copy(io.Discard, body)
	}
	a.took = time.Since(begun)
	return a, err
}

func (l *line) head() (status, length int, chunked bool, err error) {
	for first := true; ; first = false {
		text, err := l.in.ReadSlice('\n')
		if err != nil {
			return 0, 0, false, err
		}
		text = bytes.TrimRight(text, "\r\n")
		switch {
		case first:
			if status, err = strconv.Atoi(string(text[9:12])); err != nil {
				return 0, 0, false, err
			}
		case len(text) == 0:
			return status, length, chunked, nil
		case len(text) > 15 && strings.EqualFold(string(text[:15]), "Content-Length:"):
			length, err = strconv.Atoi(string(bytes.TrimSpace(text[15:])))
			if err != nil {
				return 0, 0, false, err
			}
		case len(text) > 18 && strings.EqualFold(string(text[:18]), "Transfer-Encoding:"):
			chunked = true
		}
	}
}

// chunks reads a chunked body.
type chunks struct {
	in   *bufio.Reader
	left int64
	done bool
}

func (c *chunks) Read(p []byte) (int, error) {
	if c.done {
		return 0, io.EOF
	}
	if c.left == 0 {
		size, err := c.in.ReadString('\n')
		if err != nil {
			return 0, err
		}
		if c.left, err = strconv.ParseInt(strings.TrimSpace(size), 16, 64); err != nil {
			return 0, err
		}
		if c.left == 0 {
			c.done = true
			_, err := c.in.ReadString('\n')
			if err != nil {
				return 0, err
			}
			return 0, io.EOF
		}
	}
	n, err := c.in.Read(p[:min(int64(len(p)), c.left)])
	if c.left -= int64(n); c.left == 0 && err == nil {
		_, err = c.in.ReadString('\n')
	}
	return n, err
}

// load sends total requests over so many connections, as fast as answers come,
// and hands each answer to check. It stops at the first error.
func load(address string, connections, total int, request func(i int) []byte, check func(i int, a answer) error) (result, error) {
	var next atomic.Int64
	var mu sync.Mutex
	var first error
	times := make([]time.Duration, total)
	var wg sync.WaitGroup
	begun := time.Now()
	for range connections {
		wg.Go(func() {
			if err := worker(address, &next, total, request, check, times); err != nil {
				mu.Lock()
				defer mu.Unlock()
				first = err
				next.Store(int64(total))
			}
		})
	}
	wg.Wait()
	return summary(times, time.Since(begun)), first
}

func worker(address string, next *atomic.Int64, total int, request func(int) []byte, check func(int, answer) error, times []time.Duration) error {
	l, err := dial(address)
	if err != nil {
		return err
	}
	defer l.conn.Close()
	for {
		i := int(next.Add(1)) - 1
		if i >= total {
			return nil
		}
		a, err := l.do(request(i), check != nil)
		if err != nil {
			return fmt.Errorf("request %d: %w", i, err)
		}
		times[i] = a.took
		if check != nil {
			if err := check(i, a); err != nil {
				return fmt.Errorf("request %d: %w", i, err)
			}
		} else if a.status >= 400 {
			return fmt.Errorf("request %d: status %d", i, a.status)
		}
	}
}

func get(path string) []byte {
	return []byte("GET " + path + " HTTP/1.1\r\nHost: bench\r\nAccept-Language: ja\r\nAccept-Encoding: gzip\r\n\r\n")
}

func post(path, contentType, head, body string) []byte {
	return []byte("POST " + path + " HTTP/1.1\r\nHost: bench\r\nAccept-Language: ja\r\nContent-Type: " + contentType + "\r\n" + head +
		"Content-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n" + body)
}
