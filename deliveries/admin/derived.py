"""What is derived: spans, flags and the scan. Looked at; flags can be acknowledged."""

import json
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from typing_extensions import override

from deliveries.actions import acknowledge
from deliveries.admin.asking import Asking, Question, asks
from deliveries.admin.pages import record_address
from deliveries.admin.showing import (
    DealFilter,
    EmptyFilter,
    OfDeals,
    ReadOnly,
    TodayFilter,
)
from deliveries.models import DealSpan, Flag, Scan, Span


def as_json(value: Any) -> SafeString:
    """A plain value, laid out to be read."""
    return format_html("<pre>{}</pre>", json.dumps(value, indent=2, ensure_ascii=False))


@admin.register(Span)
class SpanAdmin(OfDeals[Span], ReadOnly[Span]):
    """What stood for milestones."""

    list_display = (
        "milestone",
        "deal",
        "from_on",
        "to_on",
        "state",
        "knowledge",
        "objective",
        "threshold",
        "last_word_on",
    )
    list_filter = (TodayFilter, "state", "level", "progress", "knowledge", DealFilter)
    list_select_related = ("milestone", "deal")
    search_fields = ("deal__ref", "deal__designation", "milestone__code", "milestone__title")
    list_per_page = 50
    fields = (
        "deal",
        "milestone",
        ("from_on", "to_on"),
        ("state", "level", "progress", "knowledge", "inferred"),
        ("estimate_earliest", "estimate_latest", "floor"),
        ("objective", "threshold", "last_word_on"),
        "flags",
        "shown_reasons",
        "shown_figures",
    )
    readonly_fields = ("shown_reasons", "shown_figures")

    @admin.display(description="reasons")
    def shown_reasons(self, span: Span) -> SafeString:
        """Why, with the numbers of the claims."""
        return as_json(span.reasons)

    @admin.display(description="figures")
    def shown_figures(self, span: Span) -> SafeString:
        """The windows, each with the number of its claim."""
        return as_json(span.figures)


@admin.register(DealSpan)
class DealSpanAdmin(OfDeals[DealSpan], ReadOnly[DealSpan]):
    """What stood for deals."""

    list_display = (
        "deal",
        "from_on",
        "to_on",
        "state",
        "stage",
        "is_suspended",
        "open",
        "met",
        "cancelled",
        "last_word_on",
    )
    list_filter = (TodayFilter, "state", "stage", "is_suspended", DealFilter)
    list_select_related = ("deal",)
    search_fields = ("deal__ref", "deal__designation")
    list_per_page = 50


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
        help_text="A day to come, such as 2027-01-31; empty: until the flag changes or closes.",
    )


ACKNOWLEDGE = Question(
    verb="acknowledge",
    title="Acknowledge",
    explains="An acknowledged flag stays open, and says who has seen it and what is being done.",
    form=lambda request, data: _Acknowledgement(data),
    open_to={"closed_at__isnull": True},
    carry_out=lambda book, flag, answer: acknowledge(
        book, flag, note=answer["note"], until=answer["until"]
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


@admin.register(Scan)
class ScanAdmin(ReadOnly[Scan]):
    """How far the scan has come."""

    list_display = ("id", "reaching_on", "last_on")
    search_fields = ("id",)
