"""A person's own password, changed in the admin and noted in the journal."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse_lazy
from typing_extensions import override

from journal.ledger import By, Ledger
from journal.models import Door


class PasswordChange(PasswordChangeView):
    """The admin's own page; that a password has changed is journalled, never what it is."""

    form_class = AdminPasswordChangeForm
    success_url = reverse_lazy("admin:password_change_done")

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **admin.site.each_context(self.request)}

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            ledger = Ledger(By(form.user, Door.ADMIN))
            ledger.note("change", "user", form.user.pk, reason="changed their own password")
            answer = super().form_valid(form)
            ledger.write()
        return answer
