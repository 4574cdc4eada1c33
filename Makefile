# One word per task; `make` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PY := .venv/bin/python
UV := .venv/bin/uv
STAMPS := .waymark/stamps
# Servers start faster, and in less memory, when nothing needs compiling, also where Python may write no bytecode.
export UV_COMPILE_BYTECODE := 1
# The end-to-end tests use the browser that is installed.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1
NPM_CI := npm ci --no-audit --no-fund --loglevel=error
LOCAL := $(STAMPS)/local
DEV := $(STAMPS)/dev
EMULATOR := $(STAMPS)/emulator
EMULATOR_PACKAGES := $(wildcard infra/emulators/*/pyproject.toml)
SAM := $(STAMPS)/sam
CHECKOV := $(STAMPS)/checkov
MODELS := $(STAMPS)/models
DATABASE := $(STAMPS)/database
GRAPHIQL := $(STAMPS)/graphiql
CLIENT_SDL := frontend/schema.client.graphql
FRONTEND := $(if $(wildcard frontend/package.json),$(STAMPS)/site)
SITE_SOURCES := $(if $(wildcard frontend/package.json),$(shell find frontend -not -path '*/node_modules*' -not -path '*/dist*' -type f))
# An environment without a site needs neither Node nor the minutes that building it takes.
SITE_OF_ENV := $(if $(shell grep -sE '^ +frontend:' "infra/environments/$(ENV).yaml"),$(FRONTEND))

.PHONY: help install run demo test performance chaos check check-frontend check-infra schema build deploy destroy probe deploy-local clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(LOCAL) $(EMULATOR) $(MODELS) $(DATABASE) $(FRONTEND) $(GRAPHIQL) ## Install everything that `make run` needs

run: install ## Start everything: AWS, AppSync, Rekognition, the site, the demo world
	@exec $(PY) -m infra.local run

demo: $(LOCAL) ## Play the story against the running system, with a real AppSync client
	@$(PY) -m infra.local.world.story

test: install check check-frontend $(SAM) ## Run `make check` and `make check-frontend`, then every test
	@$(PY) -m tests

performance: $(DEV) $(EMULATOR) ## Measure what operations cost, and write docs/performance.md, docs/cost.md, docs/scale.md
	@MEASURE=write $(PY) -m pytest -q tests/benchmarks/test_operations.py tests/benchmarks/test_usage.py -k "measured"
	@$(PY) -m infra.cost

chaos: $(DEV) $(EMULATOR) ## Kill and starve the local system for a long while; `make test` does so shortly
	@CHAOS_ROUNDS=30 $(PY) -m pytest -q tests/chaos

check: $(DEV) $(CHECKOV) ## Check the Python half: lint, types, imports, the printed contract, templates
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy .
	@.venv/bin/lint-imports --no-logo
	@$(PY) -m pytest -q tests/laws
	@$(PY) -m infra.rules

check-frontend: $(STAMPS)/site ## Check the frontend: types, lint, format, unused code, unit tests, the size of home
	@npm --prefix frontend run check

check-infra: $(DEV) $(CHECKOV) ## Check the templates by our rules, cfn-lint and checkov; `make test` also deploys them
	@$(PY) -m infra.rules

schema: $(LOCAL) ## Print schema.graphql and docs/openapi.json from the rooms' types
	@$(PY) schema.py
	@$(PY) -m resolvers.learning.openapi

build: $(LOCAL) ## Build the Lambda bundles for AWS (python3.13, arm64) and compose the templates
	@$(PY) -m infra.bundle
	@$(PY) -m infra.templates

deploy: build $(SAM) $(SITE_OF_ENV) ## Deploy to AWS: make deploy ENV=dev [STACKS=social] [CONFIRM=yes]
	@$(PY) -m infra.deploy deploy "$(ENV)" --stacks "$(STACKS)" --confirm "$(CONFIRM)" $(OPTIONS)

destroy: $(LOCAL) ## Delete an environment's stacks on AWS, never people's data: make destroy ENV=dev
	@$(PY) -m infra.deploy destroy "$(ENV)" --stacks "$(STACKS)" --confirm "$(CONFIRM)" $(OPTIONS)

rotate-media-key: $(LOCAL) ## Rotate the key that signs access to media, in two runs: make rotate-media-key ENV=prod
	@$(PY) -m infra.deploy rotate-media-key "$(ENV)" --confirm "$(CONFIRM)"

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

# The emulators' dependencies are pinned in requirements/local.txt; an edit in their folders takes effect at once.
$(LOCAL): requirements/local.txt $(EMULATOR_PACKAGES) | .venv/bin/uv
	@echo "installing requirements/local.txt and infra/emulators"
	@$(UV) pip install -q --python $(PY) --require-hashes -r $<
	@$(UV) pip install -q --python $(PY) --no-deps $(addprefix -e ,$(dir $(EMULATOR_PACKAGES)))
	@$(PY) -m compileall -q -x node_modules infra resolvers subscriptions
	@mkdir -p $(@D) && touch $@

$(DEV): requirements/dev.txt $(LOCAL)
	@echo "installing requirements/dev.txt"
	@$(UV) pip install -q --python $(PY) --require-hashes -r $<
	@touch $@

$(EMULATOR): requirements/emulator.txt $(LOCAL)
	@echo "installing requirements/emulator.txt into .waymark/emulator"
	@test -x .waymark/emulator/bin/python || $(UV) venv -q --python $(PY) .waymark/emulator
	@$(UV) pip install -q --python .waymark/emulator/bin/python --require-hashes -r $<
	@touch $@

$(SAM): requirements/sam.txt $(LOCAL)
	@echo "installing requirements/sam.txt into .waymark/sam"
	@test -x .waymark/sam/bin/python || $(UV) venv -q --python $(PY) .waymark/sam
	@$(UV) pip install -q --python .waymark/sam/bin/python --require-hashes -r $<
	@touch $@

$(CHECKOV): requirements/checkov.txt $(LOCAL)
	@echo "installing requirements/checkov.txt into .waymark/checkov"
	@test -x .waymark/checkov/bin/python || $(UV) venv -q --python $(PY) .waymark/checkov
	@$(UV) pip install -q --python .waymark/checkov/bin/python --require-hashes -r $<
	@touch $@

$(MODELS): $(LOCAL) $(wildcard infra/emulators/rekognition/rekognition_local/models/*.py)
	@.venv/bin/rekognition-local build-models --models .waymark/models
	@touch $@

# Without a server, and without Debian's tools to fetch one, everything except ordering works.
$(DATABASE): infra/local/database/packages.py $(LOCAL)
	@$(PY) -m infra.local.database install
	@touch $@

$(STAMPS)/graphiql: infra/emulators/appsync/appsync_local/graphiql/package-lock.json | $(STAMPS)/npm
	@echo "Installing GraphiQL for the data plane"
	@$(NPM_CI) --prefix infra/emulators/appsync/appsync_local/graphiql
	@mkdir -p $(@D) && touch $@

$(STAMPS)/npm: frontend/package-lock.json
	@command -v node >/dev/null || { echo "Node is missing. Install Node 20.19 or newer (nodejs.org, or your system's packages), then repeat."; exit 1; }
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); if (a < 20 || (a === 20 && b < 19)) { console.error("Waymark needs Node 20.19 or newer; this is " + process.version + "."); process.exit(1) }'
	@echo "installing the frontend's packages"
	@cd frontend && { $(NPM_CI) || { echo "npm failed; trying once more"; $(NPM_CI); }; }
	@mkdir -p $(@D) && touch $@

# Read by gql.tada and bundled into the explorer.
$(CLIENT_SDL): schema.graphql schema.py | $(LOCAL)
	@$(PY) schema.py --client $@

$(STAMPS)/site: $(STAMPS)/npm $(CLIENT_SDL) $(SITE_SOURCES)
	@echo "building the frontend"
	@mkdir -p .waymark/logs
	@npm --prefix frontend run build --silent >.waymark/logs/site-build.log 2>&1 || { cat .waymark/logs/site-build.log; exit 1; }
	@touch $@
