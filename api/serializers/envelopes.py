"""What answers come in: pages, problems, and the list of addresses."""

from functools import cache
from typing import Any

from rest_framework import serializers


@cache
def page_of(item: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """A page of a list of `item`, as a component of its own name."""
    name = item.__name__.removesuffix("Serializer")
    fields = {
        "__doc__": f"A page of the list: {name.lower()}s.",
        "next": serializers.URLField(allow_null=True, help_text="The next page; null: the last."),
        "previous": serializers.URLField(
            allow_null=True, help_text="The page before; null: the first."
        ),
        "count": serializers.IntegerField(
            required=False, help_text="Of the whole list; with `count=true` alone."
        ),
        "results": item(many=True),
    }
    return type(f"{name}PageSerializer", (serializers.Serializer,), fields)


class FaultSerializer(serializers.Serializer[Any]):
    """One thing that is wrong with a request."""

    message = serializers.CharField()
    value = serializers.CharField(allow_null=True, help_text="What was sent, cut short.")
    accepted = serializers.ListField(child=serializers.CharField(), help_text="What would do.")
    parameter = serializers.CharField(allow_null=True, help_text="Name of the parameter.")
    pointer = serializers.CharField(allow_null=True, help_text="JSON pointer into the body.")


class ProblemSerializer(serializers.Serializer[Any]):
    """A refusal, as RFC 9457 has it."""

    type = serializers.CharField(help_text="Address of this kind of problem; it never changes.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = FaultSerializer(  # type: ignore[assignment]  # a field, whatever its name
        many=True, help_text="What is wrong, one by one; may be empty."
    )


class ProblemKindSerializer(serializers.Serializer[Any]):
    """What a kind of problem means."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    meaning = serializers.CharField()


class RootSerializer(serializers.Serializer[Any]):
    """The addresses of the API."""

    deals = serializers.URLField()
    milestones = serializers.URLField()
    lots = serializers.URLField()
    claims = serializers.URLField()
    terms = serializers.URLField()
    counts = serializers.URLField()
    events = serializers.URLField()
    sources = serializers.URLField()
    organisations = serializers.URLField()
    flags = serializers.URLField()
    changes = serializers.URLField(help_text="What has changed here, in order.")
    ocds_releases = serializers.URLField(help_text="The deals as Open Contracting releases.")
    ocds_records = serializers.URLField(help_text="The deals as Open Contracting records.")
    portfolio = serializers.URLField(help_text="The totals of the deals.")
    meta = serializers.URLField(help_text="Words, rules, margins, and how new everything is.")
    schema = serializers.URLField(help_text="This description, as OpenAPI.")
    docs = serializers.URLField(help_text="The same as a page.")
