"""The latest claim of each milestone on a past day: from the spans, and by DISTINCT ON."""

from datetime import date, timedelta
from typing import Any

from django.db import connection

from bench.work.clock import in_turn
from deliveries.models import Span

YEARS = 3
INDEX = "bench_latest_claim"

# The order of `Word.order` (deliveries/weighing.py), latest first: the day held, credibility, dated
# before undated, contracted before others, the later date.
_ORDER = """
    (coalesce(in_force_on, reported_on)) DESC,
    credibility,
    (edtf <> '' OR anchor_id IS NOT NULL) DESC,
    (kind <> 'contracted') DESC,
    (CASE WHEN edtf = '' THEN '-infinity'::date ELSE coalesce(latest, 'infinity'::date) END) DESC,
    (coalesce(earliest, '-infinity'::date)) DESC,
    kind COLLATE "C" DESC
"""
_COUNTS = "retracted_at IS NULL AND rank <> 'deprecated'"
# With these in the index the rival never looks at the table.
_INCLUDED = "reported_on, in_force_on, edtf, anchor_id, earliest, latest, kind"
_DISTINCT = f"""
    SELECT DISTINCT ON (milestone_id) milestone_id, id
    FROM deals_claim
    WHERE {_COUNTS} AND reported_on <= %s
    ORDER BY milestone_id, {_ORDER}, id DESC
"""
# Where all this is the same, more decides: for comparing alone, since it would slow the rival down.
_WHOLE = """
    side COLLATE "C" DESC, rank COLLATE "C" DESC,
    (SELECT code FROM deals_source WHERE id = source_id) COLLATE "C" DESC,
    said_by COLLATE "C" DESC, reported_on DESC, id DESC
"""
_EXACT = _DISTINCT.replace("id DESC", _WHOLE)


def run(today: str, runs: int) -> dict[str, Any]:
    """Seconds of both, how many rows each gives, and in how many they differ."""
    day = date.fromisoformat(today) - timedelta(days=365 * YEARS)
    if not Span.objects.filter(hears__isnull=False).exists():
        return {"missing": "no span says which claim it hears"}
    _prepare()
    try:
        return _compared(day, runs)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP INDEX {INDEX}")  # other lines write claims


def _compared(day: date, runs: int) -> dict[str, Any]:
    heard = Span.objects.heard_on(day).values_list("milestone_id", "hears")
    spans, values = heard.query.sql_with_params()
    claims = (_DISTINCT, (day,))
    rows = _one("SELECT count(*) FROM (%s) AS spans" % spans, values)  # noqa: UP031
    differ = _one(
        f"WITH one AS ({spans}), other AS ({_EXACT}) SELECT count(*) FROM ("
        "(TABLE one EXCEPT TABLE other) UNION ALL (TABLE other EXCEPT TABLE one)) AS apart",
        (*values, day),
    )
    taken = in_turn(
        {"spans": lambda: _summed(spans, values), "claims": lambda: _summed(*claims)}, runs
    )
    return {**taken, "day": day.isoformat(), "rows": rows, "differ": differ}


def _prepare() -> None:
    """The rival's index, and both tables as a night's autovacuum leaves them."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE INDEX IF NOT EXISTS {INDEX} ON deals_claim (milestone_id, {_ORDER}, id DESC) "
            f"INCLUDE ({_INCLUDED}) WHERE {_COUNTS}"
        )
        for table in ("deals_claim", "deliveries_span"):
            cursor.execute(f"VACUUM ANALYZE {table}")


def _summed(query: str, values: tuple[Any, ...]) -> int:
    """Have the database find all rows and add them up: what sending them costs is no one's gain."""
    columns = "milestone_id, number"
    return _one(f"SELECT count(*) + sum(number) FROM ({query}) AS found ({columns})", values)


def _one(query: str, values: tuple[Any, ...]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
    return int(row[0] or 0) if row else 0
