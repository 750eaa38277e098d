"""From a path to one layer, ready to be read."""

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from layers.transfer import encodings
from layers.transfer.errors import EncodingNeeded, LayerNeeded, Unreadable
from layers.transfer.reading import containers
from layers.transfer.reading.containers import Source
from layers.transfer.reading.geojson import GeoJSON
from layers.transfer.reading.geopackage import GeoPackage, Table, tables
from layers.transfer.reading.rows import Reader
from layers.transfer.reading.shapefile import Shapefile

_CHUNK = 1024 * 1024
_RECORD = b"\x1e"
"""Begins each text of a sequence (RFC 8142, 2.1); JSON itself has no such character unescaped."""


@contextmanager
def opened(path: Path, *, layer: str = "", encoding: str = "") -> Iterator[Reader]:
    """One layer of a file; what had to be unpacked is gone afterwards.

    Args:
        path: GeoJSON, GeoPackage, shapefile (any of its parts), or a zip of such.
        layer: its name, where the file holds several.
        encoding: as a person stated it; found out if empty.

    Raises:
        Unreadable, LayerNeeded, EncodingNeeded.
    """
    with TemporaryDirectory(prefix="topos-transfer-") as name:
        unpacked, linked = Path(name) / "unpacked", Path(name) / "linked"
        unpacked.mkdir()
        linked.mkdir()
        source, table = _choose(_layers(containers.find(path, unpacked)), layer)
        yield _reader(source, table, linked, encoding)


def _layers(sources: list[Source]) -> list[tuple[Source, Table | None]]:
    found: list[tuple[Source, Table | None]] = []
    for source in sources:
        if source.kind == "geopackage":
            found += [(source, table) for table in tables(source.path)]
        else:
            found.append((source, None))
    if not found:
        raise Unreadable(_("There is no table of features in the GeoPackage."))
    return found


def _choose(layers: list[tuple[Source, Table | None]], wanted: str) -> tuple[Source, Table | None]:
    named = [(table.name if table else source.name, source, table) for source, table in layers]
    if wanted:
        layers = [(source, table) for name, source, table in named if name == wanted]
    if len(layers) == 1:
        return layers[0]
    names = [name for name, _source, _table in named]
    values = {"names": ", ".join(names), "wanted": wanted}
    raise LayerNeeded(
        _("There is no layer %(wanted)s in the file. It holds: %(names)s.") % values
        if wanted and not layers
        else _("The file holds several layers: %(names)s. Choose one with --layer.") % values,
        layers=names,
    )


def _reader(source: Source, table: Table | None, folder: Path, encoding: str) -> Reader:
    if table is not None:
        return GeoPackage(source.path, table, folder)
    if source.kind == "shapefile":
        return Shapefile(source.parts, folder, layer=source.name, encoding=encoding)
    path, guess = _as_utf8(source.path, folder / "layer.geojson", encoding)
    return GeoJSON(path, layer=source.name, encoding=guess)


def _as_utf8(path: Path, copy: Path, stated: str) -> tuple[Path, encodings.Guess | None]:
    """JSON is UTF-8 without a mark (RFC 8259, 8.1); what is not is copied over, if anybody says from
    what.
    """
    with path.open("rb") as file:
        head = file.read(4)
    codec = encodings.known(stated)
    if stated and not codec:
        raise EncodingNeeded(_("There is no encoding “%(name)s”.") % {"name": stated})
    if head.startswith(codecs.BOM_UTF8):
        codec = "utf-8-sig"
    elif head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec = "utf-16"
    if codec in ("", "utf-8") and not head.startswith(_RECORD):
        _check_utf8(path)
        return path, None
    try:
        with (
            path.open(encoding=codec or "utf-8", newline="") as text,
            copy.open("w", encoding="utf-8", newline="") as out,
        ):
            while chunk := text.read(_CHUNK):
                out.write(chunk.replace("\x1e", ""))
    except UnicodeDecodeError as error:
        raise EncodingNeeded(_("The text cannot be read as %(encoding)s.") % {"encoding": codec}) from error
    if not codec:
        return copy, None
    return copy, encodings.Guess(codec, _("you said so") if stated else _("the byte-order mark says so"), certain=True)


def _check_utf8(path: Path) -> None:
    with path.open("rb") as file:
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            start = max(error.start - 200, 0)
            found = encodings.guess([error.object[start : error.start + 200]])
            text = _(
                "JSON must be UTF-8, and this is not. It looks like %(encoding)s: “%(text)s”. "
                "If that reads well, say --encoding %(encoding)s."
            )
            values = {"encoding": found.encoding, "text": _excerpt(error, found.encoding)}
            raise EncodingNeeded(text % values) from error


def _excerpt(error: UnicodeDecodeError, encoding: str) -> str:
    return bytes(error.object[error.start : error.start + 40]).decode(encoding, "replace")
