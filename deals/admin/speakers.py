"""Speakers: which names in the statements are one voice."""

from typing import Any

from django.contrib import admin

from deals.models import Alias
from deliveries.admin.door import RefusableForm
from deliveries.admin.kept import KeptAdmin


@admin.register(Alias)
class AliasAdmin(KeptAdmin[Alias]):
    """Other names of speakers; the statements keep theirs."""

    form: Any = RefusableForm
    fields = ("said_by", "speaker", "reason")
    list_display = ("said_by", "speaker", "reason")
    search_fields = ("said_by", "speaker", "reason")
    list_per_page = 50
