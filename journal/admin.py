"""The admin's page of the journal: read, searched, never written."""

from django.contrib import admin
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.safestring import SafeString
from typing_extensions import override

from deals.models import Deal, Event
from deliveries.admin.derived import as_json
from deliveries.admin.pages import person
from deliveries.admin.showing import ReadOnly
from journal.models import Entry

PEOPLE = ("user", "group", "apikey")


@admin.register(Entry)
class EntryAdmin(ReadOnly[Entry]):
    """Who changed what, of all that this person may know of."""

    has_history = False
    list_display = ("seq", "at", "actor", "door", "verb", "subject", "key", "deal", "reason")
    list_filter = ("door", "verb", "subject")
    list_select_related = ("actor",)
    date_hierarchy = "at"
    search_fields = (
        "deal",
        "key",
        "subject",
        "verb",
        "reason",
        "actor__username",
        "request",
        "api_key",
    )
    list_per_page = 50
    fields = (
        ("seq", "at"),
        ("actor", "door", "request", "api_key"),
        ("verb", "subject", "key", "deal"),
        "reason",
        "before_as",
        "after_as",
    )
    readonly_fields = ("before_as", "after_as")

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        """Without deals that this person may not know of, and what is told of their events.

        A deal that is gone cannot say who might know of it; its entries are for superusers.
        """
        user = person(request)
        entries = super().get_queryset(request)
        if user.is_superuser:
            return entries
        visible = Deal.objects.visible_to(user)
        event = self.admin_site.get_model_admin(Event).get_queryset(request)
        known = event.annotate(text=Cast("pk", CharField())).values("text")
        found = entries.filter(Q(deal="") | Q(deal__in=visible.values("ref")))
        found = found.exclude(~Q(key__in=known), subject="event", deal="")
        return found if user.has_perm("accounts.view_user") else found.exclude(subject__in=PEOPLE)

    @admin.display(description="before")
    def before_as(self, entry: Entry) -> SafeString:
        """What it was."""
        return as_json(entry.before)

    @admin.display(description="after")
    def after_as(self, entry: Entry) -> SafeString:
        """What it became."""
        return as_json(entry.after)
