"""Lists of any size as NDJSON and CSV: whole, from one state, safe to open, known when broken."""

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from api import listing, shapes
from api.streams import ROWS, Broken, Ndjson, stream
from api.tables import Columns
from deals.models import Source
from tests.api.asking import LISTS, ROOT, a_full_deal, answer
from tests.factories import a_claim, a_deal, a_milestone, a_source, an_event

pytestmark = pytest.mark.django_db


def streamed(client: Client, name: str, form: str, **query: Any) -> Any:
    response = client.get(f"{ROOT}{name}/", {"format": form, **query})
    assert response.status_code == 200, response.content
    return response


def body(response: Any) -> str:
    text: str = b"".join(response.streaming_content).decode()
    return text


def lines(response: Any) -> list[Any]:
    return [json.loads(line) for line in body(response).splitlines()]


def cells(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(response))))


@pytest.fixture
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "AT_ONCE", 2)


@pytest.mark.usefixtures("_small_batches")
@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("as_of", ["2026-11-22", "2026-11-21"])
def test_a_stream_has_what_the_pages_have(client: Client, name: str, as_of: str) -> None:
    for ref in ("a", "b", "c"):
        a_full_deal(ref)
    rows = answer(client, f"{name}/", limit=1000, as_of=as_of)["results"]
    assert len(rows) > 2
    response = streamed(client, name, "ndjson", as_of=as_of)
    assert response.headers["Content-Type"] == "application/x-ndjson; charset=utf-8"
    assert response.headers[ROWS] == str(len(rows))
    assert lines(response) == rows
    response = streamed(client, name, "csv", as_of=as_of)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    table = cells(response)
    assert len(table) == len(rows) == int(response.headers[ROWS])
    key = next(iter(rows[0]))
    if isinstance(rows[0][key], str):
        assert [row[key] for row in table] == [row[key] for row in rows]


def test_a_stream_begins_at_a_cursor_and_ends_at_a_limit(client: Client) -> None:
    for ref in ("a", "b", "c", "d"):
        a_claim(a_milestone(a_deal(ref)))
    first = answer(client, "deals/", limit=1)
    cursor = first["next"].rpartition("=")[2]
    response = streamed(client, "deals", "ndjson", cursor=cursor, limit=2)
    assert response.headers[ROWS] == "2"
    assert [row["ref"] for row in lines(response)] == ["b", "c"]


def test_the_form_can_be_asked_for_by_accept(client: Client) -> None:
    a_full_deal()
    for media_type in ("text/csv", "application/x-ndjson"):
        response = client.get(f"{ROOT}claims/", HTTP_ACCEPT=media_type)
        assert response.headers["Content-Type"] == f"{media_type}; charset=utf-8"
        assert body(response)
    page = client.get(f"{ROOT}claims/", {"format": "json"}, HTTP_ACCEPT="text/csv")
    assert page.json()["results"]


def test_a_cell_that_a_spreadsheet_would_run_is_made_text(client: Client) -> None:
    deal = a_deal()
    for number, name in enumerate(("=1+1", "+cmd", "-2", "@sum", "\tx", 'plain, “quoted” "')):
        an_event(deal, code=f"e{number}", said_by=name, source=a_source(f"s{number}"))
    a_claim(a_milestone(deal))
    said = [row["said_by"] for row in cells(streamed(client, "events", "csv"))]
    assert said == ["'=1+1", "'+cmd", "'-2", "'@sum", "'\tx", 'plain, “quoted” "']


def test_numbers_below_zero_stay_numbers(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "actual", "2020-09-01", reported="2020-09-02")
    (row,) = cells(streamed(client, "milestones", "csv"))
    assert int(row["slip.total.days"]) < 0
    assert row["actual.latest"] == "2020-09-01"
    assert row["lot.item"] == ""
    assert json.loads(row["claims"])


def test_a_table_has_the_fields_that_were_asked_for(client: Client) -> None:
    a_full_deal()
    (row,) = cells(streamed(client, "deals", "csv", fields="ref,next"))
    assert list(row) == [
        "ref",
        "next.milestone",
        "next.title",
        *(
            f"next.{name}.{part}"
            for name in ("estimate", "stated")
            for part in ("text", "edtf", "earliest", "latest", "precision", "approximate")
        ),
    ]
    assert "parties" not in body(streamed(client, "deals", "csv", omit="parties"))


def test_the_headers_of_a_stream_come_without_its_lines(client: Client) -> None:
    a_full_deal()
    for path in ("claims/", "changes/"):
        response = client.head(f"{ROOT}{path}", {"format": "ndjson"})
        assert int(response.headers[ROWS]) > 0
        assert body(response) == ""


def test_a_stream_that_is_not_what_was_announced_breaks(client: Client) -> None:
    def rows() -> Iterator[dict[str, Any]]:
        yield {"code": "a"}

    columns = Columns("sources", shapes.SOURCES.item(), ["code"])
    whole = stream(Ndjson(), rows(), 1, columns)
    assert list(whole) == [b'{"code":"a"}\n']
    with pytest.raises(Broken):
        list(stream(Ndjson(), rows(), 2, columns))


def test_a_cursor_that_leads_back_makes_no_stream(client: Client) -> None:
    for ref in ("a", "b"):
        a_claim(a_milestone(a_deal(ref)))
    first = answer(client, "deals/", limit=1)
    back = client.get(first["next"]).json()["previous"].rpartition("=")[2]
    response = client.get(f"{ROOT}deals/", {"format": "csv", "cursor": back})
    assert response.json()["errors"][0]["parameter"] == "cursor"


def test_memory_does_not_grow_with_the_rows(client: Client) -> None:
    number = 0

    def fill(until: int) -> None:
        nonlocal number
        new = [
            Source(
                code=f"s{n}",
                publisher="P" * 150,
                published_edtf="2019-01-02",
                published_on="2019-01-02",
                reliability="B",
            )
            for n in range(number, until)
        ]
        Source.objects.bulk_create(new, batch_size=500)
        number = until

    def peak() -> int:
        rows = 0
        tracemalloc.start()
        for packet in streamed(client, "claims", "ndjson").streaming_content:
            rows += packet.count(b"\n")
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert rows == number
        return found

    milestone = a_milestone(a_deal())
    for until in (1000, 5000):  # twice and ten times what is in memory together
        fill(until)
        claims = _claims(milestone, until)
        assert claims == until
        if until == 1000:
            few = peak()
    assert peak() < 1.5 * few


def _claims(milestone: Any, until: int) -> int:
    """One claim for each source, written without deriving anything."""
    if not milestone.claims.exists():
        a_claim(milestone, source=Source.objects.get(code="s0"))
    model = milestone.claims.first()
    there = set(milestone.claims.values_list("source", flat=True))
    new = []
    for source in Source.objects.exclude(pk__in=there).iterator():
        row = type(model)(**{f.attname: getattr(model, f.attname) for f in model._meta.fields})
        row.pk, row.source_id = None, source.pk
        new.append(row)
    type(model).objects.bulk_create(new, batch_size=500)
    found: int = milestone.claims.count()
    return found
