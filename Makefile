# The project's front door. Each target may be called again at any time and does only what is left to do.
PYTHON ?= python3
BIN := .venv/bin
ADDRESS ?= 127.0.0.1
PORT ?= 8501

.PHONY: run test check bench pictures pins clean

run: .venv/run
	@$(BIN)/python -m etl
	@echo "Dashboard: http://$(ADDRESS):$(PORT)"
	@exec $(BIN)/streamlit run app.py --server.address $(ADDRESS) --server.port $(PORT)

test: .venv/dev
	@$(BIN)/python tests/browser.py
	@$(BIN)/python -m pytest -n 2 --dist worksteal

check: .venv/dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

bench: .venv/dev
	@$(BIN)/python tests/browser.py
	@$(BIN)/python -m bench

# Renew the pictures of docs/ from those that the tests made.
pictures: test
	@$(BIN)/python -m tests.pictures

# Pin requirements anew, to the newest versions that the .in files allow.
pins: .venv/dev
	@$(BIN)/pip install -q uv
	@for file in requirements requirements-dev; do \
		$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --no-header --no-emit-index-url \
			$$file.in -o $$file.txt; done

clean:
	rm -rf .venv warehouse.duckdb* tests/output

.venv:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; name one with PYTHON=…")'
	@$(PYTHON) -m venv .venv

.venv/run: requirements.txt | .venv
	@$(BIN)/pip install -q --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt | .venv
	@$(BIN)/pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $@ .venv/run
