# `make` alone explains the targets. What a target needs from the system it
# installs or names itself; see .ci/packages.sh.

SHELL  := /bin/sh
OUT    := out
KILN   := $(OUT)/bin/kiln
WINDOW := $(OUT)/bin/badgekiln

# The window is built for X11 and keeps to Fyne's threads. Its tests draw
# without a screen and with no font of this machine. kiln needs no tag.
TAGS := x11,migrated_fynedo

# git may be missing, or the folder somebody else's: neither stops a build.
export GOFLAGS := $(strip $(GOFLAGS) -buildvcs=false -tags=$(TAGS),test)
export CGO_ENABLED := 1

FUZZTIME ?= 20s
export FUZZTIME

.PHONY: help run test lint race fuzz bench conformance icons fonts screenshots package clean packages kiln window

help: ## this list
	@echo "Badgekiln: make TARGET"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1@\2/p' Makefile | awk -F@ '{ printf "%-14s %s\n", $$1, $$2 }'

run: fonts kiln window ## open the window on the sample workshop; without a display, award it into out/sample
	@.ci/open.sh $(KILN) $(WINDOW) $(OUT)/sample

# `make lint` vets, and no test needs a debugger's tables: linking takes half the
# time without them.
test: packages fonts ## run all tests
	@go test -vet=off -ldflags=-w -json ./... | go run ./cmd/internal/tally

lint: packages ## check style and the borders of the house, and that the borders are guarded
	@lint=$$(.ci/lint.sh) && $$lint run ./... && \
		BADGEKILN_LINT=$$lint go test -count=1 -run '^(TestBordersAreGuarded|TestEngineIsForTheMains)$$' ./cmd/internal/house

race: packages ## run all tests with the race detector
	@go test -race -timeout 60m -json $$(go list ./... | grep -v /cmd/badgekiln) | go run ./cmd/internal/tally

fuzz: packages ## feed every parser random input, FUZZTIME=20s each
	@.ci/fuzz.sh

bench: packages ## measure signing, baking, pictures, committing and whole awards
	@.ci/bench/install.sh
	@go test -run '^$$' -bench . -benchmem ./...
	@go run ./cmd/internal/bench

conformance: packages fonts ## let other people's programs judge what kiln writes
	@.ci/packages.sh conformance
	@.ci/conformance/run.sh

icons: ## import icon sets fetched by npm and compare them with what librsvg draws
	@.ci/icons.sh

fonts: ## fetch the fonts that designs look best in (npm); without them base fonts are used
	@.ci/fonts.sh

screenshots: packages ## take pictures of every screen of the real window, light and dark, into docs
	@.ci/packages.sh window
	@.ci/screenshots.sh

package: packages fonts ## build kiln for this system and pack it with its papers into out/package
	@.ci/package.sh $(OUT)/package

clean: ## remove everything that was built here
	rm -rf $(OUT) .ci/conformance/node_modules .ci/bench/node_modules assets/licences/*.txt
	@cd assets/display && rm -f .stamp *.txt *.ttf *.woff

packages:
	@.ci/packages.sh build

kiln: packages
	@go build -tags= -o $(KILN) ./cmd/kiln

window: packages
	@go build -tags=$(TAGS) -o $(WINDOW) ./cmd/badgekiln
