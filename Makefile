# The project's front door. Each target may be called again at any time and does only what is left to do.
PYTHON ?= python3
BIN := .venv/bin
# Programs are asked for by module: their own scripts hold the path that the checkout once had.
RUN := $(BIN)/python -m
PIP := $(RUN) pip install -q --disable-pip-version-check
ADDRESS ?= 127.0.0.1
PORT ?= 8501

# An environment that was made by halves, or whose Python is gone, is made anew.
$(shell [ ! -e .venv ] || $(BIN)/python -c 'import pip' 2>&- || rm -rf .venv)

.PHONY: run test check bench demo-service pictures pins clean

run: .venv/run
	@$(RUN) etl
	@echo "Dashboard: http://$(ADDRESS):$(PORT)"
	@exec $(RUN) streamlit run app.py --server.address $(ADDRESS) --server.port $(PORT)

test: .venv/dev
	@$(BIN)/python tests/browser.py
	@$(RUN) pytest -n 2 --dist worksteal

check: .venv/dev
	@$(RUN) ruff format --check .
	@$(RUN) ruff check .
	@$(RUN) mypy
	@$(BIN)/python tests/audit.py

bench: .venv/dev
	@$(BIN)/python tests/browser.py
	@$(RUN) bench

# The whole of a service on this computer, with faults: store, two servers, nginx, login, viewers. Ctrl-C ends it.
demo-service: .venv/dev
	@exec $(RUN) bench.service

# Renew the pictures of docs/ from those that the tests made.
pictures: test
	@$(RUN) tests.pictures

# Pin requirements anew, to the newest versions that the .in files allow; UPGRADE= keeps those that are pinned already.
UPGRADE ?= --upgrade
pins: .venv/dev
	@$(PIP) uv
	@for file in requirements requirements-service requirements-dev; do \
		$(RUN) uv pip compile -q $(UPGRADE) --universal --python-version 3.11 --generate-hashes \
			--no-header --no-emit-index-url $$file.in -o $$file.txt; done

# Kept builds stay: nothing else holds the history of what was published.
clean:
	rm -rf .venv warehouse.duckdb warehouse.duckdb.[!b]* tests/output
	@if [ -d warehouse.duckdb.builds ]; then echo "Kept: the builds in warehouse.duckdb.builds/"; fi

.venv:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; name one with PYTHON=…")'
	@$(PYTHON) -m venv .venv

.venv/run: requirements.txt | .venv
	@$(PIP) --require-hashes -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt | .venv
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@ .venv/run
