"""In which order the voices are asked for."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from dashboard.asking import ORDERING, Fault, Unreadable
from dashboard.asof import AsOf
from dashboard.queries.voices import ORDERS, USUAL


def read_order(query: QueryDict) -> str:
    """The order that an address asks for; raises Unreadable for one that there is not."""
    ordering = query.get(ORDERING) or USUAL
    if ordering not in ORDERS:
        accepted = ", ".join(ORDERS)
        raise Unreadable([Fault(ORDERING, ordering, "is no order of this list", accepted)])
    return ordering


def no_such_order(request: HttpRequest, when: AsOf, refused: Unreadable) -> HttpResponse:
    """The page that says so, with the orders that there are."""
    context = {
        "when": when,
        "refused": refused,
        "back": reverse("dashboard:voices"),
        "back_says": "Show the voices",
    }
    return render(request, "dashboard/unreadable_filter.html", context, status=400)
