"""The verbs for statements: what they write, refuse and leave in step."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from deals.choices import Origin
from deals.models import Claim, Milestone
from deliveries.actions import (
    link_event,
    record_claim,
    record_count,
    record_event,
    record_term,
    recording,
    retract,
)
from deliveries.drafts import ClaimDraft, CountDraft, EventDraft, TermDraft
from deliveries.models import Flag, Span
from journal.ledger import By
from journal.models import AppendOnly, Door, Entry
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_count,
    a_deal,
    a_lot,
    a_milestone,
    a_term,
    a_user,
    a_voice,
)

pytestmark = pytest.mark.django_db


def refused(draft: ClaimDraft) -> dict[str, list[str]]:
    """What the refusal of a claim says, by field; nothing of it may stay."""
    claims, entries = Claim.objects.count(), Entry.objects.count()
    with pytest.raises(ValidationError) as wrong, recording(by=BY, today=TODAY) as book:
        record_claim(book, draft)
    assert (Claim.objects.count(), Entry.objects.count()) == (claims, entries)
    return wrong.value.message_dict


def a_draft(**fields: Any) -> ClaimDraft:
    milestone = Milestone.objects.first() or a_milestone(a_deal())
    voice = fields.pop("voice", {})
    values: dict[str, Any] = {"kind": "promised", "date": "end of 2021", **fields}
    return ClaimDraft(milestone=milestone, voice=a_voice(**voice), **values)


def test_recording_a_claim_settles_its_deal_at_once() -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    assert Span.objects.on(TODAY).get(milestone=milestone).state == "critical"
    assert set(Flag.objects.open().values_list("kind", "level")) == {
        ("slip", "critical"),
        ("overdue", ""),
        ("stale", ""),
    }


def test_a_claim_keeps_the_words_and_the_window_of_its_date() -> None:
    claim = a_claim(a_milestone(a_deal()), "promised", "end of 2021")
    claim.refresh_from_db()
    assert (claim.text, claim.edtf) == ("end of 2021", "2021-36")
    assert (claim.earliest, claim.latest) == (date(2021, 10, 1), date(2021, 12, 31))


def test_a_claim_stands_in_the_journal_with_who_and_by_which_door() -> None:
    user = a_user()
    milestone = a_milestone(a_deal())
    with recording(by=By(user, Door.API, "req-1"), today=TODAY) as book:
        claim = record_claim(book, a_draft())
    entry = Entry.objects.get(verb="record", subject="claim")
    assert (entry.actor, entry.door, entry.request) == (user, "api", "req-1")
    assert (entry.key, entry.deal) == (str(claim.pk), milestone.deal.ref)
    assert entry.after is not None
    assert entry.after["text"] == "end of 2021"


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({"date": "soon"}, "edtf", "'soon'"),
        ({"date": ""}, "__all__", "Only unchanged"),
        ({"kind": "delayed"}, "__all__", "promise or an assessment"),
        ({"kind": "hoped"}, "kind", "hoped"),
        ({"voice": {"side": "neutral"}}, "side", "neutral"),
        ({"voice": {"credibility": 7}}, "credibility", "7"),
        ({"voice": {"reported_on": "2027-01-01"}}, "reported_edtf", "2027-01-01"),
        ({"voice": {"reported_on": "after 2019"}}, "reported_edtf", "last day"),
        ({"voice": {"reported_on": ""}}, "reported_edtf", "date is needed"),
        ({"voice": {"in_force_from": "2020"}}, "in_force_edtf", "2020"),
        ({"voice": {"said_by": ""}}, "said_by", "blank"),
        ({"kind": "actual", "date": "2019-02-01"}, "edtf", "after its report"),
        ({"threshold": "2022"}, "__all__", "threshold"),
        ({"kind": "contracted", "threshold": "2020"}, "threshold_edtf", "before the date"),
        ({"date": "nowhere + 3 months"}, "edtf", "nowhere"),
        ({"date": "first + 3 months"}, "edtf", "first"),
        ({"rank": "golden"}, "rank", "golden"),
    ],
)
def test_bad_input_is_refused_by_field_and_leaves_nothing(
    fields: dict[str, Any], name: str, words: str
) -> None:
    found = refused(a_draft(**fields))
    assert any(words in message for message in found[name]), found


def test_all_that_is_wrong_is_said_at_once() -> None:
    found = refused(a_draft(date="soon", voice={"reported_on": "then", "credibility": 9}))
    assert {"edtf", "reported_edtf", "credibility"} <= set(found)


def test_a_report_of_this_month_is_no_report_from_the_future() -> None:
    with recording(by=BY, today=TODAY) as book:
        claim = record_claim(book, a_draft(voice={"reported_on": "2026-11"}))
    assert claim.reported_on == date(2026, 11, 30)


def test_the_same_claim_twice_is_refused() -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    again = ClaimDraft(milestone=milestone, kind="contracted", date="Oct 2020", voice=a_voice())
    assert "already on record" in str(refused(again))


def test_a_relative_date_keeps_its_anchor_and_may_not_close_a_circle() -> None:
    deal = a_deal()
    signature = a_milestone(deal, "signature")
    delivery = a_milestone(deal, "delivery", after=(signature,))
    claim = a_claim(delivery, "contracted", "signature + 36 months")
    assert (claim.anchor, claim.offset_months, claim.edtf) == (signature, 36, "")
    circle = ClaimDraft(
        milestone=signature, kind="promised", date="delivery + 1 month", voice=a_voice()
    )
    assert "cannot follow itself" in str(refused(circle))


def test_a_retracted_claim_stays_with_its_reason_and_counts_no_more() -> None:
    milestone = a_milestone(a_deal())
    claim = a_claim(milestone)
    with recording(by=BY, today=TODAY) as book:
        retract(book, claim, reason="misread")
    claim.refresh_from_db()
    assert (claim.retraction_reason, claim.retracted_origin) == ("misread", Origin.PERSON)
    assert not Span.objects.exists()
    assert not Flag.objects.open().exists()
    entry = Entry.objects.get(verb="retract")
    assert (entry.reason, entry.subject) == ("misread", "claim")


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_retraction_needs_a_reason(reason: str) -> None:
    claim = a_claim(a_milestone(a_deal()))
    with pytest.raises(ValidationError, match="why"), recording(by=BY, today=TODAY) as book:
        retract(book, claim, reason=reason)


def test_only_the_first_retraction_counts() -> None:
    claim = a_claim(a_milestone(a_deal()))
    with recording(by=BY, today=TODAY) as book:
        retract(book, claim, reason="first")
    with pytest.raises(ValidationError, match="already"), recording(by=BY, today=TODAY) as book:
        retract(book, claim, reason="second")
    claim.refresh_from_db()
    assert claim.retraction_reason == "first"


def test_retracting_and_entering_again_gives_the_same_history() -> None:
    def spans() -> list[Any]:
        return list(Span.objects.values_list("from_on", "to_on", "state", "knowledge", "flags"))

    milestone = a_milestone(a_deal())
    a_claim(milestone)
    promise = a_claim(milestone, "promised", "end of 2021", reported="2020-02-06")
    before = spans()
    with recording(by=BY, today=TODAY) as book:
        retract(book, promise, reason="entered again")
    assert spans() != before
    a_claim(milestone, "promised", "end of 2021", reported="2020-02-06")
    assert spans() == before


def test_statements_cannot_be_changed_or_deleted() -> None:
    claim = a_claim(a_milestone(a_deal()))
    claim.text = "another"
    for forbidden in (claim.save, claim.delete, Claim.objects.all().delete):
        with pytest.raises(AppendOnly):
            forbidden()
    with pytest.raises(AppendOnly):
        Claim.objects.update(text="another")


def test_terms_and_counts_are_recorded_and_refused_like_claims() -> None:
    deal = a_deal()
    term = a_term(deal)
    assert (term.amount, term.currency) == (Decimal(1000000), "USD")
    count = a_count(a_lot(a_milestone(deal)))
    assert (count.total, count.by_on) == (3, date(2021, 12, 31))
    bad_terms: list[dict[str, Any]] = [
        {"kind": "value", "amount": "10", "currency": "XXZ"},
        {"kind": "value", "amount": "lots", "currency": "USD"},
        {"kind": "stage", "stage": "dreamt"},
        {"kind": "local_content", "amount": "101"},
        {"kind": "quantity", "amount": "0"},
    ]
    for bad in bad_terms:
        with pytest.raises(ValidationError), recording(by=BY, today=TODAY) as book:
            record_term(book, TermDraft(deal=deal, text="x", voice=a_voice(), **bad))
    for total, by in ((-1, "2021"), (2, "after 2021"), (2, "soon")):
        draft = CountDraft(lot=count.lot, kind="delivered", total=total, by=by, voice=a_voice())
        with pytest.raises(ValidationError), recording(by=BY, today=TODAY) as book:
            record_count(book, draft)


def test_an_event_stands_with_several_deals() -> None:
    one, other = a_deal("one"), a_deal("other")
    draft = EventDraft(
        code="summit",
        kind="diplomatic",
        title="A summit",
        date="2020-11",
        voice=a_voice(),
        deals=(one,),
    )
    with recording(by=BY, today=TODAY) as book:
        event = record_event(book, draft)
        link_event(book, event, other)
    assert set(event.deals.all()) == {one, other}
    with (
        pytest.raises(ValidationError, match="already stands"),
        recording(by=BY, today=TODAY) as book,
    ):
        record_event(book, draft)
    with recording(by=BY, today=TODAY) as book:
        retract(book, event, reason="no such summit")
        record_event(book, draft)
