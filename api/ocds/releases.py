"""A release tells a whole deal as it stood on a day; a record has it compiled.

The id of a release comes from all that it says: the same for what is the same, on whatever day it
is asked for, and another for anything else.
"""

import json
from datetime import date
from hashlib import sha256

from api.ocds.contracts import award, contract, contract_status, tender
from api.ocds.facts import DealOn
from api.ocds.parties import beyond, parties, references
from api.ocds.values import Json, start_of, told

COMPILED = "compiled"


def ocid_of(prefix: str, ref: str) -> str:
    """The Open Contracting ID of a deal: its ref stays for ever, so does this."""
    return f"{prefix}-{ref}"


def release(deal: DealOn, prefix: str) -> Json:
    """The deal as one release."""
    return _identified(_told(deal, prefix, tags(deal)))


def compiled(deal: DealOn, prefix: str) -> Json:
    """The deal as a compiled release."""
    return _identified(_told(deal, prefix, [COMPILED]))


def record(deal: DealOn, prefix: str, address: str) -> Json:
    """The compiled release, and a link to the release that tells the same.

    `address` is that of a package with the release. There is one: each tells the whole.
    """
    whole = release(deal, prefix)
    linked = {"url": f"{address}#{whole['id']}", "date": whole["date"], "tag": whole["tag"]}
    return {
        "ocid": whole["ocid"],
        "releases": [linked],
        "compiledRelease": compiled(deal, prefix),
    }


def tags(deal: DealOn) -> list[str]:
    """What the release is about: its sections, and what has become of the contract."""
    status = contract_status(deal)
    found = ["tender", "award", "contract"]
    if any(word.is_amended for word in deal.fixed):
        found.append("contractAmendment")
    if status in ("active", "terminated"):
        found.append("implementation")
    if status == "terminated":
        found.append("contractTermination")
    if status == "cancelled":
        found += ["tenderCancellation", "awardCancellation"]
    return found


def changed_on(deal: DealOn) -> date:
    """The last day, up to that of the answer, on which something that is told became so."""
    days = [deal.stood_since, *(step.stood_since for step in deal.steps)]
    days += [word.reported_on for word in deal.fixed]
    days += [said.reported_on for said in (deal.value, deal.quantity, deal.local_content) if said]
    days += [count.reported_on for count in deal.counts]
    days += [event.reported_on for event in deal.events]
    days += [paper.published_on for paper in deal.papers]
    return max(days)


def _told(deal: DealOn, prefix: str, tag: list[str]) -> Json:
    buyers = references(deal.parts, "buyer")
    return told(
        {
            "ocid": ocid_of(prefix, deal.ref),
            "date": start_of(changed_on(deal)),
            "tag": tag,
            "initiationType": "tender",
            "language": "en",
            "parties": parties(deal.parts),
            "buyer": buyers[0] if buyers else None,
            "tender": tender(deal),
            "awards": [award(deal)],
            "contracts": [contract(deal)],
            "slipwatch": beyond(deal),
        }
    )


def _identified(content: Json) -> Json:
    digest = sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
    day = content["date"][:10]
    return {"ocid": content["ocid"], "id": f"{content['ocid']}-{day}-{digest}", **content}
