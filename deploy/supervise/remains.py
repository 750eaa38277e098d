"""Processes that an earlier supervisor of the same DATA_DIR could not end, since it was killed."""

import os
import signal
from pathlib import Path

from deploy.supervise import proc

MARK = "TOPOS_DATA_DIR"


def clear(data_dir: Path) -> None:
    """Only with the lock of DATA_DIR held. Known by a mark in the environment, never by name."""
    spared = _ancestors(os.getpid())
    left = [
        entry.pid
        for entry in proc.entries()
        if entry.pid not in spared and entry.environment.get(MARK) == str(data_dir)
    ]
    proc.end(left, signals=(signal.SIGTERM, signal.SIGKILL), patience=3)


def _ancestors(pid: int) -> set[int]:
    found = set()
    while pid > 0:
        found.add(pid)
        entry = proc.entry_of(pid)
        pid = entry.parent if entry else 0
    return found
