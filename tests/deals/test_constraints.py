"""What one row can break, the database itself refuses: whoever writes, and however."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from deals.models import Claim, Deal, Event, Milestone, Party, Precedence, Source, Term
from deliveries.models import Count, DealSpan, Flag, Lot, Span
from tests.factories import a_claim, a_count, a_deal, a_lot, a_milestone, a_term, an_organisation
from vendors.models import Organisation, Shareholding

pytestmark = pytest.mark.django_db
D = date(2020, 1, 1)


def broken(model: type[models.Model], **fields: Any) -> str:
    """Write the row past all checks of ours; return what the database says."""
    columns = {k: v for k, v in fields.items() if k != "id"}
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        model._base_manager.bulk_create([model(**columns)])
    return str(refusal.value)


def columns(record: models.Model) -> dict[str, Any]:
    return {
        f.attname: getattr(record, f.attname)
        for f in record._meta.concrete_fields
        if not f.primary_key
    }


@pytest.fixture
def rows() -> dict[type[models.Model], dict[str, Any]]:
    """A valid row of each model that has constraints, as columns."""
    deal = a_deal()
    first = a_milestone(deal, "first")
    second = a_milestone(deal, "second", after=(first,))
    claim = a_claim(first)
    buyer, venture = an_organisation(), an_organisation("venture")
    count = a_count(a_lot(first))
    share = Shareholding(venture=venture, holder=buyer, percent=10)
    party = Party(deal=deal, organisation=buyer, role="buyer")
    event = Event(
        code="war",
        kind="conflict",
        title="War",
        edtf="2022",
        earliest=D,
        latest=D,
        source=claim.source,
        said_by="x",
        reported_edtf="2022",
        reported_on=D,
    )
    term = a_term(deal)
    return {
        type(r): columns(r)
        for r in (deal, second, claim, claim.source, count, count.lot, term, share, party, event)
    } | {
        Precedence: {"milestone": second, "predecessor": second},
        Organisation: columns(venture),
        Span: columns(Span.objects.all()[0]),
        DealSpan: columns(DealSpan.objects.all()[0]),
        Flag: columns(Flag.objects.all()[0]),
    }


@pytest.mark.parametrize(
    ("model", "fields", "name"),
    [
        (Organisation, {"code": "x", "country": "XX"}, "organisation_country_is_iso_3166"),
        (Organisation, {"code": "x", "country": "in"}, "organisation_country_is_iso_3166"),
        (Organisation, {"code": "x", "kind": "club"}, "organisation_kind_is_known"),
        (Shareholding, {"percent": 0}, "shareholding_percent_in_range"),
        (Shareholding, {"percent": 101}, "shareholding_percent_in_range"),
        (Deal, {"ref": "x", "kind": "gift"}, "deal_kind_is_known"),
        (Deal, {"ref": "x", "route": "x"}, "deal_route_is_known"),
        (Deal, {"ref": "x", "category": "x"}, "deal_category_is_known"),
        (Party, {"role": "x"}, "party_role_is_known"),
        (Milestone, {"code": "x", "kind": "x"}, "milestone_kind_is_known"),
        (Precedence, {}, "precedence_not_of_itself"),
        (Source, {"code": "x", "reliability": "G"}, "source_reliability_is_known"),
        (Claim, {"kind": "x"}, "claim_kind_is_known"),
        (Claim, {"rank": "x", "said_by": "y"}, "claim_rank_is_known"),
        (Claim, {"side": "x", "said_by": "y"}, "claim_side_is_known"),
        (Claim, {"credibility": 0, "said_by": "y"}, "claim_credibility_in_range"),
        (Claim, {"credibility": 7, "said_by": "y"}, "claim_credibility_in_range"),
        (Claim, {"earliest": date(2021, 1, 1), "said_by": "y"}, "claim_window_in_order"),
        (Claim, {"edtf": "", "said_by": "y"}, "claim_has_its_date"),
        (Claim, {"earliest": None, "latest": None, "said_by": "y"}, "claim_date_has_a_side"),
        (Claim, {"kind": "delayed"}, "claim_delayed_has_no_date"),
        (Claim, {"kind": "promised", "threshold_on": D}, "claim_threshold_of_contract"),
        (Claim, {"in_force_on": date(2030, 1, 1), "said_by": "y"}, "claim_held_before_report"),
        (Claim, {"retracted_at": "2020-01-01T00:00Z"}, "claim_retraction_has_reason"),
        (Claim, {}, "claim_once"),
        (Term, {"kind": "x"}, "term_"),
        (Term, {"amount": None}, "term_says_one_thing"),
        (Term, {"stage": "signed"}, "term_says_one_thing"),
        (Term, {"currency": "XXZ"}, "term_currency_is_iso_4217"),
        (Term, {"amount": 0}, "term_amount_in_range"),
        (Term, {"kind": "local_content", "currency": "", "amount": 101}, "term_amount_in_range"),
        (Event, {"edtf": "2022", "earliest": date(2022, 1, 1)}, "event_window_in_order"),
        (Event, {"kind": "x"}, "event_kind_is_known"),
        (Lot, {"quantity": 0}, "lot_"),
        (Lot, {"mode": "x"}, "lot_"),
        (Count, {"kind": "x"}, "count_kind_is_known"),
        (Count, {"side": "x"}, "count_side_is_known"),
        (Span, {"to_on": date(1999, 1, 1), "from_on": D}, "span_in_order"),
        (Span, {}, "span_begins_once"),
        (DealSpan, {"to_on": date(1999, 1, 1), "from_on": D}, "dealspan_in_order"),
        (DealSpan, {}, "dealspan_begins_once"),
        (Flag, {}, "flag_open_once"),
    ],
)
def test_the_database_refuses(
    model: type[models.Model],
    fields: dict[str, Any],
    name: str,
    rows: dict[type[models.Model], dict[str, Any]],
) -> None:
    said = broken(model, **{**rows[model], **fields})
    unique = connection.vendor == "sqlite" and "UNIQUE" in said  # which names columns instead
    assert unique or name in said


def test_the_database_tells_relative_dates_apart_by_their_anchors() -> None:
    deal = a_deal()
    one, other = a_milestone(deal, "one"), a_milestone(deal, "other")
    row = columns(a_claim(a_milestone(deal, "last"), "promised", "one + 3 months"))
    Claim._base_manager.bulk_create([Claim(**{**row, "anchor_id": other.pk})])
    said = broken(Claim, **{**row, "anchor_id": one.pk})
    assert "claim_once_relative" in said or "UNIQUE" in said
