"""Several scripts at once: nothing is lost, nothing is written twice."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from deals.models import Claim
from journal.models import Entry
from tests.api.writing import CLAIM, SOURCE, Script, a_script

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """What each of the jobs came to, each begun in a thread of its own at the same moment."""
    barrier, found = Barrier(len(jobs)), [None] * len(jobs)

    def run(place: int) -> None:
        try:
            barrier.wait()
            found[place] = jobs[place]()
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place,)) for place in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def asked(script: Script, method: str, path: str, body: Any, **headers: str) -> Callable[[], Any]:
    return lambda: script.send(method, path, body, **headers)


def test_of_two_who_change_a_deal_at_once_one_is_told() -> None:
    one, two = a_script(), Script("other")
    for turn in range(10):
        tag = one.tag("deals/radar/record/")
        answers = at_once(
            asked(one, "PATCH", "deals/radar/", {"title": f"one {turn}"}, if_match=tag),
            asked(two, "PATCH", "deals/radar/", {"summary": f"two {turn}"}, if_match=tag),
        )
        assert sorted(answer.status_code for answer in answers) == [200, 412]
        (won,) = [answer for answer in answers if answer.status_code == 200]
        assert won.json() == one.get("deals/radar/record/").json()
        assert won.headers["ETag"] == one.tag("deals/radar/record/")
    assert Entry.objects.filter(verb="change", subject="deal").count() == 10


def test_of_two_who_change_a_source_at_once_one_is_told() -> None:
    one, two = a_script(), Script("other")
    path = "sources/gazette-2019-01-02/"
    for turn in range(10):
        tag = one.tag(path)
        jobs = [
            asked(script, "PATCH", path, {"publisher": f"{script.user} {turn}"}, if_match=tag)
            for script in (one, two)
        ]
        assert sorted(answer.status_code for answer in at_once(*jobs)) == [200, 412]


def test_identical_requests_with_one_key_at_once_write_once() -> None:
    script = a_script()
    for turn in range(5):
        body = {**CLAIM, "said_by": f"voice {turn}"}
        send = asked(script, "POST", "claims/", body, idempotency_key=f"key {turn}")
        answers = at_once(*[send] * 6)
        assert {answer.status_code for answer in answers} <= {201, 409}
        told = {answer.content for answer in answers if answer.status_code == 201}
        assert len(told) == 1
        assert send().content in told
        assert Claim.objects.count() == turn + 1
    assert Entry.objects.filter(verb="record", subject="claim").count() == 5


def test_the_same_record_added_by_several_at_once_is_added_once() -> None:
    scripts = [a_script(), *(Script(f"other {n}") for n in range(3))]
    jobs = [asked(script, "POST", "sources/", SOURCE) for script in scripts]
    assert sorted(answer.status_code for answer in at_once(*jobs)) == [201, 409, 409, 409]


def test_the_same_claim_recorded_by_several_at_once_is_recorded_once() -> None:
    scripts = [a_script(), *(Script(f"other {n}") for n in range(3))]
    jobs = [asked(script, "POST", "claims/", CLAIM) for script in scripts]
    assert sorted(answer.status_code for answer in at_once(*jobs)) == [201, 409, 409, 409]
    number = Claim.objects.get().pk
    retractions = [
        asked(script, "POST", f"claims/{number}/retract/", {"reason": "x"}) for script in scripts
    ]
    assert sorted(answer.status_code for answer in at_once(*retractions)) == [200, 409, 409, 409]


def test_a_removal_and_what_would_depend_on_it_do_not_both_go_through() -> None:
    script, other = a_script(), Script("other")
    for turn in range(5):
        code = f"m{turn}"
        body = {"deal": "radar", "code": code, "title": code, "kind": "delivery"}
        script.posted("milestones/", body)
        removed, said = at_once(
            asked(script, "DELETE", f"deals/radar/milestones/{code}/", None, if_match="*"),
            asked(other, "POST", "claims/", {**CLAIM, "milestone": code}),
        )
        assert (removed.status_code, said.status_code) in {(204, 422), (204, 409), (409, 201)}
