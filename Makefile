# Every target has its line in `make help`. Nothing but Python 3.11+, make and a package index is needed.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo test check style templates floors types migrations production complete
.PHONY: attacks bench faults lock messages clean install

# The first Python that is new enough; PYTHON=… names another.
PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,$(shell \
	$(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))) no-python)
PORT ?= 8000
DEMO_DIR ?= var/demo
export PORT DEMO_DIR RESET

BIN := .venv/bin
PACKAGES := catalog shop $(wildcard reviews social loyalty care newsletters insights) demo deploy
UV_COMPILE := $(BIN)/uv pip compile --quiet --no-config --universal --generate-hashes --no-build --no-emit-index-url \
	--no-emit-find-links --no-annotate --python-version 3.11 --fork-strategy fewest --custom-compile-command "make lock"

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: python ## a filled shop at http://localhost:8000/ (PORT, DEMO_DIR; RESET=1 starts over; Ctrl-C ends it)
	@$(PYTHON) -m demo.run

test: dev compiled ## the whole test suite (DATABASE_URL, REDIS_URL; REQUIRE_BROWSER=1; ARGS="-k basket")
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

check: style templates floors types migrations production complete ## everything below that needs no running shop

style: dev ## part of check: ruff, its rules and its format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

templates: dev ## part of check: djade, on every template
	$(BIN)/djade --check --target-version 5.2 $$(find $(PACKAGES) templates -path '*templates*' -name '*.html')

floors: dev ## part of check: who may import whom
	$(BIN)/lint-imports

types: dev ## part of check: mypy
	$(BIN)/mypy $(PACKAGES)

migrations: dev ## part of check: no model without its migration
	PROFILE=test VAR_DIR=var/check $(BIN)/python manage.py makemigrations --check --dry-run

production: dev ## part of check: Django's own, under production settings
	set -a && . deploy/example.env && VAR_DIR=var/check $(BIN)/python manage.py check --deploy --fail-level WARNING

complete: dev ## part of check: every text of the interface in both languages
	$(BIN)/python -m shop.messages check

faults: dev compiled ## races and faults over HTTP, each twenty times (needs PostgreSQL; FAULT_RUNS=20)
	FAULT_RUNS=$${FAULT_RUNS:-20} $(BIN)/python -m pytest tests/faults -n 0 -p no:randomly $(ARGS)

attacks: dev compiled ## long forms of attacks: a thousand guesses, two hundred timings (needs PostgreSQL)
	ATTACKS=1 $(BIN)/python -m pytest tests/attacks -n 0 $(ARGS)

bench: dev compiled ## figures under load, beside a bare view on the same server (needs PostgreSQL and Redis)
	$(BIN)/python -m bench $(ARGS)

messages: dev ## brings locale/*/django.po up to date with code and templates
	$(BIN)/python -m shop.messages extract

lock: dev ## pins every package with its hash again (UPGRADE=1: newest versions)
	echo uv | $(UV_COMPILE) $(if $(UPGRADE),--upgrade) - -o requirements-uv.txt --no-header
	$(UV_COMPILE) $(if $(UPGRADE),--upgrade) --overrides overrides.txt pyproject.toml -o requirements.txt
	$(UV_COMPILE) --overrides overrides.txt -c requirements.txt --group demo pyproject.toml -o requirements-demo.txt
	$(UV_COMPILE) --overrides overrides.txt -c requirements-demo.txt --group dev pyproject.toml -o requirements-dev.txt

install: python ## packages for production into .venv
	@$(PYTHON) -m deploy.install production

clean: ## removes what can be made again, but neither .venv nor a demo
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis var/check var/test
	rm -f locale/*/LC_MESSAGES/*.mo
	find $(PACKAGES) tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- not in the list: what the targets above stand on ---------------------------------------------
.PHONY: python dev compiled
python:
	@test "$(PYTHON)" != no-python || { echo "Python 3.11 or newer is needed: install it, or name it by PYTHON=/path/to/python." >&2; exit 1; }

dev: python
	@$(PYTHON) -m deploy.install dev

compiled: dev
	@$(BIN)/python -m shop.messages compile
