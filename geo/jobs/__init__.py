"""Jobs by name, in the same PostgreSQL and the same transaction."""

from geo.jobs.registry import RETRY, defer, periodic, task

__all__ = ["RETRY", "defer", "periodic", "task"]
