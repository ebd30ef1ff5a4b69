"""Dates and slips."""

from typing import Any

from rest_framework import serializers

from deals.dates import Precision

PRECISIONS = [str(precision) for precision in Precision]


class WindowSerializer(serializers.Serializer[Any]):
    """A date as precise as it was stated: a window of days, both ends included."""

    text = serializers.CharField(help_text="The words as stated.")
    edtf = serializers.CharField(help_text="Canonical EDTF (ISO 8601-2).")
    earliest = serializers.DateField(allow_null=True, help_text="First day; null: open.")
    latest = serializers.DateField(allow_null=True, help_text="Last day; null: open.")
    precision = serializers.ChoiceField(choices=PRECISIONS)
    approximate = serializers.BooleanField(
        help_text="Stated as approximate; the window is one unit wider on each side for it."
    )


class SlipSerializer(serializers.Serializer[Any]):
    """A movement in days; later is positive, and null is where a side is open."""

    days = serializers.IntegerField(allow_null=True, help_text="From last day to last day.")
    min_days = serializers.IntegerField(allow_null=True, help_text="The least it can be.")
    max_days = serializers.IntegerField(allow_null=True, help_text="The most it can be.")


class PeriodSerializer(serializers.Serializer[Any]):
    """The time over which the slip in the period is measured."""

    duration = serializers.CharField(help_text="As ISO 8601 has it: P365D, P3M.")
    since = serializers.DateField(help_text="The day so long before the day of the answer.")


class OutturnSerializer(serializers.Serializer[Any]):
    """How late it was, once met."""

    original = SlipSerializer(allow_null=True, help_text="Against the original baseline.")
    current = SlipSerializer(allow_null=True, help_text="Against the current baseline.")


class SlipsSerializer(serializers.Serializer[Any]):
    """The slip of a milestone by four rulers."""

    total = SlipSerializer(allow_null=True, help_text="Estimate against the original baseline.")
    current = SlipSerializer(allow_null=True, help_text="Estimate against the current baseline.")
    in_period = SlipSerializer(
        allow_null=True, help_text="Estimate against the estimate as known a period before."
    )
    outturn = OutturnSerializer(
        allow_null=True, help_text="Actual against both baselines; null until met."
    )
