"""Flags: found by the product, acknowledged by people."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from typing_extensions import override

from deliveries.acknowledgements import MOST_DAYS
from deliveries.actions import acknowledge
from deliveries.admin.asking import Asking, Question, asks
from deliveries.admin.pages import record_address
from deliveries.admin.showing import DealFilter, EmptyFilter, OfDeals, ReadOnly
from deliveries.models import Flag


class Day(forms.DateField):
    """A day; what is none is named in the refusal."""

    @override
    def to_python(self, value: Any) -> date | None:
        try:
            return super().to_python(value)
        except ValidationError:
            raise ValidationError(f"“{value}” is no day; write it as 2027-01-31.") from None


class _Acknowledgement(forms.Form):
    note = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text="What is being done about it.",
    )
    until = Day(
        required=False,
        widget=AdminDateWidget,
        help_text="A day to come, such as 2027-01-31. With this and the next empty it holds until "
        "the flag changes: a slip its level, another what its verdict rests on.",
    )
    worse_by = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        label="Until worse by",
        help_text="Days of total slip beyond that of today.",
    )


ACKNOWLEDGE = Question(
    verb="acknowledge",
    title="Acknowledge",
    explains="An acknowledged flag stays open, and says who has seen it and what is being done.",
    form=lambda request, data: _Acknowledgement(data),
    open_to={"closed_at__isnull": True},
    carry_out=lambda book, flag, answer: acknowledge(
        book, flag, note=answer["note"], until=answer["until"], worse_by=answer["worse_by"]
    ),
)


class OpenFilter(EmptyFilter):
    """Open or closed."""

    title = "standing"
    parameter_name = "stands"
    field = "closed_at"
    empty = "open"
    filled = "closed"


class AcknowledgedFilter(EmptyFilter):
    """Seen by somebody or not."""

    title = "acknowledged"
    parameter_name = "seen"
    field = "acknowledged_at"
    empty = "not yet"
    filled = "acknowledged"


@admin.register(Flag)
class FlagAdmin(OfDeals[Flag], Asking[Flag], ReadOnly[Flag]):
    """Open findings, and what people did about them."""

    questions = (ACKNOWLEDGE,)
    actions = (asks("acknowledge", "Acknowledge…"),)
    list_display = (
        "kind",
        "level",
        "milestone",
        "deal",
        "opened_on",
        "closed_on",
        "acknowledged_by",
        "acknowledged_until",
        "worse_by",
        "wakes_on",
        "note",
    )
    list_filter = (OpenFilter, AcknowledgedFilter, "kind", "level", DealFilter)
    list_select_related = ("milestone", "deal", "acknowledged_by")
    search_fields = (
        "deal__ref",
        "deal__designation",
        "milestone__code",
        "milestone__title",
        "note",
    )
    list_per_page = 50

    @override
    def described(self, record: Flag) -> str:
        level = f" ({record.level})" if record.level else ""
        return f"{record.get_kind_display()}{level} on “{record.milestone}” of {record.deal.ref}"

    @override
    def tools(self, request: HttpRequest, obj: Flag) -> list[tuple[str, str]]:
        return [*super().tools(request, obj), ("Deal", record_address(obj.deal))]
