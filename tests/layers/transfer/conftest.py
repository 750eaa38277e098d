"""A collection to take files, and the import of one."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from layers.features.actions import create_collection
from layers.features.models import Collection
from layers.transfer.actions import ImportOptions, import_file
from layers.transfer.report import ImportReport

SCHEMA = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "x-aliases": ["ΟΝΟΜΑ_ΠΕΡΙΟΧΗΣ", "NAME"], "minLength": 1},
        "code": {"type": "string", "x-aliases": ["ΚΩΔΙΚΟΣ"]},
        "population": {"type": "integer", "minimum": 0},
        "founded": {"type": "string", "format": "date"},
        "seat": {"type": "boolean"},
    },
}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def collection(db: None) -> Collection:
    return create_collection(
        actor=None, id="places", title={"el": "Τόποι", "en": "Places"}, geometry_type="mixed", schema=SCHEMA
    )


@pytest.fixture
def bring(collection: Collection) -> Callable[..., ImportReport]:
    """Import a file into the collection: `bring(path, crs="EPSG:2100", …)`."""

    def bring(path: Path, **options: Any) -> ImportReport:
        return import_file(actor=None, collection=collection, path=path, options=ImportOptions(**options))

    return bring
