"""Reading /proc: who is alive, whose child, of which session."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Entry:
    pid: int
    state: str
    parent: int
    session: int

    @property
    def environment(self) -> dict[str, str]:
        """As it was at exec; empty for processes of others, and for those that overwrite it with a title."""
        try:
            raw = Path(f"/proc/{self.pid}/environ").read_bytes()
        except OSError:
            return {}
        pairs = (part.partition("=") for part in raw.decode(errors="replace").split("\0"))
        return {name: value for name, _, value in pairs if name}

    @property
    def directory(self) -> Path | None:
        try:
            return Path(os.readlink(f"/proc/{self.pid}/cwd"))
        except OSError:
            return None


def entries(*, dead: bool = False) -> Iterator[Entry]:
    """Every living process, or every zombie."""
    for name in os.listdir("/proc"):
        if name.isdigit() and (entry := entry_of(int(name))) and (entry.state in "ZX") == dead:
            yield entry


def entry_of(pid: int) -> Entry | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return None
    fields = text[text.rindex(")") + 2 :].split()  # the name, in brackets, may hold anything
    return Entry(pid=pid, state=fields[0], parent=int(fields[1]), session=int(fields[3]))


def end(pids: list[int], *, signals: tuple[signal.Signals, ...], patience: float) -> None:
    """Send the signals one after the other, `patience` seconds apart, until none of them lives."""
    for number in signals:
        for pid in pids:
            send(pid, number)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not any((entry := entry_of(pid)) and entry.state not in "ZX" for pid in pids):
                return
            time.sleep(0.02)


def send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def kill_session(session: int) -> None:
    """What a dead child left behind: each child leads a session of its own."""
    for entry in entries():
        if entry.session == session:
            send(entry.pid, signal.SIGKILL)
