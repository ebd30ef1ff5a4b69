"""What is due in pieces: lots, and counts of them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from typing_extensions import override

from deals import dates
from deals.models import Milestone, StatementQuerySet, Voiced
from vendors.checked import Checked


class Mode(models.TextChoices):
    """How the pieces of a lot come."""

    FLY_AWAY = "fly_away", "complete"
    KIT = "kit", "kit"
    LOCAL_PRODUCTION = "local_production", "local production"
    TRANSFER = "transfer", "transfer"


class Lot(Checked):
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
