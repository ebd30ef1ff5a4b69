"""Sources: where things were said."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from typing_extensions import override

from deals import dates
from deals.models import Source
from deliveries.admin.kept import KeptAdmin
from deliveries.admin.previewing import PreviewedForm, StatedDate
from deliveries.admin.showing import in_words


class SourceForm(PreviewedForm[Source]):
    """A publication; its day is typed as stated."""

    url = forms.URLField(
        required=False,
        max_length=500,
        assume_scheme="https",
        label="URL",
        widget=AdminURLFieldWidget,
    )
    published_edtf = StatedDate(label="Published on", help_text="Day, month or year.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["published_edtf"] = self.instance.published.text

    def clean_published_edtf(self) -> str:
        """The canonical text: a source that is shown again has no words in its place."""
        try:
            self.published = dates.read_window(self.cleaned_data["published_edtf"])
        except dates.DateRefused as refused:
            raise ValidationError(str(refused)) from None
        return self.published.edtf

    @override
    def readings(self) -> list[tuple[str, str]]:
        if "published_edtf" not in self.changed_data:
            return []
        return [("Published on", in_words(self.published))]


@admin.register(Source)
class SourceAdmin(KeptAdmin[Source]):
    """Publications."""

    form = SourceForm
    fields = ("code", "publisher", "url", "published_edtf", "reliability")
    list_display = ("code", "publisher", "published_as", "reliability", "url")
    list_filter = ("reliability",)
    date_hierarchy = "published_on"
    search_fields = ("code", "publisher", "url")
    list_per_page = 50

    @override
    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> Any:
        """Its code is what other records and files know it by."""
        return () if obj is None else ("code",)

    @admin.display(description="published", ordering="published_on")
    def published_as(self, source: Source) -> str:
        """When it appeared, as precisely as that is known."""
        return source.published.text
