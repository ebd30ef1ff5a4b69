"""Who takes part, what is cited, and what happened around a deal."""

from collections.abc import Sequence

from api.ocds.facts import DealOn, Happened, Paper, Part
from api.ocds.values import Json, start_of, told, uri, window
from api.ocds.words import CITED, ROLES


def parties(parts: Sequence[Part]) -> list[Json]:
    """Each organisation once, with all its roles."""
    found: dict[str, Json] = {}
    for part in parts:
        party = found.setdefault(part.code, _party(part))
        party["roles"] += [role for role in ROLES[part.role] if role not in party["roles"]]
    return list(found.values())


def _party(part: Part) -> Json:
    return {
        "id": part.code,
        "name": part.name,
        "address": {"countryName": part.country_name},
        "roles": [],
        "slipwatch": {"country": part.country, "kind": part.kind},
    }


def references(parts: Sequence[Part], role: str) -> list[Json]:
    """Those in a role, as other sections refer to them."""
    return [{"id": part.code, "name": part.name} for part in parts if part.role == role]


def documents(papers: Sequence[Paper]) -> list[Json]:
    """The publications."""
    return [
        told(
            {
                "id": paper.code,
                "documentType": CITED,
                "title": f"{paper.publisher}, {paper.published.text}",
                "url": uri(paper.url),
                "datePublished": start_of(paper.published_on),
                "slipwatch": {
                    "publisher": paper.publisher,
                    "published": window(paper.published),
                    "reliability": paper.reliability,
                },
            }
        )
        for paper in papers
    ]


def beyond(deal: DealOn) -> Json:
    """What the standard cannot say of the deal as a whole."""
    return told(
        {
            "ref": deal.ref,
            "designation": deal.designation,
            "kind": deal.kind,
            "route": deal.route,
            "category": deal.category,
            "state": deal.state,
            "stage": deal.stage,
            "suspended": deal.is_suspended,
            "events": [_event(event) for event in deal.events],
        }
    )


def _event(event: Happened) -> Json:
    return told(
        {
            "code": event.code,
            "kind": event.kind,
            "title": event.title,
            "date": window(event.when),
            "source": event.source,
        }
    )
