"""The flags: open, acknowledged and closed; and acknowledging one, for those who may."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from dashboard import queries, taking
from dashboard.asof import AsOf
from dashboard.files import FORMS
from dashboard.naming import name_of
from dashboard.queries.flags import UnknownShow
from dashboard.views import as_known
from deals.models import Deal
from deliveries import actions, wording
from deliveries.acknowledgements import MOST_DAYS
from deliveries.models import Flag
from journal.ledger import By
from journal.models import Door

MAY = "deliveries.change_flag"  # who may acknowledge, here as in the admin


class AcknowledgeForm(forms.Form):
    """What is being done about a flag, and how long that is to hold.

    `seen` is when the flag had been acknowledged as its reader saw it: "" where it had not been.
    """

    note = forms.CharField(max_length=2000)
    until = forms.DateField(required=False)
    worse_by = forms.IntegerField(required=False, min_value=1, max_value=MOST_DAYS)
    seen = forms.CharField(required=False, max_length=40)

    def clean_note(self) -> str:
        """A note has lines, and nothing that no page can show."""
        note: str = self.cleaned_data["note"]
        if not all(line.isprintable() for line in note.splitlines()):
            raise ValidationError("Only text can be kept.")
        return note


@as_known
def flags(request: HttpRequest, when: AsOf) -> HttpResponse:
    """The findings, the worst first: `?show=` open, acknowledged or closed, `?kind=` of one."""
    given = request.GET
    try:
        page = queries.flags_page(
            request.user,
            when,
            given.get("page", "1"),
            show=given.get("show", ""),
            kind=given.get("kind", ""),
        )
    except UnknownShow as refused:
        return refused_show(request, when, refused)
    context = {
        "when": when,
        "page": page,
        "kind_word": wording.FLAGS[page.kind].word if page.kind else "",
        "query": _query(page, when),
        "may_acknowledge": when.is_today and request.user.has_perm(MAY),
        "taken": _taken(request, when, page),
        "here": "flags",
    }
    return render(request, "dashboard/flags.html", context)


def refused_show(request: HttpRequest, when: AsOf, refused: UnknownShow) -> HttpResponse:
    """The page for findings that there are not."""
    bad = {"when": when, "refused": refused, "back": reverse("dashboard:flags")}
    return render(request, "dashboard/unreadable_filter.html", bad, status=400)


def _taken(request: HttpRequest, when: AsOf, page: queries.FlagsPage) -> taking.Taken:
    """The API has the open findings; of what people did with others it has no list."""
    api = reverse("api:flags") + (f"?kind={page.kind}" if page.kind else "")
    drawn = {f: f"/flags/states.{f}" for f in ("svg", "png", "csv")}
    return taking.taken(
        request,
        when,
        f"Flags, {page.show}",
        files={form: f"/flags.{form}" for form in FORMS},
        api=api if page.show == "open" else "",
        beside={"The strips of this page": drawn} if page.pages.object_list else None,
    )


def _query(page: queries.FlagsPage, when: AsOf) -> str:
    """What links to the other pages of the list carry."""
    pairs = [("show", page.show * (page.show != "open")), ("kind", page.kind)]
    told = "&".join(f"{name}={value}" for name, value in pairs if value)
    return f"{when.query}{'&' if when.query else '?'}{told}" if told else when.query


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def acknowledge(request: HttpRequest, number: int) -> HttpResponse:
    """A page that asks what is being done about a flag; a POST acknowledges it."""
    if not request.user.has_perm(MAY):
        raise PermissionDenied
    visible = Deal.objects.visible_to(request.user)
    flags = Flag.objects.filter(deal__in=visible).select_related("deal", "milestone")
    flag = flags.select_related("acknowledged_by").filter(pk=number).first()
    if flag is None:
        raise Http404
    form = AcknowledgeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _done(request, flag, form):
        messages.success(request, f"Acknowledged: {_named(flag)}.")
        return redirect(f"{reverse('dashboard:flags')}?show=acknowledged")
    context: dict[str, Any] = {
        "flag": flag,
        "named": _named(flag),
        "seen": _seen(flag),
        "form": form,
        "most_days": MOST_DAYS,
        "tomorrow": date.fromordinal(timezone.localdate().toordinal() + 1),
        "here": "flags",
    }
    status = 400 if form.errors else 200
    return render(request, "dashboard/acknowledge.html", context, status=status)


def _done(request: HttpRequest, flag: Flag, form: AcknowledgeForm) -> bool:
    """Acknowledge it; False where that is refused, which the form then says."""
    assert isinstance(request.user, User)
    given = form.cleaned_data
    try:
        with actions.recording(
            by=By(request.user, Door.PAGE), today=timezone.localdate(), lock=[flag.deal]
        ) as book:
            flag.refresh_from_db()
            if _seen(flag) != given["seen"]:
                raise ValidationError(_meanwhile(flag))
            actions.acknowledge(
                book,
                flag,
                note=given["note"],
                until=given["until"],
                worse_by=given["worse_by"],
            )
    except ValidationError as refused:
        flag.refresh_from_db()
        form.add_error(None, ValidationError(refused.messages))
        return False
    return True


def _seen(flag: Flag) -> str:
    """When it was acknowledged, so that of two people at once the second is told of the first."""
    return flag.acknowledged_at.isoformat() if flag.acknowledged_at else ""


def _meanwhile(flag: Flag) -> str:
    if flag.acknowledged_at is None:
        return "Its acknowledgement has ended meanwhile. Look again, and acknowledge it anew."
    at = timezone.localtime(flag.acknowledged_at)
    who = flag.acknowledged_by or "Somebody"
    return (
        f"{who} has acknowledged it meanwhile, on {at:%-d %b %Y at %H:%M}: “{flag.note}”. "
        "Yours was not kept; send it again to put it in the place of that one."
    )


def _named(flag: Flag) -> str:
    kind = wording.FLAGS[flag.kind].word
    return f"{kind} on “{flag.milestone.title}” of {name_of(flag.deal)}"
