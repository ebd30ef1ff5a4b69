"""A claim is pasted in, shown back as windows, and recorded; then the page says what it did."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from deals.models import Claim, Event, Milestone, Term
from deliveries.models import Count, Flag
from journal.models import Door, Entry
from tests.admin.browsing import Fields, address, beside, fields_of, filled, send, text_of
from tests.factories import a_claim, a_deal, a_lot, a_milestone, a_source

ADD = "/admin/deals/claim/add/"


@pytest.fixture
def milestone(db: None) -> Milestone:
    """A delivery contracted for October 2020."""
    found = a_milestone(a_deal(), "first", title="First radar")
    a_claim(found, "contracted", "2020-10")
    return found


def typed(client: Client, about: Milestone, **fields: Any) -> Fields:
    source = a_source("wire-2021-05-04", published_edtf="2021-05-04")
    given = {
        "milestone": about.pk,
        "kind": "promised",
        "edtf": "end of 2021",
        "said_by": "A. Diplomat, embassy",
        "side": "supplier",
        "source": source.pk,
    }
    return filled(fields_of(client.get(ADD)), **{**given, **fields})


def test_the_first_submit_shows_the_dates_as_windows_and_saves_nothing(
    root: Client, milestone: Milestone
) -> None:
    fields = typed(root, milestone, reported_edtf="May 2021", in_force_edtf="early 2021")
    response = send(root, ADD, fields)
    words = text_of(response)
    assert "Date: end of 2021 → 1 Oct – 31 Dec 2021 (quarter)" in words
    assert "Reported on: May 2021 → 1 – 31 May 2021 (month)" in words
    assert "In force from: early 2021 → 1 Jan – 30 Apr 2021 (third)" in words
    assert "Nothing is saved yet" in words
    assert "Please correct" not in words
    assert Claim.objects.count() == 1


def test_a_report_after_its_source_is_shown_to_be_one(root: Client, milestone: Milestone) -> None:
    fields = typed(root, milestone, reported_edtf="June 2021")
    words = text_of(send(root, ADD, fields))
    ahead = "but its source appeared before that, 4 May 2021: is it the right one?"
    assert f"Reported on: June 2021 → 1 – 30 Jun 2021 (month); {ahead}" in words


def test_the_second_submit_records_it_and_says_what_it_did(
    root: Client, milestone: Milestone
) -> None:
    preview = send(root, ADD, typed(root, milestone))
    words = text_of(send(root, ADD, fields_of(preview)))
    claim = Claim.objects.get(kind="promised")
    assert (claim.text, claim.edtf, str(claim.latest)) == ("end of 2021", "2021-36", "2021-12-31")
    assert (claim.said_by, claim.side, claim.credibility) == ("A. Diplomat, embassy", "supplier", 2)
    assert claim.entered_by is not None
    assert claim.entered_by.username == "root"
    assert "“First radar” stays critical" in words
    entry = Entry.objects.get(verb="record", key=claim.pk, subject="claim")
    assert (entry.door, entry.actor, entry.deal) == (Door.ADMIN, claim.entered_by, "radar")


def test_what_turns_is_told_from_the_state_before_to_the_state_after(
    root: Client, milestone: Milestone
) -> None:
    assert Flag.objects.open().filter(kind="slip").exists()
    fields = typed(root, milestone, kind="actual", edtf="5 Oct 2020")
    words = text_of(send(root, ADD, fields_of(send(root, ADD, fields))))
    assert "“First radar”: critical (stale) → met on time (single source)." in words
    assert "Flag closed: slip (critical) on “First radar”." in words


def test_a_change_after_the_preview_is_previewed_again(root: Client, milestone: Milestone) -> None:
    preview = fields_of(send(root, ADD, typed(root, milestone)))
    again = send(root, ADD, filled(preview, edtf="early 2022"))
    assert "1 Jan – 30 Apr 2022" in text_of(again)
    assert Claim.objects.count() == 1
    send(root, ADD, fields_of(again))
    assert Claim.objects.get(kind="promised").text == "early 2022"


def test_a_forged_confirmation_is_no_confirmation(root: Client, milestone: Milestone) -> None:
    response = send(root, ADD, {**typed(root, milestone), "confirmed": ["yes"]})
    assert "Nothing is saved yet" in text_of(response)


def test_a_report_without_a_day_has_the_day_of_its_source(
    root: Client, milestone: Milestone
) -> None:
    preview = send(root, ADD, typed(root, milestone, reported_edtf=""))
    assert "4 May 2021 (day)" in text_of(preview)
    send(root, ADD, fields_of(preview))
    assert Claim.objects.get(kind="promised").reported_edtf == "2021-05-04"


def test_a_relative_date_is_shown_with_what_it_means_for_now(
    root: Client, milestone: Milestone
) -> None:
    later = a_milestone(milestone.deal, "second")
    fields = typed(root, later, kind="contracted", edtf="first + 6 months", threshold_edtf="")
    words = text_of(send(root, ADD, fields))
    assert "first + 6 months → moves with that milestone; for now by 30 Apr 2021" not in words
    assert "first + 6 months → moves with that milestone; for now" in words


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"edtf": "soonish"}, "edtf", "'soonish' cannot be read as a date"),
        ({"edtf": "soonish"}, "edtf", "Q1 2026"),
        ({"edtf": "3/4/2021"}, "edtf", "which the month cannot be told"),
        ({"edtf": "nowhere + 3 months"}, "edtf", "“nowhere” is no other milestone of the deal"),
        ({"reported_edtf": "soonish"}, "reported_edtf", "cannot be read"),
        ({"reported_edtf": "2199"}, "reported_edtf", "“2199” is yet to come"),
        ({"in_force_edtf": "2022"}, "in_force_edtf", "is after it was reported"),
        ({"kind": "actual", "edtf": "2022"}, "edtf", "is after its report"),
        ({"kind": "sworn"}, "kind", "sworn is not one of the available choices"),
        ({"milestone": "999"}, "milestone", "not one of the available choices"),
        ({"milestone": "x"}, "milestone", "not one of the available choices"),
        ({"source": "9" * 30}, "source", "not one of the available choices"),
        ({"said_by": ""}, "said_by", "required"),
        ({"source": ""}, "source", "required"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(
    root: Client, milestone: Milestone, given: dict[str, str], field: str, said: str
) -> None:
    fields = typed(root, milestone, **given)
    response = send(root, ADD, fields)
    assert said in beside(response, field)
    kept = fields_of(response)
    assert kept["edtf"] == fields["edtf"]
    assert kept["said_by"] == fields["said_by"]
    assert Claim.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"edtf": ""}, "Only unchanged, delayed, undone and cancelled go without a date."),
        ({"kind": "delayed"}, "A delay with a new date is a promise"),
        ({"threshold_edtf": "2022"}, "Only a contracted or amended date carries a threshold."),
    ],
)
def test_what_concerns_several_fields_is_said_above_them(
    root: Client, milestone: Milestone, given: dict[str, str], said: str
) -> None:
    assert said in text_of(send(root, ADD, typed(root, milestone, **given)))


def test_a_circle_of_relative_dates_is_refused_beside_the_date(
    root: Client, milestone: Milestone
) -> None:
    second = a_milestone(milestone.deal, "second", after=(milestone,))
    fields = typed(root, milestone, edtf="second + 1 month")
    response = send(root, ADD, fields_of(send(root, ADD, fields)))
    assert "cannot follow itself" in beside(response, "edtf")
    assert fields_of(response)["said_by"] == ["A. Diplomat, embassy"]
    assert not second.claims.exists()
    assert Claim.objects.count() == 1


def test_the_same_claim_twice_is_refused(root: Client, milestone: Milestone) -> None:
    fields = typed(root, milestone)
    send(root, ADD, fields_of(send(root, ADD, fields)))
    assert "The same claim is already on record." in text_of(send(root, ADD, fields))


def test_the_next_claim_of_a_source_begins_with_its_voice(
    root: Client, milestone: Milestone
) -> None:
    path = f"{ADD}?deal={milestone.deal_id}"
    preview = send(root, path, typed(root, milestone, reported_edtf="5 May 2021"))
    following = send(root, path, fields_of(preview), "_addanother")
    begun = fields_of(following)
    assert begun["said_by"] == ["A. Diplomat, embassy"]
    assert begun["side"] == ["supplier"]
    assert begun["reported_edtf"] == ["5 May 2021"]
    assert begun["edtf"] == [""]
    assert following.request["QUERY_STRING"].endswith(f"deal={milestone.deal_id}")


def test_from_a_deal_one_chooses_among_its_milestones_and_comes_back_to_it(
    root: Client, milestone: Milestone
) -> None:
    a_milestone(a_deal("other"), "elsewhere", title="Elsewhere")
    path = f"{ADD}?deal={milestone.deal_id}"
    page = root.get(path).content.decode()
    assert "radar · First radar (first)" in page
    assert "Elsewhere" not in page
    preview = send(root, path, typed(root, milestone))
    response = send(root, path, fields_of(preview))
    assert response.request["PATH_INFO"] == address("deals_deal", "change", milestone.deal_id)


@pytest.mark.parametrize("number", ["x", "9" * 30, "-1", "٣", ""])
def test_an_address_that_names_no_record_begins_an_empty_claim(
    root: Client, milestone: Milestone, number: str
) -> None:
    page = root.get(ADD, {"deal": number, "milestone": number, "source": number})
    assert page.status_code == 200
    assert fields_of(page).get("milestone", [""]) == [""]


def test_a_term_a_count_and_an_event_are_recorded_in_the_same_way(
    root: Client, milestone: Milestone
) -> None:
    lot = a_lot(milestone)
    voice = {"said_by": "A. Diplomat", "source": a_source("wire", published_edtf="2021-05").pk}
    sided = {**voice, "side": "supplier"}
    deal = milestone.deal
    cases: list[tuple[str, str, dict[str, Any]]] = [
        (
            f"/admin/deals/term/add/?deal={deal.pk}",
            "Reported on: → May 2021",
            {"kind": "value", "text": "a million", "amount": "1000000", "currency": "usd", **sided},
        ),
        (
            f"/admin/deliveries/count/add/?deal={deal.pk}",
            "By: mid 2021 → 1 May – 31 Aug 2021 (third)",
            {"lot": lot.pk, "kind": "delivered", "total": "3", "edtf": "mid 2021", **sided},
        ),
        (
            f"/admin/deals/event/add/?deal={deal.pk}&deals={deal.pk}",
            "Date: Q1 2021 → 1 Jan – 31 Mar 2021 (quarter)",
            {"code": "summit", "kind": "diplomatic", "title": "Summit", "edtf": "Q1 2021", **voice},
        ),
    ]
    for path, _, given in cases:
        preview = send(root, path, filled(fields_of(root.get(path)), **given))
        assert "Nothing is saved yet" in text_of(preview), path
        assert "was added successfully" in text_of(send(root, path, fields_of(preview))), path
    term = Term.objects.get()
    assert (term.amount, term.currency, term.deal) == (Decimal(1000000), "USD", deal)
    assert (Count.objects.get().total, str(Count.objects.get().by_on)) == (3, "2021-08-31")
    assert list(Event.objects.get().deals.all()) == [deal]
    recorded = Entry.objects.filter(verb="record", door=Door.ADMIN)
    assert sorted(recorded.values_list("subject", flat=True)) == ["count", "event", "term"]


def test_the_page_of_a_claim_shows_its_dates_as_windows(root: Client, milestone: Milestone) -> None:
    claim = Claim.objects.get()
    words = text_of(root.get(address("deals_claim", "change", claim.pk)))
    assert "2020-10 → 1 – 31 Oct 2020 (month)" in words
    assert "2 Jan 2019 → 2 Jan 2019 (day)" in words
