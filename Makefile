# One command each. `demo` and `test` need nothing but Python 3.11+, make and git: they make their own .venv.
#   PYTHON     the Python that makes the .venv (default: python3)
#   PIP_FLAGS  for pip install, e.g. --extra-index-url https://download.pytorch.org/whl/cpu (PyTorch without CUDA)
#   TOOLS      folder of the tools for `check`, with its closing slash (default: the .venv's, else those on PATH)

PYTHON ?= python3
PIP_FLAGS ?=
VENV := .venv
PEERS := .venv-peers
STAMP := $(VENV)/.installed
TOOLS ?= $(if $(wildcard $(STAMP)),$(VENV)/bin/)
QUESTION := 做预制房子的要占到几成

.DEFAULT_GOAL := help
.PHONY: demo test check bench bench-peers bench-telegram calibrate transcript clean help

demo: $(STAMP) ## answer one question about the plan with the real index (POLICYBOT_HOME: the default one)
	@$(VENV)/bin/policybot ask $(QUESTION)

test: $(STAMP) ## install into .venv, then check
	@$(MAKE) --no-print-directory check TOOLS=$(VENV)/bin/

check: ## format, lint, types, import contracts and tests, with what is installed
	$(TOOLS)ruff format --check
	$(TOOLS)ruff check
	$(TOOLS)mypy
	$(TOOLS)lint-imports
	$(TOOLS)python -m pytest

bench: $(STAMP) ## measure quality, ledger, speed and retrieval; file the figures by commit
	$(VENV)/bin/python -m benchmarks

bench-peers: $(STAMP) ## ask the usual recipes, Haystack, txtai and baisitong the same questions (installs them into .venv-peers)
	$(VENV)/bin/python -m benchmarks.peers.install $(PEERS) $(PIP_FLAGS)
	$(PEERS)/bin/python -m benchmarks --only peers

bench-telegram: $(STAMP) ## load the Telegram bot: 600 questions from 60 chats, and a flood, beside a bot that only echoes
	$(VENV)/bin/python -m benchmarks --only telegram

calibrate: $(STAMP) ## fit bot/calibration.json on our own tuning questions
	$(VENV)/bin/python -m benchmarks.calibrate

transcript: $(STAMP) ## hold a conversation with the Telegram bot; write docs/transcript.md and its picture (needs chromium)
	$(VENV)/bin/python -m benchmarks.transcript

clean: ## remove the .venv and what tools leave behind; the home folder with the index stays
	rm -rf $(VENV) $(PEERS) build dist *.egg-info .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1	\2/p' $(MAKEFILE_LIST)

# The stamp is touched last: an installation that was broken off is done again.
$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "$(PYTHON): older than Python 3.11; run make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check $(PIP_FLAGS) -e ".[dev]"
	@touch $@
