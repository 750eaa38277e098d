"""The declaration of anything drawable, and its registry.

A room says in its ``sources.py`` what it has; tiles, styles, legends and contract tests read it here.
What is not declared is neither shown nor queryable.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from geo.access import PUBLIC
from geo.errors import NotFound

PROVIDER_SECONDS: Final = 1.0
"""How long the answer of a provider is kept: a changed collection shows within this time."""

ALIAS: Final = "t"
"""Alias of the relation in all SQL fragments of a source."""


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """One column of a source.

    Attributes:
        name: its name in the tile.
        sql: constant SQL expression over alias ``t``; never made from user input.
        audience: who may read it.
        type: ``string``, ``number``, ``boolean`` or ``timestamp`` (seconds since 1970, UTC; never an age).
    """

    name: str
    sql: str
    audience: str = PUBLIC
    type: str = "string"


@dataclass(frozen=True, kw_only=True)
class Source:
    """Something that can be drawn.

    Attributes:
        id: name of the MVT layer and part of the URL.
        title: ``{"el": …, "en": …}``.
        geometry_type: ``point``, ``line``, ``polygon`` or ``mixed``.
        relation: SQL FROM item; readers append the alias ``t``.
        geometry: SQL expression in EPSG:3857 with a GiST index behind it.
        feature_id: SQL expression of type bigint.
        where: condition over ``t`` by audience; an audience that is missing sees no row.
        parameters: values of the ``%(name)s`` placeholders in the fragments.
        cluster_below: points are counted on a grid below this zoom; features carry ``count``.
        style: drawing hints read by ``tiles.style``.
        theme: group in the legend.
        generation: changes when schema or style change.
    """

    id: str
    title: Mapping[str, str]
    geometry_type: str
    relation: str
    where: Mapping[str, str]
    geometry: str = "t.tile_geometry"
    feature_id: str = "t.id"
    attributes: tuple[Attribute, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    min_zoom: int = 0
    max_zoom: int = 22
    cluster_below: int = 14
    style: Mapping[str, Any] = field(default_factory=dict)
    theme: str = ""
    attribution: str = ""
    generation: str = ""

    def attributes_for(self, audience: str) -> tuple[Attribute, ...]:
        """The columns that readers of this audience may see."""
        readable = {PUBLIC, audience}
        return tuple(attribute for attribute in self.attributes if attribute.audience in readable)


Provider = Callable[[], Iterable[Source]]

_declared: dict[str, Source] = {}
_providers: list[Provider] = []
_provided: tuple[float, dict[str, Source]] = (0.0, {})


def register(source: Source) -> Source:
    """Declare a source; its id must be new.

    Raises:
        ValueError: the id is taken.
    """
    if source.id in _declared:
        raise ValueError(f"source {source.id!r} is declared twice")
    _declared[source.id] = source
    return source


def provide(provider: Provider) -> Provider:
    """Register a callable that answers the sources which are data (usable as a decorator)."""
    _providers.append(provider)
    return provider


def forget_provided() -> None:
    """Ask the providers again at the next look-up; called by whoever changes their data."""
    global _provided
    _provided = (0.0, {})


def all_sources() -> dict[str, Source]:
    """Every source by id: the declared ones and those that providers answer now."""
    global _provided
    made_at, provided = _provided
    now = time.monotonic()
    if made_at == 0.0 or now - made_at > PROVIDER_SECONDS:
        provided = {source.id: source for provider in _providers for source in provider()}
        _provided = (now, provided)
    return _declared | provided


def get(source_id: str) -> Source:
    """The source with this id.

    Raises:
        NotFound: there is none.
    """
    try:
        return all_sources()[source_id]
    except KeyError:
        raise NotFound(_("There is no layer “%(id)s”.") % {"id": source_id}) from None
