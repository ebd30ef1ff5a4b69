"""Processes that live and die together."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

GRACE = 15.0  # seconds between being asked to end and being killed
STEADY = 60.0  # seconds after which a child counts as healthy again
LONGEST_PAUSE = 60.0  # seconds
PR_SET_PDEATHSIG = 1


def end_with(parent: int) -> None:  # pragma: no cover
    """Have the kernel end this process when `parent` dies, even by SIGKILL. Linux only.

    For a process that was just forked: nothing measures it before it becomes another program.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before we had asked
            os._exit(1)


@dataclass
class Child:
    """A process that is to run for as long as its parent does.

    Each leads a process group of its own: Ctrl-C in a terminal then reaches the parent alone,
    which ends its children in order, and nothing a child has started can outlive the group.
    """

    name: str
    command: list[str]
    environ: Mapping[str, str] = field(default_factory=dict)
    files: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    resume_at: float = 0.0
    pause: float = 1.0

    def start(self) -> None:
        """Run the command."""
        parent = os.getpid()
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environ},
            stdin=subprocess.DEVNULL,
            pass_fds=self.files,
            process_group=0,
            preexec_fn=lambda: end_with(parent),  # noqa: PLW1509 - this process has one thread
        )

    def tend(self) -> None:
        """Start again what has ended, later each time that it does not last."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.resume_at:
                self.start()
        elif self.process.poll() is not None:
            if now - self.started_at > STEADY:
                self.pause = 1.0
            self.sweep()
            print(
                f"The {self.name} ended ({self.process.returncode}); "
                f"it starts again in {self.pause:.0f} s.",
                flush=True,
            )
            self.process, self.resume_at = None, now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def ask_to_end(self) -> None:
        """Send SIGTERM."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        """Wait until `deadline`, on the monotonic clock, then kill; sweep in any case."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            print(f"The {self.name} did not end in time and is killed.", flush=True)
        self.sweep()
        self.process.wait()

    def sweep(self) -> None:
        """Kill whatever is left of the child's process group."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


def live_together(children: list[Child], stop: threading.Event) -> None:
    """Start `children`, keep them running until `stop` is set, and leave none behind."""
    try:
        while not stop.is_set():
            for child in children:
                child.tend()
            stop.wait(0.5)
    finally:
        for child in children:
            child.ask_to_end()
        deadline = time.monotonic() + GRACE
        for child in children:
            child.end(deadline)
