"""Deriving every history anew: each time that it was done, and the ranges that workers take."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Sum, When
from django.db.models.functions import Now
from typing_extensions import override

from journal.models import Door

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

# How long a worker that says nothing is believed to be alive: many times what a batch takes.
LEASE = timedelta(seconds=30)


class RebuildQuerySet(models.QuerySet["Rebuild"]):
    """Rebuilds as they are asked for."""

    def under_way(self) -> "RebuildQuerySet":
        """The one that is being worked off, if there is one."""
        return self.filter(is_under_way=True)

    def that_count(self) -> "RebuildQuerySet":
        """Without those that were given up, the latest first."""
        return self.filter(Q(is_under_way=True) | Q(finished_at__isnull=False)).order_by("-pk")


class Rebuild(models.Model):
    """Every history derived anew, under the margins and rules that stand here.

    Not under way and without an end it was given up: another took its place.
    """

    if TYPE_CHECKING:
        ranges: RelatedManager["RebuildRange"]

    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty for a job or a command.",
    )
    door = models.CharField(max_length=10, choices=Door)
    why = models.CharField(max_length=200, blank=True)
    asked_on = models.DateField(help_text="The day on which it began.")
    margins = models.JSONField(help_text="The margins under which it derives.")
    rules = models.PositiveIntegerField(help_text="The version of the rules by which it derives.")
    size = models.PositiveIntegerField(help_text="How many deals there were when it began.")
    is_under_way = models.BooleanField(default=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    deals = models.PositiveIntegerField(default=0, help_text="Deals derived anew.")
    spans = models.PositiveIntegerField(default=0, help_text="Spans that changed.")
    flags = models.PositiveIntegerField(default=0, help_text="Flags that changed.")
    failed = models.PositiveIntegerField(default=0, help_text="Deals that could not be derived.")

    objects = RebuildQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("is_under_way",),
                condition=Q(is_under_way=True),
                name="rebuild_one_at_a_time",
            ),
        )

    @override
    def __str__(self) -> str:
        return f"rebuild {self.pk}"

    @property
    def state(self) -> str:
        """One of under way, finished and given up."""
        if self.is_under_way:
            return "under way"
        return "given up" if self.finished_at is None else "finished"

    @property
    def outcome(self) -> str:
        """What a finished one did, as a sentence without its full stop."""
        said = f"{self.deals:,} deals derived anew: {self.spans:,} spans and {self.flags:,} flags"
        return f"{said} changed" + (
            f"; {self.failed:,} could not be derived" if self.failed else ""
        )

    def percent(self) -> int:
        """How much of the deals is done: 100 once it has finished, and not before."""
        if self.finished_at is not None:
            return 100
        done = self.ranges.aggregate(done=Sum(_DONE))["done"] or 0
        return min(99, 100 * done // max(1, self.size))


class RangeQuerySet(models.QuerySet["RebuildRange"]):
    """Ranges as they are asked for. The clock is the database's: hosts may differ."""

    def of(self, rebuild: Rebuild) -> "RangeQuerySet":
        """Those of one rebuild."""
        return self.filter(rebuild=rebuild)

    def undone(self) -> "RangeQuerySet":
        """Those that have an end to come."""
        return self.filter(done_at__isnull=True)

    def free(self) -> "RangeQuerySet":
        """Those that anyone may take: nobody has them, or the lease of whoever had them passed."""
        lapsed = Q(lease_until__isnull=True) | Q(lease_until__lt=Now())
        return self.undone().filter(lapsed).order_by("first")

    def held(self) -> "RangeQuerySet":
        """Those that somebody is at."""
        return self.undone().filter(lease_until__gte=Now())

    def lost(self) -> "RangeQuerySet":
        """Those that somebody took and neither did nor gave back."""
        return self.undone().filter(lease_until__lt=Now())


class RebuildRange(models.Model):
    """Deals by number, from `first` to `last`, that one worker at a time derives anew."""

    rebuild = models.ForeignKey(Rebuild, on_delete=models.CASCADE, related_name="ranges")
    first = models.BigIntegerField(help_text="Number of its first deal.")
    last = models.BigIntegerField(help_text="Number of its last deal.")
    next = models.BigIntegerField(help_text="Every deal with a lower number is done.")
    size = models.PositiveIntegerField(help_text="How many deals it had when it was made.")
    taken_at = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=120, blank=True, help_text="Host and process.")
    lease_until = models.DateTimeField(null=True, help_text="After it, anyone may take the range.")
    attempts = models.PositiveIntegerField(default=0, help_text="How often it was taken.")
    done_at = models.DateTimeField(null=True)
    deals = models.PositiveIntegerField(default=0, help_text="Deals derived anew.")
    spans = models.PositiveIntegerField(default=0, help_text="Spans that changed.")
    flags = models.PositiveIntegerField(default=0, help_text="Flags that changed.")
    failed = models.PositiveIntegerField(default=0, help_text="Deals that could not be derived.")
    error = models.TextField(blank=True, help_text="Numbers of those deals, and what went wrong.")

    objects = RangeQuerySet.as_manager()

    class Meta:
        ordering = ("rebuild", "first")
        constraints = (
            models.UniqueConstraint(fields=("rebuild", "first"), name="range_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="range_in_order"),
        )

    @override
    def __str__(self) -> str:
        return f"deals {self.first} to {self.last} of rebuild {self.rebuild_id}"

    @property
    def state(self) -> str:
        """One of done, taken and waiting."""
        if self.done_at is not None:
            return "done"
        return "waiting" if self.lease_until is None else "taken"


# Of a range that is done all that it had: some may have been removed meanwhile.
_DONE: Any = Case(When(done_at__isnull=False, then=F("size")), default=F("deals") + F("failed"))
