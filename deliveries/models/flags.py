"""Findings that are open, and how far the scan has come that keeps them."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from typing_extensions import override

from deals.models import Deal, Milestone
from deliveries.models.spans import choices
from deliveries.verdicts import FLAGS, LEVELS


class Until(models.TextChoices):
    """What ends an acknowledgement, if the flag does not close before."""

    DAY = "day", "until a day"
    CHANGE = "change", "until it changes"
    WORSE = "worse", "until it is worse"


class FlagQuerySet(models.QuerySet["Flag"]):
    """Flags as they are asked for."""

    def open(self) -> "FlagQuerySet":
        """Those that stand now."""
        return self.filter(closed_at__isnull=True)

    def due(self, day: date) -> "FlagQuerySet":
        """Open ones whose acknowledgement ends by `day`; one that has ended is none any more."""
        return self.open().filter(wakes_on__lte=day)


class Flag(models.Model):
    """An open finding about a milestone: when it was found here, and what people did about it."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="flags")
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="flags")
    kind = models.CharField(max_length=15, choices=choices(FLAGS))
    level = models.CharField(max_length=10, blank=True, choices=choices(LEVELS))
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
    acknowledged_until = models.CharField(max_length=6, blank=True, choices=Until)
    worse_by = models.PositiveIntegerField(
        null=True, blank=True, help_text="Days of total slip beyond that of the acknowledgement."
    )
    slip_then = models.IntegerField(
        null=True, blank=True, help_text="Total slip in days when it was acknowledged."
    )
    rests_on = models.JSONField(
        null=True, blank=True, help_text="Numbers of the claims that bore the verdict out then."
    )
    wakes_on = models.DateField(
        null=True,
        blank=True,
        help_text="When an acknowledgement ends; empty: not without a new word.",
    )

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "id")
        indexes = (
            # What a scan has to wake.
            models.Index(
                fields=("wakes_on",),
                condition=Q(closed_at__isnull=True, wakes_on__isnull=False),
                name="flag_wakes",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("milestone", "kind"),
                condition=Q(closed_at__isnull=True),
                name="flag_open_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    acknowledged_at__isnull=True,
                    acknowledged_until="",
                    worse_by__isnull=True,
                    wakes_on__isnull=True,
                )
                | Q(
                    acknowledged_at__isnull=False,
                    acknowledged_until__in=(Until.DAY, Until.CHANGE),
                    worse_by__isnull=True,
                )
                | Q(
                    acknowledged_at__isnull=False,
                    acknowledged_until=Until.WORSE,
                    worse_by__gt=0,
                ),
                name="flag_acknowledged_until_something",
            ),
        )

    @override
    def __str__(self) -> str:
        return f"{self.milestone_id}: {self.kind}"


class Scan(models.Model):
    """How far the scan has come: one row, written under the journal's lock."""

    number = models.PositiveIntegerField(
        default=0, help_text="Of the run; one for another day than the one before has a new one."
    )
    reaching_on = models.DateField(help_text="The day that flags are being settled for.")
    last_on = models.DateField(null=True, help_text="The day that all of them are settled for.")
    # While runs are cut short, flags may be those of several days.
    earliest_on = models.DateField(help_text="No deal is settled for a day before this one,")
    latest_on = models.DateField(help_text="nor for one after this,")
    ahead_on = models.DateField(
        help_text="but for facts recorded since the run began; none of them for a day after this."
    )

    @override
    def __str__(self) -> str:
        return f"settled for {self.last_on}"
