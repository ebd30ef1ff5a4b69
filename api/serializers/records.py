"""Single records, the totals, and the story of a deal."""

from typing import Any

from rest_framework import serializers

from api.serializers.deals import FLAG_KINDS, STATES, FlagSerializer
from api.serializers.statements import SourceSerializer


class FoundFlagSerializer(FlagSerializer):
    """A finding as it was recorded here, open or closed."""

    closed_on = serializers.DateField(
        allow_null=True, help_text="The day for which it was gone; null while it is open."
    )


class StandingDealsSerializer(serializers.Serializer[Any]):
    """How many deals are in one state."""

    state = serializers.ChoiceField(choices=STATES)
    deals = serializers.IntegerField(min_value=0)
    open = serializers.IntegerField(min_value=0, help_text="Of these, with something open.")


class FlaggedSerializer(serializers.Serializer[Any]):
    """How many milestones have a kind of flag."""

    kind = serializers.ChoiceField(choices=FLAG_KINDS)
    milestones = serializers.IntegerField(min_value=0)


class TallySerializer(serializers.Serializer[Any]):
    """How many milestones there are."""

    open = serializers.IntegerField(min_value=0)
    met = serializers.IntegerField(min_value=0)
    cancelled = serializers.IntegerField(min_value=0)


class PortfolioSerializer(serializers.Serializer[Any]):
    """The totals of the deals that pass the filters."""

    as_of = serializers.DateField()
    deals = serializers.IntegerField(min_value=0)
    ended = serializers.IntegerField(min_value=0, help_text="Of these, with nothing open.")
    stale = serializers.IntegerField(
        min_value=0, help_text="Of these, with a stale word on what decides."
    )
    states = StandingDealsSerializer(many=True, help_text="The worst first; all of them.")
    milestones = TallySerializer(help_text="Of these deals.")
    flags = FlaggedSerializer(
        many=True, help_text="Of these deals, by what sources say on the day; all kinds."
    )


class LineSerializer(serializers.Serializer[Any]):
    """What was said on a day, and what it did."""

    on = serializers.DateField()
    reported = serializers.CharField(
        help_text="The day, month or year of the report; empty where nothing was reported."
    )
    text = serializers.CharField()
    source = SourceSerializer(  # type: ignore[assignment]  # a field, whatever its name
        allow_null=True,
        help_text="Null where nothing was said, or the source was published later.",
    )
    effects = serializers.ListField(child=serializers.CharField(), help_text="Sentences.")
    counts = serializers.BooleanField(help_text="False: a known misreport.")


class ChapterSerializer(serializers.Serializer[Any]):
    """The story of one milestone."""

    milestone = serializers.CharField(help_text="Its code.")
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES, help_text="How it stands in the end.")
    lines = LineSerializer(many=True)


class StorySerializer(serializers.Serializer[Any]):
    """The history of a deal told in order."""

    ref = serializers.CharField()
    as_of = serializers.DateField()
    known_at = serializers.DateTimeField(allow_null=True)
    terms = LineSerializer(many=True)
    chapters = ChapterSerializer(many=True)
