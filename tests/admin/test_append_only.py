"""What was said is never edited or deleted: it is retracted, with a reason."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client

from deals.models import Claim, Event, Statement, Term
from deliveries.models import Count, DealSpan, Flag, Scan, Span
from deliveries.scanning import scan
from journal.models import Entry
from tests.admin.browsing import address, fields_of, filled, send, staff, text_of
from tests.factories import (
    BY,
    TODAY,
    a_claim,
    a_count,
    a_deal,
    a_lot,
    a_milestone,
    a_term,
    an_event,
)


@pytest.fixture
def everything(db: None) -> dict[str, Any]:
    """One of each kind of record that is not edited."""
    deal = a_deal()
    lot = a_lot(a_milestone(deal))
    found: dict[str, Any] = {
        "deals_claim": a_claim(lot.milestone),
        "deals_term": a_term(deal),
        "deliveries_count": a_count(lot),
        "deals_event": an_event(deal),
    }
    scan(TODAY, BY)
    derived: list[type[Model]] = [Entry, Span, DealSpan, Flag, Scan]
    for model in derived:
        record = model._default_manager.first()
        assert record is not None
        found[f"{model._meta.app_label}_{model._meta.model_name}"] = record
    return found


STATEMENTS = ("deals_claim", "deals_term", "deliveries_count", "deals_event")
KINDS = (
    *STATEMENTS,
    "journal_entry",
    "deliveries_span",
    "deliveries_dealspan",
    "deliveries_flag",
    "deliveries_scan",
)


def retract_page(name: str, *records: Any) -> str:
    return f"{address(name, 'retract')}?ids={','.join(str(r.pk) for r in records)}"


@pytest.mark.parametrize("name", KINDS)
def test_its_page_has_nothing_to_fill_in(
    root: Client, everything: dict[str, Any], name: str
) -> None:
    page = root.get(address(name, "change", everything[name].pk))
    assert page.status_code == 200
    assert set(fields_of(page)) <= {"csrfmiddlewaretoken"}
    assert 'name="_save"' not in page.content.decode()


@pytest.mark.parametrize("name", KINDS)
def test_crafted_edits_and_deletions_are_refused_even_to_a_superuser(
    root: Client, everything: dict[str, Any], name: str
) -> None:
    record = everything[name]
    before = type(record)._default_manager.filter(pk=record.pk).values().get()
    entries = Entry.objects.count()
    crafted = {"text": "forged", "said_by": "forged", "title": "forged", "post": "yes"}
    assert root.post(address(name, "change", record.pk), crafted).status_code == 403
    assert root.post(address(name, "delete", record.pk), crafted).status_code == 403
    assert root.get(address(name, "delete", record.pk)).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"}
    root.post(address(name, "changelist"), bulk)
    assert type(record)._default_manager.filter(pk=record.pk).values().get() == before
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("name", [name for name in KINDS if name not in STATEMENTS])
def test_what_the_product_writes_by_itself_is_not_added(root: Client, db: None, name: str) -> None:
    assert root.get(address(name, "add")).status_code == 403
    assert root.post(address(name, "add"), {}).status_code == 403


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_is_retracted_with_a_reason_and_marked_as_such(
    root: Client, everything: dict[str, Any], name: str
) -> None:
    record: Statement = everything[name]
    page = root.get(address(name, "change", record.pk))
    assert "Retract…" in text_of(page)
    path = retract_page(name, record)
    assert path in page.content.decode()
    asked = root.get(path)
    assert record.said_by in text_of(asked)
    response = send(root, path, filled(fields_of(asked), reason="Misread the source"))
    words = text_of(response)
    assert "Done." in words
    assert "retracted by root on" in words
    assert "Misread the source" in words
    assert "Retract…" not in words
    entry = Entry.objects.get(verb="retract")
    assert (entry.reason, entry.actor and entry.actor.username) == ("Misread the source", "root")
    listed = text_of(root.get(address(name, "changelist")))
    assert "Misread the source" in listed


def test_a_retraction_says_what_it_did_to_the_verdict(
    root: Client, everything: dict[str, Any]
) -> None:
    claim: Claim = everything["deals_claim"]
    path = retract_page("deals_claim", claim)
    words = text_of(send(root, path, filled(fields_of(root.get(path)), reason="Never said")))
    assert "“First”: critical (stale) → undated" in words
    assert "Flag closed: slip (critical) on “First”." in words


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_retraction_without_a_reason_is_refused(
    root: Client, everything: dict[str, Any], reason: str
) -> None:
    claim: Claim = everything["deals_claim"]
    path = retract_page("deals_claim", claim)
    response = send(root, path, filled(fields_of(root.get(path)), reason=reason))
    assert "This field is required." in text_of(response)
    claim.refresh_from_db()
    assert not claim.is_retracted


def test_a_second_retraction_changes_nothing(root: Client, everything: dict[str, Any]) -> None:
    claim: Claim = everything["deals_claim"]
    path = retract_page("deals_claim", claim)
    fields = filled(fields_of(root.get(path)), reason="First")
    send(root, path, fields)
    words = text_of(send(root, path, filled(fields, reason="Second")))
    assert "There is nothing here to retract, or it was done already." in words
    claim.refresh_from_db()
    assert claim.retraction_reason == "First"


def test_several_are_retracted_from_the_list_with_one_reason(
    root: Client, everything: dict[str, Any]
) -> None:
    first: Claim = everything["deals_claim"]
    other = a_claim(a_milestone(a_deal("sonar")))
    standing = a_claim(first.milestone, "promised", "2030")
    chosen = {"action": "retract", "_selected_action": [first.pk, other.pk]}
    asked = root.post(address("deals_claim", "changelist"), chosen, follow=True)
    assert text_of(asked).count("reported 2 Jan 2019") == 2
    path = retract_page("deals_claim", other, first)
    send(root, path, filled(fields_of(asked), reason="A hoax"))
    retracted = set(Claim.objects.exclude(retraction_reason="").values_list("pk", flat=True))
    assert retracted == {first.pk, other.pk}
    assert not Claim.objects.get(pk=standing.pk).is_retracted


@pytest.mark.parametrize("ids", ["", "x", "999", "999,x", "-1", "٣", "9" * 30])
def test_a_question_about_nothing_leads_back(
    root: Client, everything: dict[str, Any], ids: str
) -> None:
    response = root.get(f"{address('deals_term', 'retract')}?ids={ids}", follow=True)
    assert "There is nothing here to retract" in text_of(response)


def test_who_may_only_look_is_not_asked(everything: dict[str, Any]) -> None:
    client = Client()
    client.force_login(staff("eve", "deals.view_claim"))
    claim: Claim = everything["deals_claim"]
    assert "Retract…" not in text_of(client.get(address("deals_claim", "change", claim.pk)))
    path = retract_page("deals_claim", claim)
    assert client.get(path).status_code == 403
    assert client.post(path, {"reason": "forged"}).status_code == 403
    chosen = {"action": "retract", "_selected_action": [claim.pk]}
    client.post(address("deals_claim", "changelist"), chosen)
    claim.refresh_from_db()
    assert not claim.is_retracted


def test_an_event_is_linked_to_one_more_deal(root: Client, everything: dict[str, Any]) -> None:
    event: Event = everything["deals_event"]
    sonar = a_deal("sonar")
    path = f"{address('deals_event', 'link')}?ids={event.pk}"
    response = send(root, path, filled(fields_of(root.get(path)), deal=sonar.pk))
    assert set(event.deals.values_list("ref", flat=True)) == {"radar", "sonar"}
    assert Entry.objects.filter(verb="link", deal="sonar", actor__username="root").exists()
    assert "sonar" in text_of(response)


def test_standing_and_retracted_statements_can_be_told_apart_in_lists(
    root: Client, everything: dict[str, Any]
) -> None:
    claim: Claim = everything["deals_claim"]
    a_claim(claim.milestone, "promised", "2030")
    path = retract_page("deals_claim", claim)
    send(root, path, filled(fields_of(root.get(path)), reason="A hoax"))
    listed: Callable[[str], str] = lambda query: text_of(  # noqa: E731
        root.get(f"{address('deals_claim', 'changelist')}?{query}")
    )
    assert "1 claim" in listed("stands=yes")
    assert "A hoax" not in listed("stands=yes")
    assert "A hoax" in listed("stands=no")
    assert Count.objects.count() == Term.objects.count() == 1
