# Every command of the project. `make run` on a fresh checkout is enough to see it work.

PYTHON ?= python3
BIN := .venv/bin
# Test processes side by side; each has a database server, a tracker and a browser of its own. 0: one after the other.
WORKERS ?= 2
INSTALLED := .venv/installed
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --no-annotate --no-header

.PHONY: run install test check format lock bench help
.DEFAULT_GOAL := run

run: install           ## start the tracker and print its address
	@$(BIN)/jalon serve

install: $(INSTALLED)  ## make .venv with everything in it, the jalon command included

$(BIN)/pip:
	@tools/make-venv $(PYTHON)

$(INSTALLED): $(BIN)/pip requirements/dev.txt pyproject.toml
	@echo "Installing into .venv; the first time takes a minute or two."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes \
		-r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation -e .
	@touch $@

test: install          ## get Chromium, PostgreSQL and LibreOffice, then run every check
	@$(BIN)/python -m tests.services
	@$(MAKE) --no-print-directory check

check: install         ## formatting, lint, types, import contracts, tests: green before every push
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --numprocesses $(WORKERS) --dist loadgroup

format: install        ## write the code as the checks want it
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: install          ## pin the newest versions that requirements/*.in allow
	@$(LOCK) --upgrade requirements/dev.in -o requirements/dev.txt
	@$(LOCK) requirements/runtime.in -c requirements/dev.txt -o requirements/runtime.txt

bench: install         ## print what the engine and the screens cost, as ratios
	@$(BIN)/python -m tests.bench

help:                  ## say this
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile | expand -t 14
