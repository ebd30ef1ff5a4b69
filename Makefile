# What to do with a checkout. Needs Python 3.11 or newer and make; no root, no Node.
#
#   make run     the product at http://127.0.0.1:8000/ (HOST= and PORT= for another address)
#   make test    the tests, on every database, broker and browser at hand
#   make check   all that must hold before a change is merged: lint and tests
#   make coverage  what the tests never take; the tests take nearly twice as long for it
#   make soak    what takes long: many examples, many kills
#   make bench   what things cost, as ratios, on PostgreSQL (DEALS= for another size)
#   make screenshots  every page at three widths, light and dark, in screenshots/: look at them
#   make clean   remove what the tools leave; never var/, which holds what people entered

HOST ?= 127.0.0.1
PORT ?= 8000
DEALS ?= 100000
VENV ?= .venv
PY := $(VENV)/bin/python
# Some machines have names that lead nowhere, so that each is run and not only looked for.
FIND := for each in python3.13 python3.12 python3.11 python3 python; do \
  $$each -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
  && echo $$each && break; done; true
RUN_STAMP = $(VENV)/.run-$(shell cat requirements.txt | cksum | tr ' ' '-')
DEV_STAMP = $(VENV)/.dev-$(shell cat requirements.txt requirements-dev.txt | cksum | tr ' ' '-')

.PHONY: help run setup test lint coverage check soak bench screenshots clean

help:
	@sed -n 's/^#  *\(make [a-z]*  .*\)/\1/p' Makefile

run: $(RUN_STAMP)
	@$(PY) -m config.embedded --host $(HOST) --port $(PORT)

setup: $(DEV_STAMP)

test: $(DEV_STAMP)
	@$(PY) -m tests.run

lint: $(DEV_STAMP)
	@$(PY) -m tests.lint

coverage: $(DEV_STAMP)
	@$(PY) -m tests.run --measure
	@$(PY) -m coverage report

# One after the other also under -j: lint is quick.
check:
	@$(MAKE) lint
	@$(MAKE) test

soak: $(DEV_STAMP)
	@$(PY) -m tests.run --soak

bench: $(DEV_STAMP)
	@$(PY) -m bench --deals $(DEALS)

screenshots: $(DEV_STAMP)
	@$(PY) -m tests.screenshots $(PAGES)

clean:
	rm -rf .coverage .coverage.* htmlcov .mypy_cache .pytest_cache .ruff_cache .hypothesis \
	  .import_linter_cache staticfiles

$(PY):
	@python=$$($(FIND)); \
	if [ -z "$$python" ]; then \
	  echo "Slipwatch needs Python 3.11 or newer with venv and pip, and found none under the" \
	    "names python3.13, python3.12, python3.11, python3 and python." >&2; \
	  exit 1; \
	fi; \
	echo "Making $(VENV) with $$($$python --version)"; \
	$$python -m venv $(VENV) || { rm -f $(PY); exit 1; }

$(RUN_STAMP): | $(PY)
	@echo "Installing what the product runs on"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@rm -f $(VENV)/.run-*
	@touch $@

$(DEV_STAMP): $(RUN_STAMP)
	@echo "Installing what checks it"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@rm -f $(VENV)/.dev-*
	@touch $@
