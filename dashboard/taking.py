"""What a page offers to be taken away: its list as files, the call of the API, its address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dashboard.asof import KNOWN_AT, PARAMETER, AsOf
from dashboard.citing import Citation, of_a_list
from dashboard.files import MOST

_WORDS = {
    "csv": "CSV",
    "xlsx": "XLSX",
    "json": "JSON",
    "ics": "calendar (ICS)",
    "svg": "SVG",
    "png": "PNG",
}
_PLACE = ("page", "claim")  # where in a list
_OF_THE_PAGE = (PARAMETER, KNOWN_AT, *_PLACE)


@dataclass(frozen=True, slots=True)
class File:
    """The list of a page in another form."""

    word: str
    address: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Something else on the page than its list, with its files: a drawing, other figures."""

    says: str
    files: list[File]


@dataclass(frozen=True, slots=True)
class Taken:
    """The files, the address of the API that answers the same, and how to cite it.

    `title` is what is cited; `api` is empty where there is none, and `api_says` is that address
    with this server, to be copied. The list as JSON is the answer of the API; a file of its own
    where the API has no such list.
    """

    title: str
    files: list[File]
    api: str
    api_says: str
    cited: Citation
    beside: Sequence[Beside] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """What was asked for and is not to be had: under which heading, why, and what is accepted."""

    heading: str
    value: str
    why: str
    accepted: str
    back: str
    back_says: str


def taken(
    request: HttpRequest,
    when: AsOf,
    title: str,
    *,
    files: Mapping[str, str],
    api: str = "",
    beside: Mapping[str, Mapping[str, str]] | None = None,
) -> Taken:
    """What the list at the address of this request offers; `files` are addresses by their forms.

    `api` is an address with what it takes of its own; the day is added. `beside` has the files of
    what else the page shows, by what it is; they keep the page of the list.
    """
    day = (
        ""
        if when.day == when.today or PARAMETER in api
        else f"{'&' if '?' in api else '?'}{when.query[1:]}"
    )
    page = request.build_absolute_uri(request.path)
    return Taken(
        title=title,
        files=_files({f: a for f, a in files.items() if not (api and f == "json")}, asked(request)),
        api=api + day if api else "",
        api_says=request.build_absolute_uri(api + day) if api else "",
        cited=of_a_list(page, when, _given(request, _OF_THE_PAGE)),
        beside=[
            Beside(says, _files(of_it, _query(_given(request, ()))))
            for says, of_it in (beside or {}).items()
        ],
    )


def _files(addresses: Mapping[str, str], query: str) -> list[File]:
    return [File(_WORDS[form], address + query) for form, address in addresses.items()]


def asked(request: HttpRequest) -> str:
    """What was asked for, without the place in the list: ?state=critical&as_of=2020-11-12."""
    return _query(_given(request, _PLACE))


def _query(given: Sequence[tuple[str, str]]) -> str:
    return f"?{urlencode(given)}" if given else ""


def _given(request: HttpRequest, without: tuple[str, ...]) -> list[tuple[str, str]]:
    lists = request.GET.lists()
    return [(k, str(v)) for k, values in lists for v in values if k not in without and v]


def refuse(request: HttpRequest, when: AsOf, refused: Refused) -> HttpResponse:
    """The page for what cannot be asked so, with what can."""
    context = {"when": when, "refused": refused}
    return render(request, "dashboard/refused.html", context, status=400)


def too_many(number: int, back: str) -> Refused | None:
    """The refusal of a file of so many rows; None where it is not too long."""
    if number <= MOST:
        return None
    return Refused(
        heading="That is too long for a file",
        value=f"{number:,} rows",
        why="are more than a file is made of here",
        accepted=f"{MOST:,} rows at most. Ask for less, or take all of it from the API as a "
        "stream, with format=csv",
        back=back,
        back_says="Back to the page",
    )
