"""The light civic palette: quiet ground, so that what is to be seen stands out."""

from typing import Final

SEA: Final = "#dbe7ee"
LAND: Final = "#f7f6f2"
COAST: Final = "#9fb6c3"
ROAD: Final = "#ffffff"
ROAD_CASING: Final = "#c9c5bb"
MAIN_ROAD: Final = "#ffe9b8"
MAIN_ROAD_CASING: Final = "#c9a85a"
NATURE: Final = "#4f9d69"
TEXT: Final = "#2b3440"
HALO: Final = "#ffffff"

UNSTYLED: Final = "#5b6b7b"
"""Colour of a source that asks for none."""

REGULAR: Final = ["Noto Sans Regular"]
BOLD: Final = ["Noto Sans Bold"]
"""Names of fonts. There is no glyph server: our pages bring the files as ``font-faces``, others their own."""
