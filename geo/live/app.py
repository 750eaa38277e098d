"""The stream process: long-lived answers only, everything else is WSGI's."""

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from geo.errors import Unavailable
from geo.live.hub import Full, Hub
from geo.live.streams import Stream, all_streams
from geo.problems import CONTENT_TYPE

log = logging.getLogger(__name__)


def create() -> Starlette:
    """The ASGI application with every registered stream at ``/live/<name>``."""
    hubs = {stream: Hub() for stream in all_streams()}

    @asynccontextmanager
    async def feeding(_app: Starlette) -> AsyncIterator[None]:
        feeds = [asyncio.create_task(_fed(stream, hub)) for stream, hub in hubs.items()]
        yield
        for feed in feeds:
            feed.cancel()

    routes = [Route(f"/live/{stream.name}", _reader(hub)) for stream, hub in hubs.items()]
    return Starlette(routes=[*routes, Route("/live/healthz", _alive)], lifespan=feeding)


async def _fed(stream: Stream, hub: Hub) -> None:
    """Run a feed. One that ends would leave its readers in silence: the process ends too, to be respawned."""
    try:
        await stream.feed(hub)
    except Exception:
        log.exception("the feed of /live/%s broke", stream.name)
    os.kill(os.getpid(), signal.SIGTERM)


def _reader(hub: Hub) -> Callable[[Request], Awaitable[Response]]:
    async def read(request: Request) -> Response:
        try:
            reader = hub.join()
        except Full:
            return _full()
        return StreamingResponse(
            hub.messages(reader, last_id=request.headers.get("last-event-id", "")),
            media_type="text/event-stream",
            headers={
                "Cache-Control": "no-store",
                "Access-Control-Allow-Origin": "*",
                "X-Accel-Buffering": "no",
            },
        )

    return read


def _full() -> Response:
    problem = Unavailable()
    return JSONResponse(
        problem.body(), status_code=problem.status, media_type=CONTENT_TYPE, headers={"Retry-After": "30"}
    )


async def _alive(_request: Request) -> Response:
    return PlainTextResponse("ok")
