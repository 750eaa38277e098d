"""Pictures: what one is by its header, and a clean one made of it."""

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Final

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from geo.files.errors import FileRefused, Refusal
from geo.files.exif import Suggestion, suggest
from geo.files.rules import MAX_BYTES, MAX_PIXELS, MAX_SIDE, MEDIA_TYPES, THUMBNAIL_SIDE

pillow_heif.register_heif_opener(thumbnails=False)
# Our own limit is lower than the one that Pillow warns of.
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)

FORMATS: Final = ("JPEG", "PNG", "WEBP", "HEIF")
QUALITY: Final = 82
_SRGB: Final = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

_DAMAGED: Final = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    TypeError,
    struct.error,
    MemoryError,
)
"""What Pillow's readers raise on bytes that are not what they say."""


@dataclass(frozen=True, kw_only=True)
class Header:
    """What a picture says of itself, with its pixels untouched."""

    media_type: str
    size: int
    width: int
    height: int
    suggestion: Suggestion


@dataclass(frozen=True, kw_only=True)
class Clean:
    """A picture and its small one as WebP: upright, sRGB, no metadata. `width`, `height` in pixels."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int

    media_type = "image/webp"


def inspect(file: BinaryIO) -> Header:
    """Read the header only.

    Raises:
        FileRefused: empty, too large, no picture of ours, or too many pixels.
    """
    size = file.seek(0, io.SEEK_END)
    if size == 0:
        raise FileRefused(Refusal.EMPTY)
    if size > MAX_BYTES:
        raise FileRefused(Refusal.TOO_LARGE)
    with _open(file, otherwise=Refusal.NOT_A_PICTURE) as image:
        return Header(
            media_type=MEDIA_TYPES[image.format or ""],
            size=size,
            width=image.width,
            height=image.height,
            suggestion=suggest(image),
        )


def clean(file: BinaryIO) -> Clean:
    """Decode and encode anew, so that nothing but pixels remains.

    Raises:
        FileRefused: it cannot be decoded to its end.
    """
    with _open(file, otherwise=Refusal.DAMAGED) as opened:
        profile = opened.info.get("icc_profile")
        # JPEG only: decodes at a half, a quarter … already, where that is still enough.
        opened.draft("RGB", (MAX_SIDE, MAX_SIDE))
        opened.load()
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
        picture = _to_srgb(upright, profile)
        small = picture.copy()
        small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
        return Clean(content=_webp(picture), thumbnail=_webp(small), width=picture.width, height=picture.height)


@contextmanager
def _open(file: BinaryIO, *, otherwise: Refusal) -> Iterator[Image.Image]:
    """An opened picture within our limits; whatever its reader stumbles over becomes `otherwise`."""
    file.seek(0)
    try:
        image = Image.open(file, formats=FORMATS)
        with image:
            if image.width * image.height > MAX_PIXELS:
                raise FileRefused(Refusal.TOO_MANY_PIXELS)
            yield image
    except Image.DecompressionBombError:
        raise FileRefused(Refusal.TOO_MANY_PIXELS) from None
    except _DAMAGED:
        raise FileRefused(otherwise) from None


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if profile and image.mode in {"RGB", "RGBA", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode=mode)
            if converted is not None:
                image = converted
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that cannot be used says nothing; the numbers are taken as they are
    image = image.convert(mode)
    image.info.clear()
    return image


def _webp(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=QUALITY, method=4)
    return buffer.getvalue()
