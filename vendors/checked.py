"""Records whose own constraints are told from their values, without asking the database.

Django asks the database once for each CheckConstraint of a record (with two savepoints around it
inside a transaction), which was half of what recording a claim cost. The conditions are the same
objects here, weighed in three-valued logic as SQL would; tests hold the answers against Django's
own, for every model and constraint, on both databases.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from operator import eq, ge, gt, le, lt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, router
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from typing_extensions import override

Taken = Callable[[UniqueConstraint, models.Model], bool]
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "exact": eq,
    "in": lambda value, others: value in others,
    "lt": lt,
    "lte": le,
    "gt": gt,
    "gte": ge,
}


class CannotTell(Exception):
    """Only the database can weigh this condition."""


class NotGiven(Exception):
    """The condition is about a field that is left out of the check."""


class Checked(models.Model):
    """A record that checks itself as Django would, but asks the database only what it must.

    That is whether what must be unique is there already, and whether a record that it names
    exists, unless that record is at hand because it was read.
    """

    class Meta:
        abstract = True

    @override
    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Check the fields; a record named by a foreign key is not looked up again.

        Whether it is still there when this one is written, the database itself sees to.
        """
        super().clean_fields(exclude={*(exclude or ()), *_at_hand(self)})

    @override
    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Check the constraints: the same messages, under the same names, as Django's own."""
        check_constraints(self, frozenset(exclude or ()))


def check_constraints(
    record: models.Model, exclude: Collection[str] = (), taken: Taken | None = None
) -> None:
    """Raise ValidationError with all constraints that the record breaks.

    `exclude` names fields; what is about one of them is not checked. `taken` tells whether what
    must be unique among some rows is there already; by default the database is asked.
    """
    errors: dict[str, list[Any]] = {}
    for constraint in record._meta.constraints:
        try:
            _check(record, constraint, exclude, taken or _is_on_record)
        except ValidationError as wrong:
            names: Sequence[str] = getattr(constraint, "fields", ())
            if wrong.code == "unique" and len(names) == 1:
                errors.setdefault(names[0], []).append(wrong)
            else:
                errors = wrong.update_error_dict(errors)
    if errors:
        raise ValidationError(errors)


def _check(
    record: models.Model,
    constraint: models.BaseConstraint,
    exclude: Collection[str],
    taken: Taken,
) -> None:
    try:
        if isinstance(constraint, CheckConstraint):
            broken = holds(constraint.condition, record, exclude) is False
        elif isinstance(constraint, UniqueConstraint) and _is_partial(constraint):
            broken = _may_clash(constraint, record, exclude) and taken(constraint, record)
        else:
            raise CannotTell
    except NotGiven:
        return
    except (CannotTell, TypeError):
        constraint.validate(type(record), record, set(exclude), using=_database(record))
        return
    if broken:
        raise ValidationError(
            constraint.get_violation_error_message(), code=constraint.violation_error_code
        )


def _is_partial(constraint: UniqueConstraint) -> bool:
    """Unique among rows of some condition: what Django asks in a roundabout way."""
    return bool(constraint.fields and constraint.condition and constraint.nulls_distinct is None)


def _may_clash(
    constraint: UniqueConstraint, record: models.Model, exclude: Collection[str]
) -> bool:
    """Whether the record has a value for each field, and meets the condition itself."""
    if any(name in exclude for name in constraint.fields):
        return False
    if any(_value(record, name, exclude) is None for name in constraint.fields):
        return False
    return holds(constraint.condition, record, exclude) is not False


def _is_on_record(constraint: UniqueConstraint, record: models.Model) -> bool:
    values = {name: _value(record, name, ()) for name in constraint.fields}
    rows = type(record)._default_manager.using(_database(record))
    rows = rows.filter(constraint.condition, **values)
    return (rows if record._state.adding else rows.exclude(pk=record.pk)).exists()


def holds(condition: Any, record: models.Model, exclude: Collection[str] = ()) -> bool | None:
    """Whether the condition holds for the record's values; None where SQL would say NULL.

    Raises NotGiven where it is about a field in `exclude`, and CannotTell where only the database
    can weigh it.
    """
    if not isinstance(condition, Q):
        raise CannotTell
    answers = [_part(child, record, exclude) for child in condition.children]
    if condition.connector == Q.AND:
        answer = _all(answers)
    elif condition.connector == Q.OR:
        answer = _negated(_all(map(_negated, answers)))
    else:
        raise CannotTell
    return _negated(answer) if condition.negated else answer


def _all(answers: Iterable[bool | None]) -> bool | None:
    found = set(answers)
    if False in found:
        return False
    return None if None in found else True


def _negated(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _part(child: Any, record: models.Model, exclude: Collection[str]) -> bool | None:
    if not isinstance(child, tuple):
        return holds(child, record, exclude)
    name, _, lookup = child[0].partition("__")
    value, other = _value(record, name, exclude), child[1]
    if isinstance(other, F):
        other = _value(record, other.name, exclude)  # type: ignore[attr-defined]
        if other is None and lookup != "isnull":
            return None
    return _weighed(value, lookup or "exact", other)


def _weighed(value: Any, lookup: str, other: Any) -> bool | None:
    if lookup == "isnull" or (lookup == "exact" and other is None):
        return (value is None) == (other is None or other)
    compare = _COMPARED.get(lookup)
    if compare is None or other is None:
        raise CannotTell
    return None if value is None else compare(value, other)


def _value(record: models.Model, name: str, exclude: Collection[str]) -> Any:
    if name in exclude:
        raise NotGiven
    field: models.Field[Any, Any] = record._meta.get_field(name)  # type: ignore[assignment]
    value = getattr(record, field.attname)
    if value is None or (isinstance(value, str) and isinstance(field, models.CharField)):
        return value
    try:
        return field.to_python(value)
    except ValidationError:
        raise CannotTell from None


def _at_hand(record: models.Model) -> set[str]:
    """Names of the foreign keys whose records were read from the database."""
    names = set()
    for field in record._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) or not field.is_cached(record):
            continue
        named = field.get_cached_value(record)
        if named is not None and not named._state.adding:
            if getattr(record, field.attname) == named.pk is not None:
                names.add(field.name)
    return names


def _database(record: models.Model) -> str:
    return str(router.db_for_write(type(record), instance=record))
