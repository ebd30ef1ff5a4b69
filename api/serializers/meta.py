"""What the API says of itself."""

from typing import Any

from rest_framework import serializers


class WordSerializer(serializers.Serializer[Any]):
    """One word of a closed list."""

    code = serializers.CharField()
    meaning = serializers.CharField()


class WordsSerializer(serializers.Serializer[Any]):
    """A closed list of words."""

    name = serializers.CharField(help_text="As the description of the API calls it.")
    words = WordSerializer(many=True)


class DateFormSerializer(serializers.Serializer[Any]):
    """One way to state a date."""

    text = serializers.CharField(help_text="Examples, with semicolons between them.")
    meaning = serializers.CharField()


class MarginsSerializer(serializers.Serializer[Any]):
    """The margins in force, of the settings; a contract, deal or milestone may have its own."""

    threshold_months = serializers.IntegerField()
    critical_months = serializers.IntegerField()
    due_soon_days = serializers.IntegerField()
    stale_days = serializers.IntegerField()
    contest_days = serializers.IntegerField()
    period_days = serializers.IntegerField()


class FieldSerializer(serializers.Serializer[Any]):
    """One field of what a list has; the names of nested ones are joined by dots."""

    name = serializers.CharField()
    meaning = serializers.CharField(help_text="Empty where the name says it.")


class ThingSerializer(serializers.Serializer[Any]):
    """What one list has."""

    name = serializers.CharField()
    meaning = serializers.CharField()
    fields = FieldSerializer(many=True)  # type: ignore[assignment]  # a field, whatever its name


class UpdatedSerializer(serializers.Serializer[Any]):
    """When the newest of its kind, of what you may know of, was entered here."""

    name = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)


class ScanSerializer(serializers.Serializer[Any]):
    """How far the scan has come that finds flags."""

    last_on = serializers.DateField(
        allow_null=True, help_text="The day that all flags are settled for."
    )
    reaching_on = serializers.DateField(
        allow_null=True, help_text="The day that they are being settled for."
    )


class MetaSerializer(serializers.Serializer[Any]):
    """Words, rules, margins, and how new everything is."""

    today = serializers.DateField(help_text="The day of an answer that names none.")
    zone = serializers.CharField(help_text="The time zone in which a day ends.")
    rules = serializers.IntegerField(help_text="Version of the rules that derive verdicts.")
    margins = MarginsSerializer()
    scan = ScanSerializer()
    updated = UpdatedSerializer(many=True)
    words = WordsSerializer(many=True)
    date_forms = DateFormSerializer(many=True)
    dictionary = ThingSerializer(many=True)
