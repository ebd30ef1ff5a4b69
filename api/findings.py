"""The list of flags: for today those that were found here, for another day what its spans say."""

from dataclasses import dataclass
from datetime import date

from api.answers import suspended_deals
from api.known import Known
from api.orders import FLAGS, IN_PLAN
from api.pagination import Cursor, Order
from api.wire.deals import acknowledgement
from api.wire.values import Wire, day
from deals.models import Milestone
from deliveries.models import Flag, Span
from deliveries.standings import flagged_since

_SPANS = Order("flags", IN_PLAN)  # the same places but for the kind


@dataclass(frozen=True, slots=True)
class Finding:
    """A flag on a milestone; `flag` is the row found here, which only today has."""

    milestone: Milestone
    kind: str
    level: str
    opened_on: date
    flag: Flag | None = None

    @property
    def milestone_id(self) -> int:
        """Number of the milestone, as a span calls it."""
        return self.milestone.pk


def fetch(known: Known, cursor: Cursor, count: int) -> list[Finding]:
    """Up to `count` flags beyond the cursor, the nearest first."""
    return _found(known, cursor, count) if known.asked.is_today else _stood(known, cursor, count)


def _found(known: Known, cursor: Cursor, count: int) -> list[Finding]:
    flags = known.flags().select_related("milestone__deal", "acknowledged_by")
    return [
        Finding(f.milestone, f.kind, f.level, f.opened_on, f)
        for f in FLAGS.rows(flags, cursor, count)
    ]


def _stood(known: Known, cursor: Cursor, count: int) -> list[Finding]:
    """Those of the spans. Each span has one at least, and the cursor's own may have no more."""
    milestone = Cursor(cursor.place[: len(IN_PLAN)], cursor.is_backwards)
    spans = _SPANS.rows(known.flagged(), milestone, count + 1, including=True)
    pairs = [
        (span, kind)
        for span in spans
        for kind in sorted(_wanted(known, span), reverse=cursor.is_backwards)
        if _is_beyond(cursor, span, kind)
    ][:count]
    since = flagged_since({span.milestone_id for span, _ in pairs}, known.day)
    return [
        Finding(
            span.milestone,
            kind,
            span.level if kind == "slip" else "",
            since[span.milestone_id][kind],
        )
        for span, kind in pairs
    ]


def _wanted(known: Known, span: Span) -> list[str]:
    """The flags of a span, of the kinds that were asked for."""
    return [kind for kind in span.flags if not known.flag_kinds or kind in known.flag_kinds]


def number(known: Known, cursor: Cursor) -> int:
    """How many flags there are beyond the cursor."""
    if known.asked.is_today:
        return known.flags().filter(FLAGS.beyond(cursor)).count()
    milestone = Cursor(cursor.place[: len(IN_PLAN)], cursor.is_backwards)
    spans = known.flagged().filter(_SPANS.beyond(milestone, including=True))
    found = 0
    for span in spans.iterator(chunk_size=500):
        found += sum(_is_beyond(cursor, span, kind) for kind in _wanted(known, span))
    return found


def _is_beyond(cursor: Cursor, span: Span, kind: str) -> bool:
    if not cursor.place or _SPANS.place(span) != cursor.place[:-1]:
        return True
    last: str = cursor.place[-1]
    return kind < last if cursor.is_backwards else kind > last


def answer(known: Known, findings: list[Finding]) -> list[Wire]:
    """Flags on the wire."""
    suspended = suspended_deals(known, {f.milestone.deal_id for f in findings})
    return [
        {
            "id": f.flag and f.flag.pk,
            "deal": f.milestone.deal.ref,
            "milestone": f.milestone.code,
            "kind": f.kind,
            "level": f.level or None,
            "opened_on": day(f.opened_on),
            "suspended": f.milestone.deal_id in suspended,
            "acknowledged": _acknowledged(known, f.flag),
        }
        for f in findings
    ]


def _acknowledged(known: Known, flag: Flag | None) -> Wire | None:
    """What a person said about it, as long as that holds."""
    if flag is None or flag.acknowledged_at is None:
        return None
    wakes = flag.wakes_on
    return acknowledgement(flag) if wakes is None or wakes > known.day else None
