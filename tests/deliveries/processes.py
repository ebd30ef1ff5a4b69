"""Other processes on the tests' own database: started, watched, killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection

import config

ROOT = Path(config.__file__).resolve().parent.parent


def database(folder: Path) -> dict[str, str]:
    """How another process reaches the database of the tests; `folder` is its own."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        (folder / "var").mkdir(exist_ok=True)
        (folder / "var" / "slipwatch.sqlite3").symlink_to(settings["NAME"])
        return {"SLIPWATCH_VAR": str(folder / "var")}
    host = settings["HOST"] or "/var/run/postgresql"
    where = f"{settings['USER']}:{settings['PASSWORD']}@" if settings["USER"] else ""
    address = "" if host.startswith("/") else f"{host}:{settings['PORT'] or 5432}"
    return {"DATABASE_URL": f"postgresql://{where}{address}/{settings['NAME']}"}


def start(environ: dict[str, str], *words: str) -> subprocess.Popen[str]:
    """Python with these words, leading a session of its own."""
    # A shell makes what it runs in the background deaf to Ctrl-C, and all that this starts.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def kill(process: subprocess.Popen[str]) -> None:
    """SIGKILL for the process and everything of its session, unless it has ended already.

    The number of one that has may by now be that of a stranger.
    """
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def wait(holds: Callable[[], bool], seconds: float = 120) -> None:
    """Wait until it holds."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)
