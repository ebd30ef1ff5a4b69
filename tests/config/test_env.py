from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from config.env import EXIT_STATUS, Environment, is_loopback

A_KEY = "k3y-" + "0123456789abcdef" * 4
Read = Callable[[Environment], Any]


def reading(read: Read, **values: str) -> tuple[Any, list[str]]:
    env = Environment(values)
    return read(env), env.faults


@pytest.mark.parametrize(
    ("read", "text", "meant"),
    [
        (lambda env: env.choice("X", ("a", "b"), "a"), "b", "b"),
        (lambda env: env.text("X", "[a-z]+", "letters", "x"), "abc", "abc"),
        (lambda env: env.flag("X"), "Yes", True),
        (lambda env: env.flag("X"), "0", False),
        (lambda env: env.count("X", 6), "12", 12),
        (lambda env: env.count("X", 6, least=0), "0", 0),
        (lambda env: env.folder("X", Path("/v")), "/srv/slipwatch", Path("/srv/slipwatch")),
        (lambda env: env.zone("X", "UTC"), "Asia/Kolkata", "Asia/Kolkata"),
        (lambda env: env.bind("X", ""), "slipwatch.example.org:80", ("slipwatch.example.org", 80)),
        (lambda env: env.bind("X", ""), "[::1]:8000", ("::1", 8000)),
        (lambda env: env.secret("X", required=True), A_KEY, A_KEY),
        (lambda env: env.redis("X", required=True), "rediss://:p@h:6380/1", "rediss://:p@h:6380/1"),
        (lambda env: env.hosts("X", required=True), "a.example, [::1]", ["a.example", "[::1]"]),
        (lambda env: env.origins("X"), "https://a.example:8443", ["https://a.example:8443"]),
    ],
)
def test_a_well_formed_value_is_taken(read: Read, text: str, meant: Any) -> None:
    assert reading(read, X=text) == (meant, [])


@pytest.mark.parametrize(
    ("read", "default"),
    [
        (lambda env: env.choice("X", ("a", "b"), "a"), "a"),
        (lambda env: env.text("X", "[a-z]+", "letters", "x"), "x"),
        (lambda env: env.flag("X"), None),
        (lambda env: env.count("X", 6), 6),
        (lambda env: env.folder("X", Path("/v")), Path("/v")),
        (lambda env: env.zone("X", "UTC"), "UTC"),
        (lambda env: env.bind("X", "127.0.0.1:8000"), ("127.0.0.1", 8000)),
        (lambda env: env.database("X", required=False), {}),
        (lambda env: env.redis("X", required=False), ""),
        (lambda env: env.hosts("X", required=False), []),
        (lambda env: env.origins("X"), []),
    ],
)
def test_unset_and_empty_are_the_default(read: Read, default: Any) -> None:
    assert reading(read) == (default, [])
    assert reading(read, X=" ") == (default, [])


@pytest.mark.parametrize(
    ("read", "text", "accepted"),
    [
        (lambda env: env.choice("X", ("a", "b"), "a"), "c", "a or b"),
        (lambda env: env.flag("X"), "yess", "yes"),
        (lambda env: env.count("X", 6), "0", "1 or more"),
        (lambda env: env.count("X", 6), "six", "a whole number"),
        (lambda env: env.count("X", 6), "-1", "a whole number"),
        (lambda env: env.count("X", 6), "²", "a whole number"),
        (lambda env: env.zone("X", "UTC"), "Mars/Base", "Asia/Kolkata"),
        (lambda env: env.zone("X", "UTC"), "../etc/passwd", "IANA"),
        (lambda env: env.bind("X", ""), "127.0.0.1", "HOST:PORT"),
        (lambda env: env.bind("X", ""), "::1:8000", "HOST:PORT"),
        (lambda env: env.bind("X", ""), "h:65536", "HOST:PORT"),
        (lambda env: env.hosts("X", required=True), "*", "without *"),
        (lambda env: env.hosts("X", required=True), "a.example:80", "without port"),
        (lambda env: env.origins("X"), "http://a.example", "https"),
        (lambda env: env.origins("X"), "https://a.example/path", "https"),
    ],
)
def test_a_malformed_value_is_named_shown_and_explained(
    read: Read, text: str, accepted: str
) -> None:
    _, (fault,) = reading(read, X=text)
    assert fault.startswith(f"X: {text!r}. Accepted: ")
    assert accepted in fault


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (lambda env: env.secret("X", required=True), "hunter2"),
        (lambda env: env.secret("X", required=True), "django-insecure-" + "hunter2" * 8),
        (lambda env: env.secret("X", required=True), "hunter2"[:4] * 20),
        (lambda env: env.database("X", required=True), "mysql://u:hunter2@h/n"),
        (lambda env: env.database("X", required=True), "postgresql://u:hunter2@h/"),
        (lambda env: env.database("X", required=True), "postgresql://u:hunter2@h:port/n"),
        (lambda env: env.redis("X", required=True), "http://:hunter2@h/0"),
        (lambda env: env.redis("X", required=True), "redis://:hunter2@h:port/0"),
    ],
)
def test_the_value_of_a_secret_is_never_shown(read: Read, text: str) -> None:
    _, (fault,) = reading(read, X=text)
    assert fault.startswith("X: what is set is not accepted and not shown. Accepted: ")
    assert "hunt" not in fault


@pytest.mark.parametrize(
    "read",
    [
        lambda env: env.secret("X", required=True),
        lambda env: env.database("X", required=True),
        lambda env: env.redis("X", required=True),
        lambda env: env.hosts("X", required=True),
    ],
)
def test_what_must_be_given_and_is_missing_is_one_fault(read: Read) -> None:
    _, (fault,) = reading(read)
    assert fault.startswith("X: missing. Accepted: ")


def test_a_database_is_described_for_django() -> None:
    described, faults = reading(
        lambda env: env.database("X", required=True),
        X="postgresql://u:p%40ss@h:5433/n?sslmode=require",
    )
    assert faults == []
    assert described["ENGINE"] == "django.db.backends.postgresql"
    wanted = {"NAME": "n", "USER": "u", "PASSWORD": "p@ss", "HOST": "h", "PORT": 5433}
    assert described | wanted == described
    assert described["OPTIONS"] == {"sslmode": "require"}


def test_a_misspelt_name_of_ours_is_a_fault_and_a_stranger_is_not() -> None:
    env = Environment({"SLIPWATCH_STALE_DAY": "1", "SLIPWATCH_TEST_REDIS_URL": "", "PATH": ""})
    env.count("SLIPWATCH_STALE_DAYS", 180)
    env.refuse_unknown()
    assert env.faults == ["SLIPWATCH_STALE_DAY: no such setting. Accepted: SLIPWATCH_STALE_DAYS."]


def test_all_faults_stop_the_start_in_one_message(capsys: pytest.CaptureFixture[str]) -> None:
    env = Environment({"A": "x", "B": "y"})
    env.stop_if_faulty()
    env.count("A", 1)
    env.zone("B", "UTC")
    with pytest.raises(SystemExit) as stopped:
        env.stop_if_faulty()
    assert stopped.value.code == EXIT_STATUS
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 3
    assert [line.split(":")[0].strip() for line in said[1:]] == ["A", "B"]


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("[::1]", True),
        ("::ffff:127.0.0.1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("10.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("slipwatch.example.org", False),
        ("", False),
    ],
)
def test_only_this_machine_itself_is_loopback(host: str, alone: bool) -> None:
    assert is_loopback(host) is alone
