"""The page of whoever is signed in: their API keys, made here, shown once, revoked here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import keys
from accounts.models import ApiKey, Scope, User
from dashboard import subscriptions
from journal.ledger import By, Ledger
from journal.models import Door

DAYS = ((30, "in 30 days"), (90, "in 90 days"), (365, "in a year"), (0, "when it is revoked"))
MOST = 100  # keys of one person that are in use at once


class KeyForm(forms.Form):
    """A key to make."""

    name = forms.CharField(max_length=80, strip=True)
    scope = forms.ChoiceField(choices=Scope.choices, initial=Scope.READ)
    ends = forms.TypedChoiceField(choices=DAYS, coerce=int, initial=90)

    def expires_at(self, now: datetime) -> datetime | None:
        """When the key is to end; None: when it is revoked."""
        days: int = self.cleaned_data["ends"]
        return now + timedelta(days=days) if days else None


@dataclass(frozen=True, slots=True)
class Shown:
    """A key as the page shows it."""

    key: ApiKey
    state: str  # in use, expired or revoked
    calendar: str = ""  # the address of its calendar, while it is in use


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """The keys of whoever is signed in; a POST makes one and shows it, this once."""
    form = KeyForm(request.POST if request.method == "POST" else None)
    made = _made(_person(request), form) if form.is_bound and form.is_valid() else None
    if made is not None:
        form = KeyForm()
    context: dict[str, Any] = {
        "form": form,
        "made": made,
        "keys": _keys(_person(request)),
        "scopes": Scope.choices,
        "kept": _person(request).views.all(),
        "here": "account",
    }
    return render(request, "dashboard/account.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Revoke one of one's own keys; of others' it says nothing."""
    ledger = Ledger(By(_person(request), Door.PAGE))
    with transaction.atomic():
        key = _person(request).keys.filter(pk=number).first()
        if key is not None:
            keys.revoke(ledger, key)
        ledger.write()
    return redirect("dashboard:account")


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _made(owner: User, form: KeyForm) -> keys.Made | None:
    """The key that was asked for; None where it is refused, which the form then says."""
    if owner.keys.filter(revoked_at=None).count() >= MOST:
        form.add_error(None, f"{MOST} keys are in use; revoke what nobody needs.")
        return None
    ledger = Ledger(By(owner, Door.PAGE))
    try:
        with transaction.atomic():
            made = keys.make(
                ledger,
                owner=owner,
                name=form.cleaned_data["name"],
                scope=form.cleaned_data["scope"],
                expires_at=form.expires_at(timezone.now()),
            )
            ledger.write()
    except ValidationError as refused:
        for message in refused.messages:
            form.add_error("name", message)
        return None
    return made


def _keys(owner: User) -> list[Shown]:
    """The owner's keys, the newest first; what works before what does not."""
    now = timezone.now()
    found = [_shown(key, _state(key, now)) for key in owner.keys.all()]
    return sorted(found, key=lambda shown: shown.state != "in use")


def _shown(key: ApiKey, state: str) -> Shown:
    if state != "in use":
        return Shown(key, state)
    return Shown(key, state, reverse("dashboard:subscribed", args=[subscriptions.token_of(key)]))


def _state(key: ApiKey, now: datetime) -> str:
    if key.revoked_at is not None:
        return "revoked"
    return "in use" if key.works_at(now) else "expired"
