"""A plain ModelViewSet, with the queries that a careful author would write."""

from typing import Any

from django.db.models import F, Prefetch, Q
from django.utils import timezone
from rest_framework import pagination, viewsets
from typing_extensions import override

from bench.rival.serializers import DealSerializer
from deals.models import Deal, Milestone
from deliveries.models import Span


class Hundred(pagination.LimitOffsetPagination):
    """A hundred at once, as pages are asked for."""

    default_limit = 100

    @override
    def get_count(self, queryset: Any) -> int:
        return 0  # nobody has asked for it

    @override
    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> list[Any]:
        self.request, self.count = request, 0
        self.limit, self.offset = self.default_limit, self.get_offset(request)
        return list(queryset[self.offset : self.offset + self.limit])


class Deals(viewsets.ModelViewSet[Deal]):
    """Deals, the worst first, with their milestones."""

    serializer_class = DealSerializer
    pagination_class = Hundred
    queryset = Deal.objects.all()

    @override
    def get_queryset(self) -> Any:
        day = timezone.localdate()
        standing = Q(spans__to_on=None) | Q(spans__to_on__gt=day)
        milestones = Milestone.objects.select_related("lot").order_by("position", "pk")
        return (
            Deal.objects.filter(standing, spans__from_on__lte=day)
            .annotate(state=F("spans__state"))
            .order_by("spans__severity", F("spans__slip").desc(nulls_last=True), "ref")
            .prefetch_related(
                "parties__organisation",
                Prefetch(
                    "milestones",
                    milestones.prefetch_related(
                        Prefetch("spans", Span.objects.on(day), to_attr="stood")
                    ),
                ),
            )
        )
