"""Records that are kept up to date: added, changed and removed by the actions of those names."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import ValidationError
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from typing_extensions import override

from deliveries import actions
from deliveries.actions import Book, recording
from deliveries.admin import meanwhile
from deliveries.admin.choosing import Choosing, label
from deliveries.admin.door import Refused, WritingAdmin, asked_by, book_of, by, submit
from deliveries.admin.pages import record_address
from deliveries.checks import nothing_depends_on
from journal.models import Entry

M = TypeVar("M", bound=Model)


def write(book: Book, record: Any) -> None:
    """Add the record, or write what has changed on it."""
    if record._state.adding:
        actions.add(book, record)
    else:
        actions.change(book, record)


def changed_rows(formset: Any) -> list[Any]:
    """The rows that were filled in or changed, without those to be removed."""
    removed = formset.deleted_forms
    return [row for row in formset.forms if row not in removed and row.has_changed()]


class KeptAdmin(Choosing, WritingAdmin[M]):
    """An admin of records that are kept up to date, with rows that belong to them.

    Whoever saves a page that somebody else has changed meanwhile is told so first, and loses
    nothing of what was typed (see meanwhile.py).
    """

    def entries_about(self, record: M) -> QuerySet[Entry]:
        """The journal's entries about a record, the last first."""
        return Entry.objects.filter(subject=self.opts.model_name, key=str(record.pk))

    @override
    def get_actions(self, request: HttpRequest) -> Any:
        """Without removal in bulk: what depends on a record is looked at one by one."""
        found = super().get_actions(request)
        found.pop("delete_selected", None)
        return found

    # Saving.

    @override
    def save_model(self, request: HttpRequest, obj: M, form: Any, change: bool) -> None:
        with asked_by(None):
            write(book_of(request), obj)

    @override
    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        for formset in formsets:
            self.save_formset(request, form, formset, change)

    @override
    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        book = book_of(request)
        formset.save(commit=False)  # only tells what is to be done
        with asked_by(formset.prefix):
            for record in formset.deleted_objects:
                actions.remove(book, record)
        for row in changed_rows(formset):
            with asked_by(row.prefix):
                write(book, row.instance)

    # Two people at once.

    @override
    def before_writing(self, request: HttpRequest, object_id: str | None) -> None:
        record = self.get_object(request, unquote(object_id)) if object_id else None
        if record is None or not self.has_change_permission(request, record):
            return
        self.model._default_manager.select_for_update().get(pk=record.pk)
        formsets = self._unbound_rows(request, record)
        then = meanwhile.unseal(request.POST.get(meanwhile.TOKEN, ""))
        now = meanwhile.as_read(self._unbound(request, record), formsets)
        if then == now:
            return
        merged = meanwhile.merge(request.POST, then, now)
        request.POST = merged.data  # type: ignore[assignment]
        submit(request).token = meanwhile.seal(now)
        models = {"": self.model, **{made.prefix: made.model for made in formsets}}
        told = self._told(record, meanwhile.unfamiliar(then, now) if then else [])
        raise Refused({**_clashes(merged, models), "": told})

    def _unbound(self, request: HttpRequest, record: M) -> Any:
        """The form of a record's page as it would be shown now."""
        fields = flatten_fieldsets(self.get_fieldsets(request, record))
        return self.get_form(request, record, change=True, fields=fields)(instance=record)

    def _unbound_rows(self, request: HttpRequest, record: M) -> list[Any]:
        return [
            made(
                instance=record,
                prefix=made.get_default_prefix(),
                queryset=inline.get_queryset(request),
            )
            for made, inline in self.get_formsets_with_inlines(request, record)
        ]
