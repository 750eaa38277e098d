"""What happens to a file after it was acknowledged."""

from dataclasses import dataclass
from typing import Any

from geo.events import Event


@dataclass(frozen=True, kw_only=True)
class FileReady(Event):
    """A clean picture stands in place of the original. `file` is a ``StoredFile``."""

    file: Any


@dataclass(frozen=True, kw_only=True)
class FileRefused(Event):
    """The file turned out not to be a picture that can be shown; `file.refusal` says why."""

    file: Any
