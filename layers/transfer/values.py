"""Values of files as the schema wants them: numbers in text, dates in three spellings, text in NFC.
Pure.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

_TRUE = frozenset({"true", "t", "yes", "y", "1", "ναι", "ν"})
_FALSE = frozenset({"false", "f", "no", "n", "0", "οχι", "ο"})
_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")
"""What PostgreSQL cannot hold in text."""


class Unfit(ValueError):
    """The value cannot be made what the schema wants; the text says so to people."""


def coerce(value: Any, definition: Mapping[str, Any]) -> Any:
    """A value as the JSON Schema of its property wants it; None for missing and for empty text.

    Only what loses nothing is done: `"12,5"` and `"1.234,50"` become numbers, 3.0 a whole number, 5302 the
    text `"5302"`, `13/7/2008` a date, `Ναι` a boolean. Everything else stays as it is, for the schema to
    judge.

    Args:
        definition: the property's part of the schema.

    Raises:
        Unfit: the value has another type and does not convert.
    """
    value = plain(value)
    if value is None:
        return None
    types = _types(definition)
    if not types or (any(_is(value, name) for name in types) and "format" not in definition):
        return _among(value, definition)
    for name in types:
        if name in _CONVERSIONS:
            return _among(_CONVERSIONS[name](value, definition), definition)
    return value


def plain(value: Any) -> Any:
    """Text trimmed and in NFC, nothing for what is empty or not a number; inside lists and objects too."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", _FORBIDDEN.sub("", value)).strip() or None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, bytes | bytearray | memoryview):
        raise Unfit(_("Binary values are not read."))
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {unicodedata.normalize("NFC", str(name)): plain(item) for name, item in value.items()}
    return value


def _types(definition: Mapping[str, Any]) -> list[str]:
    stated = definition.get("type", [])
    names = [stated] if isinstance(stated, str) else list(stated)
    return [name for name in names if name != "null"]


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    kinds: dict[str, type | tuple[type, ...]] = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "array": list,
        "object": dict,
    }
    return isinstance(value, kinds.get(name, ()))


def _text(value: Any, definition: Mapping[str, Any]) -> str:
    if isinstance(value, bool | list | dict):
        raise Unfit(_("Text was expected, not %(value)s.") % {"value": value})
    text = str(int(value)) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else str(value)
    match definition.get("format"):
        case "date":
            return _date(text)
        case "date-time":
            return _moment(text)
    return text


def _number(value: Any, definition: Mapping[str, Any]) -> int | float:
    if isinstance(value, bool | list | dict):
        raise Unfit(_("A number was expected, not %(value)s.") % {"value": value})
    if isinstance(value, str):
        value = _parsed(value)
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value


def _parsed(text: str) -> int | float:
    """Digits with a decimal point or comma; with both, the last one is the decimal sign and the other
    groups thousands.
    """
    compact = text.replace("\u00a0", "").replace(" ", "")
    if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+,\d+", compact):
        compact = compact.replace(".", "")
    elif re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+\.\d+", compact):
        compact = compact.replace(",", "")
    compact = compact.replace(",", ".", 1)
    if re.fullmatch(r"[+-]?\d+", compact):
        return int(compact)
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", compact) and math.isfinite(number := float(compact)):
        return number
    raise Unfit(_("“%(value)s” is not a number.") % {"value": text})


def _whole(value: Any, definition: Mapping[str, Any]) -> int:
    number = _number(value, definition)
    if isinstance(number, float):
        raise Unfit(_("“%(value)s” is not a whole number.") % {"value": value})
    return number


def _truth(value: Any, definition: Mapping[str, Any]) -> bool:
    if isinstance(value, int | float) and value in (0, 1):
        return bool(value)
    if isinstance(value, str):
        word = "".join(c for c in unicodedata.normalize("NFD", value.casefold()) if not unicodedata.combining(c))
        if word in _TRUE | _FALSE:
            return word in _TRUE
    raise Unfit(_("“%(value)s” is neither yes nor no.") % {"value": value})


def _list(value: Any, definition: Mapping[str, Any]) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _date(text: str) -> str:
    day = text.partition("T")[0].partition(" ")[0]
    for pattern in _DATES:
        try:
            return datetime.strptime(day, pattern).date().isoformat()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    raise Unfit(_("“%(value)s” is not a date. Dates look like 2026-03-25 or 25/3/2026.") % {"value": text})


def _moment(text: str) -> str:
    try:
        return datetime.fromisoformat(text.replace("/", "-", 2)).isoformat()
    except ValueError:
        raise Unfit(_("“%(value)s” is not a date with a time.") % {"value": text}) from None


def _among(value: Any, definition: Mapping[str, Any]) -> Any:
    """One of the values listed in the schema, if it differs from it only in case or accents."""
    allowed = definition.get("enum")
    if not allowed or value in allowed or not isinstance(value, str):
        return value
    return next((one for one in allowed if isinstance(one, str) and _same(one, value)), value)


def _same(one: str, other: str) -> bool:
    def fold(text: str) -> str:
        return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))

    return fold(one).replace("ς", "σ") == fold(other).replace("ς", "σ")


_CONVERSIONS: Mapping[str, Callable[[Any, Mapping[str, Any]], Any]] = {
    "string": _text,
    "integer": _whole,
    "number": _number,
    "boolean": _truth,
    "array": _list,
}
