"""The two promises that Linux keeps for us: children die with their parent, orphans come to us."""

import ctypes
import os
import signal
from collections.abc import Callable, Iterator

from deploy.supervise import proc

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_libc = ctypes.CDLL(None, use_errno=True)


def adopt_orphans() -> None:
    """Grandchildren whose parent dies become our children, so that they can be found and reaped."""
    _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def dying_with_parent(signal_number: signal.Signals) -> Callable[[], None]:
    """A function for the child, to be called between fork and exec (and after any change of user, which
    would clear the setting): when this process dies, even by kill -9, the child gets `signal_number`.
    Linux ties it to the thread that forked, so only the main thread may start children."""
    parent = os.getpid()

    def in_child() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0)
        if os.getppid() != parent:  # it died in between
            os._exit(1)

    return in_child


def die_with_parent(parent: int) -> bool:
    """End (by SIGTERM) when `parent` ends. False if it is gone already."""
    _libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    return os.getppid() == parent


def ended_children() -> Iterator[int]:
    """Our children that have ended and wait to be reaped, adopted ones too; none is reaped here."""
    me = os.getpid()
    for entry in proc.entries(dead=True):
        if entry.parent == me:
            yield entry.pid
