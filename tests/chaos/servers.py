"""Servers of the tests' own, so that they can be killed and started again."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Protocol

import psycopg2
import redis

from tests.at_hand import POSTGRESQL_PROGRAMS, REDIS_SERVER


class Server(Protocol):
    """What can be started, and is stopped at the end."""

    def start(self) -> None: ...
    def stop(self) -> None: ...


class Postgres:
    """A PostgreSQL cluster in a folder of its own, reached by its socket alone."""

    def __init__(self) -> None:
        # The server refuses root, and another user could not enter pytest's folders.
        self.folder = Path(tempfile.mkdtemp(prefix="slipwatch-pg-"))
        self.data = self.folder / "data"
        self.as_user: dict[str, Any] = {}
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
            self.as_user = {"user": "postgres", "group": "postgres", "extra_groups": []}
        self._run("initdb", "--no-sync", "--auth=trust", "-E", "UTF8", "--no-locale", "-U", _me())
        settings = (
            "listen_addresses = ''",
            f"unix_socket_directories = '{self.folder}'",
            # What a process wrote outlives the process; these are for the machine's own death.
            "fsync = off",
            "full_page_writes = off",
        )
        with (self.data / "postgresql.conf").open("a") as file:
            file.write("\n".join(settings) + "\n")

    def start(self) -> None:
        """Start, and return once connections are taken."""
        self._run("pg_ctl", "start", "--wait", "--silent", f"--log={self.folder}/log")

    def stop(self) -> None:
        """End at once and remove everything."""
        self._run("pg_ctl", "stop", "--mode=immediate", "--silent")
        shutil.rmtree(self.folder)

    def restart(self, mode: str) -> None:
        """Restart: `fast` ends every session, `immediate` is a crash with recovery after it."""
        self._run(
            "pg_ctl", "restart", "--wait", "--silent", f"--mode={mode}", f"--log={self.folder}/log"
        )

    def url(self, name: str) -> str:
        """Address of a database as DATABASE_URL takes it."""
        return f"postgresql:///{name}?host={self.folder}"

    def create(self, name: str, template: str = "template1") -> str:
        """Make a database as a copy of another to which nobody is connected; its address."""
        connection = psycopg2.connect(host=str(self.folder), dbname="postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        connection.close()
        return self.url(name)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(POSTGRESQL_PROGRAMS / program), "-D", str(self.data), *arguments]
        # The server inherits what pg_ctl has, so that a pipe would never be closed.
        with (self.folder / "said").open("ab") as said:
            subprocess.run(
                command, cwd=self.folder, stdout=said, stderr=said, check=True, **self.as_user
            )


class Redis:
    """A Redis that keeps nothing on disk: killed, it has lost everything."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.client = redis.Redis.from_url(self.url)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start empty, and return once it answers."""
        command = [REDIS_SERVER, "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self.process = subprocess.Popen([*command, "--appendonly", "no"], stdout=subprocess.DEVNULL)
        until = time.monotonic() + 20
        while True:
            try:
                self.client.ping()
                return
            except redis.ConnectionError:
                assert time.monotonic() < until
                time.sleep(0.02)

    def stop(self) -> None:
        """SIGKILL; what it held is lost."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        self.client.connection_pool.disconnect()

    def waiting(self) -> int:
        """How many tasks nobody has taken yet, of whatever priority."""
        return sum(self.client.llen(queue) for queue in self.client.scan_iter("celery*"))

    def held(self) -> set[bytes | str]:
        """The tasks that were taken and not acknowledged, alive or dead who took them."""
        return set(self.client.hkeys("unacked"))


def _me() -> str:
    return getpass.getuser()
