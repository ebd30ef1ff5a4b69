"""The product, or its rival, served by two web workers; and clients that ask them."""

import http.client
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf

from bench.processes import ROOT, Failed, environment, family, peak

WORKERS = 2
RIVAL = "bench.rival.settings"
_PATIENCE = 60.0  # seconds until it serves


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class Served:
    """Something that answers at a port, by the processes of `pid`."""

    port: int
    pid: int

    def connect(self) -> http.client.HTTPConnection:
        """A connection that can be kept, as clients do that ask again and again."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)

    def get(
        self,
        path: str,
        headers: dict[str, str] | None = None,
        over: http.client.HTTPConnection | None = None,
    ) -> Answer:
        """Ask once, over a connection that is kept or a new one.

        Raises Failed for anything but 200 and 304.
        """
        began = time.perf_counter()
        connection = over or self.connect()
        try:
            connection.request("GET", path, headers=headers or {})
            response = connection.getresponse()
            body = response.read()
        finally:
            if over is None:
                connection.close()
        seconds = time.perf_counter() - began
        if response.status not in (200, 304):
            raise Failed(f"{path} was answered with {response.status}: {body[:300]!r}")
        return Answer(response.status, dict(response.getheaders()), body, seconds)

    def size(self, path: str, most: float = inf) -> tuple[int, float]:
        """Read an answer to its end, or `most` bytes of it; what was read, and seconds."""
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=3600)
        connection.request("GET", path)
        response = connection.getresponse()
        if response.status != 200:
            raise Failed(f"{path} was answered with {response.status}: {response.read(300)!r}")
        number = 0
        while number < most and (read := response.read(1 << 20)):
            number += len(read)
        connection.close()
        return number, time.perf_counter() - began

    def highest(self) -> float:
        """The highest memory that any of its processes has had, in MiB."""
        return max(map(peak, family(self.pid)))


@dataclass(slots=True)
class Load:
    """What a number of clients asked for in a time: each as soon as it had the last answer."""

    seconds: float = 0.0
    answers: int = 0
    bodies: dict[int, bytes] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds


@contextmanager
def serve(database_url: str, settings: str = "config.settings") -> Iterator[Served]:
    """Two web workers on a free port, until the end of the block. Raises Failed."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{port}"]
    command += [f"--workers={WORKERS}", "--threads=4", "--log-level=warning"]
    environ = environment(database_url) | {
        "DJANGO_SETTINGS_MODULE": settings,
        "SLIPWATCH_REQUESTS_A_MINUTE": "0",
        "SLIPWATCH_STRANGERS_A_MINUTE": "0",
    }
    process = subprocess.Popen(command, cwd=ROOT, env=environ)
    try:
        _wait(port, process)
        yield Served(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Failed(f"The web server did not begin to serve: {process.poll()}")


def load(served: Served, path: Callable[[int], str], seconds: float, clients: int) -> Load:
    """Ask for so many seconds; `path` gives the address of the first, second, third question."""
    total = Load()
    lock = threading.Lock()
    asked = iter(range(10**9))
    began = time.perf_counter()

    def ask() -> None:
        while time.perf_counter() - began < seconds:
            with lock:
                number = next(asked)
            answer = served.get(path(number))
            with lock:
                total.answers += 1
                total.bodies.setdefault(hash(answer.body), answer.body)

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total.seconds = time.perf_counter() - began
    return total
