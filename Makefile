# Everything a newcomer types. The work is done by scripts/, which need nothing installed but Python.
PORT ?= 8000
ARGS ?=
BIN := .venv/bin
# Compiled once for all the processes that make starts, whatever this shell has set.
export PYTHONDONTWRITEBYTECODE :=
SETUP = @python=$$(scripts/find-python) && exec "$$python" scripts/setup.py
LOCK = CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --strip-extras \
	--allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.DEFAULT_GOAL := help
.PHONY: help run test fuzz check bench chaos format translate contract lock clean dev

help:
	@echo "Mitstimme: petitions, campaigns and everyone who carries them."
	@echo
	@echo "  make run          set up and start the demo at http://127.0.0.1:8000 (PORT=8001 for another port)"
	@echo "  make test         set up and run every test (ARGS='-k sign' for some of them)"
	@echo "  make fuzz         send the programming interface what fits its contract and what does not, as every role"
	@echo "  make check        style, types, import order, templates, catalogues, migrations, deployment"
	@echo "  make bench        measure speed against a bare Django; needs PostgreSQL and Redis (ARGS='page sign')"
	@echo "  make chaos        kill and stop everything in turn under load, and look what is lost; needs the"
	@echo "                    programs of PostgreSQL, RabbitMQ and Redis (ARGS='web mail' for some faults)"
	@echo "  make format       put Python and templates into the one format"
	@echo "  make translate    bring the catalogues in platform/locale up to date with the code"
	@echo "  make contract     write docs/api/openapi.yaml anew, the contract of the programming interface"
	@echo "  make lock         pin the newest allowed packages anew (UPGRADE=--upgrade for newer ones)"
	@echo "  make clean        remove what was built; the demo's data in var/ goes as well"
	@echo
	@echo "It needs Python 3.12 or newer, and no other service. README.md tells where to go next."

run:
	$(SETUP) run "$(PORT)"

dev:
	$(SETUP) test

test: dev
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

fuzz: dev
	@$(BIN)/python -m pytest -n auto -m fuzz $(ARGS)

check: dev
	@$(BIN)/python scripts/check.py

bench: dev
	@PYTHONPATH=platform:. $(BIN)/python -m benchmarks $(ARGS)

chaos: dev
	@PYTHONPATH=platform:. $(BIN)/python -m chaos $(ARGS)

format: dev
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .
	@find templates -name '*.html' -print0 | xargs -0 -r $(BIN)/djade --target-version 6.1

translate: dev
	@$(BIN)/python scripts/catalogues.py extract
	@$(BIN)/python scripts/catalogues.py check

contract: dev
	@$(BIN)/python scripts/contract.py write

lock: dev
	@$(LOCK) $(UPGRADE) --output-file requirements.txt pyproject.toml
	@$(LOCK) $(UPGRADE) --constraint requirements.txt --extra dev --output-file requirements-dev.txt pyproject.toml

clean:
	rm -rf .venv var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find platform/locale -name '*.mo' -delete
