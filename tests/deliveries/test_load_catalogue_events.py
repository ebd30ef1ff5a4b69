"""Events: one code in several files is one event of several deals."""

from pathlib import Path

import pytest

from accounts.models import User
from deals.models import Deal, Event, Source
from deliveries.actions import link_event, record_event, retract, unlink_event
from deliveries.drafts import EventDraft, Voice
from tests.deliveries.catalogue_files import NOTHING, a_folder, by_hand, edit, load, row
from tests.factories import a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two deals that has been loaded."""
    folder = a_folder(tmp_path)
    load(folder)
    return folder


@pytest.fixture
def ada() -> User:
    return a_user("ada")


def test_two_files_with_one_event_are_one_event_of_two_deals(folder: Path) -> None:
    event = Event.objects.get()
    assert sorted(deal.ref for deal in event.deals.all()) == ["radar", "rifle"]


def test_an_event_that_has_gone_from_one_file_stays_with_the_other_deal(folder: Path) -> None:
    rifle = folder / "rifle.yaml"
    text = rifle.read_text()
    rifle.write_text(text[: text.index("events:")] + text[text.index("sources:") :])
    assert row(load(folder), "events") == [0, 1, 0, 0]
    assert [deal.ref for deal in Event.objects.standing().get().deals.all()] == ["radar"]
    assert NOTHING in load(folder)


def test_an_event_that_has_gone_from_all_files_is_retracted(folder: Path) -> None:
    for name in ("radar.yaml", "rifle.yaml"):
        file = folder / name
        text = file.read_text()
        file.write_text(text[: text.index("events:")] + text[text.index("sources:") :])
    assert row(load(folder), "events") == [0, 0, 1, 0]
    assert Event.objects.get().retraction_reason == "No longer in radar.yaml."
    assert NOTHING in load(folder)


def test_a_changed_event_is_replaced_with_all_its_deals(folder: Path) -> None:
    for name in ("radar.yaml", "rifle.yaml"):
        edit(folder / name, "title: Air show", "title: Air and space show")
    assert row(load(folder), "events") == [0, 1, 0, 0]
    event = Event.objects.standing().get()
    assert event.title == "Air and space show"
    assert event.deals.count() == 2
    assert Event.objects.count() == 2


def test_an_event_that_a_person_retracted_is_not_entered_again(folder: Path, ada: User) -> None:
    with by_hand(ada) as book:
        retract(book, Event.objects.get(), reason="It was called off.")
    printed = load(folder)
    assert "  event show-2021: a person has retracted it: It was called off." in printed
    assert not Event.objects.standing().exists()


def test_a_person_may_take_an_event_from_a_deal(folder: Path, ada: User) -> None:
    with by_hand(ada) as book:
        unlink_event(book, Event.objects.get(), Deal.objects.get(ref="rifle"))
    assert "a person has taken it from rifle, and it stays so" in load(folder)
    assert [deal.ref for deal in Event.objects.get().deals.all()] == ["radar"]
    for name in ("radar.yaml", "rifle.yaml"):
        edit(folder / name, "title: Air show", "title: Air and space show")
    load(folder)
    assert [deal.ref for deal in Event.objects.standing().get().deals.all()] == ["radar"]


def test_an_event_of_a_person_keeps_its_code(tmp_path: Path, ada: User) -> None:
    folder = a_folder(tmp_path)
    load(folder)
    with by_hand(ada) as book:
        retract(book, Event.objects.get(), reason="Mine is better.")
        draft = EventDraft(
            code="show-2021",
            kind="exhibition",
            title="Their show",
            date="2021",
            voice=Voice(reported_on="2020-11-03", said_by="ada", source=Source.objects.all()[0]),
            deals=(),
        )
        theirs = record_event(book, draft)
    assert "event show-2021: entered by a person and left alone; " in load(folder)
    assert Event.objects.standing().get() == theirs


def test_a_deal_that_a_person_put_to_an_event_stays_with_it(folder: Path, ada: User) -> None:
    rifle = folder / "rifle.yaml"
    text = rifle.read_text()
    rifle.write_text(text[: text.index("events:")] + text[text.index("sources:") :])
    load(folder)
    with by_hand(ada) as book:
        link_event(book, Event.objects.get(), Deal.objects.get(ref="rifle"))
    assert NOTHING in load(folder)
    assert Event.objects.get().deals.count() == 2
    radar = folder / "radar.yaml"
    text = radar.read_text()
    radar.write_text(text[: text.index("events:")] + text[text.index("sources:") :])
    assert "event show-2021: no longer in the files; it stays, for a person" in load(folder)
    assert [deal.ref for deal in Event.objects.standing().get().deals.all()] == ["rifle"]
