"""Typed events inside the transaction of whoever publishes them.

A lower room publishes; an upper room receives. A receiver that raises rolls the transaction back, so slow or
outside work is deferred as a job by the receiver (``geo.jobs``): that job is the outbox.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all events. Subclasses are frozen dataclasses named in the past tense."""


E = TypeVar("E", bound=Event)
_receivers: dict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)


def receiver(kind: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Have the decorated function called for every event of this kind, in order of registration."""

    def add(function: Callable[[E], None]) -> Callable[[E], None]:
        _receivers[kind].append(function)
        return function

    return add


def publish(event: Event) -> None:
    """Call the receivers of the event's class and of its bases, at once, in the caller's transaction."""
    for kind in type(event).__mro__:
        for function in _receivers.get(kind, ()):
            function(event)
