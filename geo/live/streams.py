"""The registry of streams: a room declares what it sends; it is served at ``/live/<name>``."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from geo.live.hub import Hub


@dataclass(frozen=True, kw_only=True)
class Stream:
    """A public stream of server-sent events.

    Attributes:
        name: last part of the address.
        feed: publishes to the hub for as long as the process lives; started once in each process. It mends
            its own connections: when it returns or raises, the process ends and is started again.
    """

    name: str
    feed: Callable[[Hub], Awaitable[None]]


_streams: dict[str, Stream] = {}


def register(stream: Stream) -> Stream:
    """Declare a stream; its name must be new.

    Raises:
        ValueError: the name is taken.
    """
    if stream.name in _streams:
        raise ValueError(f"stream {stream.name!r} is declared twice")
    _streams[stream.name] = stream
    return stream


def all_streams() -> tuple[Stream, ...]:
    return tuple(_streams.values())
