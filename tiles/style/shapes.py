"""Style layers by kind of geometry (MapLibre Style Specification, version 8)."""

from collections.abc import Iterator
from typing import Any, Final

from tiles.sql import COUNT
from tiles.style import palette
from tiles.style.hints import Hints

Json = dict[str, Any]

SINGLE: Final = ["==", ["get", COUNT], 1]
MANY: Final = [">", ["get", COUNT], 1]

KINDS: Final = {"polygon": 0, "line": 1, "point": 2}
"""Kinds of geometry from the bottom of the map to its top; labels lie above them all."""


def fill(hints: Hints) -> Iterator[Json]:
    """An area, and its border as a line of its own: a fill's own outline is always one pixel wide."""
    yield {
        "part": "fill",
        "type": "fill",
        "paint": {"fill-color": hints.paint_color(), "fill-opacity": hints.opacity},
    }
    yield {
        "part": "outline",
        "type": "line",
        "layout": {"line-join": "round"},
        "paint": {
            "line-color": hints.outline or hints.paint_color(),
            "line-width": _growing(hints.width),
            **_dashed(hints),
        },
    }


def line(hints: Hints) -> Iterator[Json]:
    """A line on its casing, if it has one."""
    rounded = {"line-join": "round", "line-cap": "butt" if hints.dash else "round"}
    if hints.outline:
        yield {
            "part": "casing",
            "type": "line",
            "layout": rounded,
            "paint": {"line-color": hints.outline, "line-width": _growing(hints.width + 2)},
        }
    yield {
        "part": "line",
        "type": "line",
        "layout": rounded,
        "paint": {"line-color": hints.paint_color(), "line-width": _growing(hints.width), **_dashed(hints)},
    }


def circle(hints: Hints) -> Iterator[Json]:
    """One thing as a dot, many as a larger one whose area follows their number."""
    border = {"circle-stroke-color": hints.outline or palette.HALO, "circle-stroke-width": 1.5}
    yield {
        "part": "dot",
        "type": "circle",
        "filter": SINGLE,
        "paint": {"circle-color": hints.paint_color(), "circle-radius": _growing(hints.radius), **border},
    }
    yield {
        "part": "cluster",
        "type": "circle",
        "filter": MANY,
        "paint": {
            "circle-color": hints.color,
            "circle-opacity": 0.85,
            "circle-radius": ["interpolate", ["linear"], ["log10", ["get", COUNT]], 0.3, 9, 2, 15, 4, 26],
            **border,
        },
    }


def count(language: str) -> Json:
    """How many a dot stands for, written on it where there is room."""
    return {
        "part": "count",
        "type": "symbol",
        "filter": MANY,
        "layout": {
            "text-field": ["number-format", ["get", COUNT], {"locale": language}],
            "text-font": palette.BOLD,
            "text-size": 11,
        },
        "paint": {"text-color": palette.TEXT, "text-halo-color": palette.HALO, "text-halo-width": 1.5},
    }


def label(hints: Hints, kind: str, language: str) -> Json | None:
    """The name of a thing: on a line along it, beside a point, in the middle of an area."""
    if (text := hints.text(language)) is None:
        return None
    layout: Json = {"text-field": text, "text-font": palette.REGULAR, "text-size": 12, "text-max-width": 9}
    if kind == "line":
        layout |= {"symbol-placement": "line", "text-max-angle": 30}
    elif kind == "point":
        layout |= {"text-variable-anchor": ["top", "bottom", "left", "right"], "text-radial-offset": 0.8}
    return {
        "part": f"{kind}-label",
        "type": "symbol",
        "minzoom": hints.label_zoom,
        "layout": layout,
        "paint": {"text-color": palette.TEXT, "text-halo-color": palette.HALO, "text-halo-width": 1.5},
    }


def _growing(pixels: float) -> list[Any]:
    """Thinner from afar, wider close by; `pixels` at zoom 14."""
    steps = (8, pixels / 2, 14, pixels, 18, pixels * 2)
    return ["interpolate", ["linear"], ["zoom"], *steps]


def _dashed(hints: Hints) -> Json:
    return {"line-dasharray": list(hints.dash)} if hints.dash else {}
