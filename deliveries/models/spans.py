"""What stood from one day to another, for milestones and for deals. Derived."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Greatest, Lower
from django.db.models.lookups import GreaterThan
from typing_extensions import override

from deals import dates
from deals.models import Deal, Milestone
from deliveries.blocks import blocks_on
from deliveries.pace import Pace
from deliveries.verdicts import LEVELS, WORST_FIRST

M = TypeVar("M", bound=models.Model, covariant=True)
# Beyond all that can be: where what is sorted by is not known.
LEAST_SLIP = Value(-(10**7))
FIRST_DAY, LAST_DAY = date(1000, 1, 1), date(9999, 12, 31)


def choices(words: tuple[str, ...]) -> list[tuple[str, str]]:
    """The words of a rule as the choices of a field."""
    return [(word, word.replace("_", " ")) for word in words]


class StoodQuerySet(models.QuerySet[M]):
    """Spans by their days."""

    def on(self, day: date) -> Self:
        """What stood on `day`: at most one span for each milestone or deal."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gt=day), from_on__lte=day)

    def beginning(self, after: date, until: date) -> Self:
        """What turned after one day and up to another, whichever of them comes first."""
        first, last = sorted((after, until))
        return self.filter(from_on__gt=first, from_on__lte=last)


class SpanQuerySet(StoodQuerySet["Span"]):
    """Spans of milestones as they are asked for."""

    def heard_on(self, day: date) -> "SpanQuerySet":
        """One span for each milestone of which a claim was held on `day`: `hears` is the latest.

        In no order: with one, the whole plan would be read beside the index.
        """
        standing = Q(hears_until__isnull=True) | Q(hears_until__gt=day)
        return self.filter(standing, hears__isnull=False, from_on__lte=day).order_by()

    def estimated(self) -> "SpanQuerySet":
        """With no more of each than whose it is and what its estimate follows from."""
        return self.only("milestone_id", "floor", "figures")

    def reckoned(self, day: date) -> "SpanQuerySet":
        """With what they are sorted by on `day`, where that is not a column.

        `slipped` is the total slip in days, or what it comes to at least; `due_on` the last day of
        the estimate of an open one, as stated; `said_on` that of the last word. What is not known
        comes last, or first where it is `said_on`.
        """
        latest = Greatest("estimate_day", Coalesce(F("floor") + day.toordinal(), "estimate_day"))
        due = Case(When(progress="open", then="estimate_latest"))
        return self.annotate(
            slipped=Coalesce(latest - F("original_day"), LEAST_SLIP),
            due_on=Coalesce(due, Value(LAST_DAY)),
            said_on=Coalesce("last_word_on", Value(FIRST_DAY)),
        )


class Figured:
    """What can be read from the figures and the reasons of a span, however they were fetched."""

    __slots__ = ()

    if TYPE_CHECKING:
        figures: Any
        reasons: Any

    def figure(self, name: str) -> dates.Window | None:
        """The window of that name; None where none stands. An estimate is what it grows from."""
        found = self.figures.get(name)
        return dates.from_edtf(found[0], text=found[1]) if found else None

    def windows(self) -> dict[str, dates.Window]:
        """All of them by name."""
        found = self.figures.items()
        return {
            name: dates.from_edtf(stored[0], text=stored[1])
            for name, stored in found
            if name != "pace"
        }

    def claim_of(self, name: str) -> int | None:
        """The number of the claim that the date of that name comes from."""
        found = self.figures.get(name)
        return found[2] if found else None

    @property
    def pace(self) -> Pace | None:
        """How an open lot comes along, if it has been counted and has an objective."""
        found = self.figures.get("pace")
        return Pace.from_dict(found) if found else None

    @property
    def why(self) -> list[dict[str, Any]]:
        """The reasons, each with text, numbers of claims and numbers of counts."""
        return [{"counts": [], **reason} for reason in self.reasons]


class Span(Figured, models.Model):
    """What stood for a milestone from one day to the day before another. Derived.

    `figures` has the dates that stand, by name: original, baseline, promised, assessed, estimate
    and actual, each as its EDTF and its words and, for the first four, the number of its claim
    (there are many spans: nothing is stored that can be worked out). `floor`, in days, says how
    the estimate grows with the day while the milestone is open (see `slips.estimate_on`).
    """

    # No indexes of their own: two below begin with them, and each index costs every span stored.
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="+", db_index=False)
    milestone = models.ForeignKey(
        Milestone, on_delete=models.CASCADE, related_name="spans", db_index=False
    )
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    progress = models.CharField(max_length=10)
    level = models.CharField(max_length=10, choices=choices(LEVELS))
    state = models.CharField(max_length=15, choices=choices(WORST_FIRST))
    severity = models.PositiveSmallIntegerField()
    knowledge = models.CharField(max_length=15)
    inferred = models.CharField(max_length=10)
    estimate_earliest = models.DateField(null=True)
    estimate_latest = models.DateField(null=True)
    floor = models.IntegerField(null=True)
    # Ordinals, so that either database can reckon a slip for any day.
    estimate_day = models.IntegerField(
        null=True, help_text="Last day of the estimate or, without one, its first; an ordinal."
    )
    original_day = models.IntegerField(null=True, help_text="Last day of the original baseline.")
    baseline_day = models.IntegerField(null=True, help_text="Last day of the current baseline.")
    objective = models.DateField(null=True)
    threshold = models.DateField(null=True)
    last_word_on = models.DateField(null=True)
    latest_claim = models.BigIntegerField(
        null=True, help_text="Number of the claim that was held last."
    )
    hears = models.BigIntegerField(
        null=True, help_text="The same, on the span that begins with it; empty on the others."
    )
    hears_until = models.DateField(
        null=True, help_text="Where `hears` is set: the day on which a later claim took over."
    )
    flags = models.JSONField(default=list)
    figures = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)

    objects = SpanQuerySet.as_manager()

    class Meta:
        ordering = ("milestone", "from_on")
        indexes = (
            models.Index(fields=("from_on",), name="span_begins"),
            models.Index(fields=("deal", "from_on"), name="span_of_deal"),
            # What every milestone's latest claim was on a day, from the index alone.
            models.Index(
                fields=("from_on", "hears_until", "milestone", "hears"),
                condition=Q(hears__isnull=False),
                name="span_hears",
            ),
            # The calendar: what is open and ends between two days, from the index alone.
            models.Index(
                fields=(
                    "estimate_latest",
                    "from_on",
                    "to_on",
                    "estimate_earliest",
                    "deal",
                    "milestone",
                ),
                condition=Q(progress="open", estimate_latest__isnull=False),
                name="span_due",
            ),
            models.Index(
                fields=("objective", "from_on", "to_on", "deal", "milestone"),
                condition=Q(progress="open", objective__isnull=False),
                name="span_agreed",
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("milestone", "from_on"), name="span_begins_once"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gt=F("from_on")),
                name="span_in_order",
            ),
        )

    @override
    def __str__(self) -> str:
        return f"{self.milestone_id} from {self.from_on}: {self.state}"


class DealSpanQuerySet(StoodQuerySet["DealSpan"]):
    """Spans of deals as they are asked for."""

    @override
    def on(self, day: date) -> Self:
        """What stood on `day`, by the blocks in which it lies.

        Where it ends is asked of an expression, which PostgreSQL supposes to hold for a third: of
        the column it expects a tenth of what there is, and looks that up one by one elsewhere.
        """
        stands = GreaterThan(Coalesce("to_on", Value(LAST_DAY)), day)
        return self.filter(stands, from_on__lte=day, block__in=blocks_on(day))

    def worst_first(self, day: date) -> "DealSpanQuerySet":
        """The most severe state first, then what has slipped most by `day`, then by reference."""
        return self.order_by("severity", _slipped(day).desc(), "deal__ref")

    def reckoned(self, day: date) -> "DealSpanQuerySet":
        """With what they are sorted by on `day`, as spans of milestones are (see there).

        The slip is that of what decides, the due day that of the next milestone. `named` is what
        the deal is called, in small letters.
        """
        return self.annotate(
            slipped=_slipped(day),
            due_on=Coalesce("next_due_on", Value(LAST_DAY)),
            said_on=Coalesce("last_word_on", Value(FIRST_DAY)),
            named=Lower("deal__designation"),
        )


def _slipped(day: date) -> Greatest:
    grown = Coalesce(Value(day.toordinal()) - F("grows_from"), LEAST_SLIP)
    return Greatest(Coalesce("slip", LEAST_SLIP), grown)


class DealSpan(models.Model):
    """What stood for a deal from one day to the day before another. Derived."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="spans", db_index=False)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    state = models.CharField(max_length=15, choices=choices(WORST_FIRST))
    severity = models.PositiveSmallIntegerField()
    worst = models.ForeignKey(Milestone, null=True, on_delete=models.CASCADE, related_name="+")
    next = models.ForeignKey(Milestone, null=True, on_delete=models.CASCADE, related_name="+")
    stage = models.CharField(max_length=15)
    is_suspended = models.BooleanField(default=False)
    last_word_on = models.DateField(null=True)
    open = models.PositiveIntegerField()
    met = models.PositiveIntegerField()
    cancelled = models.PositiveIntegerField()
    slip = models.IntegerField(null=True)
    grows_from = models.IntegerField(null=True)
    is_stale = models.BooleanField(default=False)
    knowledge = models.CharField(max_length=15, default="")
    next_due_on = models.DateField(
        null=True, help_text="Last day of the next milestone's estimate, as stated."
    )
    block = models.IntegerField(default=0, help_text="Of its days; see `deliveries.blocks`.")

    objects = DealSpanQuerySet.as_manager()

    class Meta:
        ordering = ("deal", "from_on")
        indexes = (
            # What stood on a day, counted and sorted from the index alone.
            models.Index(
                fields=("block", "from_on"),
                include=(
                    "to_on",
                    "deal",
                    "state",
                    "severity",
                    "knowledge",
                    "stage",
                    "next_due_on",
                    "is_stale",
                    "slip",
                    "grows_from",
                    "last_word_on",
                ),
                name="dealspan_stood",
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("deal", "from_on"), name="dealspan_begins_once"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gt=F("from_on")),
                name="dealspan_in_order",
            ),
        )

    @override
    def __str__(self) -> str:
        return f"{self.deal_id} from {self.from_on}: {self.state}"
