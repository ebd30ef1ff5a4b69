"""A process that is killed while it carries out a request: the request is carried out once."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from api.models import Once
from deals.models import Claim
from journal.models import Entry
from tests.api.test_refusals import problem
from tests.api.writing import CLAIM, Script, a_script
from tests.deliveries.processes import database, start

pytestmark = pytest.mark.django_db(transaction=True)
# Sends one request with a key, and is killed at a named point of it.
KILLED = """
import json, os, signal, sys
import django
from django.conf import settings
django.setup()
settings.ALLOWED_HOSTS = ["testserver"]
from django.test import Client
from api.writing import flow, once

point, secret, body = sys.argv[1:]
keep = once.Attempt.keep

def die(*args):
    os.kill(os.getpid(), signal.SIGKILL)

def kept(*args):
    keep(*args)
    die()

if point == "begun":
    flow.Writing._recorded = die
elif point == "kept":
    once.Attempt.keep = kept
else:
    flow._response = die
client = Client(HTTP_AUTHORIZATION=f"Bearer {secret}", HTTP_IDEMPOTENCY_KEY="one")
client.post("/api/v1/claims/", body, "application/json")
"""


def killed(script: Script, folder: Path, point: str) -> None:
    environ = {"PATH": "", "DJANGO_SETTINGS_MODULE": "config.settings", **database(folder)}
    process = start(environ, "-c", KILLED, point, script.key.secret, json.dumps(CLAIM))
    _, said = process.communicate(timeout=60)
    assert process.returncode == -9, said


@pytest.mark.parametrize("point", ["begun", "kept"])
def test_what_died_before_the_commit_is_done_by_the_next_once_its_lease_is_over(
    point: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = a_script()
    killed(script, tmp_path, point)
    assert not Claim.objects.exists()
    row = Once.objects.get()
    assert row.done_at is None
    monkeypatch.setattr(timezone, "now", lambda: row.lease_until - timedelta(seconds=1))
    problem(script.post("claims/", CLAIM, idempotency_key="one"), 409)
    monkeypatch.setattr(timezone, "now", lambda: row.lease_until)
    told = script.posted("claims/", CLAIM, idempotency_key="one")
    assert script.posted("claims/", CLAIM, idempotency_key="one") == told
    assert Entry.objects.filter(verb="record", subject="claim").count() == 1


def test_what_died_after_the_commit_is_answered_as_it_would_have_been(tmp_path: Path) -> None:
    script = a_script()
    killed(script, tmp_path, "written")
    claim = Claim.objects.get()
    told = script.posted("claims/", CLAIM, idempotency_key="one")
    assert told["id"] == claim.pk
    assert Entry.objects.filter(verb="record", subject="claim").count() == 1
