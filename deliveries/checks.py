"""What no single row can break: checks across rows, made by the actions under the deal's lock."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, Sum

from deals import dates
from deals.models import Alias, Claim, Deal, Milestone, Precedence, Source
from deliveries.facts import Step, in_order
from vendors.models import Organisation, Shareholding


def across(record: Any) -> None:
    """Run the checks that concern a record just saved; a refusal undoes the transaction."""
    if isinstance(record, Shareholding):
        shares(record.venture)
        if record.source and not Source.objects.filter(code=record.source).exists():
            raise ValidationError({"source": f"“{record.source}” is not the code of a source."})
    if isinstance(record, Alias):
        one_step(record)
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


def one_step(alias: Alias) -> None:
    """An alias leads to a name that leads no further, so that one look finds the speaker."""
    further = Alias.objects.filter(said_by=alias.speaker).first()
    if further is not None:
        told = f"“{alias.speaker}” is itself another name, of “{further.speaker}”: choose that."
        raise ValidationError({"speaker": told})
    if Alias.objects.filter(speaker=alias.said_by).exists():
        told = f"Others are counted under “{alias.said_by}”: lead those to “{alias.speaker}” first."
        raise ValidationError({"said_by": told})


def same_deal(link: Precedence) -> None:
    """A milestone follows milestones of its own deal."""
    if link.milestone.deal_id != link.predecessor.deal_id:
        raise ValidationError(
            {"predecessor": f"“{link.predecessor}” belongs to another deal; choose one of its own."}
        )


def no_circle(deal: Deal) -> None:
    """Milestones, with the anchors of relative dates, do not wait for each other in a circle."""
    Waits([deal.pk]).refuse_circle(deal.pk)


class Waits:
    """Which milestones of deals wait for which: for predecessors, and anchors of relative dates.

    Read in two queries, whatever the number of deals. Milestones are known by their codes.
    """

    def __init__(self, deals: Collection[int]) -> None:
        self.found: dict[int, dict[str, set[str]]] = {deal: {} for deal in deals}
        links = Precedence.objects.filter(milestone__deal__in=deals)
        anchored = Claim.objects.standing().filter(milestone__deal__in=deals, anchor__isnull=False)
        columns = ("milestone__deal_id", "milestone__code")
        for deal, code, other in (
            *links.values_list(*columns, "predecessor__code"),
            *anchored.order_by().values_list(*columns, "anchor__code"),
        ):
            self.found[deal].setdefault(code, set()).add(other)

    def add(self, deal: int, code: str, anchor: str) -> None:
        """Let one milestone wait for another; refuse it where that closes a circle."""
        waits = self.found[deal]
        if anchor in waits.get(code, ()):
            return
        closes = self._reaches(waits, anchor, code)
        waits.setdefault(code, set()).add(anchor)
        if closes:
            try:
                self.refuse_circle(deal)
            finally:
                waits[code].discard(anchor)

    def refuse_circle(self, deal: int) -> None:
        """Raise ValidationError, naming the milestones, where there is a circle."""
        codes = Milestone.objects.filter(deal=deal).values_list("code", flat=True)
        waits = self.found[deal]
        steps = tuple(
            Step(code, code, "", tuple((other, 0) for other in sorted(waits.get(code, ()))))
            for code in codes
        )
        try:
            in_order(steps, ())
        except ValueError as circle:
            raise ValidationError(
                {"predecessor": f"A milestone cannot follow itself: {circle}."}
            ) from None

    @staticmethod
    def _reaches(waits: Mapping[str, Collection[str]], code: str, other: str) -> bool:
        """Whether the one waits for the other, through any number of steps."""
        seen, ahead = set[str](), [code]
        while ahead:
            here = ahead.pop()
            if here == other:
                return True
            if here not in seen:
                seen.add(here)
                ahead += waits.get(here, ())
        return False


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
