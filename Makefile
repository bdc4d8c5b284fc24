# `make demo` and `make test` are all a newcomer needs; `make help` lists the rest.

VENV ?= .venv
BIN := $(VENV)/bin
# Tried in this order; the first that is Python 3.11 or newer is taken. Your own: make PYTHON=/path/to/python3.12 test
PYTHON ?= python3 python3.13 python3.12 python3.11 python3.14 python
HOST ?= 127.0.0.1
PORT ?= 8000

SHELL := /bin/bash
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV
MAKEFLAGS += --no-print-directory

.DEFAULT_GOAL := help
.PHONY: help demo serve test lint unit format lock bench pictures clean

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1	\2/p' Makefile | expand -t 16

demo: $(VENV)/installed ## the bot in an embedded Slack with a seeded portfolio, at http://127.0.0.1:8000
	@$(BIN)/bellwether demo --host $(HOST) --port $(PORT)

serve: $(VENV)/installed ## the bot itself, with the settings of the environment or .env
	@$(BIN)/bellwether serve --host $(HOST) --port $(PORT)

test: lint unit ## every check and every test, on SQLite and on a PostgreSQL of its own, with coverage

lint: $(VENV)/installed ## formatting, rules, types and layers, without the tests
	@echo "== format"  && $(BIN)/ruff format --check --quiet . || { echo "Run: make format"; exit 1; }
	@echo "== rules"   && $(BIN)/ruff check --quiet .
	@echo "== types"   && $(BIN)/mypy
	@echo "== layers"  && $(BIN)/lint-imports --no-logo --no-cache

unit: $(VENV)/installed ## the tests alone, with coverage
	@echo "== tests"
	@rm -f .coverage .coverage.*
	@$(BIN)/coverage run -m pytest --numprocesses logical --maxprocesses 4 --dist worksteal --durations 5
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

format: $(VENV)/installed ## lay out the code and mend what ruff can mend
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

lock: $(VENV)/installed ## pin the dependencies of pyproject.toml anew, for every Python and platform at once
	@$(BIN)/python -m pip install --quiet "uv>=0.9"
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --extra dev pyproject.toml --output-file requirements.lock $(LOCK_OPTIONS)

bench: $(VENV)/installed ## what it costs, beside a floor measured in the same run
	@$(BIN)/python -m benchmarks

pictures: $(VENV)/installed ## take a picture of every view, at two sizes and in both themes, into the folder screenshots
	@$(BIN)/python -m tests.browser.pictures

clean: ## remove the virtual environment and everything else that these commands have made
	@rm -rf $(VENV) build htmlcov *.egg-info .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -prune -exec rm -rf {} +

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
# Debian keeps ensurepip, which a virtual environment needs, in a package apart.
COMPLETE := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
# One line that counts up on a terminal, one line for every twenty packages in a log.
COUNT := /^Collecting/ { n++; if (tty || n % 20 == 0) \
	printf "%s%3d of about %d: %-40.40s%s", tty ? "\r" : "", n, total, $$2, tty ? "" : "\n"; fflush() } \
	/^Installing collected/ { printf "%sUnpacking them. %40s\n", tty ? "\r" : "", ""; fflush() }

$(VENV)/installed: requirements.lock pyproject.toml
	@set -e -o pipefail; \
	if ! $(BIN)/python -c '$(NEW_ENOUGH)' 2>/dev/null; then \
		new= ; found= ; \
		for python in $(PYTHON); do \
			if $$python -c '$(COMPLETE)' 2>/dev/null; then found=$$python; break; fi; \
			if $$python -c '$(NEW_ENOUGH)' 2>/dev/null; then new=$$python; fi; \
		done; \
		if [ -z "$$found" ] && [ -n "$$new" ]; then \
			echo "$$new cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; \
		elif [ -z "$$found" ]; then \
			echo "Bellwether needs Python 3.11 or newer, and none of these is it: $(PYTHON)." >&2; \
			echo "Install one, or name it: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 1; \
		fi; \
		echo "Making $(VENV) with $$($$found --version)."; \
		$$found -m venv --clear $(VENV); \
	fi; \
	echo "Installing the pinned packages into $(VENV) (once; about a minute)."; \
	tty=0; if [ -t 1 ]; then tty=1; fi; \
	$(BIN)/python -m pip install --no-input --require-hashes -r requirements.lock \
		| awk -v tty=$$tty -v total="$$(grep -c '==' requirements.lock)" '$(COUNT)'; \
	$(BIN)/python -m pip install --quiet --no-input --no-deps --no-build-isolation --editable .; \
	touch $@
