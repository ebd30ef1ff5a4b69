"""Statements: typed in as stated, shown back, recorded; then only read, or retracted."""

from typing import Any, ClassVar, TypeVar
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from typing_extensions import override

from deals.choices import Origin
from deals.models import Deal, Statement
from deliveries.actions import Book, retract
from deliveries.admin.asking import Asking, Question, asks
from deliveries.admin.choosing import Choosing
from deliveries.admin.door import WritingAdmin, asked_by, book_of, submit
from deliveries.admin.effects import Effects
from deliveries.admin.pages import number_in, person, record_address
from deliveries.admin.showing import EmptyFilter, Unchanging, in_words, stated

S = TypeVar("S", bound=Statement)

# What the page of a recorded statement shows of its voice, and of how it stands.
SHOWN_SOURCE = ("said_by", "side", "source", "reported_as", "credibility", "in_force_as", "note")
SHOWN_STANDING = ("Standing", {"fields": ("stands", "entered_at", "entered_by", "origin")})
SHOWN_VOICE = (("Who said it", {"fields": SHOWN_SOURCE}), SHOWN_STANDING)


class _Reason(forms.Form):
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text="It stays on record with the statement, with your name and the time.",
    )


RETRACT = Question(
    verb="retract",
    title="Retract",
    explains=(
        "A retracted statement stays on record, marked with the reason, and counts no more: "
        "verdicts and flags are derived without it. What was wrong about it is then recorded anew."
    ),
    form=lambda request, data: _Reason(data),
    open_to={"retracted_at__isnull": True},
    carry_out=lambda book, record, answer: retract(book, record, reason=answer["reason"]),
)


class StandingFilter(EmptyFilter):
    """Standing or retracted."""

    title = "standing"
    parameter_name = "stands"
    field = "retracted_at"
    empty = "stands"
    filled = "retracted"


class StatementAdmin(Choosing, Unchanging[S], Asking[S], WritingAdmin[S]):
    """Statements of one kind: added and retracted, never changed or deleted.

    `fieldsets` are the form; `shown` is what the page of a recorded statement has instead.
    `narrowed` is the field whose choices are those of the deal that the address names.
    """

    questions: ClassVar[tuple[Question, ...]] = (RETRACT,)
    actions = (asks("retract", "Retract…"),)
    shown: ClassVar[Any] = ()
    narrowed: ClassVar[tuple[str, str]] = ("", "")
    kept_for_another: ClassVar[tuple[str, ...]] = ("source", "said_by", "side", "reported_edtf")
    list_per_page = 50

    def record(self, book: Book, draft: Any) -> Any:
        """Record the draft by its action."""
        raise NotImplementedError

    def about(self, record: Any) -> list[int]:
        """Numbers of the milestones that a statement speaks of."""
        return []

    @override
    def get_fieldsets(self, request: HttpRequest, obj: S | None = None) -> Any:
        return super().get_fieldsets(request, obj) if obj is None else self.shown

    @override
    def get_readonly_fields(self, request: HttpRequest, obj: S | None = None) -> Any:
        return () if obj is None else flatten_fieldsets(self.shown)

    @override
    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField[Any] | None:
        name, path = self.narrowed
        deal = number_in(request.GET.get("deal", ""))
        if db_field.name == name and deal is not None:
            kwargs["queryset"] = self.choosable(db_field, request).filter(**{path: deal})
            kwargs["widget"] = forms.Select()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @override
    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        return form.record

    @override
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        effects = Effects(person(request), localdate(), self.deals_of(obj), self.about(obj))
        with asked_by(None, {"predecessor": "edtf"}):
            obj.pk = self.record(book_of(request), form.draft()).pk
        submit(request).effects = effects

    @override
    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing: the action has recorded all of it."""

    @override
    def after_writing(self, request: HttpRequest) -> None:
        effects = submit(request).effects
        for said in effects.said() if effects else ():
            self.message_user(request, said, messages.INFO)

    @override
    def response_add(
        self, request: HttpRequest, obj: S, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Another statement of the same source begins with that source and its voice."""
        response = super().response_add(request, obj, post_url_continue)
        if "_addanother" not in request.POST:
            return response
        kept = {name: request.POST.get(name, "") for name in self.kept_for_another}
        kept["deal"] = request.GET.get("deal", "")
        begun = urlencode({name: text for name, text in kept.items() if text})
        return HttpResponseRedirect(f"{request.path}?{begun}")

    @override
    def response_post_save_add(self, request: HttpRequest, obj: S) -> HttpResponseRedirect:
        """Back to the deal, where it was begun there."""
        visible = Deal.objects.visible_to(person(request))
        deal = visible.filter(pk=number_in(request.GET.get("deal", "")) or 0).first()
        if deal is not None:
            return HttpResponseRedirect(record_address(deal))
        return super().response_post_save_add(request, obj)

    @override
    def described(self, record: S) -> str:
        return (
            f"{record}. Said by {record.said_by}, reported {record.reported.text}: {record.source}"
        )

    # What lists and pages show of a statement.

    @admin.display(description="reported on", ordering="reported_on")
    def reported(self, record: S) -> str:
        """The day, month or year of the report."""
        return record.reported.text

    @admin.display(description="reported on")
    def reported_as(self, record: S) -> str:
        """The report as a window."""
        return in_words(record.reported)

    @admin.display(description="in force from")
    def in_force_as(self, record: Any) -> str:
        """From when it held, as a window."""
        return stated(record.in_force_edtf)

    @admin.display(description="stands", ordering="retracted_at")
    def stands(self, record: S) -> str:
        """Whether it stands; if not, who retracted it, when and why."""
        if not record.is_retracted:
            return "stands"
        return f"retracted {_who_and_when(record)}: {record.retraction_reason}"


def _who_and_when(record: Statement) -> str:
    assert record.retracted_at is not None
    by_file = record.retracted_origin == Origin.CATALOGUE
    who = record.retracted_by or ("the catalogue" if by_file else "a command")
    return f"by {who} on {date_format(localtime(record.retracted_at), 'j M Y H:i')}"
