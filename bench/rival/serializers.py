"""Nested ModelSerializers, as the REST framework's own tutorial has them."""

from typing import Any

from rest_framework import serializers

from deals.models import Deal, Milestone, Party
from deliveries.models import Lot, Span
from vendors.models import Organisation


class SpanSerializer(serializers.ModelSerializer[Span]):
    """What stands for a milestone."""

    class Meta:
        model = Span
        exclude = ("id", "deal", "milestone", "from_on", "to_on", "hears", "hears_until")


class LotSerializer(serializers.ModelSerializer[Lot]):
    """What a milestone delivers."""

    class Meta:
        model = Lot
        fields = ("item", "quantity", "mode")


class MilestoneSerializer(serializers.ModelSerializer[Milestone]):
    """A milestone with what stands for it."""

    lot = LotSerializer(allow_null=True, default=None)
    verdict = SpanSerializer(source="stood", many=True)

    class Meta:
        model = Milestone
        fields = ("code", "title", "kind", "lot", "verdict")


class OrganisationSerializer(serializers.ModelSerializer[Organisation]):
    """A party's name."""

    class Meta:
        model = Organisation
        fields = ("code", "name")


class PartySerializer(serializers.ModelSerializer[Party]):
    """Who takes part, and as what."""

    organisation = OrganisationSerializer()

    class Meta:
        model = Party
        fields = ("organisation", "role")


class DealSerializer(serializers.ModelSerializer[Deal]):
    """A deal with its parties and milestones."""

    parties = PartySerializer(many=True)
    milestones = MilestoneSerializer(many=True)
    state: Any = serializers.CharField()

    class Meta:
        model = Deal
        fields = (
            "ref",
            "designation",
            "title",
            "kind",
            "route",
            "category",
            "unit",
            "state",
            "parties",
            "milestones",
        )
