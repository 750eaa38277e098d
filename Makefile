# What each target does stands in deploy/; ARGS go to the tool behind it: make test ARGS="tests/geo -q"
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$name; break; }; done)
ARGS ?=

.PHONY: run test check bench lock
run test check bench lock:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Topos needs Python 3.11 or newer." >&2; \
		echo "  Install it, or name it: make $@ PYTHON=/path/to/python3.11" >&2; exit 1; fi; \
	TOPOS_PARENT=$$PPID exec $(PYTHON) -m deploy $@ $(ARGS)
