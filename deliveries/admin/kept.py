"""Records that are kept up to date: added, changed and removed by the actions of those names."""

from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.timezone import localdate
from typing_extensions import override

from deliveries import actions
from deliveries.actions import Book, recording
from deliveries.admin.choosing import Choosing
from deliveries.admin.door import asked_by, book_of, by, submit
from deliveries.admin.pages import record_address
from deliveries.admin.together import Together
from deliveries.checks import nothing_depends_on

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


class KeptAdmin(Choosing, Together[M]):
    """An admin of records that are kept up to date, with the rows that belong to them."""

    @override
    def get_actions(self, request: HttpRequest) -> Any:
        """Without removal in bulk: what depends on a record is looked at one by one."""
        found = super().get_actions(request)
        found.pop("delete_selected", None)
        return found

    @override
    def save_model(self, request: HttpRequest, obj: M, form: Any, change: bool) -> None:
        with asked_by(form.prefix):
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

    @override
    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """The records alone: what anything depends on is not removed, so that nothing follows."""
        names = [f"{self.opts.verbose_name}: {record}" for record in objs]
        return names, {str(self.opts.verbose_name_plural): len(names)}, set(), []

    @override
    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask, then remove the record; where others depend on it, say which."""
        record = self.get_object(request, unquote(object_id))
        if record is None or not self.has_delete_permission(request, record):
            return super().delete_view(request, object_id, extra_context)
        try:
            nothing_depends_on(record)
            if request.method != "POST":
                return super().delete_view(request, object_id, extra_context)
            with recording(by=by(request), today=localdate()) as submit(request).book:
                return super().delete_view(request, object_id, extra_context)
        except ValidationError as refused:
            self.message_user(request, " ".join(refused.messages), messages.ERROR)
            return HttpResponseRedirect(record_address(record))

    @override
    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        actions.remove(book_of(request), obj)
