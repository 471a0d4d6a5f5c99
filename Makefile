# What a person needs: make run, make demo, make test, make lint, make bench, make soak. Each sets up what it needs, once.
PYTHON ?= python3
BIN := .venv/bin
RUN_READY := .venv/.ready-to-run
TEST_READY := .venv/.ready-to-test
DEMO := data/demo
SYNC := $(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate

export PATH := $(CURDIR)/$(BIN):$(PATH)
# Otherwise every process compiles all it imports anew, and takes three times as long to start.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX = $(CURDIR)/.build/compiled

PORT ?= 8000
run demo: export PUBLIC_URL ?= http://127.0.0.1:$(PORT)

.PHONY: run demo test lint format bench soak screenshots icons gallery messages lock browser clean

run: $(RUN_READY)
	@flask --app app bonny upgrade
	@exec honcho start --port $(PORT) web clock

demo: export DATA_DIR := $(CURDIR)/$(DEMO)
demo: $(RUN_READY)
	@flask --app app bonny upgrade
	@flask --app app bonny demonstrate
	@exec honcho start --port $(PORT) web clock

test: $(TEST_READY) browser
	@coverage erase
	@pytest -n 3 --dist loadfile --no-loadscope-reorder --cov --cov-report= $(ARGS)
	@coverage report --skip-covered --include='app/rules/*' --fail-under=100
	@coverage report --skip-covered --fail-under=90

lint: $(TEST_READY)
	ruff format --check app tests migrations
	ruff check app tests migrations
	mypy
	lint-imports --no-cache
	djlint --lint templates --extension=html --quiet
	DATA_DIR=$(CURDIR)/.build flask --app app bonny check-migrations

format: $(TEST_READY)
	ruff format app tests migrations
	ruff check --fix app tests migrations

# One section alone: ARGS=times (or weights, processes, lighthouse, reminders, answers).
bench: $(TEST_READY) browser
	python -m tests.benchmarks $(ARGS)

# Hundreds of killed clock processes on each database (ARGS="--seed 7 --deaths 50 --databases sqlite").
soak: $(TEST_READY)
	python -m tests.soak $(ARGS)

screenshots: $(TEST_READY) browser
	python -m tests.browser.screenshots

icons: $(TEST_READY) browser
	python -m tests.browser.icons

gallery: $(TEST_READY) browser
	@python -m tests.browser.gallery $(ARGS)

messages: $(TEST_READY)
	pybabel --quiet extract -F pyproject.toml -k _l --add-location=file --sort-by-file --no-wrap --omit-header -o .build/messages.pot .
	pybabel --quiet update -i .build/messages.pot -d app/translations --no-fuzzy-matching --ignore-obsolete --no-wrap

# Pins and hashes anew after a change to pyproject.toml, or to move to newer versions (UPGRADE=--upgrade).
lock: $(TEST_READY)
	$(COMPILE) $(UPGRADE) pyproject.toml -o requirements.txt
	$(COMPILE) $(UPGRADE) --group dev pyproject.toml -o requirements-dev.txt

browser: $(TEST_READY)
	@python -m tests.browser.setup

$(BIN)/uv: requirements-uv.txt
	@echo "Making .venv (once) …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-uv.txt
	@touch $@

$(RUN_READY): $(BIN)/uv requirements.txt
	@if [ -e $(TEST_READY) ]; then echo "Bringing packages up to date …"; $(SYNC) requirements-dev.txt; \
	else echo "Installing what Bonny needs (once) …"; $(SYNC) requirements.txt; fi
	@touch $@

$(TEST_READY): $(BIN)/uv requirements-dev.txt
	@echo "Installing what the tests need (once) …"
	@$(SYNC) requirements-dev.txt
	@touch $@ $(RUN_READY)

clean:
	rm -rf .venv .build .mypy_cache .ruff_cache .hypothesis
