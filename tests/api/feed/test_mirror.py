"""A mirror that only follows the feed ends equal to the database, whoever it reads for."""

import os
import threading

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from accounts.models import User
from deliveries.actions import recording, remove
from journal.models import Entry, Head
from tests.api.feed.mirror import Mirror, assert_equal
from tests.api.feed.people import Person
from tests.factories import (
    BY,
    TODAY,
    a_deal,
    a_milestone,
    a_party,
    a_shareholding,
    a_source,
    a_user,
    an_admin,
    an_organisation,
)

SEED = int(os.environ.get("SLIPWATCH_TEST_SEED", "7"))


def readers() -> dict[str, User | None]:
    cleared, others = (Group.objects.create(name=name) for name in ("cleared", "others"))
    member, other = a_user("member"), a_user("other")
    member.groups.add(cleared)
    other.groups.add(others)
    return {"stranger": None, "member": member, "other": other, "root": an_admin()}


def follow(mirror: Mirror, ended: threading.Event, faults: list[BaseException]) -> None:
    try:
        while not ended.wait(0.3):
            mirror.follow()
    except BaseException as fault:
        faults.append(fault)
        raise
    finally:
        connection.close()


def live(people: int, things: int) -> None:
    users = readers()
    for ref in ("a", "b"):
        a_milestone(a_deal(ref))
    a_source()
    an_organisation()
    mirrors = {name: Mirror(user, limit=37) for name, user in users.items()}
    faults: list[BaseException] = []
    ended = threading.Event()
    lives = [Person(f"p{number}", SEED).live for number in range(people)]
    writers = [threading.Thread(target=life, args=(things, faults)) for life in lives]
    following = [
        threading.Thread(target=follow, args=(mirror, ended, faults)) for mirror in mirrors.values()
    ]
    for thread in (*writers, *following):
        thread.start()
    for thread in writers:
        thread.join()
    ended.set()
    for thread in following:
        thread.join()
    assert faults == []
    numbers = list(Entry.objects.order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(1, Head.objects.get().last + 1))
    for name, user in users.items():
        mirrors[name].follow()
        assert_equal(mirrors[name], user)
        fresh = Mirror(user)
        fresh.follow()
        assert_equal(fresh, user)


@pytest.mark.django_db(transaction=True)
def test_a_mirror_ends_equal_to_the_database() -> None:
    live(people=3, things=25)
    assert Entry.objects.count() > 120


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_a_mirror_ends_equal_after_thousands_of_changes() -> None:
    live(people=5, things=1_000)
    assert Entry.objects.count() > 5_000


@pytest.mark.django_db
def test_what_is_removed_while_it_hangs_on_no_deal_does_not_come_back_with_what_it_hung_on() -> (
    None
):
    deal, venture, root = a_deal(), an_organisation("venture"), an_admin()
    party = a_party(deal, venture)
    share = a_shareholding(venture, an_organisation("holder"))
    mirror = Mirror(root)
    for gone in (party, share):
        mirror.follow()
        assert_equal(mirror, root)
        with recording(by=BY, today=TODAY) as book:
            remove(book, gone)
    mirror.follow()
    a_party(deal, venture)
    mirror.follow()
    assert_equal(mirror, root)
