"""Asking the API, and something to ask it about."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from deals.models import Deal
from tests.factories import (
    a_claim,
    a_count,
    a_deal,
    a_lot,
    a_milestone,
    a_party,
    a_shareholding,
    a_source,
    a_term,
    an_event,
    an_organisation,
    together,
)

ROOT = "/api/v1/"
LISTS = (
    "deals",
    "milestones",
    "lots",
    "claims",
    "terms",
    "counts",
    "events",
    "sources",
    "organisations",
    "flags",
)


@contextmanager
def at_noon_of(day: date) -> Iterator[None]:
    """The clock stands still."""
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: noon)
        yield


def answer(client: Client, path: str, **query: Any) -> Any:
    """The body of a successful answer."""
    response = client.get(ROOT + path, query)
    assert response.status_code == 200, response.content
    return response.json()


def listed(client: Client, name: str, **query: Any) -> list[Any]:
    """The results of the first page of a list."""
    results: list[Any] = answer(client, f"{name}/", **query)["results"]
    return results


def one(client: Client, name: str, **query: Any) -> Any:
    """The only result of a list."""
    (found,) = listed(client, name, **query)
    return found


@together()
def a_full_deal(ref: str = "radar") -> Deal:
    """A deal with something of everything, each of its statements in a source of its own."""
    deal = a_deal(ref, summary="What it is about.")
    buyer, venture = an_organisation(f"{ref}-mod"), an_organisation(f"{ref}-jv")
    holder = an_organisation(f"{ref}-maker")
    a_party(deal, buyer)
    a_party(deal, venture, "joint_venture")
    source = a_source(f"{ref}-shares")
    a_shareholding(venture, holder, source=source.code)
    first = a_milestone(deal, "first", kind="signature", position=1)
    second = a_milestone(deal, "second", after=(first,), position=2)
    lot = a_lot(second)
    a_claim(first, "actual", "2018-12", source=a_source(f"{ref}-actual"))
    a_claim(second, "contracted", "first + 24 months", source=a_source(f"{ref}-contract"))
    a_claim(second, "promised", "end 2021", source=a_source(f"{ref}-promise"), note="A note.")
    a_count(lot, source=a_source(f"{ref}-count"))
    a_term(deal, voice={"source": a_source(f"{ref}-value")})
    a_term(deal, "stage", voice={"source": a_source(f"{ref}-stage")})
    an_event(deal, code=f"{ref}-sanctions", source=a_source(f"{ref}-event"))
    return deal
