"""What was agreed: deals, their parties and their milestones."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser, Group
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from typing_extensions import override

from accounts.models import User
from deals.choices import Category, DealKind, MilestoneKind, Role, Route
from vendors.checked import Checked
from vendors.models import Organisation

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from deals.models.claims import Claim

Actor = User | AnonymousUser | None


def one_of(field: str, values: list[str], name: str) -> models.CheckConstraint:
    """A constraint: `field` holds one of `values`, said in those words."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": values}),
        name=name,
        violation_error_message=f"The {field} is one of {', '.join(values)}.",
    )


def may_see(actor: Actor, deal: str = "deal", *, of_all: bool = False) -> Q:
    """Rows of whose deal, which is in the column `deal`, `actor` may know.

    A deal that is restricted to groups exists for their members and for superusers alone. `of_all`
    is for a query that goes through all deals: what is restricted is then gathered first, once,
    and not looked up for each.
    """
    if actor is not None and actor.is_superuser:
        return Q()

    def has(restrictions: models.QuerySet[Any]) -> Q:
        if of_all:
            return Q(**{f"{deal}__in": restrictions.values("deal_id")})
        return Q(Exists(restrictions.filter(deal_id=OuterRef(deal))))

    restrictions = Deal.restricted_to.through.objects.all()
    if actor is None or actor.is_anonymous:
        return ~has(restrictions)
    return ~has(restrictions) | has(restrictions.filter(group__user=actor))


class DealQuerySet(models.QuerySet["Deal"]):
    """Deals as they are asked for."""

    def visible_to(self, actor: Actor) -> "DealQuerySet":
        """Those that `actor` may know of.

        Every read of deals, and of what hangs on them, begins here or with `may_see`.
        """
        return self.filter(may_see(actor, "pk"))


class Deal(Checked):
    """One procurement or agreement."""

    if TYPE_CHECKING:
        milestones: RelatedManager["Milestone"]
        parties: RelatedManager["Party"]

    ref = models.SlugField(max_length=80, unique=True, help_text="Stable and never used again.")
    designation = models.CharField(max_length=120, help_text="What people call it.")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=DealKind)
    route = models.CharField(max_length=20, choices=Route)
    category = models.CharField(max_length=20, choices=Category)
    unit = models.CharField(
        max_length=40,
        blank=True,
        help_text="Singular noun for the quantity; empty for an agreement.",
    )
    summary = models.TextField(blank=True)
    threshold_months = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Calendar months from objective to threshold; empty for the setting.",
    )
    is_suspended = models.BooleanField(
        default=False, help_text="Set by a person: no new flag opens until it is lifted."
    )
    restricted_to = models.ManyToManyField(
        Group, blank=True, help_text="Only these groups may know of it; empty for everybody."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DealQuerySet.as_manager()

    class Meta:
        ordering = ("ref",)
        constraints = (
            one_of("kind", DealKind.values, "deal_kind_is_known"),
            one_of("route", Route.values, "deal_route_is_known"),
            one_of("category", Category.values, "deal_category_is_known"),
        )

    @override
    def __str__(self) -> str:
        return self.designation


class Party(Checked):
    """An organisation's part in a deal."""

    # No indexes of their own: those below begin with them.
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="parties", db_index=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="parts", db_index=False
    )
    role = models.CharField(max_length=15, choices=Role)

    class Meta:
        verbose_name_plural = "parties"
        ordering = ("id",)
        # The deals of some organisations, from the index alone.
        indexes = (models.Index(fields=("organisation", "deal"), name="party_of"),)
        constraints = (
            models.UniqueConstraint(
                fields=("deal", "organisation", "role"),
                name="party_once",
                violation_error_message="This organisation already has this role in the deal.",
            ),
            one_of("role", Role.values, "party_role_is_known"),
        )

    @override
    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"


class Milestone(Checked):
    """Something that is to happen in a deal."""

    if TYPE_CHECKING:
        after: RelatedManager["Precedence"]
        before: RelatedManager["Precedence"]
        claims: RelatedManager["Claim"]

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="milestones")
    code = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=MilestoneKind)
    position = models.PositiveIntegerField(default=0, help_text="Its place in the plan.")
    threshold_months = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Calendar months from objective to threshold; empty for the deal's.",
    )

    class Meta:
        ordering = ("deal", "position", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("deal", "code"),
                name="milestone_code_once",
                violation_error_message="The deal already has a milestone with this code.",
            ),
            one_of("kind", MilestoneKind.values, "milestone_kind_is_known"),
        )

    @override
    def __str__(self) -> str:
        return self.title


class Precedence(Checked):
    """One milestone comes after another, at the earliest so many days later."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="after")
    predecessor = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="before")
    lag_days = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("milestone", "predecessor"),
                name="precedence_once",
                violation_error_message="The milestone already follows this one.",
            ),
            models.CheckConstraint(
                condition=~Q(milestone=F("predecessor")),
                name="precedence_not_of_itself",
                violation_error_message="A milestone cannot follow itself.",
            ),
        )

    @override
    def __str__(self) -> str:
        return f"{self.milestone} after {self.predecessor}"
