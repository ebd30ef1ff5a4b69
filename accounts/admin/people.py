"""People and groups. Each change of who may do what is in the journal."""

from typing import Any, TypeVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin as StockGroupAdmin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from typing_extensions import override

from accounts.models import User
from deals.models import Deal
from deliveries.admin.door import by
from deliveries.admin.pages import person, record_address
from journal.ledger import Ledger
from journal.snapshots import snapshot

M = TypeVar("M", bound=Model)

# The password's hash is told to nobody, and signing in is no change.
UNTOLD = ("password", "last_login")

admin.site.site_header = "Slipwatch"
admin.site.site_title = "Slipwatch"
admin.site.index_title = "Facts and people"
admin.site.unregister(Group)


def _named(permissions: QuerySet[Permission]) -> list[str]:
    pairs = permissions.values_list("content_type__app_label", "codename")
    return sorted(f"{app}.{name}" for app, name in pairs)


class Journalled(admin.ModelAdmin[M]):
    """Records of who may do what. What gives rights is given by superusers alone."""

    rights: tuple[str, ...] = ()

    def picture(self, record: Any) -> dict[str, Any]:
        """What the journal is told of a record."""
        raise NotImplementedError

    def note(self, request: HttpRequest, verb: str, record: Model, **told: Any) -> None:
        """Write one entry, in the transaction of the change itself."""
        ledger = Ledger(by(request))
        ledger.note(verb, str(self.opts.model_name), record.pk, **told)
        ledger.write()

    @override
    def get_readonly_fields(self, request: HttpRequest, obj: M | None = None) -> Any:
        found = tuple(super().get_readonly_fields(request, obj))
        return found if person(request).is_superuser else (*found, *self.rights)

    @override
    def get_actions(self, request: HttpRequest) -> Any:
        found = super().get_actions(request)
        found.pop("delete_selected", None)
        return found

    @override
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        rows = self.model._default_manager
        form.before = self.picture(rows.get(pk=obj.pk)) if change else None
        super().save_model(request, obj, form, change)

    @override
    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        before, after = form.before, self.picture(form.instance)
        if before is None:
            self.note(request, "add", form.instance, after=after)
            return
        names = [name for name in after if before[name] != after[name]]
        if names:
            was, became = ({name: told[name] for name in names} for told in (before, after))
            self.note(request, "change", form.instance, before=was, after=became)


@admin.register(User)
class UserAdmin(Journalled[User], StockUserAdmin[User]):
    """People. Nobody is deleted: the journal names them; they are made inactive."""

    rights = ("is_superuser", "groups", "user_permissions")
    readonly_fields = ("last_login", "date_joined")

    @override
    def picture(self, record: User) -> dict[str, Any]:
        told = snapshot(record)
        for name in UNTOLD:
            del told[name]
        groups = sorted(record.groups.values_list("name", flat=True))
        return {**told, "groups": groups, "permissions": _named(record.user_permissions.all())}

    @override
    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser's account is changed by superusers alone."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not obj.is_superuser or person(request).is_superuser)

    @override
    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    @override
    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Change somebody's password; the journal says that it changed, not what it is."""
        with transaction.atomic():
            user = self.get_object(request, unquote(id))
            before = user.password if user else ""
            response = super().user_change_password(request, id, form_url)
            if user is not None:
                user.refresh_from_db()
                if user.password != before:
                    word = "set" if user.has_usable_password() else "disabled"
                    self.note(request, "change", user, after={"password": word})
        return response


@admin.register(Group)
class GroupAdmin(Journalled[Group], StockGroupAdmin):
    """Groups: they give rights, and deals can be restricted to them."""

    rights = ("permissions",)

    @override
    def picture(self, record: Group) -> dict[str, Any]:
        return {"name": record.name, "permissions": _named(record.permissions.all())}

    @override
    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A group to which deals are restricted stays: without it everybody would see them."""
        group = self.get_object(request, unquote(object_id))
        number = Deal.objects.filter(restricted_to=group).count() if group else 0
        if group is None or not number or not self.has_delete_permission(request, group):
            return super().delete_view(request, object_id, extra_context)
        text = f"“{group}” cannot be removed: {number} deals are restricted to it."
        self.message_user(request, text, messages.ERROR)
        return HttpResponseRedirect(record_address(group))

    @override
    def delete_model(self, request: HttpRequest, obj: Group) -> None:
        self.note(request, "remove", obj, before=self.picture(obj))
        super().delete_model(request, obj)
