"""A stream is of one state of the database, and lets go of it in the end."""

import json
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from api import listing, streams
from tests.api.asking import ROOT, answer
from tests.factories import a_claim, a_deal, a_milestone, a_source

pytestmark = pytest.mark.django_db(transaction=True)


def is_held() -> bool:
    """Whether this connection is within a transaction."""
    return bool(connection.in_atomic_block)


def elsewhere(do: Any) -> None:
    """Done over another connection, and committed."""

    def doing() -> None:
        try:
            do()
        finally:
            connection.close()

    thread = threading.Thread(target=doing)
    thread.start()
    thread.join()


@pytest.mark.parametrize("path", ["claims/", "milestones/", "changes/"])
def test_what_is_written_meanwhile_is_not_in_a_stream(
    client: Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(listing, "AT_ONCE", 1)
    monkeypatch.setattr("api.changes.AT_ONCE", 1)
    monkeypatch.setattr(streams, "PACKET", 1)
    deal, source = a_deal(), a_source()
    for number in range(4):
        a_claim(a_milestone(deal, f"m{number}"), source=source)
    whole = answer(client, path, limit=1000)["results"]
    response = client.get(ROOT + path, {"format": "ndjson"})
    lines = iter(response.streaming_content)  # type: ignore[attr-defined]
    first = next(lines)
    elsewhere(lambda: a_claim(a_milestone(deal, "new"), source=source))
    rest = list(lines)
    assert [json.loads(line) for line in (first, *rest)] == whole
    assert response.headers["Slipwatch-Rows"] == str(len(whole))
    assert not connection.in_atomic_block
    assert len(answer(client, path, limit=1000)["results"]) > len(whole)


def test_a_stream_that_nobody_reads_to_its_end_lets_go(client: Client) -> None:
    for number in range(3):
        a_claim(a_milestone(a_deal(f"deal-{number}")))
    response = client.get(f"{ROOT}claims/", {"format": "csv"})
    next(iter(response.streaming_content))  # type: ignore[attr-defined]
    assert is_held()
    response.close()
    assert not is_held()
    a_deal("written-again")


def test_pages_in_an_order_by_slip_miss_and_repeat_nothing_while_others_write(
    client: Client,
) -> None:
    source = a_source()
    for number in range(6):
        when = f"20{10 + number}"
        a_claim(a_milestone(a_deal(f"deal-{number}")), when=when, source=source)
    page = answer(client, "deals/", ordering="-slip", limit=2)
    found = [deal["ref"] for deal in page["results"]]
    written = 0
    while page["next"]:
        written += 1
        late = f"deal-0-late-{written}"
        elsewhere(lambda late=late: a_claim(a_milestone(a_deal(late)), when="2010", source=source))
        page = client.get(page["next"]).json()
        found += [deal["ref"] for deal in page["results"]]
    assert len(set(found)) == len(found)
    assert {ref for ref in found if "late" not in ref} == {f"deal-{n}" for n in range(6)}
