"""What the page of a record has beside the record: links to what can be done, and its history."""

from typing import Any, ClassVar, TypeVar

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from typing_extensions import override

from accounts.models import User

M = TypeVar("M", bound=Model)


def person(request: HttpRequest) -> User:
    """Who is signed in: in the admin, somebody always is."""
    assert isinstance(request.user, User)
    return request.user


def number_in(text: str) -> int | None:
    """The number of a record that an address names, if it is one at all."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def record_address(record: Model) -> str:
    """The page of a record."""
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=(quote(record.pk),))


class RecordPage(admin.ModelAdmin[M]):
    """An admin whose page of a record shows links, and leads to the journal for its history."""

    change_form_template = "admin/record_form.html"
    has_history: ClassVar[bool] = True

    def tools(self, request: HttpRequest, obj: M) -> list[tuple[str, str]]:
        """Links above the record: what they say, and where they lead."""
        return []

    @override
    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: M | None = None,
    ) -> Any:
        context["tools"] = [] if obj is None else self.tools(request, obj)
        context["has_history"] = self.has_history
        return super().render_change_form(request, context, add, change, form_url, obj)

    @override
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The record's history is what the journal says of it, for those who may read that."""
        if not person(request).has_perm("journal.view_entry"):
            return super().history_view(request, object_id, extra_context)
        about = f"?subject={self.opts.model_name}&key={object_id}"
        return HttpResponseRedirect(reverse("admin:journal_entry_changelist") + about)
