"""What the person at the terminal sees: steps with their seconds, and the lines of every process."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from deploy.failure import Stopped

WIDTH = 8


def say(text: str) -> None:
    """Raises Stopped when nobody listens any more."""
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except (BrokenPipeError, ValueError) as error:
        raise Stopped from error


def relay(process: str, line: str) -> None:
    say(f"{process:<{WIDTH}} | {line}")


@contextmanager
def step(title: str) -> Iterator[None]:
    """A line when the work begins, another with the seconds when it is done."""
    say(f"==> {title}")
    began = time.monotonic()
    yield
    say(f"    {time.monotonic() - began:.1f} s")
