"""The style of the whole map, made from what the sources say of themselves."""

from collections.abc import Callable, Iterator
from typing import Any

from geo.access import PUBLIC
from geo.sources import Source, all_sources
from tiles.style import palette, shapes
from tiles.style.hints import Hints
from tiles.tilejson import title

Json = dict[str, Any]
Address = Callable[[str, str], str]
"""Template of the tiles' URL for the id of a source and an audience."""

LABELS = 3
"""Rank of labels: above polygons, lines and points."""

SHAPES: dict[str, Callable[[Hints], Iterator[Json]]] = {
    "polygon": shapes.fill,
    "line": shapes.line,
    "point": shapes.circle,
}
GEOMETRY_TYPES = {"polygon": "Polygon", "line": "LineString", "point": "Point"}


def style(audience: str, *, address: Address, language: str) -> Json:
    """A MapLibre style (version 8) of every source that `audience` may see.

    A source that says nothing of this audience is shown as the public sees it, from the public address.
    One vector source per registered source, of the same name: they are switched, and refreshed, one by one.
    """
    seen = [
        (source, audience if audience in source.where else PUBLIC)
        for source in all_sources().values()
        if audience in source.where or PUBLIC in source.where
    ]
    entries = {source.id: _entry(source, language) for source, _ in seen}
    return {
        "version": 8,
        "name": "Topos",
        "metadata": {"topos:language": language, "topos:sources": entries},
        "sources": {source.id: _vector(source, address(source.id, seen_by)) for source, seen_by in seen},
        "layers": [
            {"id": "background", "type": "background", "paint": {"background-color": palette.SEA}},
            *_stacked([source for source, _ in seen], language),
        ],
    }


def _entry(source: Source, language: str) -> Json:
    """What a legend needs to know of a source."""
    return {
        "title": title(source, language),
        "theme": source.theme,
        "geometry": source.geometry_type,
        "icon": Hints.of(source).icon,
    }


def _vector(source: Source, template: str) -> Json:
    vector: Json = {
        "type": "vector",
        "tiles": [template],
        "minzoom": source.min_zoom,
        "maxzoom": source.max_zoom,
    }
    if source.attribution:
        vector["attribution"] = source.attribution
    return vector


def _stacked(sources: list[Source], language: str) -> list[Json]:
    """All style layers from the bottom to the top: by kind of geometry, then as the sources ask for."""
    ranked = [
        ((rank, Hints.of(source).order), layer)
        for source in sorted(sources, key=lambda source: source.id)
        for rank, layer in _layers(source, language)
    ]
    return [layer for _rank, layer in sorted(ranked, key=lambda pair: pair[0])]


def _layers(source: Source, language: str) -> Iterator[tuple[int, Json]]:
    hints = Hints.of(source)
    mixed = source.geometry_type == "mixed"
    for kind in SHAPES if mixed else [source.geometry_type]:
        only = ["==", ["geometry-type"], GEOMETRY_TYPES[kind]] if mixed else None
        parts = list(SHAPES[kind](hints))
        for part in parts[:1] if mixed and kind == "point" else parts:
            yield shapes.KINDS[kind], _finished(source, hints, part, only)
        if label := shapes.label(hints, kind, language):
            yield LABELS, _finished(source, hints, label, only)
    if source.geometry_type == "point":
        yield LABELS, _finished(source, hints, shapes.count(language), None)


def _finished(source: Source, hints: Hints, part: Json, only: Any) -> Json:
    """The style layer of one part of a source's drawing."""
    layer = {name: value for name, value in part.items() if name != "part"}
    layer |= {
        "id": f"{source.id}:{part['part']}",
        "source": source.id,
        "source-layer": source.id,
        "minzoom": max(part.get("minzoom", 0), source.min_zoom),
        "metadata": {"topos:source": source.id},
    }
    if only:
        layer["filter"] = only
    if not hints.visible:
        layer["layout"] = {**layer.get("layout", {}), "visibility": "none"}
    return layer
