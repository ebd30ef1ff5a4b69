"""What every test can use, and what keeps two runs apart.

Marked tests say what they need: `redis`, `browser`, `servers`, `ocds`. Where that is missing they
are skipped, and with CI=true they fail: nothing is left out in silence there.
"""

import gc
import os
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.at_hand import (
    CHROMIUM,
    REDIS,
    environment_of,
    open_contracting,
    postgresql,
    redis_answers,
    servers_can_start,
)

IN_CI = os.environ.get("CI", "").lower() == "true"
ASKED = os.environ.get("SLIPWATCH_TEST_VENDOR") or (
    "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
)
# A browser that asks its maker for nothing; no sandbox, since tests may run as root.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

_patient = hypothesis_settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
# The gate tries the same examples each time, so that it never fails for another's change: more of
# them would find nothing new. New ones are sought by `make soak`, which prints its seed.
hypothesis_settings.register_profile("gate", parent=_patient, max_examples=50, derandomize=True)
# Where CI is set, hypothesis would take the same ones there, too.
hypothesis_settings.register_profile(
    "soak", parent=_patient, max_examples=5_000, print_blob=True, derandomize=False
)
hypothesis_settings.load_profile(os.environ.get("SLIPWATCH_TEST_PROFILE", "gate"))


def pytest_configure(config: pytest.Config) -> None:
    # Strong hashes are slow on purpose; no test is about them.
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Each test's client would list all static files anew; so they are looked for when asked for.
    django_settings.WHITENOISE_AUTOREFRESH = True
    # Tests ask faster than any client; those that are about the limits set their own.
    django_settings.REQUESTS_A_MINUTE = django_settings.STRANGERS_A_MINUTE = 0


def _compile_nothing(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")


# Who reads says so by itself (`deliveries.one_state`), but not within the transaction of a test.
connection_created.connect(_compile_nothing)


def pytest_collection_finish(session: pytest.Session) -> None:
    # What was loaded stays to the end: nothing of it need be looked at for what can go.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def pytest_runtest_setup(item: pytest.Item) -> None:
    wants: dict[str, Callable[[], bool]] = {
        "redis": redis_answers,
        "browser": lambda: bool(CHROMIUM),
        "postgresql": lambda: postgresql() is not None,
        "servers": servers_can_start,
        "ocds": lambda: open_contracting() is not None,
    }
    for marker, is_there in wants.items():
        if item.get_closest_marker(marker) and not is_there():
            if IN_CI:
                pytest.fail(f"no {marker} here")
            pytest.skip(f"no {marker} here")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to the run on SQLite, in a run of all, what asks no database anything."""
    if os.environ.get("SLIPWATCH_TEST_VENDOR") != "postgresql":
        return
    pure = [item for item in items if "db" not in asked_for(item)]
    config.hook.pytest_deselected(items=pure)
    items[:] = [item for item in items if item not in set(pure)]


def asked_for(item: pytest.Item) -> set[str]:
    """The names of what a test uses; "db" among them where it uses the database."""
    names = set(getattr(item, "fixturenames", ()))
    if names & {"transactional_db", "live_server"} or item.get_closest_marker("django_db"):
        names.add("db")
    return names


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A database for this process alone: several runs may share a machine.

    On SQLite it is a file, as in the product; in memory Django's options would not hold.
    """
    name = f"test_slipwatch_{os.getpid()}"
    if connection.vendor == "sqlite":
        name = str(tmp_path_factory.mktemp("database") / f"{name}.sqlite3")
    connection.settings_dict["TEST"]["NAME"] = name


@pytest.fixture(scope="session", autouse=True)
def axes_has_the_real_clock() -> None:
    """It keeps the clock that it finds when it is first used, which may stand still in a test."""
    for name in ("axes.attempts", "axes.handlers.proxy"):
        import_module(name)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Refuses a run on another database than was asked for: it would prove nothing."""
    assert connection.vendor == ASKED


@pytest.fixture
def closed(settings: Any) -> None:
    """Reading asks for a login, as in production."""
    settings.OPEN_READING = False


@pytest.fixture
def redis_url() -> str:
    """The Redis for tests; use a queue or prefix of your own in it."""
    return REDIS


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A headless Chromium, started once."""
    # Playwright's loop runs in the tests' own thread, where Django would refuse to query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh page; fails the test for any error in its console, the CSP's among them."""
    context = chromium.new_context()
    page = context.new_page()
    faults: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        # The stock admin names no icon, so that the browser asks for one that is not there.
        if said.type == "error" and not said.location["url"].endswith("/favicon.ico"):
            faults.append(said.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def environment(tmp_path: Path) -> Callable[..., dict[str, str]]:
    """Makes an environment without any of our settings but the given, its var folder fresh."""

    def make(**values: str) -> dict[str, str]:
        return environment_of(tmp_path / "var", **values)

    return make
