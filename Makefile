# The front door. Each target sets up what is missing first.

PREFIX ?= /usr/local
release = swift build -c release --product cadre

.DEFAULT_GOAL := help
.PHONY: help setup demo test bench soak install

help: ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup: ## install what is missing (Debian, Ubuntu); says nothing when all is there
	@.ci/setup

demo: setup ## build, then a sample city and a month of its evaluation, end to end
	@echo "==> building (minutes the first time, seconds afterwards)"
# Not optimised: that takes half the time, and `make test` goes on from it.
	@swift build --product cadre
	@.build/debug/cadre demo

test: setup ## everything that has to hold before a change is shared
	@swift run --quiet check

bench: setup ## speed beside a floor measured in the same run
	@$(release) && for bench in PostgresBenchmark RecordsBenchmark EvaluationBenchmark; do \
	  swift build -c release --product $$bench && .build/release/$$bench || exit 1; \
	done

soak: setup ## the long fault and property tests, for hours
	@swift build --build-tests
	@CADRE_SOAK=1 swift test --skip-build --parallel

install: setup ## the program and its resources, under PREFIX (/usr/local)
	@$(release)
	rm -rf "$(DESTDIR)$(PREFIX)/lib/cadre"
	install -d "$(DESTDIR)$(PREFIX)/lib/cadre" "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 .build/release/cadre "$(DESTDIR)$(PREFIX)/lib/cadre/cadre"
	for folder in .build/release/*.resources; do \
	  [ ! -d "$$folder" ] || cp -R "$$folder" "$(DESTDIR)$(PREFIX)/lib/cadre/"; \
	done
	ln -sf ../lib/cadre/cadre "$(DESTDIR)$(PREFIX)/bin/cadre"
