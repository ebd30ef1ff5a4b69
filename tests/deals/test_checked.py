"""Constraints are told as Django's own checks would tell them, but almost without a query."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.models import Claim, Deal, Milestone, Precedence, Source
from deliveries.models import DealSpan, Flag, Rebuild, RebuildRange, Span
from deliveries.models.catalogue import CatalogueEntry
from tests.factories import (
    a_claim,
    a_count,
    a_deal,
    a_lot,
    a_milestone,
    a_party,
    a_shareholding,
    a_term,
    an_alias,
    an_event,
    an_organisation,
)
from vendors.checked import CannotTell, Checked, check_constraints, holds
from vendors.models import Organisation

pytestmark = pytest.mark.django_db

CHECKED = sorted(
    (m for m in apps.get_models() if issubclass(m, Checked)), key=lambda m: m._meta.label
)
OURS = ("vendors", "deals", "deliveries")
# Derived rows, and what the loader keeps for itself: nobody types them in.
NOT_TYPED = {Span, DealSpan, Flag, CatalogueEntry, Rebuild, RebuildRange}


def outcome(check: Any) -> dict[str, list[str]]:
    """What a check refuses, by field."""
    try:
        check()
    except ValidationError as wrong:
        return wrong.message_dict
    return {}


def a_row_of_each() -> dict[type[models.Model], models.Model]:
    deal = a_deal()
    first, second = a_milestone(deal, "first"), a_milestone(deal, "second")
    a_milestone(deal, "third", after=(first,))
    a_lot(second)
    buyer, venture = an_organisation(), an_organisation("venture")
    a_claim(first, "contracted", "2020-10", in_force_from="2018")
    a_claim(second, "promised", "first + 3 months")
    a_count(a_lot(first))
    a_term(deal)
    a_party(deal, buyer)
    a_shareholding(venture, buyer)
    an_event(deal)
    an_alias()
    return {model: model._default_manager.all()[0] for model in CHECKED}


def values_for(field: Any) -> list[Any]:
    """Values on both sides of every limit that a constraint of ours draws, and none."""
    if field.is_relation:
        return [None, *field.related_model._default_manager.values_list("pk", flat=True)]
    if isinstance(field, models.DateTimeField):
        return [None, "2020-01-01T00:00Z"]
    if isinstance(field, models.DateField):
        return [None, date(2017, 1, 1), date(2020, 10, 1), date(2031, 1, 1)]
    if isinstance(field, models.DecimalField):
        return [None, Decimal(-1), Decimal(0), Decimal("0.5"), Decimal(100), Decimal(101)]
    if isinstance(field, models.IntegerField):
        return [None, -1, 0, 1, 6, 7, "3"]
    chosen = [value for value, _ in field.choices or ()]
    return ["", "x", "USD", "RU", "2020-10", *chosen]


def about(model: type[models.Model]) -> list[str]:
    """Names of the fields that constraints of the model are about."""
    names: set[str] = set()
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            names.update(constraint.fields)
        condition = getattr(constraint, "condition", None)
        if condition is not None:
            found = model._get_expr_references(condition)  # type: ignore[attr-defined]
            names.update(reference[0] for reference in found)
    return sorted(names)


def test_every_model_with_constraints_that_people_write_is_checked_so() -> None:
    constrained = {
        m for m in apps.get_models() if m._meta.app_label in OURS and m._meta.constraints
    }
    assert constrained - NOT_TYPED == {m for m in CHECKED if m._meta.constraints}


@pytest.mark.parametrize("model", CHECKED, ids=lambda m: m.__name__)
@settings(max_examples=40)
@given(data=st.data())
def test_constraints_are_told_as_django_tells_them(
    model: type[models.Model], data: st.DataObject
) -> None:
    standing = model._default_manager.all()[:1] or [a_row_of_each()[model]]
    row = standing[0]
    fields = {f.name: f for f in model._meta.concrete_fields if not f.primary_key}
    columns = {f.attname: f.value_from_object(row) for f in fields.values()}
    names = about(model)
    for name in data.draw(st.lists(st.sampled_from(names), max_size=4, unique=True)):
        value = data.draw(st.sampled_from(values_for(fields[name])), label=name)
        columns[fields[name].attname] = value
    exclude = data.draw(st.sets(st.sampled_from([*names, "id"]), max_size=2))
    record = model(**columns)
    if data.draw(st.booleans(), label="is the row itself"):
        record.pk, record._state.adding = row.pk, False
    assert outcome(lambda: record.validate_constraints(exclude)) == outcome(
        lambda: models.Model.validate_constraints(record, exclude)
    )


def test_only_what_must_be_unique_is_asked_of_the_database() -> None:
    for model, row in a_row_of_each().items():
        unique = [c for c in model._meta.constraints if isinstance(c, UniqueConstraint)]
        with CaptureQueriesContext(connection) as caught:
            row.validate_constraints()
        selects = [q for q in caught.captured_queries if q["sql"].startswith("SELECT")]
        assert len(selects) <= len(unique), model


def test_each_constraint_can_be_told_by_its_values() -> None:
    for model, row in a_row_of_each().items():
        for constraint in model._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                assert holds(constraint.condition, row) is not False, (model, constraint.name)


@pytest.mark.parametrize(
    "condition",
    [
        Q(text__startswith="Oct"),
        Q(text="a") ^ Q(text="b"),
        Q(milestone__code="first"),
        Q(edtf__gt=None),
    ],
)
def test_a_condition_that_values_cannot_tell_is_left_to_the_database(condition: Q) -> None:
    with pytest.raises(CannotTell):
        holds(condition, Claim(text="Oct 2020", edtf="2020-10"))


def test_a_record_at_hand_is_not_looked_up_again_and_one_that_is_not_there_is_refused() -> None:
    milestone = a_milestone(a_deal())
    link = Precedence(milestone=milestone, predecessor=a_milestone(milestone.deal, "second"))
    with CaptureQueriesContext(connection) as caught:
        link.clean_fields()
    assert not caught.captured_queries
    gone = Precedence(milestone=milestone, predecessor_id=10**6)
    assert "not a valid choice" in str(outcome(gone.clean_fields)["predecessor"])
    with pytest.raises(ValidationError, match="null"):
        Precedence(milestone=milestone, predecessor=Milestone(code="new")).clean_fields()


def test_another_number_than_that_of_the_record_at_hand_is_looked_up() -> None:
    milestone = a_milestone(a_deal())
    link = Precedence(milestone=milestone, predecessor=a_milestone(milestone.deal, "second"))
    link.predecessor_id = 10**6
    assert "predecessor" in outcome(link.clean_fields)


def test_what_is_taken_may_be_told_by_the_caller() -> None:
    claim = a_claim(a_milestone(a_deal()))
    again = Claim(**{f.attname: f.value_from_object(claim) for f in Claim._meta.concrete_fields})
    again.pk = None
    assert "already on record" in str(outcome(lambda: check_constraints(again)))
    assert outcome(lambda: check_constraints(again, taken=lambda constraint, record: False)) == {}
    assert Deal.objects.count() == Source.objects.count() == 1
    assert not Organisation.objects.exists()
