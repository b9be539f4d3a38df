package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// options of a run.
type options struct {
	bin, peer, pg string
	pairs, people int
	work          string // scratch folder
}

type workload struct {
	name, what string
	run        func(*options) error
}

var workloads = []workload{
	{"W1", "rush on one event", rush},
	{"W2", "public event pages", pages},
	{"W3", "door", door},
	{"W4", "lists of 50,000", lists},
	{"W5", "start", start},
	{"W6", "growth", growth},
	{"P", "people, cards, paper", people},
}

func main() {
	log.SetFlags(0)
	var o options
	only := flag.String("only", "", "workloads, as in W1,W3; empty: all")
	flag.StringVar(&o.bin, "bin", "bin/koryu", "the program to measure")
	flag.StringVar(&o.pg, "pg", os.Getenv("TEST_POSTGRES_URL"), "PostgreSQL in which databases may be created; empty: SQLite only")
	flag.IntVar(&o.pairs, "pairs", 7, "how often each pair is run")
	flag.IntVar(&o.people, "people", 20_000, "people in the rush")
	flag.Parse()
	var err error
	if o.work, err = os.MkdirTemp("", "koryu-bench-"); err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(o.work)
	if err := run(&o, *only); err != nil {
		os.RemoveAll(o.work)
		log.Fatal(err)
	}
}

func run(o *options, only string) error {
	o.peer = filepath.Join(o.work, "peer")
	build := exec.Command("go", "build", "-o", o.peer, ".")
	build.Dir = "bench/peers/pocketbase"
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("the peer: %w\n%s", err, out)
	}
	for _, w := range workloads {
		if only != "" && !strings.Contains(","+only+",", ","+w.name+",") {
			continue
		}
		fmt.Printf("\n## %s %s\n\n", w.name, w.what)
		if err := w.run(o); err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
	}
	return nil
}
