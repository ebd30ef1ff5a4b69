"""Writing through the admin: each save ends in the actions, in one recording.

What an action refuses is shown beside the field it is about. To that end a refused submit is
undone, and the same page is made once more from what was typed, with the refusal on its forms.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

from django import forms
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.timezone import localdate
from typing_extensions import override

from deliveries.actions import Book, recording
from deliveries.admin.effects import Effects
from deliveries.admin.pages import RecordPage, person
from journal.ledger import By
from journal.models import Door

M = TypeVar("M", bound=Model)
P = TypeVar("P", bound=Model)


class Refused(Exception):
    """What was refused of a submit, by the prefix of the form or formset that it is about."""

    def __init__(self, errors: dict[str, ValidationError]) -> None:
        super().__init__(errors)
        self.errors = errors


@contextmanager
def asked_by(prefix: str | None, names: Mapping[str, str] | None = None) -> Iterator[None]:
    """Say of a refusal which form it is about; `names` are fields that the form calls otherwise."""
    try:
        yield
    except ValidationError as error:
        raise Refused({prefix or "": _renamed(error, names or {})}) from error


def _renamed(error: ValidationError, names: Mapping[str, str]) -> ValidationError:
    if not hasattr(error, "error_dict"):
        return error
    return ValidationError({names.get(name, name): said for name, said in error.error_dict.items()})


@dataclass(slots=True)
class Submit:
    """What one request is about to write, or was refused."""

    book: Book | None = None
    refused: dict[str, ValidationError] = field(default_factory=dict)
    token: str | None = None  # of what the page shows now (see meanwhile.py)
    effects: Effects | None = None


def submit(request: HttpRequest) -> Submit:
    """The submit that belongs to this request; an empty one for the first who asks."""
    found: Submit | None = getattr(request, "submit", None)
    if found is None:
        found = Submit()
        request.submit = found  # type: ignore[attr-defined]
    return found


def book_of(request: HttpRequest) -> Book:
    """The recording that is open in this request."""
    book = submit(request).book
    assert book is not None, "nothing is written outside a recording"
    return book


def by(request: HttpRequest) -> By:
    """Who writes, and in which request, where a proxy has numbered it."""
    number = request.headers.get("X-Request-ID", "")[:64]
    return By(person(request), Door.ADMIN, number)


def show_refusal(form: forms.BaseForm, error: ValidationError) -> None:
    """Put what was refused beside the fields that it names, the rest above the form."""
    told: dict[str, list[str]] = (
        error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    )
    for name, messages in told.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)


class RefusableForm(forms.ModelForm[M]):
    """A form that shows what the actions refused of it."""

    refused: ClassVar[Mapping[str, ValidationError]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in self.fields.values():
            if isinstance(one, forms.SlugField):
                one.error_messages["invalid"] = (
                    "“%(value)s” is no code: letters, digits, hyphens and underscores make one."
                )

    @override
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        refusal = self.refused.get(self.prefix or "")
        if refusal is not None:
            show_refusal(self, refusal)
        return cleaned

    @override
    def is_valid(self) -> bool:
        """Whether it can be saved; once anything of the page was refused, no form of it can."""
        return super().is_valid() and not self.refused


class RefusableFormSet(forms.BaseInlineFormSet[M, P, RefusableForm[M]]):
    """Rows that show what the actions refused of them as a whole."""

    @override
    def clean(self) -> None:
        super().clean()
        refusal = self.form.refused.get(self.prefix or "")
        if refusal is not None:
            raise ValidationError(refusal.messages)


class RefusableInline(admin.TabularInline[M, P]):
    """Rows on the page of what they belong to, written with it."""

    formset: Any = RefusableFormSet
    extra = 0

    @override
    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.refused = submit(request).refused  # type: ignore[attr-defined]
        return formset


class WritingAdmin(RecordPage[M]):
    """An admin of which every save is one recording."""

    @override
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        sent = submit(request)
        try:
            with recording(by=by(request), today=localdate()) as sent.book:
                self.before_writing(request, object_id)
                response = super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            sent.book = None
            sent.refused = refused.errors
            return super().changeform_view(request, object_id, form_url, extra_context)
        self.after_writing(request)
        return response

    def before_writing(self, request: HttpRequest, object_id: str | None) -> None:
        """Look before anything of a submit is read; raises Refused."""

    def after_writing(self, request: HttpRequest) -> None:
        """Look once all is written, derived and settled."""

    @override
    def get_form(
        self, request: HttpRequest, obj: M | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.refused = submit(request).refused
        return form
