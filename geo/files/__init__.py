"""Stored files: pictures re-encoded without metadata, and resumable uploads. Verbs: `geo.files.actions`."""
