"""Limits on the number of requests, and what a client is told of them."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from typing_extensions import override

from api import counters
from api.counters import Forgiving, InFiles, InRedis
from tests.accounts.test_keys import made
from tests.api.asking import ROOT
from tests.api.test_access import bearing
from tests.api.test_refusals import problem
from tests.factories import a_user

pytestmark = pytest.mark.django_db
DEALS = f"{ROOT}deals/"


@pytest.fixture(autouse=True)
def limits(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REQUESTS_A_MINUTE, settings.STRANGERS_A_MINUTE = 3, 2
    settings.REDIS_URL, settings.THROTTLE_FOLDER = "", tmp_path / "throttle"
    monkeypatch.setattr("api.throttling.time.time", lambda: 1_000_010.0)


def left(response: Any) -> tuple[str, str]:
    return response.headers["RateLimit-Policy"], response.headers["RateLimit"]


def test_every_answer_says_what_is_left(client: Client) -> None:
    policy = '"requests";q=2;w=60'
    assert left(client.get(DEALS)) == (policy, '"requests";r=1;t=10')
    assert left(client.get(f"{ROOT}nowhere/")) == (policy, '"requests";r=0;t=10')
    response = client.get(DEALS)
    assert problem(response, 429)["errors"] == []
    assert left(response) == (policy, '"requests";r=0;t=10')
    assert response.headers["Retry-After"] == "10"


@pytest.mark.parametrize(
    ("path", "status", "extra"),
    [
        ("deals/?x=1", 400, {}),
        ("deals/", 401, {"HTTP_AUTHORIZATION": "Bearer x"}),
        ("nowhere/", 404, {}),
        ("deals/", 406, {"HTTP_ACCEPT": "image/png"}),
    ],
)
def test_refusals_count_as_well(client: Client, path: str, status: int, extra: Any) -> None:
    response = client.get(ROOT + path, **extra)
    problem(response, status)
    assert response.headers["RateLimit"] == '"requests";r=1;t=10'
    response = client.put(DEALS)
    problem(response, 405)
    assert response.headers["RateLimit"] == '"requests";r=0;t=10'


def test_the_next_minute_begins_anew(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for status in (200, 200, 429):
        assert client.get(DEALS).status_code == status
    monkeypatch.setattr("api.throttling.time.time", lambda: 1_000_020.0)
    assert left(client.get(DEALS))[1] == '"requests";r=1;t=60'


def test_a_key_a_person_and_an_address_are_counted_apart(client: Client) -> None:
    ada = a_user()
    for secret in (made(ada, "one").secret, made(ada, "two").secret):
        for status in (200, 200, 200, 429):
            assert client.get(DEALS, **bearing(secret)).status_code == status
    for status in (200, 200, 429):
        assert client.get(DEALS).status_code == status
    client.force_login(ada)
    assert client.get(DEALS).status_code == 200
    elsewhere = Client(REMOTE_ADDR="10.0.0.7").get(DEALS)
    assert elsewhere.status_code == 401
    assert elsewhere.headers["RateLimit"] == '"requests";r=1;t=10'


def test_no_limit_is_no_header(client: Client, settings: Any) -> None:
    settings.STRANGERS_A_MINUTE = 0
    assert "RateLimit" not in client.get(DEALS).headers


COUNTING = """
from pathlib import Path; import sys
from api.counters import InFiles
counter = InFiles(Path(sys.argv[1]))
print(max(counter.add("a", 7) for _ in range(200)))
"""


def test_processes_of_one_machine_count_together(tmp_path: Path) -> None:
    command = [sys.executable, "-c", COUNTING, str(tmp_path / "together")]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert max(int(process.communicate()[0]) for process in started) == 800


def test_counts_of_the_past_are_swept(tmp_path: Path) -> None:
    counter = InFiles(tmp_path)
    for name in ("a", "b", "c"):
        counter.add(name, 7)
    assert counter.add("a", 8) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["8-a"]


@pytest.mark.redis
def test_redis_counts_for_all_machines_and_forgets(redis_url: str) -> None:
    one, two = InRedis(redis_url), InRedis(redis_url)
    name = f"test-{id(one)}"
    assert [one.add(name, 7), two.add(name, 7), one.add(name, 8)] == [1, 2, 1]
    assert 0 < int(one.redis.ttl(f"slipwatch:requests:7:{name}")) <= 120
    one.redis.delete(*(f"slipwatch:requests:{window}:{name}" for window in (7, 8)))


def test_a_stopped_redis_stops_no_reader_and_is_told_once(
    client: Client,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(counters, "PAUSE", 0.0)
    for _ in range(5):
        response = client.get(DEALS)
        assert response.status_code == 200
        assert "RateLimit" not in response.headers
        assert response.headers["RateLimit-Policy"] == '"requests";q=2;w=60'
    assert caplog.text.count("are not counted") == 1


def test_a_counter_that_works_again_says_so_and_counts(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(InFiles):
        fails = True

        @override
        def add(self, name: str, window: int) -> int:
            if self.fails:
                raise ConnectionError
            return super().add(name, window)

    broken = Broken(tmp_path)
    counter = Forgiving(broken)
    assert counter.add("a", 1) is None
    broken.fails = False
    assert counter.add("a", 1) is None  # not asked again at once
    counter.again_at = 0.0
    assert counter.add("a", 1) == 1
    assert "again" in caplog.text
