"""The story of a deal on the wire."""

from collections.abc import Callable
from datetime import datetime

from api.wire import statements
from api.wire.values import Wire, day, exact_instant
from deals.models import Source
from deliveries.story import Line, Story

IsPublished = Callable[[Source], bool]


def story(told: Story, known_at: datetime | None, is_published: IsPublished) -> Wire:
    """The history of a deal, line by line."""
    return {
        "ref": told.deal.ref,
        "as_of": day(told.day),
        "known_at": known_at and exact_instant(known_at),
        "terms": [_line(line, is_published) for line in told.terms],
        "chapters": [
            {
                "milestone": chapter.milestone.milestone.code,
                "title": chapter.milestone.milestone.title,
                "state": chapter.milestone.span.state,
                "lines": [_line(line, is_published) for line in chapter.lines],
            }
            for chapter in told.chapters
        ],
    }


def _line(line: Line, is_published: IsPublished) -> Wire:
    source = line.source
    return {
        "on": day(line.on),
        "reported": line.reported,
        "text": line.text,
        "source": statements.source(source) if source and is_published(source) else None,
        "effects": list(line.effects),
        "counts": line.counts,
    }
