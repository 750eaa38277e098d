"""A process that is kept alive: when it starts again after its end."""

import math
import time
from functools import partial

from deploy import output
from deploy.supervise.child import Child
from deploy.supervise.process import Process

PAUSES = (0.1, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds before the next start, by the number of failures in a row; the last one from then on."""
PROVEN = 20.0
"""Seconds after which a process counts as healthy and its failures are forgotten."""


class Kept:
    def __init__(self, process: Process) -> None:
        self.process = process
        self.child: Child | None = None
        self.failures = 0
        self.due = math.inf
        self._buried = True

    @property
    def alive(self) -> bool:
        return not self._buried and self.child is not None and self.child.status is None

    def start(self) -> Child:
        """Raises Failure when the command itself is missing."""
        self.process.prepare()
        self.child = Child(
            self.process.command,
            directory=self.process.directory,
            environment={**self.process.environment, "TOPOS_PROCESS": self.process.name},
            user=self.process.user,
            orphan_signal=self.process.orphan_signal,
            relay=None if self.process.quiet else partial(output.relay, self.process.name),
        )
        self.due = math.inf
        self._buried = False
        return self.child

    def ended(self) -> bool:
        """It has ended and nobody has buried it yet."""
        return not self._buried and self.child is not None and self.child.status is not None

    def bury(self, *, stopping: bool) -> None:
        assert self.child is not None
        self._buried = True
        proven = time.monotonic() - self.child.began > PROVEN
        pause = PAUSES[0] if proven else PAUSES[min(self.failures, len(PAUSES) - 1)]
        self.failures = 1 if proven else self.failures + 1
        self.due = math.inf if stopping else time.monotonic() + pause

    def is_due(self, now: float) -> bool:
        return self._buried and now >= self.due
