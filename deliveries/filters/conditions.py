"""What filters let through, as conditions for queries of spans. See `sets` for what is asked."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from django.db.models import (
    BooleanField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.functions import Cast, Coalesce, Greatest
from django.db.models.lookups import Contains, GreaterThanOrEqual, LessThanOrEqual
from django.db.models.sql.compiler import SQLCompiler
from typing_extensions import override

from deals.choices import TermKind
from deals.dates import add_months
from deals.models import Deal, Milestone, Party, Term
from deliveries.models import DealSpan, Span
from deliveries.periods import Period
from vendors.models import Organisation

Ruler = Literal["total", "current", "in_period", "outturn"]
RULERS: tuple[Ruler, ...] = ("total", "current", "in_period", "outturn")


@dataclass(frozen=True, slots=True)
class On:
    """The day on which things stood, and the period over which a slip is measured."""

    day: date
    period: Period


def parties(name: str, values: Sequence[str], role: str = "") -> Q:
    """Deals of which an organisation, in that role if one is named, has one of the values.

    The organisations are asked for at once: of all parties the database then joins none to learn.
    """
    bodies = Organisation.objects.filter(**{f"{name}__in": values}).order_by()
    found = Party.objects.filter(
        among("organisation", bodies.values_list("pk", flat=True)), deal=OuterRef("deal")
    )
    return Q(Exists(found.filter(role=role) if role else found))


def stages(values: Sequence[str], on: On) -> Q:
    """Milestones of deals that were at one of the stages."""
    found = DealSpan.objects.on(on.day).filter(deal=OuterRef("deal"), stage__in=values)
    return Q(Exists(found))


def valued(wanted: Q, on: On) -> Q:
    """Deals whose value, by the word on it that was held last, is as wanted."""
    said = Term.objects.standing().reported_by(on.day).filter(kind=TermKind.VALUE)
    held = Coalesce("in_force_on", "reported_on").desc()
    latest = said.filter(deal=OuterRef("deal")).order_by(held, "credibility", "-pk")
    found = Term.objects.filter(wanted, deal=OuterRef("deal"), kind=TermKind.VALUE)
    return Q(Exists(found.filter(pk=Subquery(latest.values("pk")[:1]))))


def worth(least: Decimal | None = None, most: Decimal | None = None) -> Q:
    """Terms with an amount within these."""
    found = Q() if least is None else Q(amount__gte=least)
    return found if most is None else found & Q(amount__lte=most)


def due(*, after: date | None = None, before: date | None = None) -> Q:
    """Open milestones whose estimate, as stated, ends after the one day and before the other."""
    found = Q(progress="open")
    if after is not None:
        found &= Q(estimate_latest__gt=after)
    return found if before is None else found & Q(estimate_latest__lt=before)


def due_in(years: Sequence[int]) -> Q:
    """Deals whose next milestone is due, as stated, in one of the years."""
    return Q(next_due_on__year__in=years)


def due_within(ahead: Period, on: On) -> Q:
    """Open milestones that are due from the day on, within so many months and days."""
    end = _later(on.day, ahead)
    return Q(progress="open", estimate_latest__gte=on.day, estimate_latest__lte=end)


def _later(day: date, ahead: Period) -> date:
    try:
        return add_months(day, ahead.months) + timedelta(days=ahead.days)
    except (ValueError, OverflowError):
        return date.max


def slipped(ruler: Ruler, least: int | None, most: int | None, on: On) -> Q:
    """Milestones whose slip by a ruler is so many days at least, and at most.

    Where there is no last day, it is what the slip comes to at least; no most can be told of it.
    """
    found = Q(estimate_day__isnull=False)
    if ruler == "outturn":
        found &= Q(progress="met")
    if most is not None:
        found &= Q(estimate_latest__isnull=False)
    if ruler == "in_period":
        return found & _moved(least, most, on)
    today = on.day.toordinal()
    since = F("baseline_day" if ruler == "current" else "original_day")
    if least is not None:
        found &= Q(estimate_day__gte=since + least) | Q(floor__gte=since + (least - today))
    if most is not None:
        grown = Q(floor__isnull=True) | Q(floor__lte=since + (most - today))
        found &= Q(estimate_day__lte=since + most) & grown
    return found


def _moved(least: int | None, most: int | None, on: On) -> Q:
    """Milestones whose estimate has moved so far since a period before."""
    then = on.period.before(on.day)
    past = Span.objects.on(then).filter(milestone=OuterRef("milestone")).order_by()
    since = Subquery(past.filter(estimate_latest__isnull=False).values(day=grown_to(then))[:1])
    found = Q()
    if least is not None:
        found &= Q(GreaterThanOrEqual(grown_to(on.day), since + least))
    if most is not None:
        found &= Q(LessThanOrEqual(grown_to(on.day), since + most))
    return found


def grown_to(day: date) -> Greatest:
    """The last day of an estimate on a day, as an ordinal: it may grow with the day."""
    return Greatest("estimate_day", Coalesce(F("floor") + day.toordinal(), "estimate_day"))


def among(column: str, numbers: Iterable[int]) -> Q:
    """Rows whose column is one of so many numbers that Django's `in` would take long over each."""
    return Q(_Among(F(column), ",".join(map(str, map(int, numbers)))))


class _Among(Func):
    """Whether a number is one of those listed, with commas between them."""

    output_field = BooleanField()

    def __init__(self, column: F, listed: str) -> None:
        super().__init__(column)
        self.listed = listed

    @override
    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        template = f"%(expressions)s IN ({self.listed or 'NULL'})"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        """As one text: PostgreSQL takes as long to read ten thousand numbers as to find them."""
        template = f"%(expressions)s = ANY ('{{{self.listed}}}'::bigint[])"
        return self.as_sql(compiler, connection, template=template, **context)


def has_flag(kinds: Sequence[str]) -> Q:
    """Spans on which one of these flags stands; SQLite cannot search a list of JSON."""
    flags = Cast("flags", TextField())
    found = Q()
    for kind in kinds:
        found |= Q(Contains(flags, f'"{kind}"'))
    return found


def is_stale(wanted: bool, on: On) -> Q:
    """Spans on which the word is stale, or is not."""
    return has_flag(["stale"]) if wanted else ~has_flag(["stale"])


def told_of_deals(text: str) -> Q:
    """Deals that have each of the words in designation, title, ref or the name of a party."""
    found = Q()
    for word in text.split():
        own = Deal.objects.filter(_of_deal(word)).values("pk")
        party = Party.objects.filter(organisation__in=_named(word)).values("deal")
        found &= Q(deal__in=own) | Q(deal__in=party)
    return found


def deals_told_of(text: str) -> Q:
    """The same, for a query of the deals themselves.

    Asks for the organisations at once, a query for each word: of how many deals a few of them are
    parties is known to the database, of those with some word in their names it can only guess.
    """
    found = Q()
    for word in text.split():
        named = list(_named(word).values_list("pk", flat=True))
        party = Party.objects.filter(organisation__in=named).values("deal")
        found &= _of_deal(word) | Q(pk__in=party)
    return found


def _of_deal(word: str) -> Q:
    return _has(word, "designation", "title", "ref")


def _named(word: str) -> QuerySet[Organisation]:
    """The organisations that have the word in their name or code, or in another of their names."""
    aliased = _has(word, "names") | _has(json.dumps(word)[1:-1], "names")
    found = Organisation.objects.alias(names=Cast("aliases", TextField()))
    return found.filter(_has(word, "name", "code") | aliased).order_by()


def told_of_milestones(text: str) -> Q:
    """Milestones that have each of the words in their own title or code, or in their deal's."""
    found = Q()
    for word in text.split():
        own = Milestone.objects.filter(_has(word, "title", "code")).values("pk")
        found &= Q(milestone__in=own) | told_of_deals(word)
    return found


def has(text: str, *columns: str) -> Q:
    """Rows that have each of the words of a text in one of the columns."""
    found = Q()
    for word in text.split():
        found &= _has(word, *columns)
    return found


def _has(word: str, *columns: str) -> Q:
    """Columns that have the word, in small letters or capitals.

    SQLite knows the capitals of English alone, and so does the plainest collation of PostgreSQL,
    which takes half the time: of other letters the usual forms are sought.
    """
    forms = {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
    found = Q()
    for column in columns:
        for form in sorted({_plain(form) for form in forms}):
            found |= Q(Contains(_InCapitals(column), form))
    return found


def _plain(word: str) -> str:
    """A word with its English letters in capitals."""
    return "".join(letter.upper() if letter.isascii() else letter for letter in word)


class _InCapitals(Func):
    """A text with its English letters in capitals."""

    function = "UPPER"
    template = '%(function)s(%(expressions)s COLLATE "C")'
    output_field = TextField()

    @override
    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        # It knows no other capitals.
        return self.as_sql(
            compiler, connection, template="%(function)s(%(expressions)s)", **context
        )
