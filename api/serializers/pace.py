"""How a lot comes along: earned schedule (Lipke), rates in pieces a day."""

from typing import Any

from rest_framework import serializers

from deliveries.models import CountKind


class RateSerializer(serializers.Serializer[Any]):
    """A rate that was reached between two counts."""

    rate = serializers.FloatField(help_text="Pieces a day.")
    since = serializers.DateField()
    until = serializers.DateField()


class PaceSerializer(serializers.Serializer[Any]):
    """What has come of a lot against a straight line from its beginning to its objective."""

    kind = serializers.ChoiceField(choices=CountKind.choices, help_text="What is counted.")
    quantity = serializers.IntegerField(min_value=2)
    done = serializers.IntegerField(min_value=0, help_text="By the last count that is believed.")
    counted_on = serializers.DateField(help_text="The day of that count.")
    starts_on = serializers.DateField(help_text="When pieces were to begin to come.")
    due_on = serializers.DateField(help_text="The objective.")
    planned_rate = serializers.FloatField(help_text="Pieces a day on the straight line.")
    earned_days = serializers.FloatField(help_text="ES: the days that the plan gave for it.")
    elapsed_days = serializers.IntegerField(help_text="AT: from the beginning to the last count.")
    spi = serializers.FloatField(allow_null=True, help_text="SPI(t) = ES / AT.")
    completes_on = serializers.DateField(
        allow_null=True, help_text="Estimate at completion, at the average so far."
    )
    needed_rate = serializers.FloatField(
        allow_null=True,
        help_text="Pieces a day that make the objective from the day on; null once it has come.",
    )
    tspi = serializers.FloatField(
        allow_null=True, help_text="To-complete index: what is needed over what was planned."
    )
    best_rate = RateSerializer(
        allow_null=True, help_text="The highest rate reached over a quarter; null while unknown."
    )
    fails_from = serializers.DateField(
        allow_null=True,
        help_text="From this day on more is needed than was ever reached, and TSPI is above 1.10.",
    )
    counts = serializers.ListField(
        child=serializers.IntegerField(), help_text="Ids of the counts that it rests on."
    )
