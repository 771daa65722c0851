# The commands of the project. Each makes or refreshes the environment in .venv first; when nothing changed, that is instant.

PYTHON ?= python3
# Twice the cores: most of a test's time is spent waiting for a browser, a worker or a server of its own.
WORKERS ?= 4

bin := .venv/bin
pip := $(bin)/python -m pip --quiet --quiet --disable-pip-version-check
runtime := .venv/.runtime-$(shell cat requirements.lock pyproject.toml | sha256sum | cut -c1-16)
development := .venv/.development-$(shell cat requirements-dev.lock pyproject.toml | sha256sum | cut -c1-16)

.PHONY: help demo up test check bench lock venv
.DEFAULT_GOAL := help

help:  ## these lines
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 15

demo: $(runtime)  ## see it work: a demo amoCRM, the worker and the app; Ctrl-C ends all three
	@exec $(bin)/tablo demo

up: $(runtime)  ## run it for real: the worker and the app; settings come from .env
	@exec $(bin)/tablo up

test: $(development)  ## every test, on SQLite and PostgreSQL and in a real browser
	@scripts/install-test-tools
	@$(bin)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: $(development)  ## format, lint, types, and locks free of addresses
	@$(bin)/ruff format --check .
	@$(bin)/ruff check .
	@$(bin)/mypy
	@! grep -nE '://|^-' requirements.lock requirements-dev.lock

bench: $(development)  ## the benchmarks; results go to benchmarks/results/
	@$(bin)/python -m benchmarks

venv: $(development)  ## the environment for work on the code

lock: $(development)  ## pin the newest versions that pyproject.toml allows
	@scripts/lock

$(runtime): | .venv
	@echo "Устанавливаю зависимости, в первый раз это около минуты / Installing what the program needs…"
	@$(pip) install --require-hashes -r requirements.lock
	@$(pip) install --no-deps --no-build-isolation --editable .
	@rm -f .venv/.runtime-* && touch $@

$(development): | .venv
	@echo "Устанавливаю зависимости для разработки / Installing what the tests and checks need…"
	@$(pip) install --require-hashes -r requirements-dev.lock
	@$(pip) install --no-deps --no-build-isolation --editable .
	@rm -f .venv/.development-* && touch $@

.venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Нужен Python 3.11 или новее / Python 3.11 or newer is needed" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Нужен пакет python3-venv / The package python3-venv is needed" >&2; exit 1; }
