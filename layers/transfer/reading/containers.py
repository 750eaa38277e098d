"""What lies in a file: a single layer file, or a zip of them, told by content and not only by name.

A zip is unpacked by ourselves, under names of our own, with limits: nothing in it can choose where it is
written.
"""

import shutil
import stat
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from django.utils.translation import gettext as _

from layers.transfer.errors import Unreadable
from layers.transfer.reading.shapefile import PARTS

ACCEPTED: Final = "GeoJSON (.geojson, .json), GeoPackage (.gpkg), Shapefile (.shp, .zip)"
MOST_BYTES: Final = 8 * 1024**3
MOST_MEMBERS: Final = 10_000
_ELSE: Final = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "zip"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"\xd0\xcf\x11\xe0", "Excel / Word"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"<?xml", "XML"),
    (b"<kml", "KML"),
    (b"<gpx", "GPX"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x1f\x8b", "gzip"),
    (b"  0\n", "DXF"),
    (b"AC10", "DWG"),
    (b"[", "a JSON list"),
)


@dataclass
class Source:
    """Files that make one layer file.

    Attributes:
        kind: `shapefile`, `geopackage` or `geojson`.
        name: without suffix, as people know it.
        parts: path by suffix; a GeoPackage or GeoJSON has one.
    """

    kind: str
    name: str
    parts: dict[str, Path] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """The main file."""
        return self.parts[{"shapefile": ".shp", "geopackage": ".gpkg", "geojson": ".geojson"}[self.kind]]


def find(path: Path, folder: Path) -> list[Source]:
    """The layer files in a file.

    Args:
        path: of a local file.
        folder: an empty one, for what has to be unpacked.

    Raises:
        Unreadable: no such file, of a kind that is not read, or with a content that its name denies.
    """
    name = str(path)
    if name.startswith("/vsi") or "://" in name:
        raise Unreadable(_("Only files on this machine are read."))
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError) as error:
        raise Unreadable(_("There is no file %(name)s.") % {"name": name}) from error
    if not regular:
        raise Unreadable(_("%(name)s is not a file.") % {"name": name})
    if path.stat().st_size == 0:
        raise Unreadable(_("%(name)s is empty.") % {"name": path.name})
    if path.suffix.lower() == ".zip":
        return _in_zip(path, folder)
    if path.suffix.lower() in PARTS:
        return [_beside(path)]
    return [_single(path)]


def _single(path: Path) -> Source:
    kinds = {".gpkg": "geopackage", ".geojson": "geojson", ".json": "geojson"}
    kind = kinds.get(path.suffix.lower())
    if kind is None:
        raise Unreadable(
            _("%(name)s is %(kind)s. Accepted are: %(accepted)s.")
            % {"name": path.name, "kind": _named(_head(path), path.suffix), "accepted": ACCEPTED}
        )
    suffix = ".gpkg" if kind == "geopackage" else ".geojson"
    source = Source(kind, path.stem, {suffix: path})
    _check_content(source)
    return source


def _beside(path: Path) -> Source:
    """The parts of a shapefile, whichever of them was named, in any case of letters."""
    parts = {
        other.suffix.lower(): other
        for other in path.parent.iterdir()
        if other.stem.lower() == path.stem.lower() and other.suffix.lower() in PARTS
    }
    return _shapefile(path.stem, parts)


def _shapefile(name: str, parts: dict[str, Path]) -> Source:
    if ".shp" not in parts:
        raise Unreadable(_("Of the shapefile %(name)s the part .shp is missing.") % {"name": name})
    source = Source("shapefile", name, parts)
    _check_content(source)
    return source


def _check_content(source: Source) -> None:
    head = _head(source.path)
    right = {
        "shapefile": head[:4] == b"\x00\x00\x27\x0a",
        "geopackage": head.startswith(b"SQLite format 3\x00") and head[68:72] in (b"GPKG", b"GP10", b"GP11"),
        "geojson": _looks_like_json(head),
    }
    if not right[source.kind]:
        raise Unreadable(
            _("%(name)s is called a %(kind)s, but its content is %(content)s.")
            % {"name": source.path.name, "kind": source.kind, "content": _named(head, "")}
        )


def _looks_like_json(head: bytes) -> bool:
    for encoding in ("utf-8-sig", "utf-16"):
        text = head.decode(encoding, errors="ignore").lstrip("\x1e \t\r\n\ufeff")
        if text.startswith("{") and not text.startswith("{\\rtf"):
            return True
    return False


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(1024)


def _named(head: bytes, suffix: str) -> str:
    text = head.lstrip()
    found = next((name for start, name in _ELSE if text.startswith(start) or head.startswith(start)), "")
    for mark, name in ((b"<kml", "KML"), (b"<gpx", "GPX"), (b"<osm", "OpenStreetMap XML")):
        found = name if found == "XML" and mark in head else found
    return found or (_("a %(suffix)s file") % {"suffix": suffix} if suffix else _("something else"))


def _in_zip(path: Path, folder: Path) -> list[Source]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if not info.is_dir() and _wanted(info.filename)]
            _check_size(members)
            found = [_unpacked(archive, info, folder / f"{number}") for number, info in enumerate(members)]
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError) as error:
        raise Unreadable(_("The zip is damaged: %(message)s") % {"message": error}) from error
    except RuntimeError as error:
        raise Unreadable(_("The zip is locked with a password. Unpack it first.")) from error
    sources = _sources(found)
    if not sources:
        raise Unreadable(_("There is no layer in the zip. Accepted are: %(accepted)s.") % {"accepted": ACCEPTED})
    return sources


def _wanted(name: str) -> bool:
    inside = PurePosixPath(name.replace("\\", "/"))
    hidden = "__MACOSX" in inside.parts or inside.name.startswith(".")
    return not hidden and inside.suffix.lower() in {*PARTS, ".gpkg", ".geojson", ".json"}


def _check_size(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS or sum(info.file_size for info in members) > MOST_BYTES:
        raise Unreadable(_("The zip is too large when unpacked. Send its layers one by one."))


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> tuple[PurePosixPath, Path]:
    inside = PurePosixPath(info.filename.replace("\\", "/"))
    place = target.with_suffix(inside.suffix.lower())
    with archive.open(info) as packed, place.open("xb") as file:
        shutil.copyfileobj(packed, file, 1024 * 1024)
    return inside, place


def _sources(found: list[tuple[PurePosixPath, Path]]) -> list[Source]:
    sources, shapes = [], dict[str, dict[str, Path]]()
    for inside, place in found:
        suffix = inside.suffix.lower()
        if suffix in PARTS:
            shapes.setdefault(str(inside.with_suffix("")).lower(), {})[suffix] = place
        else:
            kind, main = ("geopackage", ".gpkg") if suffix == ".gpkg" else ("geojson", ".geojson")
            sources.append(Source(kind, inside.stem, {main: place}))
    names = {str(inside.with_suffix("")).lower(): inside.stem for inside, _place in found}
    sources += [Source("shapefile", names[key], parts) for key, parts in shapes.items() if ".shp" in parts]
    for source in sources:
        _check_content(source)
    return sources
