# Everything runs in .venv, which is made from requirements.lock when that has changed.

PYTHON ?= $(shell command -v python3.11 || echo python3)
VENV := .venv/.complete
BOUNCER := .venv-bouncer/.complete
COMPILE := .venv-lock/bin/uv pip compile --quiet --system-certs --universal \
	--python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock"

# Options of restock run in `make build`: RUN=--resume.
RUN ?=

# Input folders on which forecasts are evaluated, beside the sample.
EVALUATION_DATA ?= $(wildcard ../shared/data/*/)

# A built warehouse and its manifest, with which a slim build compares.
STATE ?= build/state

.DELETE_ON_ERROR:
.PHONY: help build check state slim test proof evaluate-cleaning evaluate-forecasts evaluate-orders bench lint docs sample format lock clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-18s %s\n", $$1, $$2 }' Makefile

build: $(VENV) ## Warehouse, release and published folder out of RESTOCK_DATA (unset: the sample)
	@.venv/bin/restock run $(RUN)

check: $(VENV) ## What the input RESTOCK_DATA is, and whether a run can go on
	@.venv/bin/restock check

state: $(VENV) ## What is built as a state, in folder STATE, for slim builds
	@mkdir -p $(STATE)
	@rm -f $(STATE)/*.duckdb
	@cp "$${RESTOCK_WAREHOUSE:-warehouse/restock.duckdb}" "$${DBT_TARGET_PATH:-target}/manifest.json" $(STATE)/
	@echo "Made $(STATE): make slim STATE=$(STATE) builds on it what has changed since."

# dbt sees changes of models, macros, seeds and tests, not those of python/restock and of vars.
# A copy is built, under the same name, by which its views know their tables, so that the state stays
# as it is; the release demands the checks of its gate.
slim: export RESTOCK_WAREHOUSE = build/slim/$(notdir $(or $(wildcard $(STATE)/*.duckdb),restock.duckdb))
slim: export DBT_TARGET_PATH := build/slim
slim: export DBT_LOG_PATH := build/slim
slim: $(VENV) ## Models changed since STATE, and what follows them, on a copy of its warehouse
	@rm -rf build/slim
	@mkdir -p build/slim
	@test ! -e $(STATE)/manifest.json || cp $(STATE)/*.duckdb build/slim/
	@.venv/bin/dbt --warn-error-options '{error: all, silence: [NoNodesForSelectionCriteria]}' build \
		$(if $(wildcard $(STATE)/manifest.json),--select state:modified+ tag:sanity --state $(STATE))

test: $(VENV) ## Tests, but for the long proofs
	@.venv/bin/pytest -m "not proof" -n 2 --dist loadfile

proof: $(VENV) ## Long proofs
	@.venv/bin/pytest -m proof -n 2 --dist loadfile

evaluate-cleaning: $(VENV) ## Corrections of sales against planted truth, some minutes
	@.venv/bin/restock evaluate cleaning

evaluate-forecasts: $(VENV) ## Forecasts against what came and other tools; writes docs/accuracy.md
	@.venv/bin/restock evaluate forecasts --page docs/accuracy.md \
		$(foreach folder,$(EVALUATION_DATA),--data $(folder))

evaluate-orders: $(VENV) ## Stock that proposed orders need, against a baseline policy, some minutes
	@.venv/bin/restock evaluate orders $(foreach folder,$(EVALUATION_DATA),--data $(folder))

bench: $(VENV) ## Speed: sales lines to months, Prophet, workbooks, dashboard; LINES=1000000: fewer lines
	@test -e "$${RESTOCK_OUTPUT:-output}/restock.duckdb" || $(MAKE) build
	@.venv/bin/python -m restock.bench $(if $(LINES),--lines $(LINES))

# dbt gets a warehouse of its own: nothing has to be built, and no build is in the way.
lint: export RESTOCK_WAREHOUSE := build/lint/restock.duckdb
lint: export DBT_TARGET_PATH := build/lint
lint: export DBT_LOG_PATH := build/lint
lint: $(VENV) $(BOUNCER) ## Style and structure of Python, SQL and the dbt project
	@mkdir -p build/lint
	@.venv/bin/ruff check --quiet
	@.venv/bin/ruff format --check --quiet
	@.venv/bin/mypy --no-error-summary
	@.venv/bin/lint-imports --no-logo
	@.venv/bin/dbt --quiet parse
	@.venv-bouncer/bin/dbt-bouncer run
	@.venv/bin/sqlfluff lint --disable-progress-bar models tests/dbt/sanity
	@echo "Lint has found nothing."

docs: $(VENV) ## Documentation of the built warehouse, as one HTML file
	@test -e "$${RESTOCK_WAREHOUSE:-warehouse/restock.duckdb}" || $(MAKE) build
	@DBT_TARGET_PATH=build/docs .venv/bin/dbt --quiet docs generate --static
	@mv build/docs/static_index.html build/docs/index.html
	@echo "Made build/docs/index.html: open it in a browser."

sample: $(VENV) ## The sample input in seeds/sample, anew
	@.venv/bin/restock generate --products 60 --years 4 --seed 7 --out seeds/sample --overwrite

format: $(VENV) ## Python and SQL laid out as lint wants them
	@.venv/bin/ruff check --fix --quiet
	@.venv/bin/ruff format --quiet
	@.venv/bin/sqlfluff format models tests/dbt/sanity

lock: ## requirements*.lock out of pyproject.toml; UPGRADE=--upgrade takes the newest versions
	@rm -rf .venv-lock
	@$(PYTHON) -m venv .venv-lock
	@.venv-lock/bin/pip install -qq uv
	@$(COMPILE) $(UPGRADE) --extra dev pyproject.toml --output-file requirements.lock
	@$(COMPILE) $(UPGRADE) --group bouncer --output-file requirements-bouncer.lock
	@rm -rf .venv-lock
	@echo "Made requirements.lock and requirements-bouncer.lock: look at git diff --stat."

clean: ## Removes what can be made again, but for environments, warehouse and output
	@rm -rf build target logs .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@echo "Removed build/, target/, logs/ and caches."

# A stamp is the last thing that is made and the first that goes: an environment without it is
# a half one and is made again.
.venv/.locked: requirements.lock
	@echo "Making .venv from requirements.lock ..."
	@rm -f .venv/.complete $@
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@.venv/bin/pip install -qq --require-hashes -r requirements.lock
	@touch $@

.venv/.complete: .venv/.locked pyproject.toml
	@.venv/bin/pip install -qq --no-deps --no-build-isolation -e .
	@touch $@

.venv-bouncer/.complete: requirements-bouncer.lock
	@echo "Making .venv-bouncer from requirements-bouncer.lock ..."
	@rm -f $@
	@rm -rf .venv-bouncer
	@$(PYTHON) -m venv .venv-bouncer
	@.venv-bouncer/bin/pip install -qq --require-hashes -r requirements-bouncer.lock
	@touch $@
