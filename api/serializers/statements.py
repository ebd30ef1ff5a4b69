"""What was said, and where it was published."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.values import WindowSerializer
from deals import choices
from deliveries.models import CountKind

DECIMAL = r"^\d+(\.\d+)?$"


@extend_schema_field(
    {"anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/Source"}, {"type": "null"}]}
)
class CitedField(serializers.Field[Any, Any, Any, Any]):
    """The code of a source or, with `expand=source`, all of it."""


class SaidSerializer(serializers.Serializer[Any]):
    """What every statement has."""

    id = serializers.IntegerField()
    reported_on = WindowSerializer(help_text="When it was published; it counts from the last day.")
    said_by = serializers.CharField(help_text="Name and office of the voice.")
    source = CitedField(  # type: ignore[assignment]  # a field, whatever its name
        help_text="Code of the source, or all of it with `expand=source`; null where that was "
        "published after the day asked for.",
    )
    note = serializers.CharField(
        allow_null=True, help_text="Written here, in hindsight: for today alone, else null."
    )
    entered_at = serializers.DateTimeField(help_text="When it was entered here.")


class VoicedSerializer(SaidSerializer):
    """What a statement for one side has."""

    side = serializers.ChoiceField(choices=choices.Side.choices)
    credibility = serializers.IntegerField(
        min_value=1,
        max_value=6,
        help_text="Admiralty code: 1 confirmed by others … 5 improbable, 6 cannot be judged.",
    )
    in_force_from = WindowSerializer(
        allow_null=True, help_text="Since when it held, where the source looks back."
    )
    held_on = serializers.DateField(
        help_text="The day from which it held: that of in_force_from, else that of the report."
    )


class RelativeSerializer(serializers.Serializer[Any]):
    """So many calendar months, then days, after another milestone of the deal."""

    milestone = serializers.CharField()
    months = serializers.IntegerField()
    days = serializers.IntegerField()


class ClaimSerializer(VoicedSerializer):
    """One statement about the date of a milestone."""

    deal = serializers.CharField(help_text="Ref of the deal.")
    milestone = serializers.CharField(help_text="Code of the milestone, within the deal.")
    kind = serializers.ChoiceField(choices=choices.ClaimKind.choices)
    date = WindowSerializer(
        allow_null=True, help_text="The date stated; null where none is, or a relative one."
    )
    relative = RelativeSerializer(
        allow_null=True, help_text="A date that follows another milestone, whenever that is."
    )
    text = serializers.CharField(help_text="The words as stated.")
    threshold = WindowSerializer(allow_null=True, help_text="The contract's own limit.")
    rank = serializers.ChoiceField(
        choices=choices.Rank.choices,
        help_text="Deprecated: a known misreport, never reckoned with.",
    )


class TermSerializer(VoicedSerializer):
    """One statement about a deal's value, quantity, local content or stage."""

    deal = serializers.CharField(help_text="Ref of the deal.")
    kind = serializers.ChoiceField(choices=choices.TermKind.choices)
    amount = serializers.RegexField(
        DECIMAL,
        allow_null=True,
        help_text="In units of the currency, pieces, or percent; null for a stage.",
    )
    currency = serializers.CharField(
        allow_null=True, help_text="ISO 4217 code; null but for a value."
    )
    stage = serializers.ChoiceField(choices=choices.Stage.choices, allow_null=True)
    text = serializers.CharField(help_text="The words as stated.")


class CountSerializer(VoicedSerializer):
    """A running total of a lot, as reported."""

    deal = serializers.CharField(help_text="Ref of the deal.")
    milestone = serializers.CharField(help_text="Code of the milestone that delivers the lot.")
    kind = serializers.ChoiceField(choices=CountKind.choices)
    total = serializers.IntegerField(min_value=0)
    by = WindowSerializer(help_text="By when the total was reached.")


class EventSerializer(SaidSerializer):
    """Context of a deal: sanctions, payment trouble, conflict, another agreement."""

    code = serializers.CharField()
    kind = serializers.ChoiceField(choices=choices.EventKind.choices)
    title = serializers.CharField()
    date = WindowSerializer()


class EventOfDealsSerializer(EventSerializer):
    """An event with the deals that it is told of."""

    deals = serializers.ListField(child=serializers.CharField(), help_text="Refs of the deals.")


class SourceSerializer(serializers.Serializer[Any]):
    """A publication."""

    code = serializers.CharField()
    publisher = serializers.CharField()
    url = serializers.CharField(allow_null=True, help_text="Address, as it was entered.")
    published_on = WindowSerializer()
    reliability = serializers.ChoiceField(
        choices=choices.Reliability.choices,
        help_text="Admiralty code: A completely reliable … E unreliable, F cannot be judged.",
    )
