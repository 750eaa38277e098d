"""Shapefiles: geometry by GDAL, text in raw bytes, so that the encoding is ours to find."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from layers.transfer import dbf, encodings
from layers.transfer.errors import EncodingNeeded, Unreadable
from layers.transfer.reading import gdal
from layers.transfer.reading.rows import RawRow, SourceField

PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_NAME_WIDTH = 10


class Shapefile:
    """A shapefile whose parts lie under the name `layer` in a folder of ours.

    GDAL is told ISO 8859-1, which keeps every byte as a character of the same number: so the bytes can be
    had back.
    """

    format = "Shapefile"

    def __init__(self, parts: Mapping[str, Path], folder: Path, *, layer: str, encoding: str = "") -> None:
        self.layer = layer
        self.notes = tuple(_notes(parts))
        for suffix in (".shp", ".shx", ".dbf"):
            if suffix in parts:
                (folder / f"layer{suffix}").symlink_to(parts[suffix].resolve())
        self._path = folder / "layer.shp"
        self.declared_crs = parts[".prj"].read_text("utf-8", "replace").strip() if ".prj" in parts else ""
        self._table = _table(parts[".dbf"]) if ".dbf" in parts else None
        self.encoding = self._encoding(parts, encoding)
        columns = self._table.columns if self._table else ()
        self._names = {column.name.decode("latin-1"): self._name(column.name) for column in columns}

    @property
    def fields(self) -> list[SourceField]:
        return [SourceField(name, cut=len(raw) >= _NAME_WIDTH - 1) for raw, name in self._names.items()]

    def rows(self) -> Iterator[RawRow]:
        for batch in gdal.batches(self._path, "ESRI Shapefile", ENCODING="ISO-8859-1"):
            for row in gdal.rows(batch):
                yield self._read(row)

    def _read(self, row: RawRow) -> RawRow:
        values = {}
        for raw_name, value in row.values.items():
            name = self._names.get(raw_name, raw_name)
            values[name] = value
            if isinstance(value, str) and not value.isascii():
                try:
                    values[name] = self._text(value.encode("latin-1"))
                except UnicodeError:
                    row.problems[name] = [_("The text cannot be read as %(encoding)s.") % {"encoding": self._codec}]
        row.values = values
        return row

    def _name(self, raw: bytes) -> str:
        try:
            return self._text(raw)
        except UnicodeDecodeError:  # each text of the column will say so
            return raw.decode(self._codec, "replace")

    def _text(self, raw: bytes) -> str:
        return encodings.decode(raw, self._codec)

    @property
    def _codec(self) -> str:
        return self.encoding.encoding if self.encoding else "utf-8"

    def _encoding(self, parts: Mapping[str, Path], stated: str) -> encodings.Guess | None:
        if self._table is None:
            return None
        samples = list(self._table.texts())
        if stated:
            codec = encodings.known(stated)
            if not codec:
                raise EncodingNeeded(_("There is no encoding “%(name)s”.") % {"name": stated})
            previews = encodings.previews(samples)
            return encodings.Guess(codec, _("you said so"), certain=False, previews=previews)
        cpg = parts[".cpg"].read_text("ascii", "replace") if ".cpg" in parts else ""
        declared = cpg if encodings.known(cpg) else dbf.LANGUAGES.get(self._table.language, "")
        return encodings.guess(samples, declared)


def _table(path: Path) -> dbf.Table:
    try:
        return dbf.read(path)
    except ValueError as error:
        raise Unreadable(_("The table (.dbf) of the shapefile is damaged.")) from error


def _notes(parts: Mapping[str, Path]) -> Iterator[str]:
    if ".shx" not in parts:
        yield _("The index (.shx) of the shapefile was missing; it was rebuilt.")
    if ".dbf" not in parts:
        yield _("The table (.dbf) of the shapefile is missing: there are places without any attributes.")
