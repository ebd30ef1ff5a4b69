"""Claims recorded in bulk end in the same database as claims recorded one by one."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.choices import Origin
from deals.models import Claim, Deal, Milestone, Source
from deliveries.actions import (
    Book,
    DraftsRefused,
    record_claim,
    record_claims,
    recording,
    retract,
)
from deliveries.bulk import ON_RECORD
from deliveries.derivation import derive
from deliveries.drafts import ClaimDraft, Voice
from deliveries.models import DealSpan, Flag, Span
from journal.ledger import By
from journal.models import Door, Entry
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_deal,
    a_milestone,
    a_source,
    a_user,
    a_voice,
    together,
)

pytestmark = pytest.mark.django_db

CODES = ("signature", "delivery", "service")
GOOD = st.fixed_dictionaries(
    {
        "deal": st.sampled_from(["one", "two"]),
        "milestone": st.sampled_from(CODES),
        "kind": st.sampled_from(["contracted", "amended", "promised", "assessed", "actual"]),
        "date": st.sampled_from(["2019", "2020-10", "end of 2021", "signature + 3 months"]),
        "reported_on": st.sampled_from(["2019-01-02", "2020", "2021-05"]),
        "said_by": st.sampled_from(["the minister", "the maker"]),
        "side": st.sampled_from(["buyer", "supplier", "third_party"]),
        "rank": st.sampled_from(["normal", "preferred"]),
    }
)
SPOILT = st.sampled_from(
    [
        {},
        {"kind": "delayed"},
        {"kind": "hoped"},
        {"date": "soon"},
        {"date": ""},
        {"date": "service + 1 month"},
        {"date": "nowhere + 1 month"},
        {"reported_on": "2030"},
        {"side": "neutral", "said_by": ""},
        {"threshold": "2030"},
    ]
)
BATCHES = st.lists(st.builds(lambda good, bad: good | bad, GOOD, SPOILT), min_size=1, max_size=12)


@together()
def portfolio(prefix: str) -> dict[tuple[str, str], Milestone]:
    """Two deals of three milestones, one after the other."""
    found = {}
    for ref in ("one", "two"):
        deal = a_deal(f"{prefix}-{ref}")
        before: tuple[Milestone, ...] = ()
        for place, code in enumerate(CODES):
            milestone = a_milestone(deal, code, after=before, position=place)
            found[ref, code], before = milestone, (milestone,)
    return found


def drafts(plan: dict[tuple[str, str], Milestone], rows: list[dict[str, str]]) -> list[ClaimDraft]:
    source = Source.objects.get()
    return [
        ClaimDraft(
            milestone=plan[row["deal"], row["milestone"]],
            kind=row["kind"],
            date=row["date"],
            rank=row["rank"],
            threshold=row.get("threshold", ""),
            voice=Voice(
                reported_on=row["reported_on"],
                said_by=row["said_by"],
                source=source,
                side=row["side"],
                credibility=2,
            ),
        )
        for row in rows
    ]


def one_by_one(book: Book, wanted: list[ClaimDraft]) -> dict[int, dict[str, list[str]]]:
    """Record what can be recorded; what is refused, by its place."""
    refused = {}
    for place, draft in enumerate(wanted):
        try:
            record_claim(book, draft)
        except ValidationError as wrong:
            refused[place] = wrong.message_dict
    return refused


def everything(prefix: str) -> dict[str, Any]:
    """All that follows from the claims of these deals, without numbers and instants."""
    of = {"deal__ref__startswith": prefix}
    claims = Claim.objects.filter(milestone__deal__ref__startswith=prefix).order_by("pk")
    number = {claim.pk: place for place, claim in enumerate(claims)}
    codes = dict(Milestone.objects.values_list("pk", "code"))
    refs = dict(Deal.objects.values_list("pk", "ref"))

    def plain(stored: Mapping[str, Any]) -> dict[str, Any]:
        row = {name: value for name, value in stored.items() if name != "id"}
        row["deal_id"] = refs[row["deal_id"]].removeprefix(prefix)
        for name in ("milestone_id", "worst_id", "next_id", "anchor_id"):
            row[name] = codes.get(row.get(name) or 0)
        for name in ("latest_claim", "hears"):
            row[name] = number.get(row.get(name) or 0)
        row["figures"] = {
            name: [*date[:2], *(number[n] for n in date[2:])] if isinstance(date, list) else date
            for name, date in row.get("figures", {}).items()
        }
        row["reasons"] = [
            [why["text"], [number[n] for n in why["claims"]]] for why in row.get("reasons", ())
        ]
        return row

    left_out = {"id", "entered_at", "opened_at", "milestone_id", "anchor_id"}
    spans = Span.objects.filter(**of).order_by("milestone__code", "from_on")
    journal = Entry.objects.filter(deal__startswith=prefix, subject__in=["claim", "flag"])
    return {
        "claims": [
            {
                **{k: v for k, v in vars(c).items() if k not in left_out and k[0] != "_"},
                "on": codes[c.milestone_id],
                "anchor": codes.get(c.anchor_id or 0),
            }
            for c in claims
        ],
        "spans": [plain(row) for row in spans.values()],
        "deal spans": [plain(row) for row in DealSpan.objects.filter(**of).values()],
        "flags": sorted(
            Flag.objects.filter(**of).values_list(
                "milestone__code", "kind", "level", "opened_on", "closed_on"
            )
        ),
        "journal": sorted(
            (e.verb, e.subject, e.deal.removeprefix(prefix), (e.after or {}).get("text", ""))
            for e in journal
        ),
    }


@settings(max_examples=25)
@given(rows=BATCHES)
def test_in_bulk_and_one_by_one_refuse_the_same_and_end_in_the_same(
    rows: list[dict[str, str]],
) -> None:
    if not Source.objects.exists():
        a_source()
    run = Deal.objects.count()
    single, bulk = f"s{run}", f"b{run}"
    with recording(by=BY, today=TODAY) as book:
        refused = one_by_one(book, drafts(portfolio(single), rows))
    plan = portfolio(bulk)
    wanted = drafts(plan, rows)
    if refused:
        before = Claim.objects.count(), Entry.objects.count()
        with pytest.raises(DraftsRefused) as wrong, recording(by=BY, today=TODAY) as book:
            record_claims(book, wanted)
        assert (Claim.objects.count(), Entry.objects.count()) == before
        assert {p: sorted(found.items()) for p, found in wrong.value.found.items()} == {
            p: sorted(found.items()) for p, found in refused.items()
        }
    good = [draft for place, draft in enumerate(wanted) if place not in refused]
    with recording(by=BY, today=TODAY) as book:
        claims = record_claims(book, good)
    assert [c.text for c in claims] == [d.text or d.date or d.kind for d in good]
    assert everything(bulk) == everything(single)
    assert [derive(deal) for deal in Deal.objects.filter(ref__startswith=bulk)] == [0, 0]


def test_all_that_is_wrong_is_said_by_place_and_field() -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    voice = a_voice()
    fine = ClaimDraft(milestone=milestone, kind="promised", date="2022", voice=voice)
    again = ClaimDraft(milestone=milestone, kind="contracted", date="2020-10", voice=voice)
    bad = ClaimDraft(milestone=milestone, kind="hoped", date="soon", voice=voice)
    with pytest.raises(DraftsRefused) as wrong, recording(by=BY, today=TODAY) as book:
        record_claims(book, [fine, again, bad, fine])
    assert list(wrong.value.found) == [1, 2, 3]
    assert set(wrong.value.found[2]) == {"kind", "edtf"}
    assert wrong.value.found[1] == wrong.value.found[3]
    assert "1: __all__: The same claim is already on record." in wrong.value.messages
    with recording(by=BY, today=TODAY) as book:
        recorded = record_claims(book, [fine, again, fine], skip_recorded=True)
    assert [claim.edtf for claim in recorded] == ["2022"]


def test_relative_dates_from_two_anchors_are_two_claims_and_from_one_the_same() -> None:
    deal = a_deal()
    last = a_milestone(deal, "last", after=(a_milestone(deal, "a"), a_milestone(deal, "b")))
    first, other, again = (
        ClaimDraft(milestone=last, kind="promised", date=f"{anchor} + 3 months", voice=a_voice())
        for anchor in "aba"
    )
    with recording(by=BY, today=TODAY) as book:
        recorded = [record_claim(book, first), *record_claims(book, [other])]
    assert [claim.anchor and claim.anchor.code for claim in recorded] == ["a", "b"]
    with pytest.raises(DraftsRefused) as wrong, recording(by=BY, today=TODAY) as book:
        record_claims(book, [other, again])
    assert list(wrong.value.found.values()) == [ON_RECORD, ON_RECORD]
    with (
        pytest.raises(ValidationError, match="already on record"),
        recording(by=BY, today=TODAY) as book,
    ):
        record_claim(book, again)


def test_relative_dates_of_one_batch_may_not_wait_for_each_other() -> None:
    deal = a_deal()
    one, other = a_milestone(deal, "one"), a_milestone(deal, "other")
    first = ClaimDraft(milestone=one, kind="promised", date="other + 1 month", voice=a_voice())
    second = ClaimDraft(milestone=other, kind="promised", date="one + 1 month", voice=a_voice())
    with pytest.raises(DraftsRefused) as wrong, recording(by=BY, today=TODAY) as book:
        record_claims(book, [first, second])
    assert "cannot follow itself" in str(wrong.value.found[1]["predecessor"])


def test_who_recorded_stands_on_each_claim_and_entry_of_a_batch() -> None:
    user = a_user()
    milestone = a_milestone(a_deal())
    wanted = [
        ClaimDraft(milestone=milestone, kind="promised", date=f"20{y}", voice=a_voice())
        for y in (22, 23)
    ]
    by = By(user, Door.API, "req-1")
    with recording(by=by, today=TODAY, origin=Origin.CATALOGUE) as book:
        claims = record_claims(book, wanted)
    assert {(c.origin, c.entered_by) for c in Claim.objects.all()} == {("catalogue", user)}
    entries = Entry.objects.filter(subject="claim").order_by("seq")
    assert [(e.key, e.actor, e.request) for e in entries] == [
        (str(claim.pk), user, "req-1") for claim in claims
    ]


def test_no_claims_are_no_work() -> None:
    before = Entry.objects.count()
    with recording(by=BY, today=TODAY) as book:
        assert record_claims(book, []) == []
    assert Entry.objects.count() == before


@settings(max_examples=15)
@given(
    rows=st.lists(GOOD, min_size=2, max_size=10),
    dropped=st.lists(st.integers(0, 9), max_size=3),
)
def test_what_a_recording_leaves_alone_was_as_it_should_be(
    rows: list[dict[str, str]], dropped: list[int]
) -> None:
    if not Source.objects.exists():
        a_source()
    prefix = f"w{Deal.objects.count()}"
    for draft in drafts(portfolio(prefix), rows):
        with recording(by=BY, today=TODAY) as book:
            one_by_one(book, [draft])
    deals = list(Deal.objects.filter(ref__startswith=prefix))
    assert [derive(deal) for deal in deals] == [0, 0]
    claims = list(Claim.objects.filter(milestone__deal__in=deals))
    for claim in {claims[n % len(claims)].pk: claims[n % len(claims)] for n in dropped}.values():
        with recording(by=BY, today=TODAY) as book:
            retract(book, claim, reason="misread")
    assert [derive(deal) for deal in deals] == [0, 0]


def test_a_history_of_other_margins_does_not_stand_in_the_way(settings: Any) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    settings.CRITICAL_MONTHS = 24
    a_claim(milestone, "promised", "2030", reported="2026-11-01")
    assert derive(milestone.deal) == 0
    settings.STALE_DAYS = 400  # turns days on which nothing was reported, and nothing is now
    a_claim(milestone, "promised", "2031", reported="2026-11-02")
    spans = list(Span.objects.filter(milestone=milestone).order_by("from_on"))
    assert [s.to_on for s in spans] == [*(s.from_on for s in spans[1:]), None]
