"""Files as streams of rows: one small module for each format behind one interface
(`layers.transfer.reading.rows`).
"""

from layers.transfer.reading.opening import opened
from layers.transfer.reading.rows import RawRow, Reader, SourceField

__all__ = ["RawRow", "Reader", "SourceField", "opened"]
