"""The admin's page of organisations, with their shareholders."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from typing_extensions import override

from deliveries.admin.choosing import Choosing
from deliveries.admin.door import RefusableForm, RefusableInline
from deliveries.admin.kept import KeptAdmin
from deliveries.admin.pages import record_address
from deliveries.admin.showing import ReadOnly
from journal.models import Entry
from vendors.codes import COUNTRIES
from vendors.models import Organisation, Shareholding


class OrganisationForm(RefusableForm[Organisation]):
    """An organisation; its other names a line each, its country by name."""

    aliases = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text="Other names, a line each.",
    )
    country = forms.ChoiceField(
        choices=[("", "—"), *sorted(COUNTRIES.items(), key=lambda country: country[1])]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["aliases"] = "\n".join(self.instance.aliases)

    def clean_aliases(self) -> list[str]:
        """The names, without empty lines."""
        lines: list[str] = self.cleaned_data["aliases"].splitlines()
        return [line.strip() for line in lines if line.strip()]


class ShareholdingInline(Choosing, RefusableInline[Shareholding, Organisation]):
    """Who holds how much of it."""

    model = Shareholding
    form: Any = RefusableForm
    fk_name = "venture"
    verbose_name_plural = "shareholders"
    autocomplete_fields = ("holder",)

    @override
    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("holder", "venture")


@admin.register(Organisation)
class OrganisationAdmin(KeptAdmin[Organisation]):
    """Ministries, services, makers, agencies and joint ventures."""

    form = OrganisationForm
    inlines = (ShareholdingInline,)
    fields = ("code", "name", "aliases", "country", "kind")
    list_display = ("name", "code", "country_name", "kind")
    list_filter = ("kind", "country")
    search_fields = ("code", "name", "aliases")
    list_per_page = 50

    @override
    def get_readonly_fields(self, request: HttpRequest, obj: Organisation | None = None) -> Any:
        """Its code is what files know it by."""
        return () if obj is None else ("code",)

    @override
    def entries_about(self, record: Organisation) -> QuerySet[Entry]:
        """Those about its shareholders as well: they stand on the same page."""
        numbers = [str(pk) for pk in record.shareholders.values_list("pk", flat=True)]
        about_shares = Q(subject="shareholding", key__in=numbers)
        return Entry.objects.filter(about_shares | Q(subject="organisation", key=str(record.pk)))


@admin.register(Shareholding)
class ShareholdingAdmin(ReadOnly[Shareholding]):
    """Who holds what, to be searched; written on the page of the venture."""

    list_display = ("holder", "percent", "venture", "source")
    list_select_related = ("holder", "venture")
    list_filter = ("venture__kind",)
    search_fields = ("holder__code", "holder__name", "venture__code", "venture__name")

    @override
    def tools(self, request: HttpRequest, obj: Shareholding) -> list[tuple[str, str]]:
        return [*super().tools(request, obj), ("Venture", record_address(obj.venture))]
