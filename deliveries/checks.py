"""What no single row can break: checks across rows, made by the actions under the deal's lock."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, Sum

from deals import dates
from deals.models import Claim, Deal, Milestone, Precedence, Source
from deliveries.facts import Step, in_order
from vendors.models import Organisation, Shareholding


def across(record: Any) -> None:
    """Run the checks that concern a record just saved; a refusal undoes the transaction."""
    if isinstance(record, Shareholding):
        shares(record.venture)
        if record.source and not Source.objects.filter(code=record.source).exists():
            raise ValidationError({"source": f"“{record.source}” is not the code of a source."})
    if isinstance(record, Precedence):
        same_deal(record)
        no_circle(record.milestone.deal)


def shares(venture: Organisation) -> None:
    """Shareholders together hold 100 percent at most; the lock makes two at once count both."""
    Organisation.objects.select_for_update().get(pk=venture.pk)
    total = round(float(venture.shareholders.aggregate(all=Sum("percent"))["all"] or 0), 2)
    if total > 100:
        raise ValidationError(
            {"percent": f"With this the shareholders of {venture} hold {total:g} %; 100 at most."}
        )


def same_deal(link: Precedence) -> None:
    """A milestone follows milestones of its own deal."""
    if link.milestone.deal_id != link.predecessor.deal_id:
        raise ValidationError(
            {"predecessor": f"“{link.predecessor}” belongs to another deal; choose one of its own."}
        )


def no_circle(deal: Deal, extra: tuple[str, str] | None = None) -> None:
    """Milestones, with the anchors of relative dates, do not wait for each other in a circle.

    `extra` is one more link (milestone, what it waits for) that is about to be made.
    """
    links = Precedence.objects.filter(milestone__deal=deal)
    pairs = set(links.values_list("milestone__code", "predecessor__code"))
    anchored = Claim.objects.standing().filter(milestone__deal=deal, anchor__isnull=False)
    pairs |= set(anchored.values_list("milestone__code", "anchor__code"))
    if extra:
        pairs.add(extra)
    codes = deal.milestones.values_list("code", flat=True)
    steps = tuple(
        Step(code, code, "", tuple((b, 0) for a, b in sorted(pairs) if a == code)) for code in codes
    )
    try:
        in_order(steps, ())
    except ValueError as circle:
        raise ValidationError(
            {"predecessor": f"A milestone cannot follow itself: {circle}."}
        ) from None


def read_publication(source: Source) -> None:
    """Turn the stated date of publication into its days; refuse what cannot be read."""
    try:
        window = dates.read_window(source.published_edtf)
    except dates.DateRefused as refused:
        raise ValidationError({"published_edtf": str(refused)}) from None
    if window.latest is None:
        raise ValidationError({"published_edtf": "A publication has a day, a month or a year."})
    source.published_edtf, source.published_on = window.edtf, window.latest


def nothing_depends_on(record: Any) -> None:
    """Refuse to remove what claims, terms, counts, parties or milestones still rest on."""
    found = {
        str(related.related_model._meta.verbose_name_plural): number
        for related in record._meta.related_objects
        if related.related_name != "+" and (number := _dependants(record, related))
    }
    if isinstance(record, Milestone):
        found.pop("precedences", None)  # they are part of the plan and go with it
    if isinstance(record, Source):
        found |= _cited_by_code(record)
    if found:
        listed = ", ".join(f"{name}: {number}" for name, number in sorted(found.items()))
        raise ValidationError(f"“{record}” cannot be removed; what depends on it: {listed}.")


def goes_with(record: Any) -> list[Precedence]:
    """What is removed with a record: a milestone's links to others, each on record for itself."""
    if not isinstance(record, Milestone):
        return []
    return list(Precedence.objects.filter(Q(milestone=record) | Q(predecessor=record)))


def _cited_by_code(source: Source) -> dict[str, int]:
    number = Shareholding.objects.filter(source=source.code).count()
    return {"shareholdings": number} if number else {}


def _dependants(record: Any, related: Any) -> int:
    if related.related_model._meta.model_name in ("span", "dealspan", "flag"):
        return 0
    found: int = related.related_model._default_manager.filter(
        **{related.field.name: record}
    ).count()
    return found
