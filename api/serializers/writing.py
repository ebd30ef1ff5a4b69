"""What is answered to those who write."""

from typing import Any

from rest_framework import serializers

from api.serializers.deals import FLAG_KINDS, KNOWLEDGE, LEVEL_WORDS, STATES
from api.serializers.statements import (
    ClaimSerializer,
    CountSerializer,
    EventOfDealsSerializer,
    TermSerializer,
)
from api.serializers.values import SlipSerializer, WindowSerializer
from deals import choices
from deliveries.models import Mode


class VerdictSerializer(serializers.Serializer[Any]):
    """How a milestone stands."""

    state = serializers.ChoiceField(choices=STATES)
    level = serializers.ChoiceField(choices=LEVEL_WORDS, allow_null=True)
    knowledge = serializers.ChoiceField(choices=KNOWLEDGE, allow_null=True)
    estimate = WindowSerializer(allow_null=True)
    slip = SlipSerializer(allow_null=True, help_text="Against the original baseline.")


class MilestoneEffectSerializer(serializers.Serializer[Any]):
    """What became of a milestone; null where nobody had spoken of it, or nobody does any more."""

    milestone = serializers.CharField()
    before = VerdictSerializer(allow_null=True)
    after = VerdictSerializer(allow_null=True)


class FlagEffectSerializer(serializers.Serializer[Any]):
    """A flag that was opened or closed; one whose level changed is closed and opened."""

    milestone = serializers.CharField()
    kind = serializers.ChoiceField(choices=FLAG_KINDS)
    level = serializers.ChoiceField(choices=LEVEL_WORDS, allow_null=True)


class FlagEffectsSerializer(serializers.Serializer[Any]):
    """What became of the flags."""

    opened = FlagEffectSerializer(many=True)
    closed = FlagEffectSerializer(many=True)


class EffectsSerializer(serializers.Serializer[Any]):
    """What a write did to the verdicts of a deal, for today."""

    deal = serializers.CharField()
    as_of = serializers.DateField()
    before = serializers.ChoiceField(
        choices=STATES, allow_null=True, help_text="The state of the deal."
    )
    after = serializers.ChoiceField(choices=STATES, allow_null=True)
    milestones = MilestoneEffectSerializer(
        many=True, help_text="Those that differ, and those that the write is about."
    )
    flags = FlagEffectsSerializer()


class RetractionSerializer(serializers.Serializer[Any]):
    """How a statement was retracted."""

    at = serializers.DateTimeField()
    by = serializers.CharField(allow_null=True)
    reason = serializers.CharField()


class OneClaimSerializer(ClaimSerializer):
    """A claim, standing or retracted."""

    retracted = RetractionSerializer(allow_null=True)


class ClaimRecordedSerializer(ClaimSerializer):
    """A claim that was recorded, and what it did."""

    effects = EffectsSerializer()


class ClaimRetractedSerializer(OneClaimSerializer):
    """A claim that was retracted, and what that did."""

    effects = EffectsSerializer()


class ClaimsRecordedSerializer(serializers.Serializer[Any]):
    """Claims that were recorded at once, and what they did."""

    results = ClaimSerializer(many=True, help_text="In the order in which they were sent.")
    effects = EffectsSerializer(many=True, help_text="A deal each.")


class TermOfDealSerializer(TermSerializer):
    """A term with the deal that it is about."""

    deal = serializers.CharField(help_text="Ref of the deal.")


class OneTermSerializer(TermOfDealSerializer):
    """A term, standing or retracted."""

    retracted = RetractionSerializer(allow_null=True)


class TermRecordedSerializer(TermOfDealSerializer):
    """A term that was recorded, and what it did."""

    effects = EffectsSerializer()


class TermRetractedSerializer(OneTermSerializer):
    """A term that was retracted, and what that did."""

    effects = EffectsSerializer()


class CountOfDealSerializer(CountSerializer):
    """A count with the deal that it is about."""

    deal = serializers.CharField(help_text="Ref of the deal.")


class OneCountSerializer(CountOfDealSerializer):
    """A count, standing or retracted."""

    retracted = RetractionSerializer(allow_null=True)


class CountRecordedSerializer(CountOfDealSerializer):
    """A count that was recorded, and what it did."""

    effects = EffectsSerializer()


class CountRetractedSerializer(OneCountSerializer):
    """A count that was retracted, and what that did."""

    effects = EffectsSerializer()


class OneEventSerializer(EventOfDealsSerializer):
    """An event, standing or retracted."""

    retracted = RetractionSerializer(allow_null=True)


class PartSerializer(serializers.Serializer[Any]):
    """An organisation's part in a deal, as it is written."""

    organisation = serializers.CharField()
    role = serializers.ChoiceField(choices=choices.Role.choices)


class DealRecordSerializer(serializers.Serializer[Any]):
    """A deal as it is recorded, without what follows from it."""

    ref = serializers.CharField()
    designation = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=choices.DealKind.choices)
    route = serializers.ChoiceField(choices=choices.Route.choices)
    category = serializers.ChoiceField(choices=choices.Category.choices)
    unit = serializers.CharField(allow_null=True)
    summary = serializers.CharField(allow_null=True)
    threshold_months = serializers.IntegerField(allow_null=True, min_value=0)
    suspended = serializers.BooleanField(help_text="By a person.")
    parties = PartSerializer(many=True)
    restricted_to = serializers.ListField(
        child=serializers.CharField(), help_text="Groups that alone may know of it; none: all."
    )


class LinkSerializer(serializers.Serializer[Any]):
    """What a milestone comes after."""

    milestone = serializers.CharField()
    lag_days = serializers.IntegerField(min_value=0)


class MilestoneRecordSerializer(serializers.Serializer[Any]):
    """A milestone as it is recorded, without what follows from it."""

    deal = serializers.CharField()
    code = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=choices.MilestoneKind.choices)
    position = serializers.IntegerField(min_value=0)
    threshold_months = serializers.IntegerField(allow_null=True, min_value=0)
    after = LinkSerializer(many=True)


class LotRecordSerializer(serializers.Serializer[Any]):
    """A lot as it is recorded."""

    deal = serializers.CharField()
    milestone = serializers.CharField()
    item = serializers.CharField()
    quantity = serializers.IntegerField(min_value=1)
    mode = serializers.ChoiceField(choices=Mode.choices)
