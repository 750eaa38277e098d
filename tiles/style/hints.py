"""The drawing hints of a source (``Source.style``), with what is used where a hint is missing."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

from geo.sources import Source
from tiles.style import palette

_HEX: Final = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


@dataclass(frozen=True, kw_only=True)
class Hints:
    """How a source asks to be drawn.

    Attributes:
        color: of fill, line or circle.
        outline: colour of the border of a polygon or circle, or of the casing of a line.
        opacity: of a fill, 0 to 1.
        width: of a line or a border, pixels at zoom 14.
        radius: of a circle, pixels at zoom 14.
        dash: pattern of a line or border, in line widths.
        label: attribute that is written on the map, or one by language.
        label_zoom: first zoom at which it is written.
        by: attribute by whose value the colour changes.
        colors: colour by value of that attribute; others take `color`.
        order: what is higher lies on top, among its kind (polygons, lines, points).
        visible: whether the layer is shown until somebody chooses.
        icon: name of a symbol (Maki, Temaki); passed on as metadata.
    """

    color: str = palette.UNSTYLED
    outline: str = ""
    opacity: float = 0.25
    width: float = 1.5
    radius: float = 6.0
    dash: Sequence[float] = ()
    label: str | Mapping[str, str] = ""
    label_zoom: float = 12.0
    by: str = ""
    colors: Mapping[str, str] = field(default_factory=dict)
    order: int = 0
    visible: bool = True
    icon: str = ""

    @classmethod
    def of(cls, source: Source) -> Self:
        """The hints of this source.

        Names that we do not know are for somebody else, and values that cannot be drawn are passed over: styles
        are data that people edit, and one bad value would make MapLibre refuse the whole map.
        """
        return cls(**{name: value for name, value in source.style.items() if _drawable(name, value)})

    def paint_color(self) -> Any:
        """The colour as a style value: a constant, or an expression over the attribute `by`."""
        if not (self.by and self.colors):
            return self.color
        pairs = [part for value, color in self.colors.items() for part in (value, color)]
        return ["match", ["to-string", ["get", self.by]], *pairs, self.color]

    def text(self, language: str) -> Any:
        """The label as a style value, or None."""
        if not self.label:
            return None
        if isinstance(self.label, str):
            return ["to-string", ["get", self.label]]
        wanted = [self.label[code] for code in (language, *self.label) if code in self.label]
        return ["to-string", ["coalesce", *(["get", name] for name in dict.fromkeys(wanted))]]


def _is_color(value: Any) -> bool:
    return isinstance(value, str) and bool(_HEX.fullmatch(value))


def _is_size(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _are_texts(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(value) and all(map(_is_text, value.values()))


_CHECKS: Final[dict[str, Callable[[Any], bool]]] = {
    "color": _is_color,
    "outline": _is_color,
    "opacity": lambda value: _is_size(value) and value <= 1,
    "width": _is_size,
    "radius": _is_size,
    "dash": lambda value: isinstance(value, list | tuple) and len(value) > 1 and all(map(_is_size, value)),
    "label": lambda value: _is_text(value) or _are_texts(value),
    "label_zoom": lambda value: _is_size(value) and value <= 24,
    "by": _is_text,
    "colors": lambda value: isinstance(value, Mapping) and all(map(_is_color, value.values())),
    "order": lambda value: isinstance(value, int),
    "visible": lambda value: isinstance(value, bool),
    "icon": _is_text,
}


def _drawable(name: str, value: Any) -> bool:
    return name in _CHECKS and _CHECKS[name](value)
