"""The verbs of files and of resumable uploads."""

from geo.files.actions.storing import Accepted, accept, attach, process, remove, remove_of, sweep
from geo.files.actions.uploading import append, begin, cancel, expire

__all__ = [
    "Accepted",
    "accept",
    "append",
    "attach",
    "begin",
    "cancel",
    "expire",
    "process",
    "remove",
    "remove_of",
    "sweep",
]
