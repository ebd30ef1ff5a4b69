"""Deals, their milestones and flags, and the organisations."""

from typing import Any

from rest_framework import serializers

from api.serializers.pace import PaceSerializer
from api.serializers.statements import DECIMAL, CountSerializer, EventSerializer, TermSerializer
from api.serializers.values import (
    PeriodSerializer,
    SlipSerializer,
    SlipsSerializer,
    WindowSerializer,
)
from deals import choices
from deliveries.models import Mode, Until
from deliveries.verdicts import FLAGS, LEVELS, WORST_FIRST
from vendors.models import OrganisationKind

# Words that have no TextChoices of their own.
STATES = list(WORST_FIRST)
LEVEL_WORDS = [level for level in LEVELS if level]
FLAG_KINDS = list(FLAGS)
PROGRESS = ["open", "met", "cancelled"]
KNOWLEDGE = ["contested", "stale", "confirmed", "single_source"]
INFERRED = ["promise", "assessment"]


class ReasonSerializer(serializers.Serializer[Any]):
    """Why a verdict is what it is."""

    text = serializers.CharField(help_text="A sentence.")
    claims = serializers.ListField(
        child=serializers.IntegerField(), help_text="Ids of the claims that bear it out."
    )
    counts = serializers.ListField(
        child=serializers.IntegerField(), help_text="Ids of the counts that bear it out."
    )


class LotSerializer(serializers.Serializer[Any]):
    """The quantity that a milestone delivers."""

    item = serializers.CharField()
    quantity = serializers.IntegerField(min_value=1)
    mode = serializers.ChoiceField(choices=Mode.choices)


class MilestoneSerializer(serializers.Serializer[Any]):
    """Something that is to happen, as it stood on the day."""

    deal = serializers.CharField(help_text="Ref of the deal.")
    code = serializers.CharField(help_text="Unique within the deal.")
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=choices.MilestoneKind.choices)
    progress = serializers.ChoiceField(choices=PROGRESS)
    level = serializers.ChoiceField(
        choices=LEVEL_WORDS,
        allow_null=True,
        help_text="How late it certainly is, however imprecise the dates; null: not certainly.",
    )
    state = serializers.ChoiceField(choices=STATES, help_text="The verdict in one word.")
    knowledge = serializers.ChoiceField(
        choices=KNOWLEDGE,
        allow_null=True,
        help_text="How well it is known; null where nobody has spoken of it itself.",
    )
    suspended = serializers.BooleanField(help_text="Whether its deal is suspended.")
    baseline_original = WindowSerializer(allow_null=True, help_text="The date first contracted.")
    baseline = WindowSerializer(allow_null=True, help_text="The same after formal amendments.")
    baseline_inferred = serializers.ChoiceField(
        choices=INFERRED,
        allow_null=True,
        help_text="What stands in for a baseline while nothing is contracted; else null.",
    )
    promised = WindowSerializer(allow_null=True, help_text="The latest word of buyer or supplier.")
    assessed = WindowSerializer(allow_null=True, help_text="The latest estimate of others.")
    estimate = WindowSerializer(allow_null=True, help_text="The date to reckon with.")
    actual = WindowSerializer(allow_null=True, help_text="When it happened.")
    objective = serializers.DateField(
        allow_null=True, help_text="The last good day by the current baseline."
    )
    threshold = serializers.DateField(allow_null=True, help_text="The last day before a breach.")
    slip = SlipsSerializer()
    period = PeriodSerializer(help_text="Over which its slip in the period is measured.")
    last_word_on = serializers.DateField(allow_null=True)
    reasons = ReasonSerializer(many=True)
    claims = serializers.ListField(
        child=serializers.IntegerField(), help_text="Ids of the claims that the verdict rests on."
    )
    flags = serializers.ListField(
        child=serializers.ChoiceField(choices=FLAG_KINDS),
        help_text="Kinds of its open flags; for another day than today, those that stood then, and "
        "none while its deal was suspended.",
    )
    lot = LotSerializer(allow_null=True)
    pace = PaceSerializer(
        allow_null=True,
        help_text="How its lot comes along; null unless it is open, counted and has an objective.",
    )


class LotOfDealSerializer(LotSerializer):
    """A lot, with the milestone that delivers it and how it comes along."""

    deal = serializers.CharField(help_text="Ref of the deal.")
    milestone = serializers.CharField(help_text="Code of the milestone, within the deal.")
    title = serializers.CharField(help_text="Of the milestone.")
    progress = serializers.ChoiceField(choices=PROGRESS)
    state = serializers.ChoiceField(choices=STATES)
    estimate = WindowSerializer(allow_null=True)
    objective = serializers.DateField(allow_null=True)
    pace = PaceSerializer(allow_null=True)


class NextSerializer(serializers.Serializer[Any]):
    """The first open milestone that has a date."""

    milestone = serializers.CharField(help_text="Its code.")
    title = serializers.CharField()
    estimate = WindowSerializer(
        allow_null=True, help_text="When to expect it: with the day, once its last day has passed."
    )
    stated = WindowSerializer(
        allow_null=True, help_text="The same as it was stated, whatever day it is."
    )


class PartySerializer(serializers.Serializer[Any]):
    """An organisation's part in a deal."""

    organisation = serializers.CharField(help_text="Code of the organisation.")
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=choices.Role.choices)


class DealSerializer(serializers.Serializer[Any]):
    """A deal as it stood: as its worst open milestone did or, without one, as it ended."""

    ref = serializers.CharField()
    designation = serializers.CharField(help_text="What people call it.")
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=choices.DealKind.choices)
    route = serializers.ChoiceField(choices=choices.Route.choices)
    category = serializers.ChoiceField(choices=choices.Category.choices)
    unit = serializers.CharField(allow_null=True, help_text="Singular noun for the quantity.")
    state = serializers.ChoiceField(choices=STATES, help_text="The verdict in one word.")
    severity = serializers.IntegerField(min_value=0, help_text="Rank of the state; 0 is the worst.")
    stage = serializers.ChoiceField(
        choices=choices.Stage.choices, allow_null=True, help_text="The latest that was said."
    )
    suspended = serializers.BooleanField(help_text="By its stage or, today, by a person.")
    worst = serializers.CharField(
        allow_null=True, help_text="Code of the milestone that decides the state."
    )
    slip = SlipSerializer(allow_null=True, help_text="Total slip of that milestone.")
    slip_in_period = SlipSerializer(allow_null=True, help_text="Its slip in the period.")
    period = PeriodSerializer()
    next = NextSerializer(allow_null=True)
    last_word_on = serializers.DateField(allow_null=True)
    open = serializers.IntegerField(min_value=0, help_text="How many milestones are open.")
    met = serializers.IntegerField(min_value=0)
    cancelled = serializers.IntegerField(min_value=0)
    parties = PartySerializer(many=True)
    milestones = MilestoneSerializer(
        many=True, required=False, help_text="In the order of the plan; with `expand=milestones`."
    )


class DealDetailSerializer(DealSerializer):
    """A deal with its milestones and all that was said of it but claims."""

    known_at = serializers.DateTimeField(
        allow_null=True,
        help_text="The instant at which this was on record here, where one was asked for.",
    )
    summary = serializers.CharField(
        allow_null=True, help_text="Has no history: for today alone, else null."
    )
    milestones = MilestoneSerializer(many=True)
    terms = TermSerializer(many=True)
    counts = CountSerializer(many=True)
    events = EventSerializer(many=True)


class AcknowledgementSerializer(serializers.Serializer[Any]):
    """What a person said about a flag, as long as that holds."""

    at = serializers.DateTimeField()
    by = serializers.CharField(allow_null=True, help_text="Who.")
    note = serializers.CharField()
    ends = serializers.ChoiceField(
        choices=Until.choices,
        help_text="What ends it, unless the flag closes before: a day; a change of the level of a "
        "slip, or of the claims that the verdict rests on; or a total slip that is worse.",
    )
    worse_by = serializers.IntegerField(
        allow_null=True, min_value=1, help_text="By how many days it must be worse; else null."
    )
    until = serializers.DateField(
        allow_null=True, help_text="The day on which it ends; null: on none without a new word."
    )


class FlagSerializer(serializers.Serializer[Any]):
    """A finding about a milestone."""

    id = serializers.IntegerField(
        allow_null=True, help_text="Of the finding here; null for another day than today."
    )
    deal = serializers.CharField(help_text="Ref of the deal.")
    milestone = serializers.CharField(help_text="Code of the milestone, within the deal.")
    kind = serializers.ChoiceField(choices=FLAG_KINDS)
    level = serializers.ChoiceField(
        choices=LEVEL_WORDS, allow_null=True, help_text="Of a slip; else null."
    )
    opened_on = serializers.DateField(
        help_text="The day for which it was found here; for another day than today, the first of "
        "the days in a row on which it stood."
    )
    suspended = serializers.BooleanField(
        help_text="Whether its deal is suspended: what was found before stays open. For another "
        "day than today a suspended deal has no flags."
    )
    acknowledged = AcknowledgementSerializer(
        allow_null=True, help_text="For today alone, else null."
    )


class ShareholderSerializer(serializers.Serializer[Any]):
    """Who holds what part of an organisation."""

    organisation = serializers.CharField(help_text="Code of the holder.")
    name = serializers.CharField()
    percent = serializers.RegexField(DECIMAL, help_text="Above 0, at most 100.")
    source = serializers.CharField(  # type: ignore[assignment]  # a field, whatever its name
        allow_null=True, help_text="Code of the source."
    )


class OrganisationSerializer(serializers.Serializer[Any]):
    """A ministry, service, maker, export agency or joint venture."""

    code = serializers.CharField()
    name = serializers.CharField()
    aliases = serializers.ListField(child=serializers.CharField(), help_text="Other names.")
    country = serializers.CharField(help_text="ISO 3166-1 alpha-2 code.")
    kind = serializers.ChoiceField(choices=OrganisationKind.choices)
    shareholders = ShareholderSerializer(many=True, help_text="The largest first.")
