"""Reading what pages offer to be taken away: rows, results, sheets, and the links to them."""

import csv
import io
from html import unescape
from typing import Any

from django.test import Client
from openpyxl import load_workbook

from tests.dashboard.reading import page


def rows(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def results(client: Client, address: str) -> list[dict[str, Any]]:
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "application/json"
    assert "attachment" in answer.headers["Content-Disposition"]
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def links(client: Client, address: str, section: str = "Take it away") -> dict[str, str]:
    """What a page with this section leads to, by the words of its links, the first of each."""
    read = page(client, address)
    assert section in read.texts("h2")
    return {e.text: unescape(e.attributes["href"]) for e in reversed(read.all("a"))}


def sheet(client: Client, address: str) -> list[dict[str, Any]]:
    """The rows of a workbook, by the names that CSV has for its columns."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-cache" in answer.headers["Cache-Control"]
    _, *found = book(client, address)["Slipwatch"].iter_rows(values_only=True)
    names = client.get(address.replace(".xlsx", ".csv")).content.decode().partition("\n")[0]
    return [dict(zip(names.split(","), row, strict=True)) for row in found]


def book(client: Client, address: str) -> Any:
    return load_workbook(io.BytesIO(client.get(address).content))
