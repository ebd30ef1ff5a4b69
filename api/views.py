"""The first address of the API, one deal, and what a problem means."""

from django.urls import reverse
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from typing_extensions import override

from api import answers, differences, etags, problems
from api.descriptions import REF, described, either, one_in_path
from api.parameters import OF_A_DEAL
from api.reading import Reading
from api.serializers.deals import DealDetailSerializer
from api.serializers.differences import DealDifferenceSerializer
from api.serializers.envelopes import ProblemKindSerializer, RootSerializer
from api.strict import Strict


@described("root_retrieve", "The addresses of the API", RootSerializer)
class Root(Strict):
    """Where everything is."""

    def get(self, request: Request) -> Response:
        """The addresses of the lists and of the description."""
        names = RootSerializer().fields
        return Response(
            {name: request.build_absolute_uri(reverse(f"api:{name}")) for name in names}
        )


@described(
    "deals_retrieve",
    "A deal with its milestones, terms, counts and events",
    either("DealOrDifference", DealDetailSerializer, DealDifferenceSerializer),
    taken=OF_A_DEAL,
    in_path=(REF,),
    tagged=True,
)
class OneDeal(Reading):
    """One deal; for two days, what is different of it on the second."""

    taken = OF_A_DEAL

    def get(self, request: Request, ref: str) -> Response:
        """The deal as it stood on the day."""
        tag = etags.of_deal_on(request, ref, self.asked)
        if tag and etags.is_unchanged(request, tag):
            return etags.unchanged(tag)
        dossier = self.known.dossier(ref)
        tell = answers.deal if self.asked.since is None else differences.deal
        found = dossier and tell(self.known, dossier)
        if found is None:
            raise exceptions.NotFound(f"There is no deal “{ref}” on {self.known.day}.")
        return Response(found, headers={"ETag": tag} if tag else None)


@described(
    "problems_retrieve",
    "What a kind of problem means",
    ProblemKindSerializer,
    in_path=(one_in_path("name", sorted(problems.BY_NAME)),),
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
