"""What every statement has in common: a voice, a source, a day, and no way to be changed."""

from datetime import datetime
from typing import Any, ClassVar, Never, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from typing_extensions import override

from accounts.models import User
from deals import dates
from deals.choices import Credibility, Origin, Reliability, Side
from deals.models.deals import one_of
from deals.models.speakers import Alias
from journal.models import AppendOnly, AppendOnlyQuerySet
from vendors.checked import Checked

S = TypeVar("S", bound="Statement", covariant=True)

RETRACTION = ("retracted_at", "retracted_by", "retraction_reason", "retracted_origin")


class StatementQuerySet(AppendOnlyQuerySet[S]):
    """Statements as they are asked for."""

    def standing(self) -> "StatementQuerySet[S]":
        """Those that have not been retracted."""
        return self.filter(retracted_at__isnull=True)

    def reported_by(self, day: Any) -> "StatementQuerySet[S]":
        """Those that were public on `day`: reported on it or before."""
        return self.filter(reported_on__lte=day)

    def with_speaker(self) -> Any:
        """Each with its `speaker`: the name that it counts under, mostly that of `said_by`."""
        known = Alias.objects.filter(said_by=OuterRef("said_by")).values("speaker")
        return self.annotate(speaker=Coalesce(Subquery(known), "said_by"))

    def retract(self, *, at: datetime, user: User | None, reason: str, origin: Origin) -> int:
        """Retract those that still stand; return how many did."""
        return models.QuerySet.update(
            self.standing(),
            retracted_at=at,
            retracted_by=user,
            retraction_reason=reason,
            retracted_origin=origin,
        )


class Source(Checked):
    """A publication."""

    code = models.SlugField(max_length=80, unique=True)
    publisher = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)
    published_edtf = models.CharField("published on", max_length=60)
    published_on = models.DateField(
        editable=False, help_text="Last day of the day, month or year of publication."
    )
    reliability = models.CharField(max_length=1, choices=Reliability)

    class Meta:
        ordering = ("-published_on", "code")
        indexes = (models.Index(fields=("published_on", "code"), name="source_in_order"),)
        constraints = (one_of("reliability", Reliability.values, "source_reliability_is_known"),)

    @override
    def __str__(self) -> str:
        return f"{self.publisher}, {self.published.text}"

    @property
    def published(self) -> dates.Window:
        """When it appeared, as precisely as that is known."""
        return dates.from_edtf(self.published_edtf)


class Statement(Checked):
    """Something that was said: added, retracted with a reason, never changed."""

    source = models.ForeignKey("deals.Source", on_delete=models.PROTECT)
    said_by = models.CharField(max_length=300, help_text="Name and office of the voice.")
    reported_edtf = models.CharField("reported on", max_length=60)
    reported_on = models.DateField(
        editable=False, help_text="Last day of the day, month or year on which it was published."
    )
    note = models.TextField(blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.PERSON, editable=False)
    entered_at = models.DateTimeField(auto_now_add=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    retracted_at = models.DateTimeField(null=True, blank=True, editable=False)
    retracted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    retraction_reason = models.TextField(blank=True, editable=False)
    retracted_origin = models.CharField(max_length=10, choices=Origin, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ("reported_on", "id")
        # Lists go by it, page after page.
        indexes: ClassVar[tuple[models.Index, ...]] = (
            models.Index(fields=("reported_on", "id"), name="%(class)s_in_order"),
        )
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(retracted_at__isnull=True) | ~Q(retraction_reason=""),
                name="%(class)s_retraction_has_reason",
                violation_error_message="A retraction needs a reason.",
            ),
        )

    @override
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the statement; one that is already there is refused."""
        if not self._state.adding:
            raise AppendOnly("a statement is retracted and replaced, never changed")
        super().save(*args, **kwargs)

    @override
    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise AppendOnly("a statement is retracted, never deleted")

    @property
    def reported(self) -> dates.Window:
        """When it was published, as precisely as that is known."""
        return dates.from_edtf(self.reported_edtf)

    @property
    def is_retracted(self) -> bool:
        """Whether it counts no more."""
        return self.retracted_at is not None


class Voiced(Statement):
    """A statement for one side, with a credibility, perhaps looking back to an earlier day."""

    side = models.CharField(max_length=12, choices=Side)
    credibility = models.PositiveSmallIntegerField(choices=Credibility)
    in_force_edtf = models.CharField("in force from", max_length=60, blank=True)
    in_force_on = models.DateField(
        null=True,
        blank=True,
        editable=False,
        help_text="Last day of the time from which it held, where a source looks back.",
    )

    class Meta(Statement.Meta):
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Statement.Meta.constraints,
            models.CheckConstraint(
                condition=Q(side__in=Side.values),
                name="%(class)s_side_is_known",
                violation_error_message=f"The side is one of {', '.join(Side.values)}.",
            ),
            models.CheckConstraint(
                condition=Q(credibility__in=Credibility.values),
                name="%(class)s_credibility_in_range",
                violation_error_message="Credibility is 1 (confirmed) to 5 (improbable), or 6.",
            ),
            models.CheckConstraint(
                condition=Q(in_force_on__isnull=True) | Q(in_force_on__lte=F("reported_on")),
                name="%(class)s_held_before_report",
                violation_error_message="It cannot have been in force after it was reported.",
            ),
        )

    @property
    def held_on(self) -> Any:
        """The day from which it held: where a source looks back that day, else the day reported."""
        return self.in_force_on or self.reported_on
