"""The resources of the API. Each asks `Known` and answers in plain values."""

from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from typing_extensions import override

from api import answers, etags, findings, orders, problems
from api.descriptions import described
from api.pagination import Cursor
from api.parameters import OF_A_DEAL, OF_A_LIST, OF_CLAIMS, OF_STANDINGS, SLUG
from api.reading import Listing, Reading
from api.serializers.deals import (
    DealDetailSerializer,
    DealSerializer,
    FlagSerializer,
    MilestoneSerializer,
    OrganisationSerializer,
)
from api.serializers.envelopes import ProblemKindSerializer, RootSerializer, page_of
from api.serializers.statements import ClaimSerializer, SourceSerializer
from api.strict import Strict
from api.wire.values import Wire
from deals.models import Claim, Source
from deliveries.models import DealSpan, Span
from vendors.models import Organisation


@described("root_retrieve", "The addresses of the API", RootSerializer)
class Root(Strict):
    """Where everything is."""

    def get(self, request: Request) -> Response:
        """The addresses of the lists and of the description."""
        names = RootSerializer().fields
        return Response(
            {name: request.build_absolute_uri(reverse(f"api:{name}")) for name in names}
        )


@described("deals_list", "Deals, the worst first", page_of(DealSerializer), taken=OF_STANDINGS)
class Deals(Listing):
    """Deals that somebody had spoken of, the worst state first and then by ref."""

    taken = OF_STANDINGS
    order = orders.DEALS

    @override
    def fetch(self, cursor: Cursor, count: int) -> list[DealSpan]:
        return self.order.rows(self.known.deal_spans(), cursor, count)

    @override
    def results(self, rows: list[DealSpan]) -> list[Wire]:
        return answers.deals(self.known, rows)


@described(
    "deals_retrieve",
    "A deal with its milestones, terms, counts and events",
    DealDetailSerializer,
    taken=OF_A_DEAL,
    in_path=(
        OpenApiParameter(
            "ref",
            {"type": "string", "pattern": f"^{SLUG}$"},
            OpenApiParameter.PATH,
            examples=[OpenApiExample("S-400", "s-400")],
        ),
    ),
    tagged=True,
)
class OneDeal(Reading):
    """One deal; its claims are at `/claims/?deal=`."""

    taken = OF_A_DEAL

    def get(self, request: Request, ref: str) -> Response:
        """The deal as it stood on the day."""
        tag = etags.of_deal_on(request, ref, self.asked)
        if tag and etags.is_unchanged(request, tag):
            return etags.unchanged(tag)
        dossier = self.known.dossier(ref)
        found = dossier and answers.deal(self.known, dossier)
        if found is None:
            raise exceptions.NotFound(f"There is no deal “{ref}” on {self.known.day}.")
        return Response(found, headers={"ETag": tag} if tag else None)


@described(
    "milestones_list", "Milestones as they stood", page_of(MilestoneSerializer), taken=OF_STANDINGS
)
class Milestones(Listing):
    """Milestones that somebody had spoken of, by deal and in the order of the plan."""

    taken = OF_STANDINGS
    order = orders.MILESTONES

    @override
    def fetch(self, cursor: Cursor, count: int) -> list[Span]:
        return self.order.rows(self.known.spans(), cursor, count)

    @override
    def results(self, rows: list[Span]) -> list[Wire]:
        return answers.milestones(self.known, rows)


@described("claims_list", "Claims as they were made", page_of(ClaimSerializer), taken=OF_CLAIMS)
class Claims(Listing):
    """Claims that stand, by the day of their report; a retracted one is not among them."""

    taken = OF_CLAIMS
    order = orders.CLAIMS

    @override
    def fetch(self, cursor: Cursor, count: int) -> list[Claim]:
        found = self.known.claims().select_related("milestone__deal", "source", "anchor")
        return self.order.rows(found, cursor, count)

    @override
    def results(self, rows: list[Claim]) -> list[Wire]:
        if self.asked.known_at is not None:
            rows = [self.known.recalled_claims[row.pk] for row in rows]
        return answers.claims(self.known, rows)


@described("sources_list", "Sources that are cited", page_of(SourceSerializer), taken=OF_A_LIST)
class Sources(Listing):
    """Publications that had appeared and that something here cites, by code."""

    order = orders.SOURCES

    @override
    def fetch(self, cursor: Cursor, count: int) -> list[Source]:
        return self.order.rows(self.known.sources(), cursor, count)

    @override
    def results(self, rows: list[Source]) -> list[Wire]:
        return answers.sources(rows)


@described(
    "organisations_list",
    "Organisations that take part",
    page_of(OrganisationSerializer),
    taken=OF_A_LIST,
)
class Organisations(Listing):
    """Parties to deals and who holds shares of them, by code."""

    order = orders.ORGANISATIONS

    @override
    def fetch(self, cursor: Cursor, count: int) -> list[Organisation]:
        return self.order.rows(self.known.organisations(), cursor, count)

    @override
    def results(self, rows: list[Organisation]) -> list[Wire]:
        return answers.organisations(self.known, rows)


@described("flags_list", "Flags that stand", page_of(FlagSerializer), taken=OF_A_LIST)
class Flags(Listing):
    """Findings about milestones, by deal, in the order of the plan, then by kind."""

    order = orders.FLAGS

    @override
    def fetch(self, cursor: Cursor, count: int) -> list[findings.Finding]:
        return findings.fetch(self.known, cursor, count)

    @override
    def results(self, rows: list[findings.Finding]) -> list[Wire]:
        return findings.answer(self.known, rows)


@described(
    "problems_retrieve",
    "What a kind of problem means",
    ProblemKindSerializer,
    in_path=(
        OpenApiParameter(
            "name", {"type": "string", "enum": sorted(problems.BY_NAME)}, OpenApiParameter.PATH
        ),
    ),
)
class Problem(Strict):
    """Where the `type` of a problem leads."""

    def get(self, request: Request, name: str) -> Response:
        """What the problem means."""
        if name not in problems.BY_NAME:
            raise exceptions.NotFound
        status, kind = problems.BY_NAME[name]
        return Response(
            {
                "type": problems.address(kind),
                "title": kind.title,
                "status": status,
                "meaning": kind.meaning,
            }
        )


class Nowhere(Strict):
    """Any other address below the API's: not found, whatever the method."""

    schema = None

    @override
    def enter(self, request: Request) -> None:
        raise exceptions.NotFound
