"""The first page of a long list and one from near its end, while somebody writes."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection

from api.pagination import Cursor
from api.shapes import CLAIMS
from bench.serving import Served, serve
from bench.work.record import chosen, draft, open_milestone, record, take_back
from deals.models import Claim, Deal

LIMIT = 100
WALK = 1000  # results of each page that is held against the database
PAGES = 10


def run(today: str, runs: int, url: str) -> dict[str, Any]:
    """Seconds of both pages, and of how many rows a walk repeated or missed how many."""
    order = next(iter(CLAIMS.orders.values()))
    taken: dict[str, list[float]] = {"first": [], "deep": []}
    standing = Claim.objects.standing().order_by("reported_on", "pk")
    number = standing.count()
    edge = standing[min(number * 99 // 100, number - 2)]  # of a hundred, the last is none
    deep = order.write(Cursor(order.place(edge)))
    listed = "/api/v1/claims/?limit="
    with serve(url) as product, _writing(date.fromisoformat(today)) as written:
        for path in (f"{listed}{LIMIT}", f"{listed}{LIMIT}&cursor={deep}"):
            product.get(path)
        for _ in range(10 * runs):
            taken["first"].append(product.get(f"{listed}{LIMIT}").seconds)
            taken["deep"].append(product.get(f"{listed}{LIMIT}&cursor={deep}").seconds)
        walks = [_walk(product, f"{listed}{WALK}"), _walk(product, f"{listed}{WALK}&cursor={deep}")]
    repeated, missed, rows = (sum(each) for each in zip(*walks, strict=True))
    return {
        **taken,
        "claims": number,
        "walked": rows,
        "repeated": repeated,
        "missed": missed,
        "written": len(written),
    }


def _walk(product: Served, path: str) -> tuple[int, int, int]:
    """Follow the list for some pages: how many rows came twice, were missed, and came in all.

    Missed is what stood before the walk began and stands after it.
    """
    before = set(_standing())
    seen: list[tuple[str, int]] = []
    address: str | None = path
    for _ in range(PAGES):
        if address is None:
            break
        answer = json.loads(product.get(address).body)
        seen += [(row["reported_on"]["latest"], row["id"]) for row in answer["results"]]
        address = answer["next"] and "/" + answer["next"].split("/", 3)[3]
    first, last = seen[0], seen[-1]
    always = {place for place in before & set(_standing()) if first <= place <= last}
    return len(seen) - len(set(seen)), len(always - set(seen)), len(seen)


def _standing() -> Iterator[tuple[str, int]]:
    rows = Claim.objects.standing().values_list("reported_on", "pk")
    return ((day.isoformat(), number) for day, number in rows.iterator(chunk_size=10_000))


@contextmanager
def _writing(day: date) -> Iterator[list[str]]:
    """Somebody records a claim on one deal after the other and takes it back, until the end."""
    written: list[str] = []
    end = threading.Event()
    refs = chosen(PAGES)

    def write() -> None:
        while not end.is_set():
            deal = Deal.objects.get(ref=refs[len(written) % len(refs)])
            milestone = open_milestone(deal, day)
            for who in ("recorded", "a row"):
                record(draft(milestone, day, f"Synthetic bench: {who}"), day)
            take_back(milestone, day)
            written.append(deal.ref)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield written
    finally:
        end.set()
        writer.join()
