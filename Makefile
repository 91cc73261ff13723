# make run    opens the app          make check       ruff, format and mypy
# make test   runs every test        make bench       measures what the README quotes
#                                    make screenshot  takes the README's picture anew
# All of it happens in .venv, made on first use. PYTHON=... chooses the interpreter, ARGS=... is passed on,
# JOBS=... is the number of test files that run at a time.

PYTHON ?=
ARGS ?=
JOBS ?= 2
BIN := .venv/bin
# A stamp is named after the content of the requirements: it is missing exactly when something is to be installed.
RUN_STAMP := .venv/installed-$(shell cat requirements.txt | cksum | cut -d ' ' -f 1)
DEV_STAMP := .venv/installed-dev-$(shell cat requirements.txt requirements-dev.txt | cksum | cut -d ' ' -f 1)
# Where there is a display the browser opens by itself; elsewhere the address is printed.
BROWSER := $(if $(DISPLAY)$(WAYLAND_DISPLAY)$(filter Darwin,$(shell uname -s)),--server.headless false)

.PHONY: run test check bench screenshot

run: $(RUN_STAMP)
	$(BIN)/python -m streamlit run app.py --browser.serverAddress localhost --server.showEmailPrompt false $(BROWSER) $(ARGS)

test: $(DEV_STAMP)
	chromium=$$(bash .ci/chromium) && CHROMIUM="$$chromium" $(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(DEV_STAMP)
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check
	$(BIN)/python -m mypy

bench: $(DEV_STAMP)
	@for file in $(filter-out benchmarks/ladder.py,$(wildcard benchmarks/[!_]*.py)); do \
		name=benchmarks.$$(basename $$file .py); \
		echo "python -m $$name"; \
		$(BIN)/python -m $$name || failed="$$failed $$name"; \
	done; \
	[ -z "$$failed" ] || { echo "failed:$$failed" >&2; exit 1; }

screenshot: $(DEV_STAMP)
	chromium=$$(bash .ci/chromium) && CHROMIUM="$$chromium" $(BIN)/python -m tests.browser.screenshots $(ARGS)

$(BIN)/python:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then \
			echo "$$python -m venv .venv"; \
			"$$python" -m venv --clear .venv && exit; \
			rm -rf .venv; exit 1; \
		fi; \
	done; \
	echo "Unrolled needs Python 3.11 or newer and found none: install it, or name one with make PYTHON=/path/to/python." >&2; \
	exit 1

$(RUN_STAMP): | $(BIN)/python
	rm -f .venv/installed-*
	$(BIN)/python -m pip install --disable-pip-version-check --requirement requirements.txt
	touch $@

$(DEV_STAMP): | $(BIN)/python
	rm -f .venv/installed-*
	$(BIN)/python -m pip install --disable-pip-version-check --requirement requirements-dev.txt
	touch $@ $(RUN_STAMP)
