"""One supervisor: runs steps, keeps processes alive, ends them all. One thread, one loop."""

import json
import os
import selectors
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

from deploy import output
from deploy.failure import Failure, Stopped
from deploy.supervise import linux, proc
from deploy.supervise.child import Child
from deploy.supervise.kept import Kept
from deploy.supervise.process import Process

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """`pid_file`: where the process ids of those that are kept stand, as JSON by name; for whoever looks."""

    def __init__(self, pid_file: Path | None = None) -> None:
        self._kept: list[Kept] = []
        self._steps: list[Child] = []
        self._pid_file = pid_file
        self._stop_requests = 0
        self._somebody_ended = False
        self._selector = selectors.DefaultSelector()
        self._listen_for_signals()
        linux.adopt_orphans()

    def _listen_for_signals(self) -> None:
        reader, writer = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        self._selector.register(reader, selectors.EVENT_READ, None)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for number in STOP_SIGNALS:
            signal.signal(number, self._on_stop)
        signal.signal(signal.SIGCHLD, self._on_child)

    def _on_stop(self, number: int, frame: FrameType | None) -> None:
        self._stop_requests += 1

    def _on_child(self, number: int, frame: FrameType | None) -> None:
        self._somebody_ended = True

    # Steps

    def run(
        self,
        command: Sequence[str],
        *,
        directory: Path,
        environment: Mapping[str, str],
        user: str | None = None,
        attached: bool = False,
        relay: Callable[[str], None] | None = None,
    ) -> int:
        """Run to the end and give the exit code. `attached`: it writes to our terminal itself."""
        child = self._run(command, directory, environment, user, attached, relay)
        return child.status or 0

    def must(
        self,
        command: Sequence[str],
        *,
        problem: str,
        remedy: str = "",
        directory: Path,
        environment: Mapping[str, str],
        user: str | None = None,
    ) -> str:
        """Run to the end and give its last lines; Failure with those lines if it failed."""
        child = self._run(command, directory, environment, user, False, None)
        said = "\n".join(child.last_lines)
        if child.status:
            raise Failure(f"{said}\n\n{problem} ({child.how_it_ended()})", remedy)
        return said

    def _run(
        self,
        command: Sequence[str],
        directory: Path,
        environment: Mapping[str, str],
        user: str | None,
        attached: bool,
        relay: Callable[[str], None] | None,
    ) -> Child:
        child = Child(command, directory=directory, environment=environment, user=user, attached=attached, relay=relay)
        self._steps.append(child)
        self._watch_output(child)
        while child.status is None:
            self.turn()
        self._bury(child)
        self._steps.remove(child)
        return child

    # Processes that are kept

    def keep(self, *processes: Process, patience: float = 120) -> None:
        """Start them side by side, wait until all are ready, keep them alive from then on.
        Failure if one is not ready after `patience` seconds, or ends again and again."""
        begun = [Kept(process) for process in processes]
        for kept in begun:
            self._kept.append(kept)
            self._start(kept)
        deadline = time.monotonic() + patience
        while waiting := [kept for kept in begun if not (kept.alive and kept.process.ready())]:
            for kept in waiting:
                if kept.failures > 3 or time.monotonic() > deadline:
                    said = "\n".join(kept.child.last_lines) if kept.child else ""
                    raise Failure(f"{said}\n\n{kept.process.name} does not start.", "The lines above say why.")
            self.watch(seconds=0.05)

    def watch(self, *, seconds: float) -> None:
        """Keep all alive for that long, or until Stopped."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self.turn(left)

    def _start(self, kept: Kept) -> None:
        self._watch_output(kept.start())
        self._write_pids()

    def _write_pids(self) -> None:
        if self._pid_file is None:
            return
        pids = {kept.process.name: kept.child.pid for kept in self._kept if kept.child and kept.alive}
        written = self._pid_file.with_suffix(".new")
        written.write_text(json.dumps({"supervisor": os.getpid(), **pids}))
        written.replace(self._pid_file)

    # The loop

    def turn(self, patience: float = 0.5) -> None:
        """One turn: lines are passed on, the dead are buried, the due are started. Raises Stopped."""
        self._turn(patience)
        if self._stop_requests:
            raise Stopped

    def _turn(self, patience: float) -> None:
        now = time.monotonic()
        patience = min([patience, *(max(0.0, kept.due - now) for kept in self._kept if not kept.alive)])
        for key, _ in self._selector.select(patience):
            if key.data is None:
                self._drain(key.fd)
            elif not key.data.read() and key.data.status is not None:
                self._selector.unregister(key.fd)
        self._reap()
        for kept in self._kept:
            if kept.ended():
                self._bury_kept(kept)
            if not self._stop_requests and kept.is_due(time.monotonic()):
                self._start(kept)

    @staticmethod
    def _drain(descriptor: int) -> None:
        with suppress(BlockingIOError):
            while os.read(descriptor, 512):
                pass

    def _reap(self) -> None:
        """Our own children are reaped by their Child; here go the orphans that came to us."""
        if not self._somebody_ended:
            return
        self._somebody_ended = False
        own = {child.pid for child in self._children()}
        for entry_pid in linux.ended_children():
            if entry_pid not in own:
                with suppress(ChildProcessError):
                    os.waitpid(entry_pid, os.WNOHANG)

    def _children(self) -> list[Child]:
        return [*self._steps, *(kept.child for kept in self._kept if kept.child)]

    def _watch_output(self, child: Child) -> None:
        if child.output is not None:
            self._selector.register(child.output, selectors.EVENT_READ, child)

    def _bury(self, child: Child) -> None:
        if child.output is not None:
            with suppress(KeyError, ValueError):
                self._selector.unregister(child.output)
        child.bury()

    def _bury_kept(self, kept: Kept) -> None:
        assert kept.child is not None
        self._bury(kept.child)
        kept.bury(stopping=bool(self._stop_requests))
        if not self._stop_requests:
            ending = kept.child.how_it_ended()
            output.relay("topos", f"{kept.process.name} ended ({ending}); starting it again")

    # The end

    def stop(self) -> None:
        """End everything, the last started first; a further signal while waiting kills at once."""
        self._stop_requests = max(self._stop_requests, 1)
        for child in [*self._steps]:
            self._end(child, signal.SIGTERM, 5)
        for kept in reversed(self._kept):
            if kept.child and kept.child.status is None:
                self._end(kept.child, kept.process.stop_signal, kept.process.patience)
        if self._pid_file:
            self._pid_file.unlink(missing_ok=True)

    def _end(self, child: Child, number: signal.Signals, patience: float) -> None:
        requests, deadline = self._stop_requests, time.monotonic() + patience
        child.signal(number)
        while child.status is None and time.monotonic() < deadline and self._stop_requests == requests:
            with suppress(Stopped):  # nobody may be listening; the end comes all the same
                self._turn(0.1)
        if child.status is None:
            proc.kill_session(child.pid)
            child.signal(signal.SIGKILL)
            while child.status is None:
                time.sleep(0.02)
        with suppress(Stopped):
            self._bury(child)
