"""The spatial change log: written by trigger in the transaction that changes, read by snapshot."""

from geo.changes.operations import CHANNEL, LOOK_AGAIN_SECONDS, TrackChanges

__all__ = ["CHANNEL", "LOOK_AGAIN_SECONDS", "TrackChanges"]
