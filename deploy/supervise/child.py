"""One running child: its session, its output line by line, its end."""

import os
import pwd
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from deploy.failure import Failure
from deploy.supervise import linux, proc

KEPT_LINES = 40


class Child:
    """A process in a session of its own. `relay` gets its lines; None keeps only the last ones."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        directory: Path,
        environment: Mapping[str, str],
        user: str | None = None,
        orphan_signal: signal.Signals = signal.SIGTERM,
        relay: Callable[[str], None] | None = None,
        attached: bool = False,
    ) -> None:
        self.relay = relay
        self.last_lines: deque[str] = deque(maxlen=KEPT_LINES)
        self.began = time.monotonic()
        self._rest = b""
        account = pwd.getpwnam(user) if user else None
        try:
            self._popen: subprocess.Popen[bytes] = subprocess.Popen(
                command,
                cwd=directory,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=None if attached else subprocess.PIPE,
                stderr=None if attached else subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=linux.dying_with_parent(orphan_signal),  # safe: this process has one thread
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=os.getgrouplist(account.pw_name, account.pw_gid) if account else None,
            )
        except FileNotFoundError as error:
            raise Failure(f"{command[0]} is not there.", "Run `make run` again to install it.") from error
        self.pid = self._popen.pid
        if self._popen.stdout is not None:
            os.set_blocking(self._popen.stdout.fileno(), False)

    @property
    def output(self) -> int | None:
        """The descriptor to wait on, while the output comes to us."""
        stream = self._popen.stdout
        return None if stream is None or stream.closed else stream.fileno()

    @property
    def status(self) -> int | None:
        """None while it runs; negative: the signal that ended it."""
        return self._popen.poll()

    def read(self) -> bool:
        """Take what has come; False when there is nothing (more)."""
        assert self._popen.stdout is not None
        try:
            data = os.read(self._popen.stdout.fileno(), 65536)
        except BlockingIOError:
            return False
        *lines, self._rest = (self._rest + data).split(b"\n")
        if not data and self._rest:
            lines, self._rest = [self._rest], b""
        for line in lines:
            self._take(line.decode(errors="replace").rstrip())
        return bool(data)

    def _take(self, line: str) -> None:
        self.last_lines.append(line)
        if self.relay:
            self.relay(line)

    def signal(self, number: signal.Signals) -> None:
        if self.status is None:
            proc.send(self.pid, number)

    def bury(self) -> None:
        """After its end: nothing of its session stays, and nothing of its last words is lost."""
        proc.kill_session(self.pid)
        if self._popen.stdout and not self._popen.stdout.closed:
            while self.read():
                pass
            self._popen.stdout.close()

    def how_it_ended(self) -> str:
        status = self.status or 0
        return f"killed by {signal.Signals(-status).name}" if status < 0 else f"exit code {status}"
