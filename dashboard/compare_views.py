"""Deals side by side: as a page, pictures and files."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from dashboard import about, legends
from dashboard.asking import Fault, Unreadable
from dashboard.asof import PARAMETER, AsOf
from dashboard.charts.frame import Alone
from dashboard.citing import address_of, as_known_on
from dashboard.files import FORMS
from dashboard.naming import name_of
from dashboard.pictures import as_picture, drawing
from dashboard.queries import compare as found
from dashboard.queries.asked_deals import Sought, Unclear, sought
from dashboard.queries.compare import CannotCompare
from dashboard.queries.compare_rows import HEADINGS, compare_rows
from dashboard.tables import Table
from dashboard.taking import Refused, refuse, taken
from dashboard.views import as_known

P = ParamSpec("P")
_ALIGN = "align"
_TAKES = ("deals", "named", "with", _ALIGN, PARAMETER)
_BACK = "Choose deals to compare"
_LONGEST = 600  # characters of what is asked for that are looked at


def _compares(
    view: Callable[Concatenate[HttpRequest, AsOf, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page about a day that takes what `_TAKES` names; anything else is refused by its name."""

    @as_known
    @wraps(view)
    def shown(request: HttpRequest, when: AsOf, /, *args: P.args, **kwargs: P.kwargs) -> Any:
        faults = [_unknown(name) for name in request.GET if name not in _TAKES]
        if not faults:
            return view(request, when, *args, **kwargs)
        context = {
            "when": when,
            "refused": Unreadable(faults),
            "back": reverse("dashboard:compare"),
            "back_says": _BACK,
        }
        return render(request, "dashboard/unreadable_filter.html", context, status=400)

    return shown


def _unknown(name: str) -> Fault:
    near = get_close_matches(name, _TAKES, n=2, cutoff=0.75)
    meant = f"; perhaps {' or '.join(near)} is meant" if near else ""
    return Fault(name, "", f"is nothing that deals are compared by{meant}", ", ".join(_TAKES))


class Choice(NamedTuple):
    """A deal that may be meant: its name, what tells it from others, and the link to mean it."""

    name: str
    tells: str
    query: str


@_compares
def compare(request: HttpRequest, when: AsOf) -> HttpResponse:
    """Two to six deals: `?deals=a,b&align=contract`; without any, what to choose from.

    What a person types comes as `named`: names, of which it is asked which deal they mean.

    `?with=a` has a first one chosen, to be compared with another. Whoever writes an address by hand
    is told what else a ref may be; those of this page say how to align, and mean what was chosen.
    """
    asked, align = _sought(request, when), _align(request)
    refs = asked.refs
    begun = refs or [ref for ref in (request.GET.get("with", "").strip()[:_LONGEST],) if ref]
    context: dict[str, Any] = {
        "when": when,
        "refs": begun,
        "align": align,
        "aligns": found.ALIGN.items(),
        "fewest": found.FEWEST,
        "most": found.MOST,
        "unclear": [(u, _which(asked, u, align, when)) for u in asked.unclear],
        "taken_as": [
            (d, _which(asked, Unclear(d.ref, o), align, when))
            for d, o in asked.taken
            if _ALIGN not in request.GET
        ],
        "here": "compare",
    }
    if align is None:
        return refuse(request, when, _no_align(request))
    context["others"] = found.others(request.user, when, begun)
    context["suggested"] = found.suggested(request.user, when, begun)
    context["chosen"] = found.chosen(request.user, when, begun[: found.MOST])
    if asked.unclear:
        return render(request, "dashboard/compare.html", context, status=400)
    if not refs:
        return render(request, "dashboard/compare.html", context)
    try:
        page = found.compare_page(request.user, when, refs, align)
    except CannotCompare as refused:
        context["refused"] = refused
        return render(request, "dashboard/compare.html", context, status=400)
    files = {
        form: f"/compare.{form}" for form in ("csv", "xlsx", *(("svg", "png") * bool(page.chart)))
    }
    api = f"{reverse('api:milestones')}?{urlencode([('deal', ref) for ref in refs])}"
    title = " and ".join(c.name for c in page.deals)
    context |= {
        "page": page,
        "worst": page.worst,
        "query": _query(refs, align, when),
        "taken": taken(request, when, f"{title}, {found.ALIGN[align]}", files=files, api=api),
    }
    return render(request, "dashboard/compare.html", context)


@_compares
def file(request: HttpRequest, when: AsOf, form: str) -> HttpResponse:
    """The milestones of the deals as a file of rows."""
    if form not in FORMS:
        raise Http404
    try:
        refs = _refs(request, when)
        names = [name for _, name in found.chosen(request.user, when, refs)]
        rows = compare_rows(request.user, when, refs)
    except CannotCompare as no:
        return refuse(request, when, _refused(no))
    align = _align(request)
    if align is None:
        return refuse(request, when, _no_align(request))
    title = f"{' and '.join(names)}, {found.ALIGN[align]}"
    told = about.of_list(request, when, title, "their milestones, as planned", ("compare",))
    name = f"compare-{'-'.join(refs)}-{when.day}"
    return FORMS[form](Table(name, HEADINGS, rows, told))


@_compares
def picture(request: HttpRequest, when: AsOf, form: str) -> HttpResponse:
    """The drawing alone; 404 for nothing to draw."""
    align = _align(request)
    if align is None:
        return refuse(request, when, _no_align(request))
    try:
        refs = _refs(request, when)
        page = found.compare_page(request.user, when, refs, align)
    except CannotCompare as no:
        return refuse(request, when, _refused(no))
    if page.chart is None:
        return render(request, "404.html", {"when": when}, status=404)
    context = {
        "c": page.chart,
        "says": page.says,
        "day": when.day,
        "site": request.build_absolute_uri("/")[:-1],
        "when": when,
    }
    alone = Alone(
        heading=" and ".join(c.name for c in page.deals),
        known=as_known_on(when),
        address=address_of(request, "compare", when),
        legend=legends.of_compare(align),
    )
    svg = drawing("dashboard/charts/_compare_drawing.html", context, alone)
    return as_picture(svg, form, f"compare-{'-'.join(refs)}-{when.day}")


def _sought(request: HttpRequest, when: AsOf) -> Sought:
    """The deals that are asked for, each once: of one parameter with commas, or of several."""
    return sought(request.user, when, _given(request, "deals"), _given(request, "named"))


def _given(request: HttpRequest, name: str) -> list[str]:
    given = ",".join(request.GET.getlist(name))[:_LONGEST]
    return [text for part in given.split(",") if (text := part.strip())]


def _refs(request: HttpRequest, when: AsOf) -> list[str]:
    """The refs that are asked for; raises CannotCompare where a name may be of several deals."""
    asked = _sought(request, when)
    for unclear in asked.unclear:
        raise CannotCompare(unclear.value, f"may be several deals: {unclear.listed}")
    return asked.refs


def _which(asked: Sought, unclear: Unclear, align: str | None, when: AsOf) -> list[Choice]:
    """The deals that a name may be of, each with the address that means it."""
    others = [ref for ref in asked.refs if ref != unclear.value]
    names = [u.value for u in asked.unclear if u is not unclear]
    return [
        Choice(
            name_of(deal),
            f"{deal.title} ({deal.ref})",
            _query([*others, deal.ref], align or "date", when, names),
        )
        for deal in unclear.choices
    ]


def _align(request: HttpRequest) -> str | None:
    """How to align; None for what is not known."""
    asked = request.GET.get(_ALIGN, "") or "date"
    return asked if asked in found.ALIGN else None


def _query(refs: Sequence[str], align: str, when: AsOf, names: Sequence[str] = ()) -> str:
    asked = [("deals", ",".join(refs)), *(("named", name) for name in names), (_ALIGN, align)]
    return f"?{urlencode(asked)}{when.query.replace('?', '&')}"


def _no_align(request: HttpRequest) -> Refused:
    return Refused(
        heading="Deals are not aligned so",
        value=request.GET.get(_ALIGN, ""),
        why="is not what “align” can be",
        accepted=", ".join(f"{code} ({words})" for code, words in found.ALIGN.items()),
        back=reverse("dashboard:compare"),
        back_says=_BACK,
    )


def _refused(no: CannotCompare) -> Refused:
    return Refused(
        heading="That cannot be compared",
        value=no.value,
        why=no.why,
        accepted=no.accepted,
        back=reverse("dashboard:compare"),
        back_says=_BACK,
    )
