"""Each filter gives those of the whole list that are so, for the real deals and on any day."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from deals.models import Deal, Term
from tests.api.asking import answer, at_noon_of
from tests.factories import TODAY
from vendors.models import Organisation

pytestmark = pytest.mark.django_db
DAYS = (date(2020, 11, 12), TODAY, date(2031, 3, 3))
Row = dict[str, Any]
WHOLE: dict[tuple[str, date], list[Row]] = {}  # of the catalogue, which stays the same


@pytest.fixture(scope="module", params=DAYS, ids=str)
def day(request: pytest.FixtureRequest) -> date:
    found: date = request.param
    return found


def whole(client: Client, name: str, day: date, **query: Any) -> list[Row]:
    if not query and (name, day) in WHOLE:
        return WHOLE[name, day]
    found: list[Row] = answer(client, f"{name}/", as_of=day, limit=1000, **query)["results"]
    if not query:
        WHOLE[name, day] = found
    return found


def least(slip: Row | None) -> int | None:
    """What a filter reckons with: the headline, or what it comes to at least."""
    if slip is None:
        return None
    found: int | None = slip["days"] if slip["days"] is not None else slip["min_days"]
    return found


def ruler(row: Row, name: str) -> Row | None:
    if name == "slip_outturn":
        outturn = row["slip"]["outturn"]
        return outturn and outturn["original"]  # type: ignore[no-any-return]
    which = name.removeprefix("slip").removeprefix("_") or "total"
    found: Row | None = row["slip"][which]
    return found


def check(client: Client, name: str, day: date, query: Row, fits: Callable[[Row], bool]) -> int:
    rows = whole(client, name, day)
    found = whole(client, name, day, **query)
    assert found == [row for row in rows if fits(row)], query
    return len(found)


def test_milestones_by_words(client: Client, day: date) -> None:
    for name in ("state", "level", "progress", "knowledge", "kind"):
        for word in {row[name] or "none" for row in whole(client, "milestones", day)}:
            if (name, word) != ("level", "none"):
                check(
                    client,
                    "milestones",
                    day,
                    {name: word},
                    lambda row, n=name, w=word: (row[n] or "none") == w,  # type: ignore[misc]
                )


def test_several_values_mean_one_or_the_other(client: Client) -> None:
    two = ["critical", "breach"]
    number = check(client, "deals", TODAY, {"state": two}, lambda row: row["state"] in two)
    assert number > 1


@pytest.mark.parametrize("name", ["slip", "slip_current", "slip_in_period", "slip_outturn"])
def test_milestones_by_each_ruler(client: Client, day: date, name: str) -> None:
    rows = whole(client, "milestones", day)
    slips = {least(ruler(row, name)) for row in rows} - {None}
    for days in sorted({0, -1, 1, 90, *(s for s in slips if s is not None)})[::12]:

        def at_least(row: Row, days: int = days) -> bool:
            found = least(ruler(row, name))
            return found is not None and found >= days

        def at_most(row: Row, days: int = days) -> bool:
            found = ruler(row, name)
            return found is not None and found["days"] is not None and found["days"] <= days

        check(client, "milestones", day, {f"{name}__gte": days}, at_least)
        check(client, "milestones", day, {f"{name}__lte": days}, at_most)


def test_slips_are_measured_over_the_period_that_is_asked_for(client: Client) -> None:
    query = {"period": "P90D", "slip_in_period__gte": 30}
    rows = whole(client, "milestones", TODAY, period="P90D")
    wanted = [row for row in rows if (least(row["slip"]["in_period"]) or 0) >= 30]
    assert whole(client, "milestones", TODAY, **query) == wanted


def due(row: Row) -> str | None:
    """The last day of the estimate as stated: its words do not grow with the day."""
    flags_past = "overdue" in row["flags"]
    if row["progress"] != "open" or row["estimate"] is None:
        return None
    return None if flags_past else row["estimate"]["latest"]


def test_milestones_by_when_they_are_due(client: Client, day: date) -> None:
    soon = (day + timedelta(days=400)).isoformat()
    found = whole(client, "milestones", day, due__after=day, due__before=soon)
    wanted = [r for r in whole(client, "milestones", day) if due(r)]
    wanted = [r for r in wanted if day.isoformat() < str(due(r)) < soon]
    assert found == wanted
    before = whole(client, "milestones", day, due__before=day)
    assert all("overdue" in row["flags"] or row["suspended"] for row in before)
    within = whole(client, "milestones", day, due__within="P400D")
    assert [r for r in within if r in found] == found


def test_deals_by_when_something_is_due_and_how_far_it_slipped(client: Client, day: date) -> None:
    soon = day + timedelta(days=700)
    plans = whole(client, "milestones", day, due__after=day, due__before=soon)
    refs = {row["deal"] for row in plans}
    query: Row = {"due__after": day, "due__before": soon}
    check(client, "deals", day, query, lambda row: row["ref"] in refs)

    def slipped(row: Row) -> bool:
        found = least(row["slip"])
        return found is not None and found >= 300

    check(client, "deals", day, {"slip__gte": 300}, slipped)


def test_deals_by_words(client: Client, day: date) -> None:
    by_code = {(r["deal"], r["code"]): r for r in whole(client, "milestones", day)}
    for name in ("state", "kind", "route", "category", "stage"):
        for word in {row[name] for row in whole(client, "deals", day)} - {None}:
            check(
                client,
                "deals",
                day,
                {name: word},
                lambda row, n=name, w=word: row[n] == w,  # type: ignore[misc]
            )
    for word in ("contested", "stale", "confirmed", "single_source"):
        check(
            client,
            "deals",
            day,
            {"knowledge": word},
            lambda row, w=word: by_code[row["ref"], row["worst"]]["knowledge"] == w,  # type: ignore[misc]
        )


def test_by_organisation_and_country_in_a_role(client: Client, day: date) -> None:
    countries = dict(Organisation.objects.values_list("code", "country"))
    parties = {(r["ref"], p["organisation"], p["role"]) for r in whole(client, "deals", day)
               for p in r["parties"]}  # fmt: skip
    for organisation, role in sorted({(o, r) for _, o, r in parties})[::5]:
        refs = {ref for ref, o, r in parties if (o, r) == (organisation, role)}
        check(client, "deals", day, {role: organisation}, lambda row, r=refs: row["ref"] in r)  # type: ignore[misc]
        check(client, "milestones", day, {role: organisation}, lambda row, r=refs: row["deal"] in r)  # type: ignore[misc]
    for country, role in sorted({(countries[o], r) for _, o, r in parties})[::4]:
        refs = {ref for ref, o, r in parties if (countries[o], r) == (country, role)}
        query = {f"{role}_country": country}
        check(client, "deals", day, query, lambda row, r=refs: row["ref"] in r)  # type: ignore[misc]
    refs = {ref for ref, o, _ in parties if countries[o] == "RU"}
    check(client, "deals", day, {"country": "RU"}, lambda row: row["ref"] in refs)


def test_by_the_latest_word_on_the_value(client: Client, day: date) -> None:
    latest: dict[str, Term] = {}
    said = Term.objects.standing().reported_by(day).filter(kind="value").select_related("deal")
    for term in sorted(said, key=lambda t: (t.held_on, -t.credibility, t.pk)):
        latest[term.deal.ref] = term
    for currency in {term.currency for term in latest.values()}:
        refs = {ref for ref, term in latest.items() if term.currency == currency}
        check(client, "deals", day, {"currency": currency}, lambda row, r=refs: row["ref"] in r)  # type: ignore[misc]
        for ref in sorted(refs)[:3]:
            amount = latest[ref].amount
            assert amount is not None
            more = {r for r in refs if (latest[r].amount or 0) >= amount}
            less = {r for r in refs if (latest[r].amount or 0) <= amount}
            for side, fits in (("gte", more), ("lte", less)):
                query = {"currency": currency, f"value__{side}": format(amount, "f")}
                check(client, "deals", day, query, lambda row, r=fits: row["ref"] in r)  # type: ignore[misc]


def test_by_what_is_stale_and_by_stage(client: Client, day: date) -> None:
    stages = {row["ref"]: row["stage"] for row in whole(client, "deals", day)}
    for word in set(stages.values()) - {None}:
        check(
            client,
            "milestones",
            day,
            {"stage": word},
            lambda row, w=word: stages[row["deal"]] == w,  # type: ignore[misc]
        )
    told = whole(client, "milestones", day)
    for word, wanted in (("true", True), ("false", False)):
        found = whole(client, "milestones", day, stale=word)
        assert all(("stale" in row["flags"]) == wanted or row["suspended"] for row in found)
        told = [row for row in told if row not in found]
    assert told == []
    with at_noon_of(TODAY):
        stale = whole(client, "deals", day, stale="true")
        assert len(stale) + len(whole(client, "deals", day, stale="false")) == len(stages)


def test_words_are_found_in_designations_titles_and_names(client: Client) -> None:
    assert "s-400" in {row["ref"] for row in whole(client, "deals", TODAY, q="s-400 INDIA")}
    by_name = whole(client, "deals", TODAY, q="rosoboronexport")
    assert by_name
    assert {"rosoboronexport"} <= {p["organisation"] for row in by_name for p in row["parties"]}
    assert whole(client, "deals", TODAY, q="no such words") == []
    assert Deal.objects.filter(ref="s-400").exists()
    found = whole(client, "milestones", TODAY, q="s-400 second")
    assert {row["deal"] for row in found} == {"s-400", "s-400-turkey"}
    assert found


def test_filters_of_flags(client: Client, day: date) -> None:
    rows = whole(client, "flags", day)
    for kind in {row["kind"] for row in rows}:
        check(client, "flags", day, {"kind": kind}, lambda row, k=kind: row["kind"] == k)  # type: ignore[misc]
        assert answer(client, "flags/", as_of=day, kind=kind, count="true")["count"] == len(
            whole(client, "flags", day, kind=kind)
        )
    states = {(r["deal"], r["code"]): r["state"] for r in whole(client, "milestones", day)}
    check(
        client,
        "flags",
        day,
        {"state": "critical"},
        lambda row: states[row["deal"], row["milestone"]] == "critical",
    )


def test_filters_of_statements(client: Client, day: date) -> None:
    for name, columns in {
        "claims": ("kind", "side", "rank", "milestone", "source"),
        "terms": ("kind", "side", "currency", "stage", "source"),
        "counts": ("kind", "side", "milestone", "source"),
        "events": ("kind", "source"),
        "sources": ("reliability",),
        "organisations": ("country", "kind"),
    }.items():
        rows = whole(client, name, day)
        for column in columns:
            for word in sorted({str(row[column]) for row in rows} - {"None"})[:4]:
                check(
                    client,
                    name,
                    day,
                    {column: word},
                    lambda row, c=column, w=word: row[c] == w,  # type: ignore[misc]
                )
    early = whole(
        client, "claims", day, reported__before="2019-01-01", reported__after="2015-01-01"
    )
    assert all("2015-01-01" < row["reported_on"]["latest"] < "2019-01-01" for row in early)


@pytest.mark.parametrize(
    ("name", "ordering", "key"),
    [
        ("deals", "severity", lambda r: (r["severity"], r["ref"])),
        ("deals", "worst", lambda r: (r["severity"], -slip_or(r["slip"], -(10**7)), r["ref"])),
        ("deals", "-slip", lambda r: (-slip_or(r["slip"], -(10**7)), r["ref"])),
        ("deals", "slip", lambda r: (slip_or(r["slip"], -(10**7)), r["ref"])),
        ("deals", "ref", lambda r: r["ref"]),
        ("deals", "designation", lambda r: (r["designation"].lower(), r["ref"])),
        ("deals", "last_word_on", lambda r: (r["last_word_on"] or "", r["ref"])),
        ("milestones", "-slip", lambda r: -slip_or(r["slip"]["total"], -(10**7))),
        ("milestones", "last_word_on", lambda r: r["last_word_on"] or ""),
        ("claims", "id", lambda r: r["id"]),
        ("sources", "published_on", lambda r: (r["published_on"]["latest"], r["code"])),
    ],
)
def test_an_order_is_kept_and_its_pages_are_the_list(
    client: Client, day: date, name: str, ordering: str, key: Callable[[Row], Any]
) -> None:
    rows = whole(client, name, day, ordering=ordering)
    keys = [key(row) for row in rows]
    assert keys == sorted(keys)
    page = answer(client, f"{name}/", as_of=day, ordering=ordering, limit=7)
    found = list(page["results"])
    while page["next"]:
        page = client.get(page["next"]).json()
        found += page["results"]
    assert found == rows
    back = list(page["results"])
    while page["previous"]:
        page = client.get(page["previous"]).json()
        back = page["results"] + back
    assert back == rows


def slip_or(slip: Row | None, other: int) -> int:
    found = least(slip)
    return other if found is None else found
