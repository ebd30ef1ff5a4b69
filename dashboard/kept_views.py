"""Named views of the watch-list: kept by who is signed in, opened by who has the address."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import kept_views
from accounts.models import User, View
from dashboard.asking import Unreadable, read_asking
from dashboard.asof import PARAMETER, AsOf


@require_safe
def opened(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the list that a view keeps; the day of the address, if it has one, goes with it."""
    view = get_object_or_404(View, slug=slug)
    query = QueryDict(view.query, mutable=True)
    if day := request.GET.get(PARAMETER):
        query[PARAMETER] = day
    text = query.urlencode()
    return redirect(f"{reverse('dashboard:watch_list')}{'?' * bool(text)}{text}")


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what the list is asked for under a name, and open it."""
    today = timezone.localdate()
    context: dict[str, Any] = {"when": AsOf(today, today)}
    try:
        asking = read_asking(QueryDict(request.POST.get("query", "")), AsOf(today, today))
    except Unreadable as refused:
        context["refused"] = refused
        return render(request, "dashboard/unreadable_filter.html", context, status=400)
    try:
        name = request.POST.get("name", "")
        view = kept_views.keep(_person(request), name=name, query=asking.text)
    except ValidationError as refused:
        context |= {"faults": refused.messages, "query": asking.text}
        return render(request, "dashboard/view_refused.html", context, status=400)
    messages.success(request, f"Kept as “{view.name}”.")
    return redirect("dashboard:view", slug=view.slug)


@login_required
@require_POST
def rename(request: HttpRequest, number: int) -> HttpResponse:
    """Give one's own view another name; of others' it says nothing."""
    view = get_object_or_404(_person(request).views, pk=number)
    try:
        kept_views.rename(view, request.POST.get("name", ""))
    except ValidationError as refused:
        for message in refused.messages:
            messages.error(request, message)
    else:
        messages.success(request, f"The view is called “{view.name}” now.")
    return redirect(f"{reverse('dashboard:account')}#views")


@login_required
@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Delete one's own view; of others' it says nothing."""
    view = get_object_or_404(_person(request).views, pk=number)
    view.delete()
    messages.success(request, f"The view “{view.name}” is deleted.")
    return redirect(f"{reverse('dashboard:account')}#views")


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
