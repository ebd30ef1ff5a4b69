import re
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from config import settings as ours
from config.var import secret_key

ROOT = Path(ours.__file__).resolve().parent.parent
Make = Callable[..., dict[str, str]]
pytestmark = pytest.mark.once

PRODUCTION = {
    "SLIPWATCH_MODE": "production",
    "SECRET_KEY": "k3y-" + "0123456789abcdef" * 4,
    "DATABASE_URL": "postgresql://u:hunter2@database.invalid/n",
    "REDIS_URL": "redis://redis.invalid:6379/0",
    "ALLOWED_HOSTS": "slipwatch.invalid",
}


def start(environ: dict[str, str], show: str = "None") -> subprocess.CompletedProcess[str]:
    code = f"from config import settings as s; print(({show}))"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_from_the_environment_alone(environment: Make) -> None:
    show = "s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.OPEN_READING, s.VAR.exists()"
    ended = start(environment(**PRODUCTION), show)
    assert (ended.stdout, ended.stderr) == ("(True, True, False, False)\n", "")


def test_production_without_anything_names_everything_it_needs(environment: Make) -> None:
    ended = start(environment(SLIPWATCH_MODE="production"))
    assert ended.returncode == 3
    named = re.findall(r"^  (\w+): missing\. Accepted: ", ended.stderr, re.MULTILINE)
    assert sorted(named) == sorted(set(PRODUCTION) - {"SLIPWATCH_MODE"})
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLIPWATCH_MODE", "prod"),
        ("SECRET_KEY", "short-hunter2"),
        ("DATABASE_URL", "sqlite:////hunter2.sqlite3"),
        ("REDIS_URL", "amqp://hunter2@h"),
        ("ALLOWED_HOSTS", "*"),
        ("CSRF_TRUSTED_ORIGINS", "slipwatch.invalid"),
        ("SLIPWATCH_ZONE", "India"),
        ("SLIPWATCH_HSTS_SECONDS", "1y"),
        ("SLIPWATCH_PROXIES", "true"),
        ("SLIPWATCH_OPEN_READING", "1"),
        ("SLIPWATCH_BIND", "8000"),
        ("SLIPWATCH_LOG_LEVEL", "LOUD"),
        ("SLIPWATCH_THRESHOLD_MONTHS", "0"),
        ("SLIPWATCH_FISCAL_MONTH", "13"),
        ("SLIPWATCH_OCDS_PREFIX", "OCDS-1"),
        ("SLIPWATCH_STALE", "1"),
    ],
)
def test_one_malformed_setting_stops_the_start(environment: Make, name: str, value: str) -> None:
    ended = start(environment(**PRODUCTION | {name: value}))
    assert ended.returncode == 3
    assert re.search(rf"^  {name}: .* Accepted: .*", ended.stderr, re.MULTILINE)
    assert "hunter2" not in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("values", "because"),
    [
        ({"SLIPWATCH_BIND": "0.0.0.0:8000"}, "SLIPWATCH_BIND is 0.0.0.0"),
        ({"SLIPWATCH_BIND": "slipwatch.invalid:80"}, "SLIPWATCH_BIND is slipwatch.invalid"),
        ({"SLIPWATCH_PROXIES": "1"}, "behind a proxy"),
        (PRODUCTION, "SLIPWATCH_MODE is production"),
    ],
)
def test_open_reading_is_refused_where_others_could_read(
    environment: Make, values: dict[str, str], because: str
) -> None:
    ended = start(environment(**values | {"SLIPWATCH_OPEN_READING": "1"}))
    assert ended.returncode == 3
    assert "SLIPWATCH_OPEN_READING: '1'." in ended.stderr
    assert because in ended.stderr
    assert start(environment(**values), "s.OPEN_READING").stdout == "False\n"


def test_embedded_reads_openly_on_loopback_unless_told_not_to(environment: Make) -> None:
    for bind in ("127.0.0.1:8000", "localhost:80", "[::1]:8000"):
        assert start(environment(SLIPWATCH_BIND=bind), "s.OPEN_READING").stdout == "True\n"
    assert start(environment(SLIPWATCH_OPEN_READING="no"), "s.OPEN_READING").stdout == "False\n"


def test_embedded_answers_to_loopback_names_alone_unless_it_serves_others(
    environment: Make,
) -> None:
    names = "['localhost', '127.0.0.1', '[::1]']\n"
    assert start(environment(), "s.ALLOWED_HOSTS").stdout == names
    others = environment(SLIPWATCH_BIND="0.0.0.0:8000")
    assert start(others, "s.ALLOWED_HOSTS").stdout == "['*']\n"
    named = environment(SLIPWATCH_BIND="0.0.0.0:8000", ALLOWED_HOSTS="slipwatch.invalid")
    assert start(named, "s.ALLOWED_HOSTS").stdout == "['slipwatch.invalid']\n"


def test_an_installation_makes_its_secret_key_once_and_keeps_it_private(
    environment: Make, tmp_path: Path
) -> None:
    first = start(environment(), "s.SECRET_KEY").stdout
    again = start(environment(), "s.SECRET_KEY").stdout
    assert len(first.strip()) >= 50
    assert first == again
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in (tmp_path / "var").iterdir()) == ["broker", "secret-key"]


def test_embedded_can_use_a_postgresql_and_a_redis(environment: Make) -> None:
    values = {name: PRODUCTION[name] for name in ("DATABASE_URL", "REDIS_URL")}
    show = "s.DATABASES['default']['ENGINE'], s.CELERY_BROKER_URL"
    wanted = ("django.db.backends.postgresql", PRODUCTION["REDIS_URL"])
    assert start(environment(**values), show).stdout == f"{wanted}\n"


def test_a_task_is_handed_out_again_only_after_it_can_no_longer_run(environment: Make) -> None:
    show = "s.CELERY_BROKER_TRANSPORT_OPTIONS['visibility_timeout'] > s.CELERY_TASK_TIME_LIMIT"
    assert start(environment(**PRODUCTION), show).stdout == "True\n"


def test_the_margins_are_those_of_the_design_unless_set(environment: Make) -> None:
    show = (
        "s.THRESHOLD_MONTHS, s.CRITICAL_MONTHS, s.DUE_SOON_DAYS, s.STALE_DAYS,"
        " s.CONTEST_DAYS, s.PERIOD_DAYS"
    )
    assert start(environment(), show).stdout == "(6, 12, 90, 180, 180, 365)\n"
    values = {"SLIPWATCH_THRESHOLD_MONTHS": "3", "SLIPWATCH_PERIOD_DAYS": "30"}
    assert start(environment(**values), show).stdout == "(3, 12, 90, 180, 180, 30)\n"


def test_every_setting_read_is_in_the_example_and_no_other() -> None:
    example = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"^#? ?([A-Z_]+)=", example, re.MULTILINE))
    assert named == ours.env.known


@pytest.mark.django_db
def test_sqlite_waits_its_turn_and_does_not_fail() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (1,)
    assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_processes_that_start_together_agree_on_the_secret_key(tmp_path: Path) -> None:
    together = threading.Barrier(8)

    def key() -> str:
        together.wait()
        return secret_key(tmp_path / "var")

    with ThreadPoolExecutor(8) as pool:
        keys = {asked.result() for asked in [pool.submit(key) for _ in range(8)]}
    assert len(keys) == 1
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret-key"]
