# Village Planner. `make demo` plans a whole county, `make test` runs every test; README.md tells the rest.
SHELL := /bin/bash
PY := build/venv/bin/python
STAGE := build/plugins/village_planner
ENV = eval "$$(scripts/env.sh)"
# Each core has a test process of its own: threads of linear algebra beside them only wait for one another.
ONE_THREAD = OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1
SOURCES := $(shell find village_planner resources i18n metadata.txt README.md CHANGELOG.md LICENSE -not -name '*.pyc' -not -name __pycache__ -not -name '* *')

.PHONY: help setup stage env demo desktop screenshot test fuzz lint bench bench-overlay bench-partition package deploy matrix translations model clean
help:
	@sed -n 's/^## //p' Makefile

## make demo                  plan the sample county from raw layers to workbooks and atlas
## make demo COUNTY=my.gpkg   the same on your own GeoPackage
demo: stage
	@$(ENV) && $(PY) scripts/demo.py $(if $(COUNTY),--county '$(COUNTY)') $(ARGS)

## make test                  every test, on all cores (ARGS="-k overlay" for some; ARGS=-n0 in one process)
test: stage
	@$(ENV) && $(ONE_THREAD) $(PY) -m pytest -m "not fuzz" -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

## make desktop               QGIS opens with the plugin and the sample county
desktop: stage
	@$(ENV) && scripts/desktop/open.sh

## make package               dist/village_planner-VERSION.zip, what a user installs from file
package: stage
	@$(PY) scripts/package.py

## make deploy                into your own QGIS profile (PROFILE=default)
deploy: stage
	@$(PY) scripts/deploy.py

## make setup                 install what is missing (the targets above do it by themselves)
setup: build/venv/.done
build/venv/.done: requirements.txt scripts/setup.sh
	@scripts/setup.sh && touch $@

## make stage                 build/plugins/village_planner, the plugin's folder as QGIS loads it
stage: $(STAGE)/.done
$(STAGE)/.done: $(SOURCES) scripts/stage.py build/venv/.done
	@$(PY) scripts/stage.py $(STAGE) && touch $@

## eval "$(make -s env)"      this shell's qgis_process.bin then knows village_planner:…
env: stage
	@scripts/env.sh

## make lint                  ruff, mypy, translations
lint: setup
	@build/venv/bin/ruff check . && build/venv/bin/ruff format --check . && build/venv/bin/mypy && $(PY) scripts/translations.py check

## make fuzz                  the long random tests, and those of `make test` with other and more examples
fuzz: stage
	@$(ENV) && $(PY) -m pytest -m "fuzz or hypothesis" --hypothesis-profile=whole $(ARGS)

## make bench                 measure; figures in benchmarks/README.md
bench: stage
	@$(ENV) && $(PY) -m benchmarks $(ARGS)

## make bench-overlay         the overlay beside its peers and its growth to a million parcels, about 20 minutes
##                            (ARGS="--parcels 25000 --growth 25000,50000" for less)
bench-overlay: stage
	@$(ENV) && $(PY) -m benchmarks.overlay $(ARGS)

## make bench-partition       the partition beside its peers, about 25 minutes; goes on where it was stopped
##                            (ARGS="--only nested" for some of it, ARGS=--fresh to measure anew)
bench-partition: stage build/benchmarks/venv/.done
	@$(PY) -m benchmarks.partition $(ARGS)
build/benchmarks/venv/.done: benchmarks/requirements.txt build/venv/.done
	@$(PY) -m venv build/benchmarks/venv && env -u PYTHONPATH build/benchmarks/venv/bin/pip install -q --disable-pip-version-check -r benchmarks/requirements.txt && touch $@

## make matrix                the tests in QGIS 3.40 and 3.44, in chroots of newer Debian suites (root)
matrix:
	@scripts/matrix.sh $(SUITES)

## make translations          bring i18n/*.ts in step with the source strings
translations: setup
	@$(PY) scripts/translations.py update; $(PY) scripts/translations.py check

## make model                 write the shipped model anew from scripts/make_model.py
model: stage
	@$(ENV) && QT_HASH_SEED=0 $(PY) scripts/make_model.py

## make screenshot            the README's picture, from the real desktop under Xvfb
screenshot: stage
	@$(ENV) && scripts/desktop/screenshot.sh docs/images/desktop.png

clean:
	rm -rf build dist
