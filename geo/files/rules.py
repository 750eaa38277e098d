"""Limits of what is taken in, in one place."""

from datetime import timedelta
from typing import Final

MAX_BYTES: Final = 15 * 1024 * 1024
MAX_PIXELS: Final = 50_000_000
"""Checked in the header, before anything is decoded: 50 megapixels decode to 150 MB."""

MAX_SIDE: Final = 2560
"""Longer side of what is kept, pixels: enough to read a number plate on a pole, or a crack in a pavement."""

THUMBNAIL_SIDE: Final = 480

KEEP_UNOWNED: Final = timedelta(hours=24)
"""An upload may be continued, and a file wait to be attached, for this long."""

MAX_UNFINISHED_BYTES: Final = 2 * 1024**3
MAX_UNFINISHED: Final = 2000
"""What all unfinished uploads together may hold; beyond it new ones are asked to wait."""

MEDIA_TYPES: Final = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # a JPEG with further pictures behind it, as telephones make them (CIPA DC-007)
    "PNG": "image/png",
    "WEBP": "image/webp",
    "HEIF": "image/heic",
}
"""Accepted formats by Pillow's name, told from the content and never from the suffix."""
