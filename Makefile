# One verb per act; CI runs the same lines. Settings: DTSEN_* (docs/architecture.md).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.synced

export DTSEN_HOME ?= data/home
export DTSEN_LANDING ?= data/twin/landing
export DO_NOT_TRACK = 1
export DAGSTER_DISABLE_TELEMETRY = 1
export SODA_CORE_TELEMETRY_ENABLED = false
export DBT_SEND_ANONYMOUS_USAGE_STATS = false

KELUARGA ?= 6000
SEED ?= 1
RELEASES ?= 2026T1,2026T2
SIZE ?= 100000
# households of the training survey, as in a national one
SURVEY ?= 345000
FAMILIES ?= 90000
SLICE ?= 1
WORKERS ?= 2

.PHONY: setup run test check-python check-sql rehearse prove bench bench-linkage bench-microdata bench-open bench-release lint docs ui clean lock

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --compile-bytecode requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	touch $(STAMP)

run: setup
	$(BIN)/dtsen twin generate --keluarga $(KELUARGA) --seed $(SEED) --releases $(RELEASES) --out data/twin
	$(BIN)/dtsen run
	$(BIN)/dtsen twin packages --out data/twin
	$(BIN)/dtsen docs

# The tests make many small databases, each waiting for its disk at every statement: they stand in
# memory where 8 GB of it are free, and are gone afterwards.
TEST_ROOT ?= $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 8000000 {print "/dev/shm"}')

# mypy has one process, so it runs beside the linter of SQL
test: setup
	$(MAKE) --no-print-directory --jobs 2 --output-sync=target check-python check-sql
	root=$$(mktemp -d $(if $(TEST_ROOT),-p $(TEST_ROOT))) && trap 'rm -rf "$$root"' EXIT && \
	TMPDIR="$$root" $(BIN)/python -m pytest \
		--numprocesses $(WORKERS) --dist loadscope --no-loadscope-reorder

check-python: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/dtsen kamus check

check-sql: setup
	$(BIN)/python -m tests.tools.lint_sql --disable-progress-bar --processes 2 dbt_project/models dbt_project/tests/singular

lint: setup
	$(BIN)/python -m tests.tools.lint_dbt

# tells nothing and takes a second unless the packaged model or the policy differs from main's
rehearse: setup
	$(BIN)/python scripts/rehearse_change.py

prove: setup
	$(BIN)/python -m tests.proof.run --slice $(SLICE)

# quality on third-party gold sets is `bench-open`: it trains a model per set, which takes minutes
bench: setup
	$(BIN)/python -m tests.bench.run --size $(SIZE)
	$(BIN)/python -m tests.bench.run_intake --size $(SIZE)
	$(BIN)/python -m tests.bench.linkage --families $$(( $(SIZE) / 3 ))
	$(BIN)/python -m tests.bench.ranking --households $(SURVEY)
	$(BIN)/python -m tests.bench.ranking_moves --families $$(( $(SIZE) / 3 ))
	$(BIN)/python -m tests.bench.indicators --families $$(( $(SIZE) / 3 ))
	$(BIN)/python -m tests.bench.disclosure --families $$(( $(SIZE) / 3 ))
	$(BIN)/python -m tests.bench.microdata --families $$(( $(SIZE) / 3 ))
	$(BIN)/python -m tests.bench.opensets.run

bench-microdata: setup
	$(BIN)/python -m tests.bench.microdata --families $(FAMILIES)

bench-linkage: setup
	$(BIN)/python -m tests.bench.linkage --families $(FAMILIES)

# as the register before it takes half an hour at 330,000 families, KEEP=--keep measures it again
bench-release: setup
	$(BIN)/python -m tests.bench.release --families $(FAMILIES) $(KEEP)

bench-open: setup
	$(BIN)/python -m tests.bench.opensets.run

docs: setup
	$(BIN)/dtsen docs

ui: setup
	$(BIN)/dtsen ui

lock: setup
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-emit-index-url --no-header -o requirements.lock

clean:
	rm -rf data $(VENV) .mypy_cache .ruff_cache .pytest_cache dbt_project/target dbt_project/logs
