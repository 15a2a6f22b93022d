# make run    install, ingest the bundled sample (or DOCS=folder), open the page
# make test   install and run every test
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := eval/sets/sample/documents
DOCS ?= $(SAMPLE)
# The sample gets a base of its own, so that trying the program never mixes with your documents.
KB ?= $(if $(filter $(SAMPLE),$(DOCS)),.policy-kb-sample,.policy-kb)
HOST ?= 127.0.0.1
PORT ?= 7860

.PHONY: install run test bench eval lint screenshots browser clean

install: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt
	@PYTHON="$(PYTHON)" .ci/install $(VENV)
	@touch $@

run: install
	@$(BIN)/policy-kb ingest --kb "$(KB)" "$(DOCS)" || [ $$? -eq 3 ]
	@$(BIN)/policy-kb serve --kb "$(KB)" --host "$(HOST)" --port "$(PORT)" --open

test: install browser lint
	@$(BIN)/pytest

lint: install
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q . || { echo "run: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

browser:
	@.ci/install-browser

bench: install
	@$(BIN)/python -m eval.bench

eval: install
	@$(BIN)/policy-kb eval --kb "$(KB)" $(if $(STATUTES),all)

screenshots: install browser
	@$(BIN)/python -m app.screenshots

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
