"""What is different between two days."""

from typing import Any

from rest_framework import serializers

from api.serializers.deals import DealSerializer, MilestoneSerializer
from api.serializers.statements import (
    ClaimSerializer,
    CountSerializer,
    EventSerializer,
    TermSerializer,
)

CHANGES = ["added", "removed", "changed"]


class ChangeSerializer(serializers.Serializer[Any]):
    """What has become of one thing."""

    change = serializers.ChoiceField(choices=CHANGES)
    fields = serializers.ListField(  # type: ignore[assignment]  # a field, whatever its name
        child=serializers.CharField(),
        help_text="Names of what is different; empty where nothing is, or no more.",
    )


class DifferenceSerializer(ChangeSerializer):
    """A milestone that is different."""

    deal = serializers.CharField(help_text="Ref of the deal.")
    code = serializers.CharField(help_text="Unique within the deal.")
    before = MilestoneSerializer(allow_null=True, help_text="On the first day.")
    after = MilestoneSerializer(allow_null=True, help_text="On the second.")


class OwnDifferenceSerializer(ChangeSerializer):
    """The deal itself; its fields differ, too, where they have merely grown with the day."""

    before = DealSerializer(allow_null=True, help_text="On the first day.")
    after = DealSerializer(allow_null=True, help_text="On the second.")


def _of(item: type[serializers.Serializer[Any]], name: str) -> serializers.Serializer[Any]:
    """Statements of one kind: they are added, and never changed."""
    fields = {
        "__doc__": f"{name} that are there on one of two days.",
        "added": item(many=True, help_text="There on the second day alone."),
        "removed": item(many=True, help_text="There on the first day alone."),
    }
    made: type[serializers.Serializer[Any]]
    made = type(f"{name}DifferenceSerializer", (serializers.Serializer,), fields)
    return made()


class DealDifferenceSerializer(serializers.Serializer[Any]):
    """What is different of a deal between two days."""

    ref = serializers.CharField()
    since = serializers.DateField(help_text="The first day.")
    until = serializers.DateField(help_text="The second.")
    deal = OwnDifferenceSerializer()
    milestones = DifferenceSerializer(many=True)
    claims = _of(ClaimSerializer, "Claims")
    terms = _of(TermSerializer, "Terms")
    counts = _of(CountSerializer, "Counts")
    events = _of(EventSerializer, "Events")
