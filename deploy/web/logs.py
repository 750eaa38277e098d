"""The access log does not grow for ever."""

import os
import signal
from contextlib import suppress
from pathlib import Path

LARGEST = 50 * 1024 * 1024
"""Bytes."""
KEPT = 5


def rotate(log: Path, pid_file: Path) -> None:
    """access.log -> access.log.1 -> ... when it has grown too large; nginx opens a new one (SIGUSR1)."""
    if not log.exists() or log.stat().st_size < LARGEST:
        return
    for number in range(KEPT - 1, 0, -1):
        older = log.with_name(f"{log.name}.{number}")
        if older.exists():
            older.replace(log.with_name(f"{log.name}.{number + 1}"))
    log.replace(log.with_name(f"{log.name}.1"))
    with suppress(ProcessLookupError, FileNotFoundError, ValueError):
        os.kill(int(pid_file.read_text()), signal.SIGUSR1)
