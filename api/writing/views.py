"""The addresses that are written, each with its description; where one is read too, so is this."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from api import lists, views
from api.descriptions import REF, Write, described, in_path
from api.parameters import AS_OF
from api.serializers import writing as told
from api.serializers.deals import OrganisationSerializer
from api.serializers.records import FoundFlagSerializer
from api.serializers.statements import EventOfDealsSerializer, SourceSerializer
from api.writing import deals, flags, plan, said, shared, statements
from api.writing.kinds import CLAIM, COUNT, EVENT, TERM

READ_AND_ADD = ["get", "head", "post"]


_NUMBER = (
    OpenApiParameter(
        "number",
        {"type": "integer", "minimum": 1, "maximum": 2**63 - 1},
        OpenApiParameter.PATH,
        description="Its `id`.",
    ),
)
_REF = (REF,)
_DAY = (AS_OF,)
_SOURCE = (in_path("code", "ndtv-2018-10-05"),)
_MAKER = (in_path("code", "rosoboronexport"),)
_PLAN = (REF, in_path("code", "unit-1", "Code of the milestone."))


def _add(operation: str, summary: str, shape: dict[str, Any], answer: Any, *headers: str) -> Write:
    return Write(
        operation=operation,
        summary=summary,
        shape=shape,
        answer=answer,
        status=201,
        headers=("Location", *headers),
    )


def _kept(name: str, what: str, shape: dict[str, Any], answer: Any, in_path: Any) -> Any:
    """Describe the changes and the removal of a record."""
    change = Write(
        operation=f"{name}_change",
        summary=f"Change {what}",
        shape=shape,
        answer=answer,
        in_path=in_path,
        headers=("ETag",),
    )
    removal = Write(
        operation=f"{name}_remove", summary=f"Remove {what}", status=204, in_path=in_path
    )

    def decorate(view: Any) -> Any:
        return removal.on("delete")(change.on("patch")(view))

    return decorate


def _retract(name: str, what: str, answer: Any) -> Any:
    return Write(
        operation=f"{name}_retract",
        summary=f"Retract {what}",
        shape=said.REASON_SHAPE,
        answer=answer,
        in_path=_NUMBER,
    ).on("post")


# Statements.


@_add("claims_record", "Record a claim", said.CLAIM_SHAPE, told.ClaimRecordedSerializer).on("post")
class Claims(statements.RecordClaim, lists.Claims):
    """Claims that stand, by the day of their report; a retracted one is not among them."""

    http_method_names = READ_AND_ADD


@Write(
    operation="claims_record_all",
    summary="Record up to 1,000 claims, all or none",
    shape=statements.BULK_SHAPE,
    answer=told.ClaimsRecordedSerializer,
    status=201,
).on("post")
class ClaimsInBulk(statements.RecordClaims):
    """Many claims at once."""


@_add("terms_record", "Record a term", said.TERM_SHAPE, told.TermRecordedSerializer).on("post")
class Terms(statements.RecordTerm, lists.Terms):
    """What was said about value, quantity, local content and stage."""

    http_method_names = READ_AND_ADD


@_add("counts_record", "Record a count", said.COUNT_SHAPE, told.CountRecordedSerializer).on("post")
class Counts(statements.RecordCount, lists.Counts):
    """Running totals of lots."""

    http_method_names = READ_AND_ADD


@_add("events_record", "Record an event", said.EVENT_SHAPE, EventOfDealsSerializer).on("post")
class Events(statements.RecordEvent, lists.Events):
    """Dated context."""

    http_method_names = READ_AND_ADD


@described(
    "claims_retrieve", "A claim", told.OneClaimSerializer, taken=_DAY, in_path=_NUMBER, tagged=True
)
class OneClaim(statements.OneStatement):
    """One claim, whether it stands or was retracted."""

    kind = CLAIM


@described(
    "terms_retrieve", "A term", told.OneTermSerializer, taken=_DAY, in_path=_NUMBER, tagged=True
)
class OneTerm(statements.OneStatement):
    """One term, whether it stands or was retracted."""

    kind = TERM


@described(
    "counts_retrieve", "A count", told.OneCountSerializer, taken=_DAY, in_path=_NUMBER, tagged=True
)
class OneCount(statements.OneStatement):
    """One count, whether it stands or was retracted."""

    kind = COUNT


@described(
    "events_retrieve", "An event", told.OneEventSerializer, taken=_DAY, in_path=_NUMBER, tagged=True
)
class OneEvent(statements.OneStatement):
    """One event, whether it stands or was retracted."""

    kind = EVENT


@_retract("claims", "a claim", told.ClaimRetractedSerializer)
class RetractClaim(statements.Retracting):
    """A claim stays on record, and counts no more."""

    kind, needs = CLAIM, {"post": CLAIM.needs("change")}


@_retract("terms", "a term", told.TermRetractedSerializer)
class RetractTerm(statements.Retracting):
    """A term stays on record, and counts no more."""

    kind, needs = TERM, {"post": TERM.needs("change")}


@_retract("counts", "a count", told.CountRetractedSerializer)
class RetractCount(statements.Retracting):
    """A count stays on record, and counts no more."""

    kind, needs = COUNT, {"post": COUNT.needs("change")}


@_retract("events", "an event", told.OneEventSerializer)
class RetractEvent(statements.Retracting):
    """An event stays on record, and is shown no more."""

    kind, needs = EVENT, {"post": EVENT.needs("change")}


@Write(
    operation="events_link",
    summary="Tell an event of one more deal",
    shape=said.LINK_SHAPE,
    answer=EventOfDealsSerializer,
    in_path=_NUMBER,
).on("post")
class LinkEvent(statements.Linking):
    """An event can be told of any number of deals."""

    links = True


@Write(
    operation="events_unlink",
    summary="Tell an event of a deal no longer",
    shape=said.LINK_SHAPE,
    answer=EventOfDealsSerializer,
    in_path=_NUMBER,
).on("post")
class UnlinkEvent(statements.Linking):
    """The event itself stays, also when it is told of no deal."""

    links = False


# Findings.


@Write(
    operation="flags_acknowledge",
    summary="Acknowledge a flag",
    shape=flags.SHAPE,
    answer=FoundFlagSerializer,
    in_path=_NUMBER,
).on("post")
class AcknowledgeFlag(flags.Acknowledge):
    """A flag that somebody has seen stays open, and says what is being done."""


# What deals share.


@_add("sources_add", "Add a source", shared.SOURCE_SHAPE, SourceSerializer, "ETag").on("post")
class Sources(shared.AddSource, lists.Sources):
    """Publications that had appeared and that something here cites, by code."""

    http_method_names = READ_AND_ADD


@_kept("sources", "a source", shared.SOURCE_CHANGE, SourceSerializer, _SOURCE)
@described(
    "sources_retrieve", "A source", SourceSerializer, taken=_DAY, in_path=_SOURCE, tagged=True
)
class OneSource(shared.OneSource):
    """One publication, as it is recorded now; also one that nothing cites yet."""


@_add(
    "organisations_add",
    "Add an organisation",
    shared.ORGANISATION_SHAPE,
    OrganisationSerializer,
    "ETag",
).on("post")
class Organisations(shared.AddOrganisation, lists.Organisations):
    """Parties to deals and who holds shares of them, by code."""

    http_method_names = READ_AND_ADD


@_kept(
    "organisations",
    "an organisation",
    shared.ORGANISATION_CHANGE,
    OrganisationSerializer,
    _MAKER,
)
@described(
    "organisations_retrieve",
    "An organisation",
    OrganisationSerializer,
    taken=_DAY,
    in_path=_MAKER,
    tagged=True,
)
class OneOrganisation(shared.OneOrganisation):
    """One organisation, as it is recorded now; also one that takes part in nothing yet."""


# Deals and their plans.


@_add("deals_add", "Add a deal", deals.SHAPE, told.DealRecordSerializer, "ETag").on("post")
class Deals(deals.AddDeal, lists.Deals):
    """Deals that somebody had spoken of, the worst state first and then by ref."""

    http_method_names = READ_AND_ADD


@_kept("deals", "a deal", deals.CHANGE, told.DealRecordSerializer, _REF)
class OneDeal(deals.ChangeDeal, views.OneDeal):
    """One deal; its claims are at `/claims/?deal=`."""

    http_method_names = ["get", "head", "patch", "delete"]


@described(
    "deals_record_retrieve",
    "A deal as it is recorded",
    told.DealRecordSerializer,
    in_path=_REF,
    tagged=True,
)
class DealRecord(deals.DealRecord):
    """What is entered of a deal and changed, also before anybody has spoken of it."""


@_add(
    "milestones_add",
    "Add a milestone",
    plan.MILESTONE_SHAPE,
    told.MilestoneRecordSerializer,
    "ETag",
).on("post")
class Milestones(plan.AddMilestone, lists.Milestones):
    """Milestones that somebody had spoken of, by deal and in the order of the plan."""

    http_method_names = READ_AND_ADD


@_kept("milestones", "a milestone", plan.MILESTONE_CHANGE, told.MilestoneRecordSerializer, _PLAN)
@described(
    "milestones_record_retrieve",
    "A milestone as it is recorded",
    told.MilestoneRecordSerializer,
    in_path=_PLAN,
    tagged=True,
)
class OneMilestone(plan.OneMilestone):
    """What is entered of a milestone and changed, also before anybody has spoken of it."""


@_add("lots_add", "Add a lot", plan.LOT_SHAPE, told.LotRecordSerializer, "ETag").on("post")
class Lots(plan.AddLot, lists.Lots):
    """Quantities that milestones deliver."""

    http_method_names = READ_AND_ADD


@_kept("lots", "a lot", plan.LOT_CHANGE, told.LotRecordSerializer, _PLAN)
@described(
    "lots_record_retrieve",
    "A lot as it is recorded",
    told.LotRecordSerializer,
    in_path=_PLAN,
    tagged=True,
)
class OneLot(plan.OneLot):
    """The lot of a milestone."""
