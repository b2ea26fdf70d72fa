# Village Planner. `make demo` plans the sample county, `make test` runs every test; see README.md.
SHELL := /bin/bash
VENV := build/venv
PY := $(VENV)/bin/python
STAGE := build/plugins/village_planner
SOURCES := $(shell find village_planner resources i18n metadata.txt -type f -not -name '*.pyc' 2>/dev/null)

.PHONY: help setup stage test lint
help:
	@sed -n 's/^## //p' Makefile

## setup    install what is missing (once)
setup: $(VENV)/.done
$(VENV)/.done: requirements.txt scripts/setup.sh
	@scripts/setup.sh
	@touch $@

## stage    build the plugin's folder as QGIS loads it
stage: $(STAGE)/.done
$(STAGE)/.done: $(SOURCES) scripts/stage.py | setup
	@$(PY) scripts/stage.py $(STAGE)
	@touch $@

## test     every test
test: stage
	@eval "$$($(MAKE) -s env)" && $(PY) -m pytest $(ARGS)

## env      print the shell settings for qgis_process.bin: eval "$(make -s env)"
env:
	@scripts/env.sh

## lint     ruff and mypy
lint: setup
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/mypy && $(PY) scripts/translations.py check
