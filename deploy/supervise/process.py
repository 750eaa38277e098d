"""The declaration of a process that is kept alive."""

import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


def _nothing() -> None:
    return


def _at_once() -> bool:
    return True


@dataclass(frozen=True)
class Process:
    name: str
    command: tuple[str, ...]
    directory: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    """The whole environment, not an addition to ours."""
    user: str | None = None
    """System user to run as; None: whoever we are. Another user takes root."""
    prepare: Callable[[], None] = _nothing
    """Called before every start."""
    ready: Callable[[], bool] = _at_once
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: signal.Signals = signal.SIGTERM
    """What it gets when the supervisor dies; it must end its own children upon it."""
    quiet: bool = False
    """Its lines are shown only if it does not start."""
    patience: float = 10.0
    """Seconds between the stop signal and SIGKILL."""
