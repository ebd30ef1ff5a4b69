"""What was said: claims, terms and events."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from typing_extensions import override

from deals import dates
from deals.choices import ClaimKind, EventKind, Rank, Stage, TermKind
from deals.models.deals import Deal, Milestone, one_of
from deals.models.statements import Statement, StatementQuerySet, Voiced
from vendors.codes import CURRENCIES

# What makes a standing claim the same as another; a relative date is its anchor's as well.
_SAME = (
    "milestone",
    "kind",
    "edtf",
    "offset_months",
    "offset_days",
    "reported_edtf",
    "source",
    "said_by",
)
_UNDATED = (ClaimKind.UNCHANGED, ClaimKind.DELAYED, ClaimKind.UNDONE, ClaimKind.CANCELLED)


class Claim(Voiced):
    """One statement about a milestone's date."""

    # No index of its own: one below begins with it.
    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, related_name="claims", db_index=False
    )
    kind = models.CharField(max_length=10, choices=ClaimKind)
    text = models.CharField(max_length=300, help_text="The words as stated.")
    edtf = models.CharField("date", max_length=60, blank=True)
    earliest = models.DateField(null=True, blank=True, editable=False)
    latest = models.DateField(null=True, blank=True, editable=False)
    anchor = models.ForeignKey(
        Milestone,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="anchored",
        help_text="The milestone that a relative date is counted from.",
    )
    offset_months = models.SmallIntegerField(default=0, editable=False)
    offset_days = models.SmallIntegerField(default=0, editable=False)
    threshold_edtf = models.CharField("threshold", max_length=60, blank=True)
    threshold_on = models.DateField(null=True, blank=True, editable=False)
    rank = models.CharField(max_length=10, choices=Rank, default=Rank.NORMAL)

    objects = StatementQuerySet["Claim"].as_manager()

    class Meta(Voiced.Meta):
        indexes = (
            *Voiced.Meta.indexes,
            models.Index(fields=("milestone", "reported_on"), name="claim_by_report"),
            models.Index(fields=("entered_at",), name="claim_as_entered"),
        )
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Voiced.Meta.constraints,
            one_of("kind", ClaimKind.values, "claim_kind_is_known"),
            one_of("rank", Rank.values, "claim_rank_is_known"),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True)
                | Q(latest__isnull=True)
                | Q(earliest__lte=F("latest")),
                name="claim_window_in_order",
                violation_error_message="A date cannot end before it begins.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=_UNDATED) | ~Q(edtf="") | Q(anchor__isnull=False),
                name="claim_has_its_date",
                violation_error_message=(
                    "Only unchanged, delayed, undone and cancelled go without a date."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(kind=ClaimKind.DELAYED) | Q(edtf="", anchor__isnull=True),
                name="claim_delayed_has_no_date",
                violation_error_message=(
                    "A delay with a new date is a promise or an assessment of that date."
                ),
            ),
            models.CheckConstraint(
                condition=Q(edtf="") | Q(earliest__isnull=False) | Q(latest__isnull=False),
                name="claim_date_has_a_side",
                violation_error_message="A date is open to one side at most.",
            ),
            # Two, since an anchor that is not there is no value to a unique index.
            models.UniqueConstraint(
                fields=_SAME,
                condition=Q(retracted_at__isnull=True, anchor__isnull=True),
                name="claim_once",
                violation_error_message="The same claim is already on record.",
            ),
            models.UniqueConstraint(
                fields=(*_SAME, "anchor"),
                condition=Q(retracted_at__isnull=True, anchor__isnull=False),
                name="claim_once_relative",
                violation_error_message="The same claim is already on record.",
            ),
            models.CheckConstraint(
                condition=Q(threshold_on__isnull=True)
                | Q(kind__in=(ClaimKind.CONTRACTED, ClaimKind.AMENDED)),
                name="claim_threshold_of_contract",
                violation_error_message="Only a contracted or amended date carries a threshold.",
            ),
        )

    @override
    def __str__(self) -> str:
        return f"{self.milestone.title}: {self.kind} {self.text}"

    @property
    def date(self) -> dates.Window | dates.Relative | None:
        """The stated date; None for a claim without one."""
        if self.anchor is not None:
            return dates.Relative(self.anchor.code, self.offset_months, self.offset_days, self.text)
        return dates.from_edtf(self.edtf, text=self.text) if self.edtf else None


class Term(Voiced):
    """One statement about a deal's value, quantity, local content or stage."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="terms")
    kind = models.CharField("term", max_length=15, choices=TermKind)
    amount = models.DecimalField(
        max_digits=24,
        decimal_places=3,
        null=True,
        blank=True,
        help_text="In units of the currency, pieces, or percent.",
    )
    currency = models.CharField(max_length=3, blank=True, help_text="ISO 4217 code, such as USD.")
    stage = models.CharField(max_length=15, choices=Stage, blank=True)
    text = models.CharField(max_length=300, help_text="The words as stated.")

    objects = StatementQuerySet["Term"].as_manager()

    class Meta(Voiced.Meta):
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Voiced.Meta.constraints,
            one_of("kind", TermKind.values, "term_kind_is_known"),
            models.CheckConstraint(
                condition=(
                    Q(kind=TermKind.STAGE, amount__isnull=True, stage__in=Stage.values)
                    | (~Q(kind=TermKind.STAGE) & Q(amount__isnull=False, stage=""))
                ),
                name="term_says_one_thing",
                violation_error_message=(
                    "A stage has a stage and no amount; any other term has an amount and no stage."
                ),
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind=TermKind.VALUE, currency__in=list(CURRENCIES))
                    | (~Q(kind=TermKind.VALUE) & Q(currency=""))
                ),
                name="term_currency_is_iso_4217",
                violation_error_message=(
                    "A value has a three-letter currency of ISO 4217; no other term has one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True)
                | Q(kind=TermKind.LOCAL_CONTENT, amount__gte=0, amount__lte=100)
                | (~Q(kind=TermKind.LOCAL_CONTENT) & Q(amount__gt=0)),
                name="term_amount_in_range",
                violation_error_message=(
                    "An amount is above zero; local content is 0 to 100 percent."
                ),
            ),
        )

    @override
    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"


class Event(Statement):
    """Dated context of one deal or several: sanctions, conflict, another agreement."""

    code = models.SlugField(max_length=80)
    kind = models.CharField(max_length=12, choices=EventKind)
    title = models.CharField(max_length=300)
    edtf = models.CharField("date", max_length=60)
    earliest = models.DateField(null=True, blank=True, editable=False)
    latest = models.DateField(null=True, blank=True, editable=False)
    deals = models.ManyToManyField(Deal, related_name="events")

    objects = StatementQuerySet["Event"].as_manager()

    class Meta(Statement.Meta):
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Statement.Meta.constraints,
            one_of("kind", EventKind.values, "event_kind_is_known"),
            models.UniqueConstraint(
                fields=("code",),
                condition=Q(retracted_at__isnull=True),
                name="event_code_once",
                violation_error_message="An event with this code already stands.",
            ),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True)
                | Q(latest__isnull=True)
                | Q(earliest__lte=F("latest")),
                name="event_window_in_order",
                violation_error_message="A date cannot end before it begins.",
            ),
        )

    @override
    def __str__(self) -> str:
        return self.title

    @property
    def date(self) -> dates.Window:
        """When it happened, as precisely as that is known."""
        return dates.from_edtf(self.edtf)
