"""Audit rows, sealed into a chain by a job. Verbs: `geo.audit.actions`."""
