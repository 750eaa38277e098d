"""Pictures as telephones send them, made here."""

import io
import struct
import zlib

import pillow_heif
from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base

KALLONI = (26.2075, 39.2319)


def image(width: int = 800, height: int = 600, mode: str = "RGB") -> Image.Image:
    """Left half red, right half blue."""
    made = Image.new("RGB", (width, height), (200, 30, 30))
    made.paste((30, 30, 200), (width // 2, 0, width, height))
    return made.convert(mode)


def exif(*, orientation: int = 1, place: tuple[float, float] | None = KALLONI, offset: str = "+03:00") -> bytes:
    block = Image.Exif()
    block[Base.Orientation] = orientation
    block[Base.Make] = "Secret Phone"
    times = block.get_ifd(IFD.Exif)
    times[Base.DateTimeOriginal] = "2026:05:01 10:20:30"
    if offset:
        times[Base.OffsetTimeOriginal] = offset
    if place:
        position = block.get_ifd(IFD.GPSInfo)
        for tag, reference, value, names in (
            (GPS.GPSLongitude, GPS.GPSLongitudeRef, place[0], "EW"),
            (GPS.GPSLatitude, GPS.GPSLatitudeRef, place[1], "NS"),
        ):
            size = abs(value)
            position[tag] = (int(size), int(size * 60 % 60), round(size * 3600 % 60, 4))
            position[reference] = names[value < 0]
    return block.tobytes()


def encoded(kind: str = "JPEG", made: Image.Image | None = None, **options: object) -> bytes:
    """A picture in this format, with metadata unless `exif` says otherwise."""
    buffer = io.BytesIO()
    made = made or image()
    options = {"exif": exif()} | options
    if kind == "HEIF":
        pillow_heif.from_pillow(made).save(buffer, **options)
    else:
        made.save(buffer, kind, **options)
    return buffer.getvalue()


def wide_gamut() -> bytes:
    """Some profile that is not the plain one."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def png_bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that says it is this large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
