"""Preset files: one JSON file is one collection, checked before anything is written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from geo.errors import Invalid

HERE: Final = Path(__file__).parent
COLLECTIONS: Final = HERE / "collections"


@dataclass(frozen=True, slots=True)
class Preset:
    """A collection as data.

    Attributes:
        id: of the collection: the name of the file.
        digest: of the content: the same digest, nothing to do.
        document: as `preset.schema.json` describes it.
    """

    id: str
    digest: str
    document: dict[str, Any]


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads((HERE / "preset.schema.json").read_text()))


def read_presets(folder: Path = COLLECTIONS) -> Iterator[Preset]:
    """The presets of a folder, by id.

    Raises:
        Invalid: a file is no JSON, or not as `preset.schema.json` says; the field is the name of the file.
    """
    for file in sorted(folder.glob("*.json")):
        yield read_preset(file)


def read_preset(file: Path) -> Preset:
    """One preset file.

    Raises:
        Invalid: see `read_presets`.
    """
    text = file.read_bytes()
    try:
        document = json.loads(text)
    except ValueError as error:
        raise Invalid(fields={file.name: [_("Not JSON: %(message)s") % {"message": error}]}) from error
    problems = [
        f"{'/'.join(str(part) for part in error.absolute_path) or '.'}: {error.message}"
        for error in _validator().iter_errors(document)
    ]
    if problems:
        raise Invalid(fields={file.name: problems})
    return Preset(id=file.stem, digest=sha256(text).hexdigest(), document=document)
