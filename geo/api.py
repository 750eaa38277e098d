"""What every API view of the house shares: keyset pages, bounding boxes, conditional writes."""

import base64
import binascii
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.gis.geos import Polygon
from django.utils.translation import gettext as _
from rest_framework.request import Request

from geo.errors import Invalid, PreconditionFailed, PreconditionRequired

MAX_PAGE: Final = 1000
DEFAULT_PAGE: Final = 100


def page_size(request: Request, *, default: int = DEFAULT_PAGE, most: int = MAX_PAGE) -> int:
    """The ``limit`` of the request, 1 to `most`.

    Raises:
        Invalid: it is no whole number in that range.
    """
    text = request.query_params.get("limit", "")
    if not text:
        return default
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise Invalid(fields={"limit": [_("Give a whole number from 1 to %(most)d.") % {"most": most}]})
    return int(text)


def bbox(request: Request) -> Polygon | None:
    """The ``bbox`` of the request: ``west,south,east,north`` in degrees, CRS84 (RFC 7946, section 5).

    Raises:
        Invalid: not four finite numbers in that order.
    """
    text = request.query_params.get("bbox", "")
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise Invalid(fields={"bbox": [_("Give four numbers: west,south,east,north in degrees.")]}) from None
    in_range = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    if not (in_range and all(map(math.isfinite, (west, south, east, north)))):
        raise Invalid(fields={"bbox": [_("West must not exceed east, nor south north; degrees, longitude first.")]})
    polygon = Polygon.from_bbox((west, south, east, north))
    polygon.srid = 4326
    return polygon


def encode_cursor(values: Sequence[Any]) -> str:
    """An opaque, URL-safe cursor from JSON values."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def decode_cursor(text: str, *, parts: int) -> list[Any]:
    """The values of a cursor made by `encode_cursor`.

    Raises:
        Invalid: it was not made here.
    """
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError):
        values = None
    if not isinstance(values, list) or len(values) != parts:
        raise Invalid(fields={"cursor": [_("This cursor is not valid. Begin again without it.")]})
    return values


@dataclass(frozen=True)
class Page:
    """One page of rows and the address of the next one, or None at the end."""

    rows: list[Any]
    next: str | None


def keyset_page(request: Request, rows: Sequence[Any], *, limit: int, key: Callable[[Any], Sequence[Any]]) -> Page:
    """Cut ``limit + 1`` fetched rows to a page; the next address carries the last row's key as ``cursor``."""
    if len(rows) <= limit:
        return Page(list(rows), None)
    kept = list(rows[:limit])
    query = request.query_params.copy()
    query["cursor"] = encode_cursor(key(kept[-1]))
    return Page(kept, request.build_absolute_uri(f"{request.path}?{query.urlencode()}"))


def etag(version: int | str) -> str:
    """A strong entity tag (RFC 9110, section 8.8.3)."""
    return f'"{version}"'


def expected_version(request: Request, *, required: bool = True) -> int | None:
    """The version that the client saw, from ``If-Match`` (RFC 9110, section 13.1.1).

    Raises:
        PreconditionRequired: the header is missing and required.
        PreconditionFailed: it is no tag of ours.
    """
    header = request.headers.get("If-Match", "").strip()
    if not header:
        if required:
            raise PreconditionRequired(_("Send If-Match with the ETag that you were given."))
        return None
    if header == "*":
        return None
    tag = header.strip('"')
    if not tag.isdecimal():
        raise PreconditionFailed(_("Load it again, and repeat your change on what is there now."))
    return int(tag)
