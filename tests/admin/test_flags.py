"""Flags are found by the product and acknowledged by people."""

from datetime import date

import pytest
from django.test import Client

from deliveries.models import Flag
from journal.models import Entry
from tests.admin.browsing import address, fields_of, filled, send, staff, text_of
from tests.factories import a_claim, a_deal, a_milestone


@pytest.fixture
def flag(db: None) -> Flag:
    """A delivery long overdue."""
    a_claim(a_milestone(a_deal()))
    return Flag.objects.get(kind="slip")


def page_about(*flags: Flag) -> str:
    return f"{address('deliveries_flag', 'acknowledge')}?ids={','.join(str(f.pk) for f in flags)}"


def test_a_flag_is_acknowledged_with_a_note_until_a_day(root: Client, flag: Flag) -> None:
    path = page_about(flag)
    shown = root.get(address("deliveries_flag", "change", flag.pk)).content.decode()
    assert path in shown
    asked = root.get(path)
    assert "slip (critical) on “First” of radar" in text_of(asked)
    typed = {"note": "Asked the ministry", "until": "2199-01-31"}
    response = send(root, path, filled(fields_of(asked), **typed))
    assert "Asked the ministry" in text_of(response)
    flag.refresh_from_db()
    assert (flag.note, flag.wakes_on) == ("Asked the ministry", date(2199, 1, 31))
    assert flag.acknowledged_by is not None
    assert flag.acknowledged_by.username == "root"
    entry = Entry.objects.get(verb="acknowledge")
    assert (entry.reason, entry.deal) == ("Asked the ministry", "radar")


def test_a_flag_is_acknowledged_until_it_changes(root: Client, flag: Flag) -> None:
    path = page_about(flag)
    send(root, path, filled(fields_of(root.get(path)), note="Seen"))
    flag.refresh_from_db()
    assert (flag.note, flag.wakes_on) == ("Seen", None)


def test_a_flag_is_acknowledged_until_it_is_worse(root: Client, flag: Flag) -> None:
    path = page_about(flag)
    send(root, path, filled(fields_of(root.get(path)), note="Seen", worse_by="30"))
    flag.refresh_from_db()
    assert (flag.acknowledged_until, flag.worse_by) == ("worse", 30)
    assert flag.slip_then is not None
    assert flag.wakes_on is not None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"note": "Seen", "worse_by": "0"}, "greater than or equal to 1"),
        ({"note": "Seen", "worse_by": "3", "until": "2199-01-31"}, "Until a day or until worse"),
        ({"note": ""}, "This field is required."),
        ({"note": "Seen", "until": "soon"}, "“soon” is no day; write it as 2027-01-31."),
        ({"note": "Seen", "until": "2020-01-31"}, "2020-01-31 has come"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    root: Client, flag: Flag, typed: dict[str, str], said: str
) -> None:
    path = page_about(flag)
    response = send(root, path, filled(fields_of(root.get(path)), **typed))
    assert said in text_of(response)
    kept = fields_of(response)
    assert {name: kept[name][0] for name in typed} == typed
    flag.refresh_from_db()
    assert flag.acknowledged_at is None


def test_several_flags_are_acknowledged_from_the_list(root: Client, flag: Flag) -> None:
    other = Flag.objects.exclude(pk=flag.pk)[0]
    chosen = {"action": "acknowledge", "_selected_action": [flag.pk, other.pk]}
    asked = root.post(address("deliveries_flag", "changelist"), chosen, follow=True)
    send(root, page_about(flag, other), filled(fields_of(asked), note="Seen"))
    assert Flag.objects.filter(note="Seen").count() == 2


def test_a_closed_flag_is_not_acknowledged(root: Client, flag: Flag) -> None:
    a_claim(flag.milestone, "actual", "2020-10-05", reported="2020-10-06")
    response = root.post(page_about(flag), {"note": "Too late"}, follow=True)
    assert "There is nothing here to acknowledge" in text_of(response)
    flag.refresh_from_db()
    assert flag.note == ""


def test_who_may_only_look_does_not_acknowledge(flag: Flag) -> None:
    client = Client()
    client.force_login(staff("eve", "deliveries.view_flag"))
    assert client.post(page_about(flag), {"note": "forged"}).status_code == 403


def test_flags_can_be_told_apart_in_the_list(root: Client, flag: Flag) -> None:
    path = page_about(flag)
    send(root, path, filled(fields_of(root.get(path)), note="Seen"))
    counts = {
        query: root.get(f"/admin/deliveries/flag/?{query}").context["cl"].result_count
        for query in ("stands=yes", "stands=no", "seen=yes", "seen=no", "kind=slip", "deal=radar")
    }
    total = Flag.objects.count()
    assert counts == {
        "stands=yes": total,
        "stands=no": 0,
        "seen=yes": total - 1,
        "seen=no": 1,
        "kind=slip": 1,
        "deal=radar": total,
    }
