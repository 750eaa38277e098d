"""TileJSON 3.0.0: what a tile address holds."""

from collections.abc import Sequence
from typing import Any, Final

from geo.sources import Source
from tiles import bounds
from tiles.sql import COUNT

FIELD_TYPES: Final = {"string": "String", "number": "Number", "timestamp": "Number", "boolean": "Boolean"}


def describe(sources: Sequence[Source], audience: str, *, address: str, language: str) -> dict[str, Any]:
    """The TileJSON document of these sources together, as `audience` sees them.

    Args:
        address: template of the tiles' URL with ``{z}``, ``{x}`` and ``{y}``.
        language: of the titles, ``el`` or ``en``.
    """
    document: dict[str, Any] = {
        "tilejson": "3.0.0",
        "name": ", ".join(title(source, language) for source in sources),
        "scheme": "xyz",
        "tiles": [address],
        "minzoom": min(source.min_zoom for source in sources),
        "maxzoom": max(source.max_zoom for source in sources),
        "bounds": list(bounds.of_all(sources, audience)),
        "vector_layers": [_layer(source, audience, language) for source in sources],
    }
    if credits := attribution(sources):
        document["attribution"] = credits
    return document


def title(source: Source, language: str) -> str:
    """The title of the source in this language, or the one that there is."""
    return source.title.get(language) or next(iter(source.title.values()), source.id)


def attribution(sources: Sequence[Source]) -> str:
    """Whom these sources ask to be named, each once."""
    return " | ".join(dict.fromkeys(source.attribution for source in sources if source.attribution))


def _layer(source: Source, audience: str, language: str) -> dict[str, Any]:
    fields = {attribute.name: FIELD_TYPES[attribute.type] for attribute in source.attributes_for(audience)}
    if source.geometry_type == "point":
        fields[COUNT] = "Number"
    return {
        "id": source.id,
        "description": title(source, language),
        "minzoom": source.min_zoom,
        "maxzoom": source.max_zoom,
        "fields": fields,
    }
