"""Installs the presets; again, it changes only what a newer file changes."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from layers.features import actions
from layers.features.models import Collection
from layers.presets.reading import COLLECTIONS, Preset, read_presets


@dataclass(slots=True)
class Installed:
    """Ids of collections by what became of them."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


@transaction.atomic
def install_presets(*, actor: Any = None, folder: Path = COLLECTIONS) -> Installed:
    """Make or bring up to date one collection for each preset file.

    What the municipality changed in the browser since stays, until the file itself changes.

    Raises:
        Invalid: a file is wrong; nothing is installed.
    """
    presets = list(read_presets(folder))
    there = {row.pk: row for row in Collection.objects.filter(pk__in=[preset.id for preset in presets])}
    report = Installed()
    for preset in presets:
        if preset.id not in there:
            _create(preset, actor)
            report.created.append(preset.id)
        elif there[preset.id].preset != preset.digest:
            _change(there[preset.id], preset, actor)
            report.changed.append(preset.id)
        else:
            report.unchanged.append(preset.id)
    return report


def _create(preset: Preset, actor: Any) -> None:
    actions.create_collection(
        actor=actor,
        id=preset.id,
        geometry_type=preset.document["geometry_type"],
        schema=preset.document["schema"],
        **_description(preset),
    )


def _change(collection: Collection, preset: Preset, actor: Any) -> None:
    actions.change_schema(actor=actor, collection=collection, document=preset.document["schema"])
    actions.change_collection(actor=actor, collection=collection, **_description(preset))


def _description(preset: Preset) -> dict[str, Any]:
    document = preset.document
    return {
        "title": document["title"],
        "style": document.get("style", {}),
        "tile_profile": document.get("tile_profile", {}),
        "access": {"read": "public"} | document.get("access", {}),
        "theme": document.get("theme", ""),
        "locates": document.get("locates", ""),
        "preset": preset.digest,
    }
