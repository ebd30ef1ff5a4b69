"""Single records: a milestone, a claim, a source, an organisation, a flag; and a deal's story."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from typing_extensions import override

from api import answers, findings
from api.descriptions import REF, described, in_path, number_in_path
from api.known import Known
from api.parameters import AS_OF, KNOWN_AT, PERIOD
from api.reading import Reading
from api.serializers.deals import MilestoneSerializer
from api.serializers.records import FoundFlagSerializer, StorySerializer
from api.wire.stories import story
from api.wire.values import Wire, day
from deals.models import Actor, Deal
from deliveries.models import Flag
from deliveries.story import told

_OF_A_DAY = (AS_OF,)
_OF_A_STANDING = (AS_OF, PERIOD)
_OF_A_STORY = (AS_OF, KNOWN_AT, PERIOD)


class Record(Reading):
    """One record; what was not there on the day is not found."""

    def answer(self, **where: Any) -> list[Wire]:
        """The record on the wire, in a list; an empty one where there is none."""
        raise NotImplementedError

    def get(self, request: Request, **where: Any) -> Response:
        """The record as it stood on the day."""
        found = self.answer(**where)
        if not found:
            raise exceptions.NotFound(f"There is nothing at this address on {self.known.day}.")
        return Response(found[0])


@described(
    "milestones_retrieve",
    "A milestone as it stood",
    MilestoneSerializer,
    taken=_OF_A_STANDING,
    in_path=(REF, in_path("code", "first-unit")),
)
class OneMilestone(Record):
    """A milestone of a deal, by its code."""

    taken = _OF_A_STANDING

    @override
    def answer(self, **where: Any) -> list[Wire]:
        spans = self.known.spans()
        found = spans.filter(deal__ref=where["ref"], milestone__code=where["code"])
        return answers.milestones(self.known, list(found))


@described(
    "flags_retrieve",
    "A flag as it was found",
    FoundFlagSerializer,
    in_path=(number_in_path("id"),),
)
class OneFlag(Record):
    """A finding as it was recorded here, open or closed: it has a day of its own."""

    @override
    def answer(self, **where: Any) -> list[Wire]:
        return one_flag(self.known, where["id"])


def one_flag(known: Known, number: int) -> list[Wire]:
    """The flag of that number on the wire, in a list; an empty one where there is none."""
    found = list(flags(known.actor).filter(pk=number))
    rows = [findings.Finding(f.milestone, f.kind, f.level, f.opened_on, f) for f in found]
    told = findings.answer(known, rows)
    return [
        {**row, "closed_on": day(flag.closed_on)} for row, flag in zip(told, found, strict=True)
    ]


def flags(actor: Actor) -> "QuerySet[Flag]":
    """The flags that exist for somebody, open or closed."""
    found = Flag.objects.filter(deal__in=Deal.objects.visible_to(actor))
    return found.select_related("milestone__deal", "acknowledged_by")


@described(
    "deals_story_retrieve",
    "The history of a deal in sentences",
    StorySerializer,
    taken=_OF_A_STORY,
    in_path=(REF,),
)
class Story(Record):
    """What was contracted, promised, moved and met, by whose word, in the order of days."""

    taken = _OF_A_STORY

    @override
    def answer(self, **where: Any) -> list[Wire]:
        dossier = self.known.dossier(where["ref"])
        if dossier is None:
            return []
        found = told(dossier, self.known.day, self.asked.period)
        return [story(found, self.asked.known_at, self.known.is_published)] if found.verdict else []
