"""Where and when a picture was taken, by its own account (Exif 3.0, sections 4.6.6 and 4.6.5).

Only ever a suggestion to the person who sends it; nothing of it is stored with the picture.
"""

import math
import struct
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

Suggestion = dict[str, Any]
"""``longitude``, ``latitude`` in degrees (WGS 84); ``taken_at``, ISO 8601. Each may be missing."""

# What Pillow raises on blocks that are not what they say; a picture is no worse for a broken one.
_BROKEN = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    ZeroDivisionError,
    OverflowError,
    SyntaxError,
    struct.error,
)


def suggest(image: Image.Image) -> Suggestion:
    """Place and time from the metadata that the header brought along; the pixels are not decoded."""
    try:
        exif = Image.Exif()
        exif.load(image.info["exif"])
        position, times = exif.get_ifd(IFD.GPSInfo), exif.get_ifd(IFD.Exif)
    except _BROKEN:
        return {}
    return _place(position) | _time(position, times)


def _place(position: Mapping[int, Any]) -> Suggestion:
    try:
        latitude = _degrees(position[GPS.GPSLatitude], position[GPS.GPSLatitudeRef], "S")
        longitude = _degrees(position[GPS.GPSLongitude], position[GPS.GPSLongitudeRef], "W")
    except _BROKEN:
        return {}
    # Telephones without a fix write zeros.
    nowhere = latitude == 0 and longitude == 0
    if nowhere or not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return {}
    return {"longitude": round(longitude, 7), "latitude": round(latitude, 7)}


def _degrees(parts: Any, reference: Any, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value):
        raise ValueError("not a number")
    text = reference.decode("ascii") if isinstance(reference, bytes) else str(reference)
    return -value if text.strip("\0 ").upper() == negative else value


def _time(position: Mapping[int, Any], times: Mapping[int, Any]) -> Suggestion:
    try:
        text = str(times[Base.DateTimeOriginal]).strip("\0 ")
        offset = str(times.get(Base.OffsetTimeOriginal, "")).strip("\0 ")
        taken = datetime.fromisoformat(text.replace(":", "-", 2) + offset)
        # Without an offset the camera's clock is taken for ours.
        return {"taken_at": (taken if offset else timezone.make_aware(taken)).isoformat()}
    except _BROKEN:
        return _satellite_time(position)


def _satellite_time(position: Mapping[int, Any]) -> Suggestion:
    try:
        day = datetime.fromisoformat(str(position[GPS.GPSDateStamp]).strip("\0 ").replace(":", "-"))
        hour, minute, second = (int(float(part)) for part in position[GPS.GPSTimeStamp])
        return {"taken_at": day.replace(hour=hour, minute=minute, second=second, tzinfo=UTC).isoformat()}
    except _BROKEN:
        return {}
