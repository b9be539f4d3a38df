package main

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// server is a program under measurement, on loopback.
type server struct {
	address string
	cmd     *exec.Cmd
	ready   time.Duration
	said    *bytes.Buffer
}

// launch starts a program whose arguments name the address, and waits until
// health answers.
func launch(health string, env []string, command func(address string) *exec.Cmd) (*server, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &server{address: l.Addr().String(), said: &bytes.Buffer{}}
	l.Close()
	s.cmd = command(s.address)
	s.cmd.Env = append(os.Environ(), env...)
	s.cmd.Stderr = s.said
	begun := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	for end := begun.Add(60 * time.Second); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		answer, err := http.Get("http://" + s.address + health)
		if err == nil {
			answer.Body.Close()
			s.ready = time.Since(begun)
			return s, nil
		}
	}
	return nil, errors.Join(fmt.Errorf("not ready after a minute: %s", s.said), s.stop())
}

func (s *server) stop() error {
	_ = s.cmd.Process.Signal(os.Interrupt)
	done := make(chan error, 1)
	go func() { done <- s.cmd.Wait() }()
	select {
	case <-done:
	case <-time.After(15 * time.Second):
		_ = s.cmd.Process.Kill()
		<-done
	}
	return nil
}

// memory is the resident set in MB: now, and at its highest.
func (s *server) memory() (now, peak float64) {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(s.cmd.Process.Pid) + "/status")
	if err != nil {
		return 0, 0
	}
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		kb, _ := strconv.ParseFloat(f[1], 64)
		switch f[0] {
		case "VmRSS:":
			now = kb / 1024
		case "VmHWM:":
			peak = kb / 1024
		}
	}
	return now, peak
}

// spent is the processor time of the server so far.
func (s *server) spent() time.Duration {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(s.cmd.Process.Pid) + "/stat")
	if err != nil {
		return 0
	}
	f := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+2:]))
	user, _ := strconv.Atoi(f[11])
	system, _ := strconv.Atoi(f[12])
	return time.Duration(user+system) * 10 * time.Millisecond // clock ticks of 1/100 s
}
