"""The feed of changes."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from deliveries.feed import SUBJECTS

SUBJECT_WORDS = list(SUBJECTS)


@extend_schema_field({"type": ["object", "null"], "additionalProperties": {}})
class ColumnsField(serializers.Field[Any, Any, Any, Any]):
    """Columns of a record, by their names."""


class NamedSerializer(serializers.Serializer[Any]):
    """A record that the record of a change names, as it is now."""

    subject = serializers.ChoiceField(choices=SUBJECT_WORDS)
    key = serializers.IntegerField()
    record = ColumnsField()


class ChangeEntrySerializer(serializers.Serializer[Any]):
    """One change."""

    seq = serializers.IntegerField(
        help_text="Its number, in the order of commits; numbers in between are of what is not here."
    )
    at = serializers.DateTimeField(help_text="That of its recording, which counts as a whole.")
    by = serializers.CharField(allow_null=True, help_text="Who; null for a job or a command.")
    verb = serializers.CharField(
        help_text="add, change, remove, restrict; record, retract, link, unlink; open, escalate, "
        "ease, close, acknowledge, wake."
    )
    subject = serializers.ChoiceField(choices=SUBJECT_WORDS)
    key = serializers.IntegerField(help_text="Number of the record, by which others name it.")
    deal = serializers.CharField(allow_null=True, help_text="Ref of its deal, if it has one.")
    before = ColumnsField(help_text="What it was, or the columns that changed.")
    after = ColumnsField(help_text="What it became, or the columns that changed.")
    reason = serializers.CharField()
    record = ColumnsField(help_text="What it is now; null: it is gone.")
    names = NamedSerializer(many=True, help_text="What it names and deals share, as it is now.")


class ChangesSerializer(serializers.Serializer[Any]):
    """A page of the feed."""

    next = serializers.URLField(help_text="What comes after this, now or later.")
    last = serializers.IntegerField(help_text="The number to go on from: `since` of `next`.")
    more = serializers.BooleanField(help_text="Whether there is more by now.")
    results = ChangeEntrySerializer(many=True)
