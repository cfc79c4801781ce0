# flow-task: `make run` and `make test` do all the set-up on a fresh Debian or Ubuntu with a Swift toolchain.
# Every path is relative to this folder, so that it may have any name.

SWIFT ?= swift
PREFIX ?= /usr/local
# What `make run` runs: a flow's name and more arguments, as in `make run FLOW="import-orders --json"`.
FLOW ?= import-orders --input flows/orders/Examples/import-orders.json
# How long `make fuzz` runs each fuzzer.
SECONDS_EACH ?= 60
# How often `make crash` kills the server.
KILLS ?= 1000
SOURCES := Package.swift Sources Tests flows runner

.DEFAULT_GOAL := help
.PHONY: help run test bench crash memory fuzz lint release image install clean toolchain packages

help: ## list these targets
	@echo "usage: make TARGET"
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' Makefile | while IFS='	' read -r target text; do printf '  %-9s %s\n' "$$target" "$$text"; done

run: toolchain packages ## install what the build needs, build, run import-orders on the embedded defaults
	$(SWIFT) build --product flow-task
	@"$$($(SWIFT) build --show-bin-path)/flow-task" run $(FLOW)

test: toolchain ## install what the tests need, build, run all tests against real servers on loopback
	@Tests/Servers/install
	@SWIFT="$(SWIFT)" Tests/run

bench: toolchain ## compare our speed with curl, sftp, psql, Foundation, orjson and node, side by side
	@Tests/Servers/install
	@SWIFT="$(SWIFT)" Tests/Benchmarks/run

crash: release ## kill the server KILLS=1000 times under load, and look whether anything is lost or doubled
	@python3 Tests/Crash/crash.py --kills $(KILLS)

memory: toolchain ## move 2 GiB and select 10 million rows, and measure the peak memory (10 GiB of disk, minutes)
	@Tests/Servers/install
	@SWIFT="$(SWIFT)" Tests/Acceptance/memory

fuzz: toolchain packages ## fuzz the parsers, SECONDS_EACH=60 each
	@SWIFT="$(SWIFT)" Tests/Fuzz/run $(SECONDS_EACH)

lint: toolchain ## check the format of the Swift files
	$(SWIFT) format lint --strict --parallel --recursive $(SOURCES)

release: toolchain packages ## build .build/release/flow-task with Swift's libraries inside
	$(SWIFT) build -c release --product flow-task --static-swift-stdlib -Xlinker -s

image: ## build the container image flow-task with docker
	docker build --tag flow-task .

install: release ## install flow-task into PREFIX/bin, by default /usr/local/bin
	install -D -m 755 .build/release/flow-task "$(DESTDIR)$(PREFIX)/bin/flow-task"

clean: ## remove everything that was built
	rm -rf .build Tests/*/.build

toolchain:
	@command -v $(firstword $(SWIFT)) >/dev/null || { \
		echo 'There is no Swift toolchain in PATH: install Swift 6.2 or later from https://www.swift.org/install' >&2; exit 1; }

packages:
	@Tests/Servers/install build
