"""Every collection in use is a source: it cannot forget to be drawable."""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

from geo import sources
from geo.access import PUBLIC
from layers.features import validity
from layers.features.models import Collection

_TYPES: Final = {"number": "number", "integer": "number", "boolean": "boolean"}
_CASTS: Final = {"number": "double precision", "boolean": "boolean"}


@sources.provide
def collection_sources() -> Iterator[sources.Source]:
    """The collections in use."""
    return (source_of(collection) for collection in Collection.objects.live())


def source_of(collection: Collection) -> sources.Source:
    """A collection as a source: attributes by audience from its schema, zooms from its tile profile."""
    profile = collection.tile_profile
    return sources.Source(
        id=collection.pk,
        title=collection.title,
        geometry_type=collection.geometry_type,
        relation="features_feature",
        where={
            collection.read_audience: (
                f"t.collection_id = %(collection_{collection.pk})s AND t.deleted_at IS NULL AND {validity.VALID_TODAY}"
            )
        },
        # A tile of several sources binds all their parameters in one statement.
        parameters={f"collection_{collection.pk}": collection.pk, **validity.PARAMETERS},
        attributes=tuple(_attributes(collection)),
        min_zoom=int(profile.get("min_zoom", 0)),
        max_zoom=int(profile.get("max_zoom", 22)),
        cluster_below=int(profile.get("cluster_below", 14 if collection.geometry_type == "point" else 0)),
        style=collection.style,
        theme=collection.theme,
        attribution=str(profile.get("attribution", "")),
        generation=_generation(collection),
    )


def _attributes(collection: Collection) -> Iterator[sources.Attribute]:
    properties: Mapping[str, Mapping[str, Any]] = collection.document["properties"]
    # A profile without a list carries every column; audiences hold either way.
    for name in collection.tile_profile.get("attributes", list(properties)):
        if name in properties:
            yield _attribute(name, properties[name])


def _attribute(name: str, schema: Mapping[str, Any]) -> sources.Attribute:
    # Names match [a-z][a-z0-9_]* (rules.IDENTIFIER), so they stand in SQL as they are.
    kind = _TYPES.get(str(schema.get("type")), "string")
    sql = f"t.properties ->> '{name}'"
    if kind in _CASTS:
        # A value written under an older schema may be of another type: it must not break the tile.
        value = f"({sql})::{_CASTS[kind]}"
        sql = f"CASE jsonb_typeof(t.properties -> '{name}') WHEN '{kind}' THEN {value} END"
    return sources.Attribute(name=name, sql=sql, audience=str(schema.get("x-audience", PUBLIC)), type=kind)


def _generation(collection: Collection) -> str:
    shown = (collection.title, collection.style, collection.tile_profile, collection.access)
    return sha256(json.dumps([collection.schema_id, *shown], sort_keys=True).encode()).hexdigest()[:12]
