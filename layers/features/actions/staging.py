"""Brings rows into a temporary table, checked, in batches: memory stays bounded."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

import numpy as np
import shapely
from django.db import connection
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import crs as systems
from geo.errors import Invalid
from geo.geometry import keep_untouched
from layers.features import rules
from layers.features.actions.rows import LoadReport, Row
from layers.features.models import Collection, Feature
from layers.features.rules.properties import validator

BATCH: Final = 2000
"""Rows held in memory at once."""

_CREATE: Final = """
DROP TABLE IF EXISTS features_staging;
CREATE TEMPORARY TABLE features_staging (
    number bigint, key text, geometry geometry, properties jsonb, valid_from date, valid_until date
) ON COMMIT DROP
"""

_COPY: Final = "COPY features_staging (number, key, geometry, properties, valid_from, valid_until) FROM STDIN"


class Stager:
    """Checks rows and copies the good ones into ``features_staging``; the others go into the report."""

    def __init__(self, *, collection: Collection, crs: str, key_field: str, keyed: bool, report: LoadReport) -> None:
        self.collection = collection
        self.crs = crs
        self.key_field = key_field
        self.keyed = keyed
        self.report = report
        self._checker = validator(collection.document)

    def stage(self, rows: Iterable[Row]) -> None:
        """Make the table and fill it. Call once, inside a transaction."""
        with connection.cursor() as cursor:
            cursor.execute(_CREATE)
            for batch in _batches(rows, BATCH):
                records = list(self._records(batch))
                with cursor.copy(_COPY) as copy:
                    for record in records:
                        copy.write_row(record)
            cursor.execute("ANALYZE features_staging")

    def _records(self, batch: Sequence[Row]) -> Iterator[tuple[Any, ...]]:
        keys = [self._key(row) for row in batch]
        geometries = self._in_storage(batch, keys)
        surely_good = rules.storable(self.collection.geometry_type, geometries)
        texts = shapely.to_wkb(shapely.set_srid(geometries, systems.STORAGE_SRID), hex=True, include_srid=True)
        for row, key, geometry, good, ewkb in zip(batch, keys, geometries, surely_good, texts, strict=True):
            problems = self._problems(row, key)
            if not good:
                problems |= self._geometry_problems(geometry)
            if problems:
                self.report.refuse(row.number, problems)
            else:
                # Nulls stay: an upsert removes what a row names and leaves empty.
                properties = json.dumps(dict(row.properties), ensure_ascii=False)
                yield row.number, key, ewkb, properties, row.valid_from, row.valid_until

    def _problems(self, row: Row, key: str) -> dict[str, list[str]]:
        problems: dict[str, list[str]] = {}
        if self.keyed and not key:
            problems[f"properties.{self.key_field}" if self.key_field else "key"] = [
                _("The row has no key, so it cannot be matched with what is there.")
            ]
        present = rules.merge_properties({}, row.properties)
        if not self._checker.is_valid(present):
            problems |= rules.property_problems(self._checker, present)
        if row.valid_from or row.valid_until:
            problems |= _raised(rules.check_validity, row.valid_from, row.valid_until)
        return problems

    def _geometry_problems(self, geometry: BaseGeometry | None) -> dict[str, list[str]]:
        return _raised(rules.check_geometry, self.collection.geometry_type, geometry)

    def _key(self, row: Row) -> str:
        if not self.key_field:
            return row.key
        value = row.properties.get(self.key_field)
        return "" if value is None else str(value)

    def _in_storage(self, batch: Sequence[Row], keys: Sequence[str]) -> NDArray[np.object_]:
        geometries = np.empty(len(batch), dtype=object)
        geometries[:] = [row.geometry for row in batch]
        if self.crs == systems.STORAGE and not self.keyed:
            return geometries
        try:
            moved = systems.transform(geometries, self.crs, systems.STORAGE)
        except systems.OutOfDomain:
            moved = geometries
            moved[:] = [self._one_in_storage(row) for row in batch]
        stored = self._stored(keys)
        for index, (row, key) in enumerate(zip(batch, keys, strict=True)):
            if row.geometry is not None and key in stored:
                moved[index] = keep_untouched(stored[key], row.geometry, self.crs)
        return moved

    def _one_in_storage(self, row: Row) -> BaseGeometry | None:
        # Left as it is, the geometry is refused by the rules with its reason.
        try:
            return None if row.geometry is None else systems.transform(row.geometry, self.crs, systems.STORAGE)
        except systems.OutOfDomain:
            return row.geometry

    def _stored(self, keys: Sequence[str]) -> Mapping[str, BaseGeometry]:
        """Geometries on record under these keys: a trip through another CRS would move their vertices."""
        if not self.keyed:
            return {}
        found = Feature.objects.live().of(self.collection).exclude(key="").filter(key__in=set(keys))
        return dict(found.values_list("key", "geometry"))


def _batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def _raised(check: Callable[..., object], *arguments: Any) -> dict[str, list[str]]:
    """The messages of a rule that refuses; none where it passes."""
    try:
        check(*arguments)
    except Invalid as error:
        return {name: [str(text) for text in texts] for name, texts in error.fields.items()}
    return {}
