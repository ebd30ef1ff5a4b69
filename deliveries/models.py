"""What is due and what follows: lots and counts; spans and flags, which are derived."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Greatest
from typing_extensions import override

from deals import dates
from deals.models import Deal, Milestone, StatementQuerySet, Voiced
from deliveries.verdicts import FLAGS, LEVELS, WORST_FIRST


def _choices(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(word, word.replace("_", " ")) for word in words]


class Mode(models.TextChoices):
    """How the pieces of a lot come."""

    FLY_AWAY = "fly_away", "complete"
    KIT = "kit", "kit"
    LOCAL_PRODUCTION = "local_production", "local production"
    TRANSFER = "transfer", "transfer"


class Lot(models.Model):
    """The quantity that a milestone delivers."""

    milestone = models.OneToOneField(Milestone, on_delete=models.CASCADE, related_name="lot")
    item = models.CharField(max_length=120)
    quantity = models.PositiveIntegerField()
    mode = models.CharField(max_length=20, choices=Mode)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="lot_quantity_positive",
                violation_error_message="A lot has at least one piece.",
            ),
            models.CheckConstraint(
                condition=Q(mode__in=Mode.values),
                name="lot_mode_is_known",
                violation_error_message=f"The mode is one of {', '.join(Mode.values)}.",
            ),
        )

    @override
    def __str__(self) -> str:
        return f"{self.quantity} × {self.item}"


class CountKind(models.TextChoices):
    """What has been counted: four different things."""

    PRODUCED = "produced", "produced"
    DELIVERED = "delivered", "delivered"
    ACCEPTED = "accepted", "accepted"
    INDUCTED = "inducted", "inducted"


class Count(Voiced):
    """A running total of a lot, as reported."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="counts")
    kind = models.CharField(max_length=10, choices=CountKind)
    total = models.PositiveIntegerField()
    edtf = models.CharField("by", max_length=60, help_text="By when the total was reached.")
    by_on = models.DateField(editable=False, help_text="Last day of that time.")

    objects = StatementQuerySet["Count"].as_manager()

    class Meta(Voiced.Meta):
        ordering = ("reported_on", "id")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Voiced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=CountKind.values),
                name="count_kind_is_known",
                violation_error_message=f"The kind is one of {', '.join(CountKind.values)}.",
            ),
            models.CheckConstraint(
                condition=Q(total__gte=0),
                name="count_total_not_negative",
                violation_error_message="A total is not negative.",
            ),
        )

    @override
    def __str__(self) -> str:
        return f"{self.total} {self.kind} by {self.by.text}"

    @property
    def by(self) -> dates.Window:
        """By when the total was reached, as precisely as that is known."""
        return dates.from_edtf(self.edtf)


class SpanQuerySet(models.QuerySet["Span"]):
    """Spans of milestones as they are asked for."""

    def on(self, day: date) -> "SpanQuerySet":
        """What stood on `day`: at most one span for each milestone."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gt=day), from_on__lte=day)

    def beginning(self, after: date, until: date) -> "SpanQuerySet":
        """What turned after one day and up to another, whichever of them comes first."""
        first, last = sorted((after, until))
        return self.filter(from_on__gt=first, from_on__lte=last)


class Span(models.Model):
    """What stood for a milestone from one day to the day before another. Derived.

    `figures` has the windows in words and days: original, baseline, promised, assessed, estimate
    and actual, each with the number of its claim. `floor`, in days, says how the estimate grows
    with the day while the milestone is open (see `slips.estimate_on`).
    """

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="+")
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="spans")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    progress = models.CharField(max_length=10)
    level = models.CharField(max_length=10, choices=_choices(LEVELS))
    state = models.CharField(max_length=15, choices=_choices(WORST_FIRST))
    severity = models.PositiveSmallIntegerField()
    knowledge = models.CharField(max_length=15)
    inferred = models.CharField(max_length=10)
    estimate_earliest = models.DateField(null=True)
    estimate_latest = models.DateField(null=True)
    floor = models.IntegerField(null=True)
    objective = models.DateField(null=True)
    threshold = models.DateField(null=True)
    last_word_on = models.DateField(null=True)
    flags = models.JSONField(default=list)
    figures = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)

    objects = SpanQuerySet.as_manager()

    class Meta:
        ordering = ("milestone", "from_on")
        indexes = (
            models.Index(fields=("from_on",), name="span_begins"),
            models.Index(fields=("deal", "from_on"), name="span_of_deal"),
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


class DealSpanQuerySet(models.QuerySet["DealSpan"]):
    """Spans of deals as they are asked for."""

    def on(self, day: date) -> "DealSpanQuerySet":
        """What stood on `day`: at most one span for each deal."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gt=day), from_on__lte=day)

    def beginning(self, after: date, until: date) -> "DealSpanQuerySet":
        """What turned after one day and up to another, whichever of them comes first."""
        first, last = sorted((after, until))
        return self.filter(from_on__gt=first, from_on__lte=last)

    def worst_first(self, day: date) -> "DealSpanQuerySet":
        """The most severe state first, then what has slipped most by `day`, then by reference."""
        none = Value(-(10**6))
        grown = Coalesce(Value(day.toordinal()) - F("grows_from"), none)
        slipped = Greatest(Coalesce("slip", none), grown)
        return self.order_by("severity", slipped.desc(), "deal__ref")


class DealSpan(models.Model):
    """What stood for a deal from one day to the day before another. Derived."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="spans")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    state = models.CharField(max_length=15, choices=_choices(WORST_FIRST))
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

    objects = DealSpanQuerySet.as_manager()

    class Meta:
        ordering = ("deal", "from_on")
        indexes = (models.Index(fields=("severity", "from_on"), name="dealspan_worst"),)
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


class FlagQuerySet(models.QuerySet["Flag"]):
    """Flags as they are asked for."""

    def open(self) -> "FlagQuerySet":
        """Those that stand now."""
        return self.filter(closed_at__isnull=True)


class Flag(models.Model):
    """An open finding about a milestone: when it was found here, and what people did about it."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="flags")
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="flags")
    kind = models.CharField(max_length=15, choices=_choices(FLAGS))
    level = models.CharField(max_length=10, blank=True, choices=_choices(LEVELS))
    opened_on = models.DateField(help_text="The day for which it was found.")
    opened_at = models.DateTimeField()
    closed_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField(blank=True)
    wakes_on = models.DateField(
        null=True, blank=True, help_text="When an acknowledgement ends; empty: when it changes."
    )

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("milestone", "kind"),
                condition=Q(closed_at__isnull=True),
                name="flag_open_once",
            ),
        )

    @override
    def __str__(self) -> str:
        return f"{self.milestone_id}: {self.kind}"


class Scan(models.Model):
    """How far the scan has come: one row."""

    reaching_on = models.DateField(help_text="The day that flags are being settled for.")
    last_on = models.DateField(null=True, help_text="The day that all of them are settled for.")

    @override
    def __str__(self) -> str:
        return f"settled for {self.last_on}"


class CatalogueEntry(models.Model):
    """What the catalogue last wrote of a record that people may change too.

    By it the loader tells people's hands from its own: what differs from `values` is theirs.
    Statements need none; they are never changed and carry their origin themselves.
    """

    kind = models.CharField(max_length=20, help_text="What sort of record: a deal, a milestone …")
    key = models.CharField(max_length=300, help_text="Its codes, joined by strokes.")
    deal = models.CharField(
        max_length=80, blank=True, db_index=True, help_text="Reference of the deal, if any."
    )
    file = models.CharField(max_length=1000, help_text="The file that wrote it last.")
    values = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "catalogue entries"
        ordering = ("kind", "key")
        constraints = (
            models.UniqueConstraint(fields=("kind", "key"), name="catalogue_entry_once"),
        )

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
