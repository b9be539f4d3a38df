# Koryu: everything that is done daily has a word here. `make` prints them.

GO       ?= go
NODE     ?= node
NPM      ?= npm
VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
PACKAGES ?= ./...
ARGS     ?=

# Tests that need PostgreSQL or Chromium skip with a word where those are missing; KORYU_REQUIRE_ALL=1 makes a skip a failure.
export TEST_POSTGRES_URL KORYU_REQUIRE_ALL
export CGO_ENABLED ?= 0

GENERATED = git ls-files --cached --others --exclude-standard '*_templ.go'

.DEFAULT_GOAL := help
.PHONY: help build demo serve test check format vet staticcheck fresh tidy bench torture assets generate lint shots clean

help: ## print this list
	@awk 'BEGIN {FS = ":.*## "; print "koryu — make <word>\n"} /^[a-z]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@printf '\n  ARGS="…" is handed to koryu (demo, serve) or to the tests (test, torture, bench).\n'

build: assets ## build bin/koryu, one file with everything in it
	$(GO) build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o bin/koryu ./cmd/koryu

demo: build ## serve the sample year 令和6年度 on http://127.0.0.1:8080
	bin/koryu demo $(ARGS)

serve: build ## serve an own installation on SQLite in ./data
	bin/koryu serve $(ARGS)

test: assets ## run all tests (PostgreSQL: TEST_POSTGRES_URL; browser: Chromium; both skipped where missing)
	$(GO) test $(ARGS) $(PACKAGES)

check: lint fresh tidy test ## everything that a change must pass

lint: format vet staticcheck ## format, vet and staticcheck

format: ## fail on a file that gofmt would change
	@out=$$(gofmt -l $$(git ls-files --cached --others --exclude-standard '*.go')); \
	if [ -n "$$out" ]; then echo "gofmt these files:"; echo "$$out"; exit 1; fi

vet: assets ## go vet
	$(GO) vet $(PACKAGES)

staticcheck: assets ## staticcheck, from the module in tools/
	$(GO) tool -modfile=tools/go.mod staticcheck $(PACKAGES)

fresh: ## fail on a generated file that is not what its source gives
	@before=$$($(GENERATED) | xargs -r sha256sum); $(MAKE) --no-print-directory generate; after=$$($(GENERATED) | xargs -r sha256sum); \
	if [ "$$before" != "$$after" ]; then echo "generated files were stale; commit what make generate wrote"; exit 1; fi

tidy: ## fail on a go.mod that go mod tidy would change
	$(GO) mod tidy -diff

bench: build ## run the benchmarks of bench/ against bin/koryu
	$(GO) run ./bench $(ARGS)

torture: build ## race and fault tests in full length
	KORYU_TORTURE=1 $(GO) test -count=1 -timeout 4h -v $(ARGS) ./internal/torture/...

assets: assets/dist/.built ## bundle CSS, modules and the scanner into assets/dist

generate: ## write the Go files of the templ pages
	@for folder in $$(git ls-files --cached --others --exclude-standard '*.templ' | xargs -n1 dirname | sort -u); do \
		$(GO) tool templ generate -log-level error -path $$folder || exit 1; done

shots: build ## take the screenshots of docs/images with Chromium
	KORYU_SHOTS=$(CURDIR)/docs/images $(GO) test -count=1 -run Shots $(ARGS) ./internal/app

clean: ## remove what was built; data folders stay
	rm -rf bin assets/dist/* node_modules
	git checkout -q -- assets/dist/.keep 2>/dev/null || true

node_modules/.package-lock.json: package.json package-lock.json
	$(NPM) ci --ignore-scripts --no-audit --no-fund
	@touch $@

assets/dist/.built: node_modules/.package-lock.json $(shell find assets -path assets/dist -prune -o -type f -print 2>/dev/null)
	$(NODE) assets/build.mjs
	@touch $@
