"""What this machine has for the tests beside Python."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg2
from redis import Redis
from redis.exceptions import RedisError

REDIS = os.environ.get("SLIPWATCH_TEST_REDIS_URL") or "redis://127.0.0.1:6379/9"
CHROMIUM = os.environ.get("SLIPWATCH_TEST_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
POSTGRESQL = os.environ.get("SLIPWATCH_TEST_DATABASE_URL")
# Servers that tests start for themselves, to kill them: the newest PostgreSQL's programs.
POSTGRESQL_PROGRAMS = max(
    (found.parent for found in Path("/usr/lib/postgresql").glob("*/bin/initdb")),
    key=lambda folder: int(folder.parent.name),
    default=Path(shutil.which("initdb") or "/nowhere/initdb").parent,
)
REDIS_SERVER = shutil.which("redis-server") or ""
ROOT = Path(__file__).resolve().parent.parent
OCDS = os.environ.get("SLIPWATCH_TEST_OCDS")  # a folder with the schemas of OCDS 1.1
BESIDE = Path("shared", "data", "ocds")  # beside a folder that the project lies in
USUAL = ("postgresql:///postgres", "postgresql://127.0.0.1:5432/postgres")


# Settings of ours that a person may have set for the product: they are not for the tests.
OURS = ("SLIPWATCH_", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "CSRF_")


def environment_of(var: Path, **values: str) -> dict[str, str]:
    """This environment without any of our settings but the given, and this var folder."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(OURS)}
    return kept | {"SLIPWATCH_VAR": str(var)} | values


def redis_answers() -> bool:
    """Whether the Redis for tests is there."""
    try:
        with Redis.from_url(REDIS, socket_timeout=2) as client:
            return bool(client.ping())
    except RedisError:
        return False


def postgresql() -> tuple[str, str] | None:
    """Address and version of a PostgreSQL in which a database can be made."""
    for url in (POSTGRESQL,) if POSTGRESQL else USUAL:
        try:
            connection = psycopg2.connect(url, connect_timeout=3)
        except psycopg2.Error:
            continue
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = user")
            row = cursor.fetchone()
        version = str(connection.info.parameter_status("server_version")).split()[0]
        connection.close()
        if row and row[0]:
            return url, version
    return None


def open_contracting() -> Path | None:
    """The folder with the published schemas of OCDS 1.1, which are no part of the project."""
    places = [Path(OCDS)] if OCDS else [up / BESIDE for home in _homes() for up in home.parents]
    return next((place for place in places if (place / "release-schema.json").exists()), None)


def _homes() -> Iterator[Path]:
    """This folder; the checkout that it is a worktree of; the one that it was cloned from."""
    yield ROOT
    git = shutil.which("git")
    for question in ("rev-parse --path-format=absolute --git-common-dir", "remote get-url origin"):
        if git:
            command = [git, "-C", str(ROOT), *question.split()]
            told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
            if told.strip():
                yield Path(told.strip().removeprefix("file://"))


def servers_can_start() -> bool:
    """Whether tests can start a PostgreSQL and a Redis of their own."""
    return (POSTGRESQL_PROGRAMS / "initdb").exists() and bool(REDIS_SERVER)


def missing() -> list[str]:
    """What the tests would use and do not find."""
    there = {
        "PostgreSQL": postgresql() is not None,
        "PostgreSQL's programs": (POSTGRESQL_PROGRAMS / "initdb").exists(),
        "Redis": redis_answers(),
        "Redis' program": bool(REDIS_SERVER),
        "Chromium": bool(CHROMIUM),
        "Schemas of Open Contracting": open_contracting() is not None,
    }
    return [name for name, is_there in there.items() if not is_there]
