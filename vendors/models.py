"""Organisations and who owns them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from typing_extensions import override

from vendors.checked import Checked
from vendors.codes import COUNTRIES


class OrganisationKind(models.TextChoices):
    """What sort of body an organisation is."""

    MINISTRY = "ministry", "ministry"
    ARMED_SERVICE = "armed_service", "armed service"
    MANUFACTURER = "manufacturer", "manufacturer"
    SHIPYARD = "shipyard", "shipyard"
    EXPORT_AGENCY = "export_agency", "export agency"
    JOINT_VENTURE = "joint_venture", "joint venture"
    OTHER = "other", "other"


class Organisation(Checked):
    """A ministry, service, maker, export agency or joint venture."""

    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    aliases = models.JSONField(default=list, blank=True, help_text="Other names, as a list.")
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2 code, such as IN.")
    kind = models.CharField(max_length=20, choices=OrganisationKind)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=Q(country__in=list(COUNTRIES)),
                name="organisation_country_is_iso_3166",
                violation_error_message="The country is an ISO 3166-1 code, such as IN or RU.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values),
                name="organisation_kind_is_known",
                violation_error_message=f"The kind is one of {', '.join(OrganisationKind.values)}.",
            ),
        )

    @override
    def __str__(self) -> str:
        return self.name

    @property
    def country_name(self) -> str:
        """The country in English."""
        return COUNTRIES.get(self.country, self.country)


class Shareholding(Checked):
    """What part of a joint venture somebody holds, in percent."""

    venture = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="shareholders")
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="holdings")
    percent = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    # A code and no foreign key: sources belong to an app above this one.
    source = models.SlugField(max_length=80, blank=True, help_text="Code of the source.")

    class Meta:
        ordering = ("-percent",)
        constraints = (
            models.UniqueConstraint(
                fields=("venture", "holder"),
                name="shareholding_once",
                violation_error_message="This holder is already a shareholder of the venture.",
            ),
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lte=100),
                name="shareholding_percent_in_range",
                violation_error_message="A share is above 0 and at most 100 percent.",
            ),
            models.CheckConstraint(
                condition=~Q(venture=F("holder")),
                name="shareholding_not_of_itself",
                violation_error_message="An organisation cannot hold shares of itself.",
            ),
        )

    @override
    def __str__(self) -> str:
        return f"{self.holder} holds {self.percent} % of {self.venture}"
