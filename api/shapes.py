"""The lists of the API: what each has, in which orders, and what it takes."""

from api import orders
from api.listing import Shape
from api.parameters import AS_OF, KNOWN_AT, PERIOD, TWO_DAYS
from api.serializers.deals import (
    DealSerializer,
    FlagSerializer,
    LotOfDealSerializer,
    MilestoneSerializer,
    OrganisationSerializer,
)
from api.serializers.statements import (
    ClaimSerializer,
    CountSerializer,
    EventOfDealsSerializer,
    SourceSerializer,
    TermSerializer,
)
from deliveries import filters

_CITED = ("source",)

DEALS = Shape(
    "deals",
    DealSerializer,
    orders.DEALS,
    filters.DealFilters,
    expand=("milestones",),
    also=(AS_OF, PERIOD),
)
MILESTONES = Shape(
    "milestones",
    MilestoneSerializer,
    orders.MILESTONES,
    filters.MilestoneFilters,
    also=(TWO_DAYS, PERIOD),
)
LOTS = Shape("lots", LotOfDealSerializer, orders.LOTS, filters.MilestoneFilters)
CLAIMS = Shape(
    "claims",
    ClaimSerializer,
    orders.CLAIMS,
    filters.ClaimFilters,
    expand=_CITED,
    also=(AS_OF, KNOWN_AT),
)
TERMS = Shape("terms", TermSerializer, orders.TERMS, filters.TermFilters, expand=_CITED)
COUNTS = Shape("counts", CountSerializer, orders.COUNTS, filters.CountFilters, expand=_CITED)
EVENTS = Shape("events", EventOfDealsSerializer, orders.EVENTS, filters.EventFilters, expand=_CITED)
SOURCES = Shape("sources", SourceSerializer, orders.SOURCES, filters.SourceFilters)
ORGANISATIONS = Shape(
    "organisations", OrganisationSerializer, orders.ORGANISATIONS, filters.OrganisationFilters
)
FLAGS = Shape("flags", FlagSerializer, {"plan": orders.FLAGS}, filters.FlagFilters)
