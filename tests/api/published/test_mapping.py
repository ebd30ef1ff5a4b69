"""What of a deal becomes what of a release."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from jsonschema_rs import Draft4Validator

from api.ocds import contracts, milestones, parties, releases
from api.ocds.facts import DealOn, Step
from api.ocds.values import exact, number, uri
from api.ocds.words import BEFORE_CONTRACT, METHODS, OF_CONTRACT, PROCUREMENT, ROLES, ROUTES
from deals.choices import DealKind, MilestoneKind, Role, Route, Stage
from deals.dates import from_edtf
from tests.api.published.facts import (
    DAY,
    a_counted,
    a_deal_on,
    a_fixed,
    a_met,
    a_paper,
    a_part,
    a_piece,
    a_said,
    a_step,
)

AFTER, BEFORE = DAY + timedelta(days=1), DAY - timedelta(days=1)


def told(step: Step, **deal: Any) -> Any:
    """One milestone of a deal on the wire."""
    (found,) = milestones.milestones(a_deal_on(steps=[step], **deal), [step])
    return found


@pytest.mark.parametrize(
    ("fields", "counts", "expected"),
    [
        ({"objective": AFTER}, (), "scheduled"),
        ({"objective": DAY}, (), "scheduled"),
        ({"objective": BEFORE}, (), "notMet"),
        ({}, (), "scheduled"),
        ({"estimate": from_edtf("2021-05")}, (), "notMet"),
        ({"estimate": from_edtf("2021-06")}, (), "scheduled"),
        ({"progress": "cancelled", "objective": AFTER}, (), "notMet"),
        ({"progress": "met", "objective": BEFORE}, (a_counted(3),), "met"),
        ({"objective": BEFORE}, (a_counted(3),), "partiallyMet"),
        ({"objective": AFTER}, (a_counted(3, "inducted"),), "partiallyMet"),
        ({"objective": BEFORE}, (a_counted(3, "produced"),), "notMet"),
        ({"objective": BEFORE}, (a_counted(0),), "notMet"),
        ({"objective": BEFORE}, (a_counted(3, milestone="other"),), "notMet"),
        ({"objective": BEFORE}, (a_counted(3), a_counted(0, by="2021-01")), "notMet"),
    ],
)
def test_a_milestone_has_one_of_four_statuses(
    fields: dict[str, Any], counts: Any, expected: str
) -> None:
    assert told(a_step(lot=a_piece(), **fields), counts=counts)["status"] == expected


def test_an_imprecise_date_is_its_last_day_and_the_extension_has_its_words() -> None:
    baseline = from_edtf("2021-36", text="end of 2021")
    found = told(a_step(objective=baseline.latest, baseline=baseline, last_word_on=BEFORE))
    assert found["dueDate"] == "2021-12-31T23:59:59Z"
    assert found["dateModified"] == "2021-05-31T00:00:00Z"
    assert "dateMet" not in found
    assert found["slipwatch"]["baseline"]["text"] == "end of 2021"
    assert found["slipwatch"]["baseline"]["edtf"] == "2021-36"
    assert found["slipwatch"]["baseline"]["earliest"] == "2021-10-01"


def test_an_open_side_is_left_out() -> None:
    actual = from_edtf("../2021-03")
    found = told(a_step(progress="met", state="met", actual=actual))
    assert found["dateMet"] == "2021-03-31T23:59:59Z"
    assert "earliest" not in found["slipwatch"]["actual"]
    undated = told(a_step(estimate=from_edtf("2022/..")))
    assert "dueDate" not in undated
    assert undated["slipwatch"]["statedEstimate"]["earliest"] == "2022-01-01"


def test_a_milestone_is_due_by_its_objective_and_only_without_one_by_its_estimate() -> None:
    late = from_edtf("2023")
    assert told(a_step(objective=AFTER, estimate=late))["dueDate"][:10] == "2021-06-02"
    assert told(a_step(estimate=late))["dueDate"][:10] == "2023-12-31"
    assert "dueDate" not in told(a_step(progress="met", state="met", estimate=late))


def test_a_slip_is_told_but_where_it_grows_with_the_day() -> None:
    step = a_step(original=from_edtf("2020-10"), estimate=from_edtf("2021-36"))
    assert told(step)["slipwatch"]["slipTotal"] == {"days": 426, "minDays": 335, "maxDays": 456}
    growing = told(replace(step, is_growing=True))["slipwatch"]
    assert "slipTotal" not in growing
    assert growing["growing"] is True


def test_every_word_of_ours_has_its_place() -> None:
    assert set(ROLES) == set(Role.values)
    assert set(ROUTES) == set(Route.values) >= set(METHODS)
    assert set(PROCUREMENT) | {"agreement"} == set(DealKind.values)
    assert {*BEFORE_CONTRACT, *OF_CONTRACT} < set(MilestoneKind.values)


def test_each_milestone_stands_in_one_section() -> None:
    steps = [a_step(kind, kind=kind) for kind in MilestoneKind.values]
    release = releases.release(a_deal_on(steps=steps), "ocds-x")
    (contract,) = release["contracts"]
    sections = release["tender"], contract, contract["implementation"]
    codes = [[step["id"] for step in section["milestones"]] for section in sections]
    assert codes[0] == ["approval", "negotiation"]
    assert codes[1] == ["signature", "ratification", "entry_into_force"]
    assert sorted(code for section in codes for code in section) == sorted(MilestoneKind.values)


def test_an_organisation_is_one_party_with_all_its_roles() -> None:
    parts = [a_part(), a_part("end_user"), a_part("supplier", "maker")]
    first, second = parties.parties(parts)
    assert first["roles"] == ["buyer", "procuringEntity", "endUser"]
    assert second["roles"] == ["supplier"]
    release = releases.release(a_deal_on(parts=parts), "ocds-x")
    assert release["buyer"] == {"id": "mod", "name": "Mod"}
    assert release["tender"]["procuringEntity"] == release["buyer"]
    assert release["awards"][0]["suppliers"] == [{"id": "maker", "name": "Maker"}]


@pytest.mark.parametrize(
    ("amount", "as_number", "as_text"),
    [
        ("5430000000.000", 5430000000, "5430000000"),
        ("123456789012345678901", 123456789012345678901, "123456789012345678901"),
        ("50.500", 50.5, "50.5"),
        ("0.001", 0.001, "0.001"),
    ],
)
def test_no_digit_of_an_amount_is_lost(amount: str, as_number: Any, as_text: str) -> None:
    assert json.dumps(number(Decimal(amount))) == json.dumps(as_number)
    assert exact(Decimal(amount)) == as_text


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://example.org/a%20b?c=d&e=f#g", "https://example.org/a%20b?c=d&e=f#g"),
        ("https://example.org/ü?q=ä#ß", "https://example.org/%C3%BC?q=%C3%A4#%C3%9F"),
        ("https://example.org/?a[]=1", "https://example.org/?a%5B%5D=1"),
        ("http://[::1]:8000/a[1]", "http://[::1]:8000/a%5B1%5D"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/a#b#c", "https://example.org/a#b%23c"),
        ('https://example.org/a|b^c"', "https://example.org/a%7Cb%5Ec%22"),
    ],
)
def test_an_address_is_as_the_standard_asks(address: str, written: str) -> None:
    assert uri(address) == written
    assert Draft4Validator({"format": "uri"}, validate_formats=True).is_valid(written)


def test_a_contract_has_value_items_and_documents() -> None:
    deal = a_deal_on(value=a_said(), steps=[a_step(lot=a_piece())], papers=[a_paper()])
    found = contracts.contract(deal)
    assert (found["value"]["amount"], found["value"]["currency"]) == (5430000000, "USD")
    assert found["value"]["slipwatch"]["saidBy"] == "a voice"
    (item,) = found["items"]
    assert (item["id"], item["quantity"], item["unit"]) == ("first", 10, {"name": "radar"})
    (document,) = found["documents"]
    assert document["title"] == "Gazette, Jan 2019"
    assert document["datePublished"] == "2019-01-31T00:00:00Z"
    assert document["url"] == "https://example.org/1"
    assert "url" not in contracts.contract(a_deal_on(papers=[a_paper(url="")]))["documents"][0]


def test_without_lots_the_quantity_of_the_whole_is_the_one_item() -> None:
    deal = a_deal_on(quantity=a_said("5", "quantity", ""))
    assert [(i["id"], i["quantity"]) for i in contracts.items(deal)] == [("quantity", 5)]
    assert "items" not in contracts.contract(a_deal_on())


def test_an_amendment_is_what_held_from_one_day_whatever_it_moved() -> None:
    contracted = date(2018, 10, 5)
    first, second = date(2020, 1, 1), date(2021, 1, 1)
    fixed = [
        a_fixed("mid 2020", contracted, is_amended=False),
        a_fixed("end 2021", second, claim=4, note="For want of parts."),
        a_fixed("2021", first, claim=2),
        a_fixed("2022", second, claim=3, milestone="last", title="Last"),
    ]
    found = contracts.amendments(fixed)
    assert [a["id"] for a in found] == ["amendment-2020-01-01", "amendment-2021-01-01"]
    assert found[0]["date"] == "2020-01-01T00:00:00Z"
    assert found[0]["description"] == "First: “mid 2020” → “2021”."
    assert found[1]["description"] == "Last: “2022”. First: “2021” → “end 2021”."
    assert found[1]["rationale"] == "For want of parts."
    assert [c["claim"] for c in found[1]["slipwatch"]["changes"]] == [3, 4]
    assert contracts.amendments(fixed[:1]) == []


SIGNED = a_met("contract", "signature", "2018-10-05")
AWAITED = a_step("contract", kind="signature")


@pytest.mark.parametrize(
    ("stage", "steps", "contract", "award", "tender"),
    [
        ("proposed", (), "pending", "pending", "planning"),
        ("negotiating", (SIGNED,), "pending", "pending", "active"),
        ("approved", (AWAITED,), "pending", "pending", "active"),
        ("signed", (), "active", "active", "complete"),
        ("delivering", (AWAITED,), "active", "active", "complete"),
        ("delivered", (), "active", "active", "complete"),
        ("closed", (), "terminated", "active", "complete"),
        ("terminated", (SIGNED,), "terminated", "active", "complete"),
        ("terminated", (AWAITED,), "cancelled", "cancelled", "cancelled"),
        ("lapsed", (AWAITED,), "cancelled", "cancelled", "unsuccessful"),
        ("suspended", (SIGNED,), "active", "active", "complete"),
        ("suspended", (AWAITED,), "pending", "pending", None),
        ("", (SIGNED,), "active", "active", "complete"),
        ("", (SIGNED, AWAITED), "pending", "pending", None),
        ("", (), "pending", "pending", None),
    ],
)
def test_stage_and_signature_tell_how_far_a_contract_has_come(
    stage: str, steps: tuple[Step, ...], contract: str, award: str, tender: str | None
) -> None:
    deal = a_deal_on(stage=stage, steps=steps)
    assert contracts.contract(deal)["status"] == contract
    assert contracts.award(deal)["status"] == award
    assert contracts.tender(deal).get("status") == tender


def test_every_stage_makes_a_release() -> None:
    for stage in ("", *Stage.values):
        assert releases.release(a_deal_on(stage=stage), "ocds-x")["tag"][:3] == [
            "tender",
            "award",
            "contract",
        ]


def test_a_contract_is_signed_when_its_last_signature_was_made() -> None:
    second = a_met("annex", "signature", "2019-03")
    signed = contracts.contract(a_deal_on(steps=[second, SIGNED]))
    assert signed["dateSigned"] == "2019-03-31T23:59:59Z"
    assert "dateSigned" not in contracts.contract(a_deal_on(steps=[SIGNED, AWAITED]))
    force, end = a_met("force", "entry_into_force", "2019-02-05"), a_step("end", kind="expiry")
    period = contracts.contract(a_deal_on(steps=[force, replace(end, objective=date(2029, 2, 4))]))[
        "period"
    ]
    assert period == {"startDate": "2019-02-05T00:00:00Z", "endDate": "2029-02-04T23:59:59Z"}


def test_tags_say_what_a_release_is_about() -> None:
    amended = a_fixed("2021", DAY)
    assert releases.tags(a_deal_on()) == ["tender", "award", "contract"]
    assert releases.tags(a_deal_on(stage="closed", fixed=[amended]))[3:] == [
        "contractAmendment",
        "implementation",
        "contractTermination",
    ]
    assert releases.tags(a_deal_on(stage="lapsed"))[3:] == [
        "tenderCancellation",
        "awardCancellation",
    ]


def test_the_id_of_a_release_tells_whether_anything_is_different() -> None:
    deal = a_deal_on(steps=[a_step(objective=date(2022, 1, 1))])
    first = releases.release(deal, "ocds-x")
    assert first["ocid"] == "ocds-x-radar"
    assert first["id"].startswith("ocds-x-radar-2019-01-02-")
    assert releases.release(replace(deal, day=AFTER), "ocds-x") == first
    others: list[DealOn] = [
        replace(deal, title="Other"),
        replace(deal, value=a_said()),
        replace(deal, steps=[a_step(objective=date(2022, 1, 2))]),
        replace(deal, stood_since=BEFORE),
        replace(deal, day=date(2022, 1, 2)),  # no longer scheduled
    ]
    ids = [releases.release(other, "ocds-x")["id"] for other in others]
    assert len({first["id"], *ids}) == len(others) + 1
    assert "#" not in "".join(ids)


def test_a_release_is_as_new_as_the_last_that_it_tells() -> None:
    deal = a_deal_on(value=a_said(), papers=[a_paper()])
    assert releases.release(deal, "ocds-x")["date"] == "2019-01-31T00:00:00Z"
    counted = replace(deal, counts=[a_counted(1, by="2020-02")])
    assert releases.release(counted, "ocds-x")["date"] == "2020-02-29T00:00:00Z"


def test_a_record_links_to_the_release_that_tells_what_it_compiles() -> None:
    record = releases.record(a_deal_on(), "ocds-x", "https://example.org/r")
    release = releases.release(a_deal_on(), "ocds-x")
    (linked,) = record["releases"]
    assert linked["url"] == f"https://example.org/r#{release['id']}"
    assert (linked["date"], linked["tag"]) == (release["date"], release["tag"])
    compiled = record["compiledRelease"]
    assert compiled["tag"] == ["compiled"]
    assert {**compiled, "tag": release["tag"], "id": release["id"]} == release
