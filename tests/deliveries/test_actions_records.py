"""The verbs for what is kept up to date: deals, plans, organisations, sources, flags."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

from deals.models import Deal, Party, Precedence, Source
from deliveries.actions import (
    acknowledge,
    add,
    change,
    recording,
    remove,
    restrict,
)
from deliveries.models import Flag, Span
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
    an_organisation,
)
from vendors.models import Organisation, Shareholding

pytestmark = pytest.mark.django_db


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
