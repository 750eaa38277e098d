"""Import of a file into a collection, through the write door of the features."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from geo.errors import Invalid
from geo.geometry import Unrepairable, repair
from layers.features.actions import LoadReport, Row, load
from layers.features.models import Collection
from layers.transfer import encodings, values
from layers.transfer.errors import Unreadable
from layers.transfer.mapping import FieldMap, match
from layers.transfer.placing import Extent, Placement, place
from layers.transfer.reading import RawRow, Reader, opened
from layers.transfer.report import ImportReport, Verdict

_SUSPECTS: Final = 3


@dataclass(frozen=True)
class ImportOptions:
    """What a person may say about a file.

    Attributes:
        crs: code of its reference system; needed where the file does not say it.
        encoding: of its text; needed where it cannot be told.
        layer: its name, where the file holds several.
        mode: `append`, `replace` or `upsert`.
        key: property, or field of the file, by which rows are recognised again.
        mapping: property by field, over what the names say; an empty property leaves the field out.
        keep_going: leave refused rows out instead of writing nothing.
        dry_run: write nothing, tell what would be.
    """

    crs: str = ""
    encoding: str = ""
    layer: str = ""
    mode: str = "append"
    key: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    keep_going: bool = False
    dry_run: bool = False


def import_file(*, actor: Any, collection: Collection, path: Path, options: ImportOptions) -> ImportReport:
    """Read a layer file into a collection, in one transaction.

    The file is read twice: first its coordinates, to see whether they fit the reference system, then its
    rows, in batches. What was mended or refused stands in the report with the number of its row.

    Args:
        actor: who does it; None for the system itself. Permission is the caller's to check.
        path: GeoJSON, GeoPackage, shapefile, or a zip of such.

    Raises:
        Unreadable, LayerNeeded, EncodingNeeded: the file.
        UnidentifiedCRS, DoesNotFit, UnknownCRS, NoOperation: its reference system.
        Invalid: an option, by field.
    """
    if options.mode == "upsert" and not options.key:
        raise Invalid(fields={"key": [_("To change rows by key, say which field is the key.")]})
    with opened(path, layer=options.layer, encoding=options.encoding) as reader:
        report = ImportReport(
            file=path.name,
            layer=reader.layer,
            format=reader.format,
            collection=collection.pk,
            mode=options.mode,
            encoding=reader.encoding,
            dry_run=options.dry_run,
        )
        placement = place(_first_pass(reader, report), reader.declared_crs, options.crs)
        fields = match(reader.fields, collection.document, options.mapping)
        _describe(report, reader, placement, fields)
        _write(actor, collection, reader, placement, fields, options, report)
    return report


def _first_pass(reader: Reader, report: ImportReport) -> Extent:
    extent, suspects, damage = Extent(), dict[str, str](), ""
    for row in reader.rows():
        report.read += 1
        damage = damage or " ".join(row.problems.get("geometry", ()))
        extent.add([row.geometry])
        if len(suspects) < _SUSPECTS:
            suspects |= {
                value: reading
                for value in row.values.values()
                if isinstance(value, str) and (reading := encodings.suspect(value))
            }
    if not report.read:
        raise Unreadable(_("There is not a single row in the file."))
    if not extent.rows:
        raise Unreadable(damage or _("No row of the file has a geometry."))
    report.notes += [
        _("“%(text)s” looks like “%(reading)s”, read in the wrong encoding before it came into this file.")
        % {"text": text, "reading": reading}
        for text, reading in list(suspects.items())[:_SUSPECTS]
    ]
    return extent


def _describe(report: ImportReport, reader: Reader, placement: Placement, fields: FieldMap) -> None:
    report.crs = str(placement.system)
    report.operation = str(placement.operation)
    report.properties = fields.properties
    report.left = tuple(fields.left)
    report.notes += [*reader.notes, *placement.notes]


def _write(
    actor: Any,
    collection: Collection,
    reader: Reader,
    placement: Placement,
    fields: FieldMap,
    options: ImportOptions,
    report: ImportReport,
) -> None:
    key_property, key_field = _key(options.key, reader, fields, collection)
    intake = _Intake(collection, fields, key_field, report)
    with transaction.atomic():
        loaded = load(
            actor=actor,
            collection=collection,
            rows=intake.rows(reader),
            source="import",
            mode=options.mode,
            key_field=key_property,
            crs=placement.system.code,
            all_or_nothing=not options.keep_going,
            dry_run=options.dry_run,
            reason=f"{report.file}: {placement.system.code}, {placement.operation}",
        )
        stopped = bool(report.refused) and not options.keep_going
        if stopped:
            transaction.set_rollback(True)
    _finish(report, loaded, applied=loaded.applied and not stopped)


def _finish(report: ImportReport, loaded: LoadReport, *, applied: bool) -> None:
    counted = 0
    for refusal in loaded.refused:
        report.say(refusal.number, Verdict.REFUSED, refusal.problems)
        counted += 1
    report.refused += loaded.refused_total - counted
    report.inserted, report.changed = loaded.inserted, loaded.changed
    report.unchanged, report.deleted = loaded.unchanged, loaded.deleted
    report.applied = applied
    report.changeset = loaded.changeset_id if applied else None
    report.entries.sort(key=lambda entry: entry.number)


def _key(key: str, reader: Reader, fields: FieldMap, collection: Collection) -> tuple[str, str]:
    """The property that is the key, or else the field of the file; at most one of them."""
    if not key or key in fields.properties.values():
        return key, ""
    if key in fields.properties:
        return fields.properties[key], ""
    if any(source.name == key for source in reader.fields):
        return "", key
    names = ", ".join(source.name for source in reader.fields)
    raise Invalid(
        fields={"key": [_("The file has no field “%(name)s”. It has: %(names)s.") % {"name": key, "names": names}]}
    )


@dataclass
class _Intake:
    """Turns rows of a file into rows for the write door; what cannot be turned goes into the report."""

    collection: Collection
    fields: FieldMap
    key_field: str
    report: ImportReport

    def rows(self, reader: Reader) -> Iterator[Row]:
        definitions = self.collection.document.get("properties", {})
        for raw in reader.rows():
            row = self._row(raw, definitions)
            if raw.problems:
                self.report.say(raw.number, Verdict.REFUSED, raw.problems)
                continue
            if raw.notes:
                self.report.say(raw.number, Verdict.REPAIRED, {"geometry": raw.notes})
            yield row

    def _row(self, raw: RawRow, definitions: Mapping[str, Any]) -> Row:
        problems = {name: texts for name, texts in raw.problems.items() if name in ("geometry", "properties")}
        properties: dict[str, Any] = {}
        for source, target in self.fields.properties.items():
            if source in raw.problems:
                problems[f"properties.{target}"] = raw.problems[source]
                continue
            try:
                properties[target] = values.coerce(raw.values.get(source), definitions.get(target, {}))
            except values.Unfit as error:
                problems[f"properties.{target}"] = [str(error)]
        raw.problems = problems
        self._repair(raw)
        key = values.plain(raw.values.get(self.key_field)) if self.key_field else None
        return Row(raw.number, raw.geometry, properties, key="" if key is None else str(key))

    def _repair(self, raw: RawRow) -> None:
        if raw.geometry is None:
            return
        try:
            repaired = repair(raw.geometry)
        except Unrepairable as error:
            raw.problems["geometry"] = [str(error.detail)]
            return
        raw.geometry = repaired.geometry
        if repaired.note:
            raw.notes.append(repaired.note)
