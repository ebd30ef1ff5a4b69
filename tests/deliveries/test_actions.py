"""The verbs: what they write, refuse and leave in step."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

from deals.choices import Origin
from deals.models import Claim, Deal, Milestone, Party, Precedence, Source
from deliveries.actions import (
    acknowledge,
    add,
    change,
    link_event,
    record_claim,
    record_count,
    record_event,
    record_term,
    recording,
    remove,
    restrict,
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
    a_source,
    a_term,
    a_user,
    a_voice,
    an_organisation,
)
from vendors.models import Organisation, Shareholding

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


def test_change_writes_only_what_changed_and_notes_both_values() -> None:
    deal = a_deal()
    mine, theirs = Deal.objects.get(pk=deal.pk), Deal.objects.get(pk=deal.pk)
    theirs.title = "Theirs"
    with recording(by=BY, today=TODAY) as book:
        assert change(book, theirs)
    entry = Entry.objects.get(verb="change")
    assert (entry.before, entry.after) == (
        {"title": "Radar for somebody"},
        {"title": "Theirs"},
    )
    mine.refresh_from_db()
    with recording(by=BY, today=TODAY) as book:
        assert not change(book, mine)
    assert Entry.objects.filter(verb="change").count() == 1


def test_a_changed_threshold_derives_the_history_anew() -> None:
    deal = a_deal()
    milestone = a_milestone(deal)
    a_claim(milestone)
    deal.threshold_months = 36
    with recording(by=BY, today=TODAY) as book:
        change(book, deal)
    assert Span.objects.on(date(2021, 6, 1)).get(milestone=milestone).state == "slipping"


def test_shareholders_hold_a_hundred_percent_at_most() -> None:
    venture = an_organisation("venture", kind="joint_venture")
    one, other = an_organisation("one"), an_organisation("other")
    with recording(by=BY, today=TODAY) as book:
        add(book, Shareholding(venture=venture, holder=one, percent=Decimal("50.5")))
    with (
        pytest.raises(ValidationError, match=r"hold 100\.5 %; 100 at most"),
        recording(by=BY, today=TODAY) as book,
    ):
        add(book, Shareholding(venture=venture, holder=other, percent=Decimal("50")))
    assert venture.shareholders.count() == 1


def test_a_shareholding_names_a_source_that_exists() -> None:
    venture, holder = an_organisation("venture"), an_organisation("one")
    share = Shareholding(venture=venture, holder=holder, percent=Decimal(10), source="nowhere")
    with pytest.raises(ValidationError, match="nowhere"), recording(by=BY, today=TODAY) as book:
        add(book, share)


def test_a_milestone_follows_those_of_its_own_deal_and_never_itself() -> None:
    deal = a_deal()
    first = a_milestone(deal, "a")
    second = a_milestone(deal, "b", after=(first,))
    foreign = a_milestone(a_deal("other"), "c")
    for link, words in (
        (Precedence(milestone=first, predecessor=first), "itself"),
        (Precedence(milestone=first, predecessor=second), "itself"),
        (Precedence(milestone=first, predecessor=foreign), "another deal"),
        (Precedence(milestone=second, predecessor=first), "already follows"),
    ):
        with pytest.raises(ValidationError, match=words), recording(by=BY, today=TODAY) as book:
            add(book, link)
    assert Precedence.objects.count() == 1


def test_what_something_depends_on_is_not_removed() -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    source = Source.objects.get()
    organisation = an_organisation()
    with recording(by=BY, today=TODAY) as book:
        add(book, Party(deal=milestone.deal, organisation=organisation, role="buyer"))
    for record in (milestone, milestone.deal, source, organisation):
        with pytest.raises(ValidationError, match="depend"), recording(by=BY, today=TODAY) as book:
            remove(book, record)
    assert Organisation.objects.count() == 1


def test_what_nothing_depends_on_is_removed_and_noted() -> None:
    milestone = a_milestone(a_deal())
    with recording(by=BY, today=TODAY) as book:
        remove(book, milestone)
    with recording(by=BY, today=TODAY) as book:
        remove(book, milestone.deal)
    assert not Deal.objects.exists()
    assert list(Entry.objects.filter(verb="remove").values_list("subject", flat=True)) == [
        "deal",
        "milestone",
    ]


def test_a_source_states_when_it_was_published() -> None:
    assert a_source("a", published_edtf="Jan 2019").published_on == date(2019, 1, 31)
    for bad in ("soon", "after 2019"):
        with pytest.raises(ValidationError):
            a_source("b", published_edtf=bad)


def test_restricting_a_deal_hides_it_and_is_noted() -> None:
    deal = a_deal()
    group = Group.objects.create(name="cell")
    member, stranger = a_user("member"), a_user("stranger")
    member.groups.add(group)
    with recording(by=BY, today=TODAY) as book:
        restrict(book, deal, [group])
        restrict(book, deal, [group])
    assert Deal.objects.visible_to(member).count() == 1
    assert Deal.objects.visible_to(stranger).count() == 0
    assert Deal.objects.visible_to(None).count() == 0
    assert Deal.objects.visible_to(a_user("root", is_superuser=True)).count() == 1
    assert Entry.objects.filter(verb="restrict").count() == 1


def test_acknowledging_a_flag_needs_a_note_and_a_day_to_come() -> None:
    a_claim(a_milestone(a_deal()))
    flag = Flag.objects.open().first()
    assert flag is not None
    for note, until in (("", None), ("asked", TODAY)):
        with pytest.raises(ValidationError), recording(by=BY, today=TODAY) as book:
            acknowledge(book, flag, note=note, until=until)
    with recording(by=By(a_user(), Door.ADMIN), today=TODAY) as book:
        acknowledge(book, flag, note="asked the ministry", until=date(2027, 1, 1))
    flag.refresh_from_db()
    assert (flag.note, flag.wakes_on) == ("asked the ministry", date(2027, 1, 1))
    assert Entry.objects.get(verb="acknowledge").reason == "asked the ministry"
