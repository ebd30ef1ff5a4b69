"""All milestones as CSV by the API, and the same rows and columns by COPY."""

from datetime import date
from typing import Any

from django.db import connection

from bench.serving import serve
from bench.work.clock import timed

PATH = "/api/v1/milestones/?format=csv"
BEGIN = 64e6  # bytes, by which all that a worker keeps has come: some 90,000 rows
_COPY = """
COPY (
    SELECT d.ref, m.code, m.title, m.kind, s.progress, s.level, s.state, s.knowledge, s.inferred,
        s.objective, s.threshold, s.last_word_on, s.estimate_earliest, s.estimate_latest,
        s.original_day, s.baseline_day, s.flags, s.figures, s.reasons, l.item, l.quantity, l.mode,
        past.figures AS past
    FROM deliveries_span s
    JOIN deals_milestone m ON m.id = s.milestone_id
    JOIN deals_deal d ON d.id = s.deal_id
    LEFT JOIN deliveries_lot l ON l.milestone_id = m.id
    LEFT JOIN deliveries_span past ON past.milestone_id = m.id
        AND past.from_on <= '{before}' AND (past.to_on IS NULL OR past.to_on > '{before}')
    WHERE s.from_on <= '{day}' AND (s.to_on IS NULL OR s.to_on > '{day}')
    ORDER BY d.ref, m.position, m.id
) TO STDOUT WITH CSV HEADER
"""


class _Counter:
    """Counts what is written to it."""

    size = 0

    def write(self, text: bytes) -> int:
        """Take the bytes and forget them."""
        self.size += len(text)
        return len(text)


def run(today: str, url: str) -> dict[str, Any]:
    """Seconds and bytes of both, and the memory of a worker after the first rows and after all."""
    day = date.fromisoformat(today)
    with serve(url) as product:
        for _ in range(4):  # so that each worker has been asked
            product.size(PATH, BEGIN)
        few = product.highest()
        size, seconds = product.size(PATH)
        most = product.highest()
    copied, other = timed(_copied, day)
    return {
        "ours": [size, seconds],
        "copy": [other, copied],
        "few": few,
        "most": most,
    }


def _copied(day: date) -> int:
    counter = _Counter()
    before = day.replace(year=day.year - 1)
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(_COPY.format(day=day, before=before), counter)
    return counter.size
