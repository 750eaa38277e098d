"""The drawing hints of a source (``Source.style``), with what is used where a hint is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from geo.sources import Source
from tiles.style import palette


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
    dash: tuple[float, ...] = ()
    label: str | Mapping[str, str] = ""
    label_zoom: float = 12.0
    by: str = ""
    colors: Mapping[str, str] = field(default_factory=dict)
    order: int = 0
    visible: bool = True
    icon: str = ""

    @classmethod
    def of(cls, source: Source) -> Self:
        """The hints of this source; names that we do not know are for somebody else."""
        known = {name: value for name, value in source.style.items() if name in cls.__dataclass_fields__}
        if "dash" in known:
            known["dash"] = tuple(known["dash"])
        return cls(**known)

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
