"""Choosing another record: only among those that one may see, and told apart by their codes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import (
    AutocompleteMixin,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.db.models import ForeignKey, ManyToManyField, Model, QuerySet
from django.http import HttpRequest
from typing_extensions import override

from deals.models import Deal, Milestone, Source
from deliveries.admin.pages import number_in
from deliveries.models import Lot
from vendors.models import Organisation


def label(record: Model) -> str:
    """A record's name with what tells it from its namesakes: many deals have a contract."""
    if isinstance(record, Milestone):
        return f"{record.deal.ref} · {record.title} ({record.code})"
    if isinstance(record, Lot):
        return f"{label(record.milestone)}: {record}"
    if isinstance(record, Deal):
        return f"{record.designation} ({record.ref})"
    if isinstance(record, (Source, Organisation)):
        return f"{record} ({record.code})"
    return str(record)


class LabelledChoice(forms.ModelChoiceField[Any]):
    """One record, by its label."""

    @override
    def label_from_instance(self, obj: Model) -> str:
        return label(obj)


class LabelledChoices(forms.ModelMultipleChoiceField[Any]):
    """Several records, by their labels."""

    @override
    def label_from_instance(self, obj: Model) -> str:
        return label(obj)


class Choices(AutocompleteJsonView):
    """What an autocomplete field offers, by label."""

    @override
    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        return {**super().serialize_result(obj, to_field_name), "text": label(obj)}


class Autocomplete(AutocompleteMixin):
    """An autocomplete field that asks for labels, and shows nothing chosen where no number is."""

    url_name = "%s:choices"

    @override
    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        numbers = [text for text in value if number_in(text) is not None]
        return super().optgroups(name, numbers, attr)


class Select(Autocomplete, AutocompleteSelect):
    """For one record."""


class SelectMultiple(Autocomplete, AutocompleteSelectMultiple):
    """For several records."""


class Choosing(admin.options.BaseModelAdmin[Any]):
    """Has its choices from what the admin of the chosen model shows to this person."""

    def choosable(self, field: Any, request: HttpRequest) -> QuerySet[Any]:
        """The records of the related model that this person may choose."""
        return self.admin_site.get_model_admin(field.related_model).get_queryset(request)

    @override
    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.ModelChoiceField):
            # What is chosen here is changed and removed on its own page, where that is explained.
            field.widget.can_change_related = False
            field.widget.can_delete_related = False
        return field

    @override
    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField[Any] | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Select(db_field, self.admin_site))
            kwargs.setdefault("queryset", self.choosable(db_field, request))
            kwargs.setdefault("form_class", LabelledChoice)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @override
    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField[Any] | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SelectMultiple(db_field, self.admin_site))
            kwargs.setdefault("queryset", self.choosable(db_field, request))
            kwargs.setdefault("form_class", LabelledChoices)
        return super().formfield_for_manytomany(db_field, request, **kwargs)
