"""API keys: made here for anybody by superusers, looked at, and revoked."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from typing_extensions import override

from accounts import keys
from accounts.models import ApiKey
from deliveries.admin.door import by
from deliveries.admin.pages import person
from deliveries.admin.showing import EmptyFilter, ReadOnly
from journal.ledger import Ledger


class KeyForm(forms.ModelForm[ApiKey]):
    """A key to make; what it is refused for is told beside its fields."""

    class Meta:
        model = ApiKey
        fields = ("owner", "name", "scope", "expires_at")


class RevokedFilter(EmptyFilter):
    """In use or revoked."""

    title = "use"
    parameter_name = "use"
    field = "revoked_at"
    empty = "not revoked"
    filled = "revoked"


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnly[ApiKey]):
    """Keys by which scripts act for people. A key acts as its owner, so superusers alone make them.

    Everybody makes their own on the account page.
    """

    form = KeyForm
    autocomplete_fields = ("owner",)
    list_display = ("name", "owner", "scope", "prefix", "last_used_at", "expires_at", "revoked_at")
    list_filter = (RevokedFilter, "scope")
    list_select_related = ("owner",)
    search_fields = ("name", "prefix", "owner__username")
    actions = ("revoke",)
    shown = (
        ("name", "owner", "scope", "prefix"),
        ("created_at", "expires_at", "last_used_at", "revoked_at"),
    )

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        return person(request).is_superuser

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Whether this person may revoke keys."""
        return person(request).has_perm("accounts.change_apikey")

    @override
    def get_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> Any:
        return KeyForm.Meta.fields if obj is None else self.shown

    @override
    def get_readonly_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> Any:
        return () if obj is None else tuple(name for row in self.shown for name in row)

    @override
    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:
        ledger = Ledger(by(request))
        with transaction.atomic():
            made = keys.make(
                ledger,
                owner=obj.owner,
                name=obj.name,
                scope=obj.scope,
                expires_at=obj.expires_at,
            )
            ledger.write()
        obj.pk = made.key.pk
        request.made = made  # type: ignore[attr-defined]

    @override
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """The page of a key; its secret is on the answer to its making, and nowhere else."""
        response = super().changeform_view(request, object_id, form_url, extra_context)
        made: keys.Made | None = getattr(request, "made", None)
        if made is None:
            return response
        context = {**self.admin_site.each_context(request), "title": "API key", "made": made}
        shown = TemplateResponse(request, "admin/key_made.html", {**context, "opts": self.opts})
        add_never_cache_headers(shown)
        return shown

    @admin.action(description="Revoke", permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> HttpResponse | None:
        """Revoke the keys that were ticked; at once, and for good."""
        ledger = Ledger(by(request))
        with transaction.atomic():
            number = sum(keys.revoke(ledger, key) for key in queryset.select_related("owner"))
            ledger.write()
        self.message_user(request, f"Keys revoked: {number}.")
        return None
