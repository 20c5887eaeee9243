# One command per job. Only Python 3.11 or later and make are needed; `make install` brings the rest into .venv.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
# Tests to run: make test TESTS="tests/config -x"
TESTS ?=
# As many processes as the machine has processors; each has a database of its own. A file's tests stay together.
TOGETHER ?= --numprocesses logical --dist loadfile

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.PHONY: help install run test check messages format requirements

help:
	@echo "make install       the environment in .venv, nothing else"
	@echo "make run           try it: a demo municipality at an address that is printed; Ctrl-C stops it"
	@echo "make test          all tests, with what they need"
	@echo "make check         style, types, import rule, migrations, deploy checks, known vulnerabilities"
	@echo "make messages      compile the translations"
	@echo "make format        let ruff put the code in order"
	@echo "make requirements  pin the dependencies of pyproject.toml anew"

install: $(INSTALLED)

$(INSTALLED): pyproject.toml requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Rimlig needs Python 3.11 or later; name it with: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

run: install
	@$(BIN)/python -m rimlig.config.trial

messages: install
	@$(BIN)/python -m rimlig.config.messages

test: install messages
	@.ci/tools install
	@.ci/tools browser || export RIMLIG_WITHOUT_BROWSER=1; \
		$(BIN)/python -m pytest $(TOGETHER) $(TESTS); code=$$?; .ci/tools missing; exit $$code

# The deploy checks run with the settings that docs/configuration.md asks of an installation that others reach.
check: install messages
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	@git ls-files '*.html' | xargs -r $(BIN)/djade --check --target-version 5.2
	RIMLIG_VAR=var/check $(BIN)/rimlig manage makemigrations --check --dry-run
	RIMLIG_VAR=var/check RIMLIG_ADDRESS=https://rimlig.example.se DATABASE_URL=postgres://rimlig@db.example.se/rimlig \
		$(BIN)/rimlig manage check --deploy --fail-level WARNING
	$(BIN)/python -m pytest --quiet tests/config/test_requirements.py tests/config/test_messages.py
	@.ci/audit

format: install
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	@git ls-files '*.html' | xargs -r $(BIN)/djade --target-version 5.2

COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links
requirements: install
	$(COMPILE) -o requirements.txt
	$(COMPILE) --extra s3 -c requirements.txt -o requirements-s3.txt
	$(COMPILE) --extra dev -c requirements-s3.txt -o requirements-dev.txt
