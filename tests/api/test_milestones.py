"""A milestone on the wire."""

from datetime import date

import pytest
from django.test import Client

from tests.api.asking import answer, listed, one
from tests.factories import a_claim, a_count, a_deal, a_lot, a_milestone, a_source, a_term

pytestmark = pytest.mark.django_db
OCTOBER = {
    "text": "Oct 2020",
    "edtf": "2020-10",
    "earliest": "2020-10-01",
    "latest": "2020-10-31",
    "precision": "month",
    "approximate": False,
}
END_OF_2021 = {
    "text": "end of 2021",
    "edtf": "2021-36",
    "earliest": "2021-10-01",
    "latest": "2021-12-31",
    "precision": "quarter",
    "approximate": False,
}


def test_a_milestone_says_what_stood_on_the_day(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_lot(milestone, quantity=5)
    contracted = a_claim(milestone, when="Oct 2020")
    promised = a_claim(milestone, "promised", "end of 2021", reported="2020-11-12")
    found = one(client, "milestones", as_of="2020-11-12")
    (reason,) = found.pop("reasons")
    assert found == {
        "deal": "radar",
        "code": "first",
        "title": "First",
        "kind": "delivery",
        "progress": "open",
        "level": "breach",
        "state": "breach",
        "knowledge": "single_source",
        "suspended": False,
        "baseline_original": OCTOBER,
        "baseline": OCTOBER,
        "baseline_inferred": None,
        "promised": END_OF_2021,
        "assessed": None,
        "estimate": END_OF_2021,
        "actual": None,
        "objective": "2020-10-31",
        "threshold": "2021-04-30",
        "slip": {
            "total": {"days": 426, "min_days": 335, "max_days": 456},
            "current": {"days": 426, "min_days": 335, "max_days": 456},
            "in_period": {"days": 426, "min_days": 335, "max_days": 456},
            "outturn": None,
        },
        "period": {"duration": "P365D", "since": "2019-11-13"},
        "last_word_on": "2020-11-12",
        "claims": [promised.pk, contracted.pk],
        "flags": ["slip"],
        "lot": {"item": "Radar", "quantity": 5, "mode": "fly_away"},
        "pace": None,
    }
    assert reason["claims"] == found["claims"]
    assert reason["text"].startswith("Not expected before 1 Oct 2021")


def test_a_lot_that_is_counted_says_how_it_comes_along(client: Client) -> None:
    milestone = a_milestone(a_deal())
    lot = a_lot(milestone, quantity=100)
    a_claim(milestone, when="2021-12-31", reported="2019-01-02", source=a_source())
    count = a_count(lot, total=20, by="2020-02-06", reported_on="2020-02-06")
    found = one(client, "milestones", as_of="2020-11-02")
    assert found["state"] == "at_risk"
    (reason,) = found["reasons"]
    assert reason["counts"] == found["pace"]["counts"] == [count.pk]
    assert found["pace"] == {
        "kind": "delivered",
        "quantity": 100,
        "done": 20,
        "counted_on": "2020-02-06",
        "starts_on": "2019-01-02",
        "due_on": "2021-12-31",
        "planned_rate": 100 / 1094,
        "earned_days": 218.8,
        "elapsed_days": 400,
        "spi": 0.547,
        "completes_on": "2024-06-24",
        "needed_rate": 80 / 424,
        "tspi": 80 / 424 / (100 / 1094),
        "best_rate": {"rate": 0.05, "since": "2019-01-02", "until": "2020-02-06"},
        "fails_from": "2020-02-06",
        "counts": [count.pk],
    }
    assert one(client, "milestones", as_of="2020-02-05")["pace"] is None


def test_a_milestone_that_is_met_has_an_outturn(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, when="2020-10")
    a_claim(milestone, "actual", "2020-12-05", reported="2020-12-06")
    found = one(client, "milestones")
    assert (found["progress"], found["level"], found["state"]) == ("met", "slipping", "met_late")
    assert found["actual"]["edtf"] == "2020-12-05"
    late = {"days": 35, "min_days": 35, "max_days": 65}
    assert found["slip"]["outturn"] == {"original": late, "current": late}
    assert found["flags"] == []
    assert found["lot"] is None


def test_what_nobody_has_said_is_null(client: Client) -> None:
    first = a_milestone(a_deal(), "first", position=1)
    second = a_milestone(first.deal, "second", after=(first,), position=2)
    a_claim(second, "delayed", "")
    unspoken, late = listed(client, "milestones", as_of="2019-01-02")
    for name in ("baseline", "estimate", "objective", "threshold", "knowledge", "last_word_on"):
        assert unspoken[name] is None
    assert unspoken["slip"] == dict.fromkeys(("total", "current", "in_period", "outturn"))
    assert late["state"] == "unknown_delay"
    assert late["estimate"]["latest"] is None


def test_an_estimate_that_has_passed_grows_with_the_day(client: Client) -> None:
    a_claim(a_milestone(a_deal()), when="2020-10")
    assert one(client, "milestones", as_of="2020-10-15")["estimate"]["earliest"] == "2020-10-15"
    for day in ("2020-11-05", "2024-02-29", "2199-12-31"):
        found = one(client, "milestones", as_of=day)
        assert found["estimate"]["earliest"] == found["estimate"]["latest"] == day
        passed = date.fromisoformat(day) - date(2020, 10, 31)
        assert found["slip"]["total"]["days"] == passed.days


def test_a_baseline_that_is_only_inferred_says_from_what(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, "assessed", "2021", side="third_party", reported="2019-01-02")
    assert one(client, "milestones", as_of="2019-06-01")["baseline_inferred"] == "assessment"
    a_claim(milestone, "promised", "2022", reported="2019-07-01", source=a_source("later"))
    assert one(client, "milestones", as_of="2019-08-01")["baseline_inferred"] == "promise"


def test_a_suspended_deal_says_so_on_its_milestones(client: Client) -> None:
    deal = a_deal()
    a_claim(a_milestone(deal))
    a_term(deal, "stage", stage="suspended", voice={"reported_on": "2022-01-01"})
    assert one(client, "milestones", as_of="2021-12-31")["suspended"] is False
    assert one(client, "milestones", as_of="2022-01-01")["suspended"] is True


def test_a_count_is_a_word_on_its_milestone(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_count(a_lot(milestone), reported_on="2021-05-05")
    assert one(client, "milestones", as_of="2021-05-04")["last_word_on"] == "2019-01-02"
    assert one(client, "milestones", as_of="2021-05-05")["last_word_on"] == "2021-05-05"


def test_milestones_come_by_deal_and_in_the_order_of_the_plan(client: Client) -> None:
    for ref in ("b", "a"):
        deal = a_deal(ref)
        for position, code in ((2, "early"), (1, "late")):
            a_claim(a_milestone(deal, code, position=position))
    order = [(m["deal"], m["code"]) for m in listed(client, "milestones")]
    assert order == [("a", "late"), ("a", "early"), ("b", "late"), ("b", "early")]
    assert [m["deal"] for m in listed(client, "milestones", deal="b")] == ["b", "b"]
    assert len(listed(client, "milestones", deal=["a", "b", "a", "nowhere"])) == 4
    assert answer(client, "milestones/", deal="nowhere")["results"] == []
