"""The addresses that are written, each with its description; where one is read too, so is this."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from api import lists, views
from api.descriptions import REF, Write, described, in_path
from api.parameters import AS_OF, Parameter
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


def _done(operation: str, summary: str, shape: dict[str, Any], answer: Any) -> Any:
    """Describe what is done to one record, which the address names by its number."""
    return Write(
        operation=operation, summary=summary, shape=shape, answer=answer, in_path=_NUMBER
    ).on("post")


def _one(
    name: str, what: str, answer: Any, in_path: Any = _NUMBER, taken: tuple[Parameter, ...] = _DAY
) -> Any:
    """Describe how one record is read."""
    return described(f"{name}_retrieve", what, answer, taken=taken, in_path=in_path, tagged=True)


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


@_one("claims", "A claim", told.OneClaimSerializer)
class OneClaim(statements.OneStatement):
    """One claim, whether it stands or was retracted."""

    kind = CLAIM


@_one("terms", "A term", told.OneTermSerializer)
class OneTerm(statements.OneStatement):
    """One term, whether it stands or was retracted."""

    kind = TERM


@_one("counts", "A count", told.OneCountSerializer)
class OneCount(statements.OneStatement):
    """One count, whether it stands or was retracted."""

    kind = COUNT


@_one("events", "An event", told.OneEventSerializer)
class OneEvent(statements.OneStatement):
    """One event, whether it stands or was retracted."""

    kind = EVENT


@_done("claims_retract", "Retract a claim", said.REASON_SHAPE, told.ClaimRetractedSerializer)
class RetractClaim(statements.Retracting):
    """A claim stays on record, and counts no more."""

    kind, needs = CLAIM, {"post": CLAIM.needs("change")}


@_done("terms_retract", "Retract a term", said.REASON_SHAPE, told.TermRetractedSerializer)
class RetractTerm(statements.Retracting):
    """A term stays on record, and counts no more."""

    kind, needs = TERM, {"post": TERM.needs("change")}


@_done("counts_retract", "Retract a count", said.REASON_SHAPE, told.CountRetractedSerializer)
class RetractCount(statements.Retracting):
    """A count stays on record, and counts no more."""

    kind, needs = COUNT, {"post": COUNT.needs("change")}


@_done("events_retract", "Retract an event", said.REASON_SHAPE, told.OneEventSerializer)
class RetractEvent(statements.Retracting):
    """An event stays on record, and is shown no more."""

    kind, needs = EVENT, {"post": EVENT.needs("change")}


@_done("events_link", "Tell an event of one more deal", said.LINK_SHAPE, EventOfDealsSerializer)
class LinkEvent(statements.Linking):
    """An event can be told of any number of deals."""

    links = True


@_done(
    "events_unlink", "Tell an event of a deal no longer", said.LINK_SHAPE, EventOfDealsSerializer
)
class UnlinkEvent(statements.Linking):
    """The event itself stays, also when it is told of no deal."""

    links = False


# Findings.


@_done("flags_acknowledge", "Acknowledge a flag", flags.SHAPE, FoundFlagSerializer)
class AcknowledgeFlag(flags.Acknowledge):
    """A flag that somebody has seen stays open, and says what is being done."""


# What deals share.


@_add("sources_add", "Add a source", shared.SOURCE_SHAPE, SourceSerializer, "ETag").on("post")
class Sources(shared.AddSource, lists.Sources):
    """Publications that had appeared and that something here cites, by code."""

    http_method_names = READ_AND_ADD


@_kept("sources", "a source", shared.SOURCE_CHANGE, SourceSerializer, _SOURCE)
@_one("sources", "A source", SourceSerializer, _SOURCE)
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
@_one("organisations", "An organisation", OrganisationSerializer, _MAKER)
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


@_one("deals_record", "A deal as it is recorded", told.DealRecordSerializer, _REF, taken=())
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
@_one(
    "milestones_record",
    "A milestone as it is recorded",
    told.MilestoneRecordSerializer,
    _PLAN,
    taken=(),
)
class OneMilestone(plan.OneMilestone):
    """What is entered of a milestone and changed, also before anybody has spoken of it."""


@_add("lots_add", "Add a lot", plan.LOT_SHAPE, told.LotRecordSerializer, "ETag").on("post")
class Lots(plan.AddLot, lists.Lots):
    """Quantities that milestones deliver."""

    http_method_names = READ_AND_ADD


@_kept("lots", "a lot", plan.LOT_CHANGE, told.LotRecordSerializer, _PLAN)
@_one("lots_record", "A lot as it is recorded", told.LotRecordSerializer, _PLAN, taken=())
class OneLot(plan.OneLot):
    """The lot of a milestone."""
