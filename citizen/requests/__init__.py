"""The complaint's face: report by API, follow, the public list, the tile source, import of other systems' files."""
