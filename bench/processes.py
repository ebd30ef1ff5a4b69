"""Running the product and the measurements as other processes, and watching their memory."""

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OURS = ("SLIPWATCH_", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "CSRF_TRUSTED")
_TICK = 0.05  # seconds between two looks at the processes


class Failed(RuntimeError):
    """A process of a bench ended with an error; the text is what it said."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ran: seconds, the highest memory of any of its processes in MiB, its words."""

    seconds: float
    peak: float
    said: str


def environment(database_url: str) -> dict[str, str]:
    """None of a person's own settings, and this database."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(OURS)}
    var = Path(tempfile.gettempdir()) / "slipwatch-bench"
    ours = {"DATABASE_URL": database_url, "SLIPWATCH_VAR": str(var)}
    return kept | ours | {"DJANGO_SETTINGS_MODULE": "config.settings"}


def measure(database_url: str, name: str, **options: Any) -> dict[str, Any]:
    """What a module of `bench.work` finds on the database. Raises Failed."""
    command = [sys.executable, "-m", "bench.child", name, json.dumps(options)]
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(database_url),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise Failed(f"{name} ended with {ended.returncode}; what it said is above.")
    found: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return found


def manage(database_url: str, *arguments: str, at_most: float | None = None) -> Ran:
    """Run a command of manage.py and watch it. Raises Failed.

    After `at_most` seconds it is stopped, which every job of the product bears.
    """
    began = time.monotonic()
    highest = 0.0
    stopped = False
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment(database_url),
            stdout=said,
        )
        while process.poll() is None:
            highest = max(highest, *map(_peak_once_begun, family(process.pid)))
            time.sleep(_TICK)
            if at_most is not None and time.monotonic() - began > at_most and not stopped:
                process.terminate()
                stopped = True
        seconds = time.monotonic() - began
        said.seek(0)
        text = said.read()
    if process.returncode and not stopped:
        raise Failed(f"manage.py {arguments[0]} ended with {process.returncode}.\n{text}")
    return Ran(seconds, highest, text)


def family(pid: int) -> list[int]:
    """The process and all that it has started, at any depth."""
    found = [pid]
    for one in found:  # grows as it is read
        with suppress(OSError):
            for children in Path(f"/proc/{one}/task").glob("*/children"):
                found += map(int, children.read_text().split())
    return found


def _peak_once_begun(pid: int) -> float:
    """The same, and 0 before it has begun: until its exec a child has our memory and our name."""
    with suppress(OSError):
        if Path(f"/proc/{pid}/cmdline").read_bytes() != Path("/proc/self/cmdline").read_bytes():
            return peak(pid)
    return 0.0


def peak(pid: int) -> float:
    """The highest memory that the process has had, in MiB; 0 where it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0
