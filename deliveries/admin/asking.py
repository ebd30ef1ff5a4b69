"""Verbs that are asked about first: a page for the reason, then the action."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, TypeVar

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.timezone import localdate
from typing_extensions import override

from deals.models import Deal
from deliveries.actions import Book, recording
from deliveries.admin.door import by, show_refusal
from deliveries.admin.effects import Effects
from deliveries.admin.pages import RecordPage, number_in, person, record_address

M = TypeVar("M", bound=Model)

AT_ONCE = 100  # records of one question


@dataclass(frozen=True, slots=True)
class Question:
    """One verb: what its page asks, of which records, and what is done with the answer.

    `open_to` is the condition on the rows that the verb can still be used on.
    """

    verb: str
    title: str
    explains: str
    form: Callable[[HttpRequest, Any], forms.Form]
    open_to: dict[str, Any]
    carry_out: Callable[[Book, Any, dict[str, Any]], None]


class Asking(RecordPage[M]):
    """Records that are only read here, but for verbs that are asked about on a page of their own.

    Who may change such records may use the verbs.
    """

    questions: ClassVar[tuple[Question, ...]] = ()

    def deals_of(self, record: Any) -> list[Deal]:
        """The deals that a verb on this record touches."""
        return [record.deal]

    def has_verb_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Whether this person may use the verbs."""
        name = get_permission_codename("change", self.opts)
        return person(request).has_perm(f"{self.opts.app_label}.{name}")

    @override
    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"{question.verb}/",
                self.admin_site.admin_view(partial(self.ask, question=question)),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{question.verb}",
            )
            for question in self.questions
        ]
        return [*own, *super().get_urls()]

    def address(self, question: Question, numbers: Iterable[int]) -> str:
        """The page that asks about these records."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{question.verb}"
        return f"{reverse(name)}?ids={','.join(map(str, numbers))}"

    @override
    def tools(self, request: HttpRequest, obj: M) -> list[tuple[str, str]]:
        """Among them the questions that are open to the record."""
        if not self.has_verb_permission(request):
            return []
        rows = self.model._default_manager.filter(pk=obj.pk)
        return [
            (f"{question.title}…", self.address(question, [obj.pk]))
            for question in self.questions
            if rows.filter(**question.open_to).exists()
        ]

    def asked_of_selected(
        self, request: HttpRequest, queryset: QuerySet[M], verb: str
    ) -> HttpResponse | None:
        """From the list: on to the page that asks about what was ticked there."""
        question = next(q for q in self.questions if q.verb == verb)
        numbers = list(queryset.values_list("pk", flat=True)[: AT_ONCE + 1])
        if len(numbers) > AT_ONCE:
            self.message_user(request, f"At most {AT_ONCE} at once.", messages.ERROR)
            return None
        return HttpResponseRedirect(self.address(question, numbers))

    def ask(self, request: HttpRequest, question: Question) -> HttpResponse:
        """The page of a question: the reason is asked for, then the verb carried out."""
        if not self.has_verb_permission(request):
            raise PermissionDenied
        records = self._asked_about(request, question)
        if not records:
            text = f"There is nothing here to {question.verb}, or it was done already."
            self.message_user(request, text, messages.WARNING)
            return self._back([])
        form = question.form(request, request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid() and self._done(request, question, records, form):
            return self._back(records)
        context = {
            **self.admin_site.each_context(request),
            "title": question.title,
            "question": question,
            "records": [(record, self.described(record)) for record in records],
            "form": form,
            "opts": self.opts,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/ask.html", context)

    def described(self, record: M) -> str:
        """What a record says, in a line, so that one knows what one is about to do."""
        return str(record)

    def _asked_about(self, request: HttpRequest, question: Question) -> list[M]:
        numbers = map(number_in, request.GET.get("ids", "").split(",")[:AT_ONCE])
        rows = self.get_queryset(request).filter(pk__in=[n for n in numbers if n is not None])
        return list(rows.filter(**question.open_to))

    def _done(
        self, request: HttpRequest, question: Question, records: list[M], form: forms.Form
    ) -> bool:
        """Carry the verb out on all of the records, or on none; refusals stand on the form."""
        deals = {deal.pk: deal for record in records for deal in self.deals_of(record)}
        effects = Effects(person(request), localdate(), deals.values())
        try:
            with recording(by=by(request), today=localdate(), lock=deals.values()) as book:
                for record in records:
                    question.carry_out(book, record, form.cleaned_data)
        except ValidationError as refused:
            show_refusal(form, refused)
            return False
        named = str(records[0]) if len(records) == 1 else f"{len(records)} records"
        self.message_user(request, f"{question.title}: {named}. Done.", messages.SUCCESS)
        for said in effects.said():
            self.message_user(request, said, messages.INFO)
        return True

    def _back(self, records: list[M]) -> HttpResponse:
        if len(records) == 1:
            return HttpResponseRedirect(record_address(records[0]))
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
        return HttpResponseRedirect(reverse(name))


def asks(verb: str, description: str) -> Any:
    """The action of a list that leads to a question."""

    @admin.action(description=description, permissions=["verb"])
    def lead(
        modeladmin: Asking[Any], request: HttpRequest, queryset: QuerySet[Any]
    ) -> HttpResponse | None:
        return modeladmin.asked_of_selected(request, queryset, verb)

    lead.__name__ = verb
    return lead
