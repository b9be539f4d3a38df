package main

import (
	"fmt"
	"os"
	"time"
)

// start: from the start of the process to the first answer, memory at rest, and
// the size of the program.
func start(o *options) error {
	h, err := prepare(o, "sqlite", 1, 50, nil)
	if err != nil {
		return err
	}
	var own, theirs, memory, peerMemory []float64
	for range o.pairs {
		s, err := h.serve()
		if err != nil {
			return err
		}
		own = append(own, float64(s.ready.Microseconds())/1000)
		time.Sleep(time.Second)
		now, _ := s.memory()
		memory = append(memory, now)
		_ = s.stop()
		p, err := peerServe(o, 1, 50, 0)
		if err != nil {
			return err
		}
		theirs = append(theirs, float64(p.ready.Microseconds())/1000)
		time.Sleep(time.Second)
		now, _ = p.memory()
		peerMemory = append(peerMemory, now)
		_ = p.stop()
	}
	fmt.Println("| | Koryu | PocketBase (makes its database at this start) |\n|---|---|---|")
	fmt.Printf("| start to first answer, ms | %s | %s |\n", spreadOf(own), spreadOf(theirs))
	fmt.Printf("| memory at rest, MB | %s | %s |\n", spreadOf(memory), spreadOf(peerMemory))
	for _, file := range []string{o.bin, o.peer} {
		info, err := os.Stat(file)
		if err != nil {
			return err
		}
		fmt.Printf("\nsize of %s: %.1f MB\n", file, float64(info.Size())/1e6)
	}
	return nil
}
