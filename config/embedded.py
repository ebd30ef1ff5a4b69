"""The embedded product: `python -m config.embedded [--host HOST] [--port PORT]`.

Pages, jobs and clock for one machine, without PostgreSQL, Redis or root. One Ctrl-C (or
SIGTERM) ends all of it and leaves nothing behind.
"""

import argparse
import errno
import fcntl
import os
import secrets
import shutil
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TextIO

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from config.children import Child, live_together

HEAD_START = 10.0  # seconds that pages wait for histories that are derived anew
PATIENCE = 3.0  # seconds for a server that is just ending to give its port back


class CannotStart(Exception):
    """What keeps the product from starting, in one line."""


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m config.embedded", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address or name to serve on")
    parser.add_argument("--port", type=int, default=8000)
    return parser.parse_args()


def address(host: str, port: int) -> str:
    """HOST:PORT, as it stands in a URL."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on the address.

    It is opened before anything else is done and handed down to the web server, so that nobody
    can take the port in between, and a browser that is early waits and is not turned away.
    Raises CannotStart.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
            return socket.create_server((host, port), family=family, backlog=128)
        except (OSError, OverflowError) as error:
            number = getattr(error, "errno", 0) or 0
            if number != errno.EADDRINUSE or time.monotonic() > until:
                # Of a name that leads nowhere the number is not one of the system's.
                why = os.strerror(number) if number > 0 else getattr(error, "strerror", error)
                raise CannotStart(f"Cannot serve on {address(host, port)}: {why}.") from None
        time.sleep(0.2)


def lock(folder: Path) -> TextIO:
    """Hold `folder` for this process; the kernel lets go however it ends. Raises CannotStart."""
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / "embedded.lock").open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CannotStart(f"Slipwatch already runs in {folder}.") from None
    return file


def prepare() -> None:
    """Bring database, catalogue and flags up to date; where all is, nothing changes."""
    say("Making the database ready.")
    call_command("migrate", interactive=False, verbosity=0)
    welcome_admin()
    say("Loading the real deals; the first time that takes a while.")
    try:
        call_command("load_catalogue")
    except CommandError as refused:  # what people have entered is there all the same
        print(f"The catalogue was not loaded; what is there is served.\n{refused}", file=sys.stderr)
    try:
        call_command("rebuild_history", if_due=True, at_most=HEAD_START)
    except CommandError as failed:  # of some deals; the others are there
        print(failed, file=sys.stderr)
    say("Looking for deadlines that slip.")
    call_command("scan")


def say(words: str) -> None:
    """Tell whoever waits at the terminal what is going on."""
    print(words, flush=True)


def welcome_admin() -> None:
    """Make an admin with a password of this installation's own, if there is none; say it once."""
    people = get_user_model().objects
    if people.filter(is_superuser=True).exists():
        return
    password = secrets.token_urlsafe(12)
    people.create_superuser(username="admin", password=password)
    say(
        f"\nSign in to /admin/ as admin with the password {password}\n"
        "It was made for this installation and is not shown again; to set another:\n"
        f"  {sys.executable} manage.py changepassword admin\n"
    )


def children(server: socket.socket) -> list[Child]:
    """The web server on `server`, one worker and the clock."""
    # Threads, since a browser opens connections ahead of need: two idle ones would occupy two
    # processes that serve one at a time.
    web = "--workers 2 --threads 4 --timeout 60 --graceful-timeout 5 --no-control-socket"
    web += f" --log-level warning --bind fd://{server.fileno()}"
    # One job at a time: on SQLite a second would only wait for the first. Nobody listens to
    # the chatter between workers, and in a folder it would pile up.
    worker = "--concurrency 1 --without-gossip --without-mingle --without-heartbeat"
    celery = [sys.executable, "-m", "celery", "-A", "config.celery", "--quiet"]
    quiet = ["--loglevel", "WARNING"]
    spare = settings.VAR / "tmp"
    shutil.rmtree(spare, ignore_errors=True)
    spare.mkdir()
    return [
        Child(
            "web server",
            [sys.executable, "-m", "gunicorn", *web.split(), "config.wsgi"],
            files=(server.fileno(),),
        ),
        Child(
            "worker",
            [*celery, "worker", *worker.split(), *quiet],
            # Kombu moves a message there before it reads it: within one disk that is atomic.
            # The warning is about root, who may well be the only user of a container.
            environ={"TMPDIR": str(spare), "PYTHONWARNINGS": "ignore::UserWarning"},
        ),
        Child(
            "clock",
            [*celery, "beat", "--schedule", str(settings.VAR / "schedule"), "--pidfile=", *quiet],
        ),
    ]


def announce(host: str, port: int) -> None:
    """Say where the product is and who may read it."""
    say(f"Slipwatch is at http://{address(host, port)}/ - Ctrl-C ends it.")
    if settings.OPEN_READING:
        say("Whoever sits at this machine reads without signing in.")
    else:
        say(f"Reading without signing in is off on {host}: sign in to read.")


def run(host: str, port: int) -> None:
    """Serve until SIGINT, SIGTERM or SIGHUP. Raises CannotStart."""
    stop = threading.Event()
    with listen(host, port) as server:
        os.environ["SLIPWATCH_BIND"] = address(host, server.getsockname()[1])
        django.setup()
        if not settings.EMBEDDED:
            raise CannotStart("SLIPWATCH_MODE is production; this is the embedded product.")
        with lock(settings.VAR):
            prepare()
            for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(each, lambda *_: stop.set())
            announce(host, server.getsockname()[1])
            live_together(children(server), stop)


def main() -> int:
    """Run, and say in one line what prevents it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    given = arguments()
    try:
        with suppress(KeyboardInterrupt):
            run(given.host, given.port)
    except (CannotStart, CommandError) as error:
        print(error, file=sys.stderr)
        return 1
    print("Slipwatch has ended.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
