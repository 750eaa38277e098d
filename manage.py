#!/usr/bin/env python3
"""Django's command line for Topos; steps into the project's own environment when called from outside it."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

if find_spec("django") is None:
    python = Path(__file__).resolve().parent / ".venv" / "bin" / "python"
    if not python.exists() or Path(sys.executable) == python:
        sys.exit("Topos is not installed yet: run `make run` once.")
    os.execv(python, [str(python), *sys.argv])  # noqa: S606

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo.settings")
    execute_from_command_line(sys.argv)
