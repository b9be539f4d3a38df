package main

import (
	"fmt"
	"os"
	"os/exec"
)

// peerServe starts the peer on a fresh folder.
func peerServe(o *options, events, capacity, registrations int) (*server, error) {
	folder, err := os.MkdirTemp(o.work, "peer-")
	if err != nil {
		return nil, err
	}
	env := []string{
		fmt.Sprintf("BENCH_EVENTS=%d", events), fmt.Sprintf("BENCH_CAPACITY=%d", capacity), fmt.Sprintf("BENCH_REGISTRATIONS=%d", registrations),
	}
	return launch("/api/health", env, func(address string) *exec.Cmd {
		return exec.Command(o.peer, "serve", "--http", address, "--dir", folder)
	})
}
