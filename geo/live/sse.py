"""Server-sent events on the wire (WHATWG HTML, section 9.2)."""

import json
from typing import Any, Final

BEAT: Final = b":\n\n"
"""A comment: keeps proxies from closing a silent stream, and shows whether the reader is still there."""


def event(name: str, data: Any, *, id: str = "") -> bytes:
    """An event with JSON data. With an `id`, a reader that comes back names it as the last it has seen."""
    number = f"id: {id}\n" if id else ""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"{number}event: {name}\ndata: {body}\n\n".encode()


def retry(milliseconds: int) -> bytes:
    """How long the reader waits before it comes back."""
    return f"retry: {milliseconds}\n\n".encode()
