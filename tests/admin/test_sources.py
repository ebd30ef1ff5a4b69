"""Sources and organisations are kept up to date through the actions."""

from decimal import Decimal

import pytest
from django.test import Client

from deals.models import Source
from journal.models import Entry
from tests.admin.browsing import address, beside, fields_of, filled, send, text_of, with_row
from tests.factories import (
    a_claim,
    a_deal,
    a_milestone,
    a_party,
    a_shareholding,
    a_source,
    an_organisation,
)
from vendors.models import Organisation

ADD = "/admin/deals/source/add/"
NEW = {
    "code": "wire-2021",
    "publisher": "Wire",
    "url": "wire.example/1",
    "published_edtf": "May 2021",
    "reliability": "B",
}


def test_the_day_of_a_source_is_typed_as_stated_and_shown_back(root: Client) -> None:
    preview = send(root, ADD, filled(fields_of(root.get(ADD)), **NEW))
    assert "Published on: May 2021 → 1 – 31 May 2021 (month)" in text_of(preview)
    assert not Source.objects.exists()
    send(root, ADD, fields_of(preview))
    source = Source.objects.get()
    assert (source.published_edtf, str(source.published_on)) == ("2021-05", "2021-05-31")
    assert source.url == "https://wire.example/1"
    assert Entry.objects.get().verb == "add"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("soonish", "cannot be read"), ("from 2021", "A publication has a day"), ("", "required")],
)
def test_a_day_that_is_none_is_refused_beside_it(root: Client, typed: str, said: str) -> None:
    response = send(root, ADD, filled(fields_of(root.get(ADD)), **{**NEW, "published_edtf": typed}))
    if "Nothing is saved yet" in text_of(response):
        response = send(root, ADD, fields_of(response))
    assert said in beside(response, "published_edtf")
    assert not Source.objects.exists()


def test_a_source_is_changed_field_by_field_and_only_a_new_day_is_asked_about(
    root: Client,
) -> None:
    source = a_source()
    path = address("deals_source", "change", source.pk)
    fields = fields_of(root.get(path))
    assert fields["published_edtf"] == ["2 Jan 2019"]
    assert "code" not in fields
    send(root, path, filled(fields, reliability="A", code="forged"))
    source.refresh_from_db()
    assert (source.reliability, source.code) == ("A", "gazette-2019-01-02")
    entry = Entry.objects.latest("seq")
    assert (entry.before, entry.after) == ({"reliability": "B"}, {"reliability": "A"})
    preview = send(root, path, filled(fields_of(root.get(path)), published_edtf="Jan 2019"))
    assert "1 – 31 Jan 2019 (month)" in text_of(preview)
    send(root, path, fields_of(preview))
    source.refresh_from_db()
    assert source.published_edtf == "2019-01"


def test_a_source_that_something_rests_on_is_not_deleted(root: Client) -> None:
    claim = a_claim(a_milestone(a_deal()))
    path = address("deals_source", "delete", claim.source_id)
    for response in (root.get(path, follow=True), root.post(path, {"post": "yes"}, follow=True)):
        assert response.status_code == 200
        assert "cannot be removed; what depends on it: claims: 1." in text_of(response)
    assert Source.objects.exists()


def test_a_source_that_nothing_rests_on_is_deleted(root: Client) -> None:
    source = a_source()
    path = address("deals_source", "delete", source.pk)
    root.post(path, {"post": "yes"})
    assert not Source.objects.exists()
    assert Entry.objects.latest("seq").verb == "remove"


def test_an_organisation_is_added_with_its_shareholders(root: Client) -> None:
    one, two = an_organisation("one"), an_organisation("two")
    a_source("wire")
    path = "/admin/vendors/organisation/add/"
    typed = {
        "code": "irrpl",
        "name": "Indo-Russian Rifles",
        "aliases": "IRRPL\n\n Rifles works ",
        "country": "IN",
        "kind": "joint_venture",
    }
    fields = filled(fields_of(root.get(path)), **typed)
    fields = with_row(fields, "shareholders", holder=one.pk, percent="50.5", source="wire")
    fields = with_row(fields, "shareholders", holder=two.pk, percent="49.5")
    send(root, path, fields)
    venture = Organisation.objects.get(code="irrpl")
    assert venture.aliases == ["IRRPL", "Rifles works"]
    held = venture.shareholders.values_list("holder__code", "percent", "source")
    assert list(held) == [("one", Decimal("50.5"), "wire"), ("two", Decimal("49.5"), "")]
    again = fields_of(root.get(address("vendors_organisation", "change", venture.pk)))
    assert again["aliases"] == ["IRRPL\nRifles works"]


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"percent": "51"}, "shareholders-1-percent", "hold 101.5 %; 100 at most"),
        ({"percent": "0"}, "shareholders-1-percent", "above 0"),
        ({"source": "nowhere"}, "shareholders-1-source", "“nowhere” is not the code of a source"),
    ],
)
def test_a_wrong_share_is_refused_beside_it(
    root: Client, typed: dict[str, str], field: str, said: str
) -> None:
    venture, one, two = (an_organisation(code) for code in ("venture", "one", "two"))
    a_shareholding(venture, one, "50.5")
    path = address("vendors_organisation", "change", venture.pk)
    row = {"holder": two.pk, "percent": "10", **typed}
    response = send(root, path, with_row(fields_of(root.get(path)), "shareholders", **row))
    assert said in beside(response, field) or said in text_of(response)
    assert venture.shareholders.count() == 1


def test_a_shareholder_is_removed_in_its_row(root: Client) -> None:
    venture, one = an_organisation("venture"), an_organisation("one")
    a_shareholding(venture, one)
    path = address("vendors_organisation", "change", venture.pk)
    send(root, path, filled(fields_of(root.get(path)), shareholders__0__DELETE="on"))
    assert not venture.shareholders.exists()
    entry = Entry.objects.latest("seq")
    assert (entry.verb, entry.subject) == ("remove", "shareholding")


def test_an_organisation_that_takes_part_is_not_deleted(root: Client) -> None:
    buyer = an_organisation()
    a_party(a_deal(), buyer)
    a_shareholding(an_organisation("venture"), buyer)
    path = address("vendors_organisation", "delete", buyer.pk)
    words = text_of(root.post(path, {"post": "yes"}, follow=True))
    assert "cannot be removed; what depends on it: parties: 1, shareholdings: 1." in words
    assert Organisation.objects.filter(code="buyer-mod").exists()


def test_a_source_is_added_in_the_window_that_a_claim_opens(root: Client) -> None:
    path = f"{ADD}?_popup=1&_to_field=id"
    preview = send(root, path, filled(fields_of(root.get(path)), **NEW))
    assert "Nothing is saved yet" in text_of(preview)
    response = send(root, path, fields_of(preview))
    assert b"data-popup-response" in response.content
    assert Source.objects.get().code == "wire-2021"
