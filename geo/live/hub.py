"""One message to many readers: encoded once, never waiting for the slowest."""

from asyncio import Queue, wait_for
from collections.abc import AsyncIterator
from random import randint
from typing import Any, Final

from geo.live import sse

READERS: Final = 2000
"""Most readers of one stream in one process."""

BACKLOG: Final = 32
"""Messages that wait for a reader; one that falls further behind is sent away and may come back."""

BEAT_SECONDS: Final = 15.0

Reader = Queue[bytes | None]
"""What is to be sent; None ends the stream."""


class Full(Exception):
    """As many read this stream as the process can serve."""


class Hub:
    """The readers of one stream. Lives in one event loop."""

    def __init__(self, *, readers: int = READERS, backlog: int = BACKLOG, beat_seconds: float = BEAT_SECONDS) -> None:
        self._most, self._backlog, self._beat = readers, backlog, beat_seconds
        self._readers: set[Reader] = set()
        self.last_id = ""
        """Id of the newest event; a reader that has seen this one has missed nothing."""

    def __len__(self) -> int:
        return len(self._readers)

    def publish(self, name: str, data: Any, *, id: str) -> None:
        """Give an event to every reader, and send away those who do not keep up."""
        self.last_id = id
        message = sse.event(name, data, id=id)
        for reader in list(self._readers):
            if reader.full():
                self._send_away(reader)
            else:
                reader.put_nowait(message)

    def join(self) -> Reader:
        """Begin to collect events for a new reader.

        Raises:
            Full: there are too many.
        """
        if len(self._readers) >= self._most:
            raise Full
        reader: Reader = Queue(self._backlog)
        self._readers.add(reader)
        return reader

    def leave(self, reader: Reader) -> None:
        self._readers.discard(reader)

    async def messages(self, reader: Reader, *, last_id: str = "") -> AsyncIterator[bytes]:
        """What to send to a reader that joined, until it is sent away.

        Args:
            last_id: the newest event that the reader says it has seen. Where that is not the newest there is,
                it is told ``resync``: what it missed is gone, and it must fetch again what it shows.
        """
        try:
            # All readers lose their stream at once when this process restarts; they come back one by one.
            yield sse.retry(randint(1000, 4000))
            if last_id and last_id != self.last_id:
                yield sse.event("resync", {}, id=self.last_id)
            while (message := await self._next(reader)) is not None:
                yield message
        finally:
            self.leave(reader)

    async def _next(self, reader: Reader) -> bytes | None:
        try:
            return await wait_for(reader.get(), self._beat)
        except TimeoutError:
            return sse.BEAT

    def _send_away(self, reader: Reader) -> None:
        self.leave(reader)
        while not reader.empty():
            reader.get_nowait()
        reader.put_nowait(None)
