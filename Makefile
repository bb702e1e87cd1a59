.PHONY: build test compiled test-compiled bench bench-sites help setup
PYTHON ?= python3
BIN = .venv/bin

build: .venv/ready  ## set up, then build the campaign into output/
	$(BIN)/beacon build

test: .venv/ready  ## set up, then run lint, types and all tests
	$(BIN)/ruff check generator tests setup.py
	$(BIN)/ruff format --check generator tests setup.py
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n auto --dist loadfile

compiled: .venv-compiled/ready  ## set up .venv-compiled/bin/beacon: the same files in less time (needs a C compiler)

test-compiled: .venv-compiled/ready  ## all tests with the compiled form
	PYTHONSAFEPATH=1 .venv-compiled/bin/python -m pytest -q -n auto --dist loadfile

bench: .venv-bench/ready  ## set up, then compare the speed with others: writes tests/bench/RESULTS.md
	PYTHONPATH=tests .venv-bench/bin/python -m bench $(BENCH)

bench-sites: .venv-bench/ready  ## 100, 1,000 and 10,000 posters for sites: writes tests/bench/SITES.md
	PYTHONPATH=tests .venv-bench/bin/python -m bench.sites $(BENCH)

help:  ## list what make can do
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/ -/'

.venv/ready: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --require-hashes -r requirements.txt
	$(BIN)/pip install -q --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
	touch .venv/ready

.venv-bench/ready: requirements.txt tests/bench/requirements.txt pyproject.toml setup.py $(wildcard generator/*.py)
	test -d .venv-bench || $(PYTHON) -m venv .venv-bench
	.venv-bench/bin/pip install -q --require-hashes -r requirements.txt -r tests/bench/requirements.txt
	.venv-bench/bin/pip install -q --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
	rm -rf .venv-bench/compiled
	BEACON_COMPILE=1 .venv-bench/bin/pip install -q --no-deps --no-build-isolation --target .venv-bench/compiled .
	rm -rf build
	touch .venv-bench/ready

.venv-compiled/ready: requirements.txt pyproject.toml setup.py $(wildcard generator/*.py)
	test -d .venv-compiled || $(PYTHON) -m venv .venv-compiled
	.venv-compiled/bin/pip install -q --require-hashes -r requirements.txt
	BEACON_COMPILE=1 .venv-compiled/bin/pip install -q --no-deps --no-build-isolation --force-reinstall .
	rm -rf build
	touch .venv-compiled/ready
