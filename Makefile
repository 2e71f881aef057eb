# make serve: from a fresh clone to a running wiki.   make test: everything the tests need, then the tests.
# Settings such as DATA_DIR, PORT and DATABASE_URL are read from the environment: `territoire config` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
# Modules are compiled once, not at every start of every process, whatever the machine is used to.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
BIN := $(VENV)/bin
# What is installed is remembered by a file here, so that nothing is installed or built twice without need.
STAMPS := $(VENV)/stamps
# The files list every package, so nothing is left to resolve: a resolver that meets an extra (coverage[toml]) may
# look at releases newer than the pinned one and refuse them for want of a hash.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
PIP_COMPILE := $(BIN)/pip-compile --quiet --no-config --generate-hashes --strip-extras --allow-unsafe \
	--no-header --no-emit-index-url --no-emit-find-links $(PIP_COMPILE_ARGS)

PROCESSES ?= 2
PYTEST_ARGS ?=
BENCH_ARGS ?=

MANIFEST := wiki/static/dist/manifest.json
ASSET_SOURCES := $(shell find assets -type f 2>/dev/null)
CATALOGUES := $(shell find wiki/translations -name '*.po' 2>/dev/null)

.PHONY: help serve test test-fallback check check-style check-types check-imports check-templates check-translations \
	check-docs format assets translations messages wheel requirements screenshots bench clean

help:
	@echo 'make serve         the wiki on http://127.0.0.1:8000, with demonstration content'
	@echo 'make test          all tests, with coverage'
	@echo 'make test-fallback the tests of search on the other distribution of Whoosh'
	@echo 'make check         style, types, import contracts, templates, translations'
	@echo 'make format        put the code in shape'
	@echo 'make messages      bring the translation catalogues up to date with the code'
	@echo 'make wheel         a wheel in dist/'
	@echo 'make requirements  compile requirements/*.txt again; PIP_COMPILE_ARGS=--upgrade for newer versions'
	@echo 'make screenshots   the pictures of the user guide'
	@echo 'make bench         the measurements in bench/RESULTS.md'
	@echo 'make clean         remove what was installed and built, never the data'

# --- the environment -------------------------------------------------------------------------------------

$(BIN)/python:
	@python=$$(scripts/find_python.sh) && echo "Environment in $(VENV), with $$python" \
		&& $$python -m venv $(VENV)

$(STAMPS)/run: requirements/run.txt requirements/build.txt pyproject.toml scripts/hatch_build.py | $(BIN)/python
	@echo 'Python packages of the wiki'
	@mkdir -p $(STAMPS)
	@$(PIP_INSTALL) -r requirements/run.txt -r requirements/build.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/test: requirements/test.txt $(STAMPS)/run
	@echo 'Python packages of the tests'
	@$(PIP_INSTALL) -r requirements/test.txt
	@touch $@

$(STAMPS)/bench: requirements/bench.txt $(STAMPS)/test
	@echo 'Engines to measure the search beside'
	@$(PIP_INSTALL) -r requirements/bench.txt
	@touch $@

$(STAMPS)/node: package.json package-lock.json $(STAMPS)/run
	@echo 'Front-end packages'
	@scripts/with_node.sh npm ci --silent
	@touch $@

# --- what is built ---------------------------------------------------------------------------------------

assets: $(MANIFEST)

$(MANIFEST): $(STAMPS)/node $(ASSET_SOURCES)
	@echo 'Front-end build'
	@scripts/with_node.sh npm run --silent build
	@touch $@

translations: $(CATALOGUES:.po=.mo)

%.mo: %.po | $(STAMPS)/run
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

messages: $(STAMPS)/test
	@$(BIN)/python scripts/catalogues.py update

wheel: $(STAMPS)/run assets translations
	@$(BIN)/hatchling build --target wheel

# --- running ---------------------------------------------------------------------------------------------

serve: $(STAMPS)/run assets translations
	@exec $(BIN)/territoire serve --prepare

test: $(STAMPS)/test assets translations
	@exec $(BIN)/python -m pytest -n $(PROCESSES) --dist worksteal --cov --cov-report=term --cov-fail-under=95 $(PYTEST_ARGS)

# Search on the other distribution of Whoosh, which must never be installed beside the usual one.
test-fallback: $(STAMPS)/test
	@$(PIP_INSTALL) --upgrade --target $(VENV)/fallback -r requirements/fallback.txt
	@PYTHONPATH=$(VENV)/fallback $(BIN)/python -m pytest --quiet tests/search $(PYTEST_ARGS)

# Each on its own, so that `make --keep-going check` tells every fault at once.
check: check-style check-types check-imports check-templates check-translations check-docs

check-style: $(STAMPS)/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-types: $(STAMPS)/test
	$(BIN)/mypy

check-imports: $(STAMPS)/test
	$(BIN)/lint-imports

check-templates: $(STAMPS)/test
	$(BIN)/djlint --lint --quiet templates

check-translations: $(STAMPS)/test
	$(BIN)/python scripts/catalogues.py check

check-docs: $(STAMPS)/test assets translations
	$(BIN)/python -m pytest --quiet tests/test_architecture.py tests/test_dependencies.py $(wildcard tests/test_docs.py)

format: $(STAMPS)/test
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

screenshots: $(STAMPS)/test assets translations
	@$(BIN)/python scripts/screenshots.py

bench: $(STAMPS)/bench assets translations
	@$(BIN)/python bench/script.py --results bench/RESULTS.md
	@$(BIN)/python bench/pages.py --results bench/RESULTS.md $(BENCH_ARGS)
	@$(BIN)/python bench/search.py --results bench/RESULTS.md

requirements: | $(STAMPS)/test
	@for name in run build node test bench fallback; do $(PIP_COMPILE) --output-file requirements/$$name.txt requirements/$$name.in; done

clean:
	rm -rf $(VENV) node_modules wiki/static/dist dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
