"""What one audience sees of a source, and how it is drawn at a zoom."""

from dataclasses import dataclass
from enum import Enum
from typing import Final, Self

from django.utils.translation import gettext as _

from geo.errors import NotFound
from geo.sources import Attribute, Source, get

GENERALISE_BELOW: Final = 14
"""Lines and polygons lose what no eye sees below this zoom; from here on they are whole."""


class Detail(Enum):
    """How a source is drawn at some zoom."""

    GRID = "grid"  # points counted by cell
    GENERAL = "general"  # lines and polygons simplified, the smallest left out
    FULL = "full"  # every row as it is


@dataclass(frozen=True)
class Layer:
    """All that the SQL of a layer is made of: equal layers have equal SQL, so it is the key of the cache."""

    id: str
    geometry_type: str
    relation: str
    geometry: str
    feature_id: str
    where: str
    attributes: tuple[Attribute, ...]
    detail: Detail

    @classmethod
    def of(cls, source: Source, audience: str, zoom: int) -> Self:
        """The layer of `source` for readers of `audience`, who must be named in ``source.where``."""
        return cls(
            id=source.id,
            geometry_type=source.geometry_type,
            relation=source.relation,
            geometry=source.geometry,
            feature_id=source.feature_id,
            where=source.where[audience],
            attributes=source.attributes_for(audience),
            detail=detail(source, zoom),
        )


def detail(source: Source, zoom: int) -> Detail:
    """How `source` is drawn at `zoom`."""
    if source.geometry_type == "point":
        return Detail.GRID if zoom < source.cluster_below else Detail.FULL
    return Detail.GENERAL if zoom < GENERALISE_BELOW else Detail.FULL


def named(ids: str, audience: str) -> tuple[Source, ...]:
    """The sources of a comma-separated list of ids, each once, in that order.

    Raises:
        NotFound: one of them is not registered, or this audience sees nothing of it; both answers are alike,
            so that nobody learns what exists.
    """
    sources = tuple(get(source_id) for source_id in dict.fromkeys(ids.split(",")))
    for source in sources:
        if audience not in source.where:
            raise NotFound(_("There is no layer “%(id)s”.") % {"id": source.id})
    return sources
