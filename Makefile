# One word per task; `make` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PY := .venv/bin/python
UV := .venv/bin/uv
STAMPS := .waymark/stamps
NPM_CI := npm ci --no-audit --no-fund --loglevel=error
LOCAL := $(STAMPS)/local
DEV := $(STAMPS)/dev
EMULATOR := $(STAMPS)/emulator
SAM := $(STAMPS)/sam
CHECKOV := $(STAMPS)/checkov
MODELS := $(STAMPS)/models
GRAPHIQL := $(STAMPS)/graphiql
FRONTEND := $(if $(wildcard frontend/package.json),$(STAMPS)/site)
SITE_SOURCES := $(if $(wildcard frontend/package.json),$(shell find frontend -not -path '*/node_modules*' -not -path '*/dist*' -type f))
# An environment without a site needs neither Node nor the minutes that building it takes.
SITE_OF_ENV := $(if $(shell grep -sE '^ +frontend:' "infra/environments/$(ENV).yaml"),$(FRONTEND))

.PHONY: help install run demo test check check-infra schema resolvers build deploy destroy probe deploy-local clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(LOCAL) $(EMULATOR) $(MODELS) $(FRONTEND) $(GRAPHIQL) ## Install everything that `make run` needs

run: install ## Start everything: AWS, AppSync, Rekognition, the site, the demo world
	@exec $(PY) -m infra.local run

demo: $(LOCAL) ## Play the story against the running system, with a real AppSync client
	@$(PY) -m infra.local.world.story

test: check $(SAM) ## Run `make check`, then every test
	@$(PY) -m pytest

check: install $(DEV) $(CHECKOV) ## Lint, types, imports, the printed contract, templates, the frontend's own checks
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy .
	@.venv/bin/lint-imports --no-logo
	@$(PY) -m pytest -q tests/laws
	@$(PY) -m infra.resolvers --check
	@$(PY) -m infra.rules
	@if [ -f frontend/package.json ]; then npm --prefix frontend run check; fi

check-infra: $(DEV) $(CHECKOV) ## Check the templates by our rules, cfn-lint and checkov; `make test` also deploys them
	@$(PY) -m infra.rules

schema: $(LOCAL) ## Print schema.graphql from the rooms' types
	@$(PY) schema.py

resolvers: schema ## Write the resolvers into infra/stacks/backend.yaml
	@$(PY) -m infra.resolvers

build: $(LOCAL) ## Build the Lambda bundles for AWS (python3.13, arm64)
	@$(PY) -m infra.bundle

deploy: build $(SAM) $(SITE_OF_ENV) ## Deploy to AWS: make deploy ENV=dev [STACKS=backend] [CONFIRM=yes]
	@$(PY) -m infra.deploy deploy "$(ENV)" --stacks "$(STACKS)" --confirm "$(CONFIRM)" $(OPTIONS)

destroy: $(LOCAL) ## Delete an environment's stacks on AWS, never people's data: make destroy ENV=dev
	@$(PY) -m infra.deploy destroy "$(ENV)" --stacks "$(STACKS)" --confirm "$(CONFIRM)" $(OPTIONS)

probe: $(LOCAL) ## Ask a throw-away AppSync API on AWS what is a guess here: make probe ENV=dev [CONFIRM=yes]
	@$(PY) -m infra.probe "$(ENV)" --confirm "$(CONFIRM)" $(OPTIONS)

deploy-local: $(LOCAL) ## Deploy the working tree to the system that `make run` started
	@$(PY) -m infra.local deploy

clean: ## Remove builds, logs and the local data; what was installed stays
	@$(if $(wildcard $(PY)),$(PY) -m infra.local.run.lock)
	rm -rf build frontend/dist .waymark/build .waymark/state .waymark/logs .waymark/config.json $(STAMPS)/site

# What is installed is remembered by a stamp, which is older than the file it was installed from when that changes.

.venv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Waymark needs Python 3.11 or newer; this is %s. Name one with: make PYTHON=python3.12" % sys.version.split()[0])'
	@echo "making .venv"
	@$(PYTHON) -m venv .venv || { echo "The module venv is missing; on Debian: apt-get install python3-venv"; exit 1; }
	@.venv/bin/pip install -q --disable-pip-version-check uv==0.13.8

$(LOCAL): requirements/local.txt | .venv/bin/uv
	@echo "installing requirements/local.txt"
	@$(UV) pip install -q --python $(PY) -r $<
	@mkdir -p $(@D) && touch $@

$(DEV): requirements/dev.txt $(LOCAL)
	@echo "installing requirements/dev.txt"
	@$(UV) pip install -q --python $(PY) -r $<
	@touch $@

$(EMULATOR): requirements/emulator.txt $(LOCAL)
	@echo "installing requirements/emulator.txt into .waymark/emulator"
	@test -x .waymark/emulator/bin/python || $(UV) venv -q --python $(PY) .waymark/emulator
	@$(UV) pip install -q --compile-bytecode --python .waymark/emulator/bin/python -r $<
	@touch $@

$(SAM): requirements/sam.txt $(LOCAL)
	@echo "installing requirements/sam.txt into .waymark/sam"
	@test -x .waymark/sam/bin/python || $(UV) venv -q --python $(PY) .waymark/sam
	@$(UV) pip install -q --compile-bytecode --python .waymark/sam/bin/python -r $<
	@touch $@

$(CHECKOV): requirements/checkov.txt $(LOCAL)
	@echo "installing requirements/checkov.txt into .waymark/checkov"
	@test -x .waymark/checkov/bin/python || $(UV) venv -q --python $(PY) .waymark/checkov
	@$(UV) pip install -q --compile-bytecode --python .waymark/checkov/bin/python -r $<
	@touch $@

$(MODELS): $(LOCAL) $(wildcard infra/local/rekognition/models/*.py)
	@$(PY) -m infra.local.rekognition.models
	@touch $@

$(STAMPS)/graphiql: infra/local/appsync/graphiql/package-lock.json | $(STAMPS)/npm
	@echo "Installing GraphiQL for the data plane"
	@$(NPM_CI) --prefix infra/local/appsync/graphiql
	@mkdir -p $(@D) && touch $@

$(STAMPS)/npm: frontend/package-lock.json
	@command -v node >/dev/null || { echo "Node is missing. Install Node 20.19 or newer (nodejs.org, or your system's packages), then repeat."; exit 1; }
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); if (a < 20 || (a === 20 && b < 19)) { console.error("Waymark needs Node 20.19 or newer; this is " + process.version + "."); process.exit(1) }'
	@echo "installing the frontend's packages"
	@cd frontend && { $(NPM_CI) || { echo "npm failed; trying once more"; $(NPM_CI); }; }
	@mkdir -p $(@D) && touch $@

$(STAMPS)/site: $(STAMPS)/npm $(SITE_SOURCES)
	@echo "building the frontend"
	@mkdir -p .waymark/logs
	@npm --prefix frontend run build --silent >.waymark/logs/site-build.log 2>&1 || { cat .waymark/logs/site-build.log; exit 1; }
	@touch $@
