"""Idempotency-Key: what is sent again is answered again, and done once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from api.models import Once
from api.tasks import forget_requests
from api.writing import flow, once
from deals.models import Claim
from journal.models import Entry
from tests.api.test_refusals import problem
from tests.api.writing import CLAIM, DEAL, SOURCE, Script, a_script
from tests.factories import TODAY

pytestmark = pytest.mark.django_db


def later(monkeypatch: pytest.MonkeyPatch, **by: Any) -> None:
    """Let time pass."""
    then = timezone.now() + timedelta(**by)
    monkeypatch.setattr(timezone, "now", lambda: then)


@pytest.mark.parametrize(
    ("path", "body"), [("claims/", CLAIM), ("sources/", SOURCE), ("deals/", DEAL)]
)
def test_a_request_sent_again_is_answered_byte_for_byte(path: str, body: Any) -> None:
    script = a_script()
    first = script.post(path, body, idempotency_key="one")
    entries = Entry.objects.count()
    again = script.post(path, body, idempotency_key="one")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    for name in ("Location", "ETag", "Content-Type"):
        assert again.headers.get(name) == first.headers.get(name)
    assert Entry.objects.count() == entries


def test_without_a_key_nothing_is_remembered() -> None:
    script = a_script()
    script.posted("claims/", CLAIM)
    problem(script.post("claims/", CLAIM), 409)
    assert not Once.objects.exists()


def test_a_key_with_another_request_is_refused() -> None:
    script = a_script()
    script.posted("claims/", CLAIM, idempotency_key="one")
    for path, body in (("claims/", {**CLAIM, "kind": "promised"}), ("sources/", SOURCE)):
        refused = problem(script.post(path, body, idempotency_key="one"), 422)
        assert refused["errors"][0]["parameter"] == "Idempotency-Key"
    assert Claim.objects.count() == 1


def test_each_owner_has_keys_of_their_own() -> None:
    script = a_script()
    script.posted("claims/", CLAIM, idempotency_key="one")
    other = Script("other")
    other.posted("claims/", {**CLAIM, "said_by": "another"}, idempotency_key="one")
    assert Claim.objects.count() == 2


def test_a_refused_request_can_be_sent_again() -> None:
    script = a_script()
    problem(script.post("claims/", {**CLAIM, "date": "soon"}, idempotency_key="one"), 422)
    assert not Once.objects.exists()
    script.posted("claims/", CLAIM, idempotency_key="one")


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb", "é"])
def test_what_is_no_key_is_refused(key: str) -> None:
    script = a_script()
    refused = problem(script.post("claims/", CLAIM, idempotency_key=key), 400)
    assert refused["errors"][0]["parameter"] == "Idempotency-Key"


def test_a_request_under_way_is_not_carried_out_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    script = a_script()
    died_within(script, monkeypatch)
    refused = script.post("claims/", CLAIM, idempotency_key="one")
    problem(refused, 409)
    assert refused.headers["Retry-After"] == "1"
    assert not Claim.objects.exists()


def died_within(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that ends before it has written anything, as a kill ends it: nothing is undone."""
    with monkeypatch.context() as patch:
        patch.setattr(once.Attempt, "give_up", lambda attempt: None)
        patch.setattr(flow.Writing, "_recorded", _dies)
        with pytest.raises(SystemExit):
            script.post("claims/", CLAIM, idempotency_key="one")


def _dies(*args: Any) -> Any:
    raise SystemExit


def test_a_lease_lapses_and_the_next_attempt_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    script = a_script()
    died_within(script, monkeypatch)
    later(monkeypatch, seconds=60)
    told = script.posted("claims/", CLAIM, idempotency_key="one")
    assert Claim.objects.get().pk == told["id"]
    assert script.posted("claims/", CLAIM, idempotency_key="one") == told


def test_an_attempt_that_was_overtaken_undoes_what_it_wrote(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = a_script()
    recorded = flow.Writing._recorded

    def overtaken(view: flow.Writing, *args: Any) -> Any:
        Once.objects.update(token="another")
        return recorded(view, *args)

    monkeypatch.setattr(flow.Writing, "_recorded", overtaken)
    problem(script.post("claims/", CLAIM, idempotency_key="one"), 409)
    assert not Claim.objects.exists()
    assert Once.objects.exists()


def test_what_goes_wrong_after_the_write_leaves_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    script = a_script()
    script.client.raise_request_exception = False

    def fails(attempt: once.Attempt, answer: once.Answer) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(once.Attempt, "keep", fails)
        sent = {"HTTP_IDEMPOTENCY_KEY": "one"}
        response = script.client.post("/api/v1/claims/", CLAIM, "application/json", **sent)  # type: ignore[arg-type]
        assert response.status_code == 500
    assert not Claim.objects.exists()
    script.posted("claims/", CLAIM, idempotency_key="one")


def test_outcomes_are_kept_for_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    script = a_script()
    first = script.posted("sources/", SOURCE, idempotency_key="one")
    later(monkeypatch, hours=23, minutes=59)
    assert forget_requests() == 0
    assert script.posted("sources/", SOURCE, idempotency_key="one") == first
    later(monkeypatch, minutes=1)
    other = {**SOURCE, "code": "other"}
    assert script.posted("sources/", other, idempotency_key="one")["code"] == "other"
    later(monkeypatch, hours=24, seconds=1)
    assert forget_requests() == 1
    assert forget_requests() == 0


def test_the_day_of_the_clock_is_that_of_the_tests() -> None:
    assert timezone.localdate() == TODAY
