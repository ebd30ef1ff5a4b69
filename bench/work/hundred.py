"""A hundred deals with their milestones: by the API, by a plain REST framework, by PostgreSQL."""

import json
from datetime import date
from typing import Any

from django.db import connection

from bench.serving import RIVAL, Load, Served, load, serve
from bench.work.clock import timed
from tests.api.described import description, validator

OURS = "/api/v1/deals/?limit=100&expand=milestones"
THEIRS = "/deals/"
SECONDS = 5.0  # of each load
CLIENTS = 4
PAGES = 20  # that nobody has asked for before

# The same rows with the same columns, nested in the same way, as one text.
_JSON = """
SELECT json_agg(row_to_json(deal))::text FROM (
    SELECT d.ref, d.designation, d.title, d.kind, d.route, d.category, d.unit, s.state, s.severity,
        s.stage, s.is_suspended, s.last_word_on, s.open, s.met, s.cancelled, s.slip,
        (SELECT json_agg(json_build_object(
                'organisation', o.code, 'name', o.name, 'role', p.role) ORDER BY p.id)
            FROM deals_party p JOIN vendors_organisation o ON o.id = p.organisation_id
            WHERE p.deal_id = d.id) AS parties,
        (SELECT json_agg(row_to_json(plan) ORDER BY plan.position, plan.id) FROM (
            SELECT m.id, m.position, m.code, m.title, m.kind, m.lot, span.progress, span.level,
                span.state, span.knowledge, span.inferred, span.floor, span.objective,
                span.threshold, span.last_word_on, span.flags, span.figures, span.reasons,
                past.figures AS past_figures, past.floor AS past_floor
            FROM deliveries_span span
            JOIN (SELECT m.*, row_to_json(l) AS lot FROM deals_milestone m
                  LEFT JOIN (SELECT milestone_id, item, quantity, mode FROM deliveries_lot) l
                  ON l.milestone_id = m.id) m ON m.id = span.milestone_id
            LEFT JOIN deliveries_span past ON past.milestone_id = m.id
                AND past.from_on <= %(before)s AND (past.to_on IS NULL OR past.to_on > %(before)s)
            WHERE span.deal_id = d.id AND span.from_on <= %(day)s
                AND (span.to_on IS NULL OR span.to_on > %(day)s)
        ) plan) AS milestones
    FROM deliveries_dealspan s JOIN deals_deal d ON d.id = s.deal_id
    WHERE s.from_on <= %(day)s AND (s.to_on IS NULL OR s.to_on > %(day)s)
        AND NOT EXISTS (SELECT 1 FROM deals_deal_restricted_to r WHERE r.deal_id = d.id)
    ORDER BY s.severity, d.ref LIMIT 100
) deal
"""


def run(today: str, runs: int, url: str) -> dict[str, Any]:
    """Answers a second of both, the seconds of one, and how many answers were held to be valid.

    `today` must be the day on which it runs: the API is asked for what stands now.
    """
    day = date.fromisoformat(today)
    ours: list[float] = []
    theirs: list[float] = []
    sql: list[float] = []
    alone: list[float] = []
    checked = 0
    with serve(url) as product, serve(url, RIVAL) as rival:
        for served, path in ((product, OURS), (rival, THEIRS)):
            load(served, lambda _, path=path: path, 1.0, CLIENTS)  # type: ignore[misc]
        for _ in range(max(1, runs // 2)):
            for served, path, rates in ((product, OURS, ours), (rival, THEIRS, theirs)):
                found = load(served, lambda _, path=path: path, SECONDS, CLIENTS)  # type: ignore[misc]
                rates.append(found.rate)
                if served is product:
                    checked += _valid(found)
        for _ in range(10 * runs):
            alone.append(product.get(OURS).seconds)
            sql.append(timed(_by_the_database, day)[0])
        fresh = _fresh(product, rival)
        size = len(product.get(OURS).body), len(rival.get(THEIRS).body), _by_the_database(day)
    return {
        "ours": ours,
        "theirs": theirs,
        "alone": alone,
        "sql": sql,
        "fresh": fresh,
        "checked": checked,
        "sizes": size,
    }


def _valid(found: Load) -> int:
    """How many answers there were; raises ValidationError unless each is as it is described."""
    told = description()["paths"]["/api/v1/deals/"]["get"]["responses"]["200"]["content"]
    schema = validator(told["application/json"]["schema"]["$ref"])
    for body in found.bodies.values():
        schema.validate(json.loads(body))
    return found.answers


def _by_the_database(day: date) -> int:
    """Read the text; how long it is."""
    with connection.cursor() as cursor:
        cursor.execute(_JSON, {"day": day, "before": day.replace(year=day.year - 1)})
        row = cursor.fetchone()
    return len(row[0])


def _fresh(product: Served, rival: Served) -> list[tuple[float, float]]:
    """Seconds of each page of a walk through the list, where every milestone is a new one."""
    taken = []
    path: str | None = OURS
    for number in range(1, PAGES + 1):
        if path is None:
            break
        ours = product.get(path)
        theirs = rival.get(f"{THEIRS}?offset={100 * (number - 1)}")
        taken.append((ours.seconds, theirs.seconds))
        path = _path(json.loads(ours.body)["next"])
    return taken[1:] or taken  # the first page has been asked for


def _path(address: str | None) -> str | None:
    return address and "/" + address.split("/", 3)[3]
