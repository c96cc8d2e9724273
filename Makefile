# Everything a person does with this checkout, one word each. `make` alone lists the words.
#
# The virtual environment stands in .venv and is filled from the hashed locks only; a stamp
# beside it remembers which lock it was filled from, so a changed lock refills it by itself.
# The project is not installed into it: every command runs from this folder.

PORT ?= 8000
DATA ?= var
ARGS ?=

PYTHON_IN_VENV := .venv/bin/python
FLASK := ALONGSIDE_DEMO=1 ALONGSIDE_DATA='$(DATA)' ALONGSIDE_PORT='$(PORT)' $(PYTHON_IN_VENV) -m flask --app wsgi

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.PHONY: help run codes test check catalogue bench races screenshots lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: .venv/.run ## start the demonstration (PORT=8000 DATA=var); Ctrl-C ends it
	@$(PYTHON_IN_VENV) bin/run --port '$(PORT)' --data '$(DATA)'

codes: .venv/.run ## print the present sign-in codes of the demonstration's staff
	@$(FLASK) codes

test: .venv/.dev ## run the whole suite on SQLite and on PostgreSQL (ARGS="-k word" to choose)
	@bin/install-test-packages
	@$(PYTHON_IN_VENV) bin/test $(ARGS)

check: .venv/.dev ## style, types, templates, security patterns, floors
	@bin/check

catalogue: .venv/.run ## collect every sentence of the interface for translators (forum/translations)
	@$(PYTHON_IN_VENV) bin/catalogue $(ARGS)

bench: .venv/.dev ## measure pages and statements; results go to bench/results
	@bin/install-test-packages --bench
	@$(PYTHON_IN_VENV) -m bench $(ARGS)

races: .venv/.dev ## many people at once against real servers; nothing may be lost or doubled
	@bin/install-test-packages
	@$(PYTHON_IN_VENV) -m bench.races $(ARGS)

screenshots: .venv/.dev ## photograph the main pages with Chromium
	@bin/install-test-packages
	@$(PYTHON_IN_VENV) -m bench.screenshots $(ARGS)

lock: ## resolve setup.cfg again into both hashed lock files (needs uv)
	@bin/lock $(ARGS)

clean: ## remove the virtual environment and caches; the data folder stays
	rm -rf .venv .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.run: requirements.lock
	@bin/fill-venv requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock
	@bin/fill-venv requirements-dev.lock
	@touch $@
