"""What a deal is called beside other deals: its designation, and who buys.

Two deals may have the same designation, or nearly: the S-400 of Turkey and the S-400 Triumf of
India. The country of the buyer tells them apart.
"""

from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from deals.choices import Role
from deals.models import Deal
from deliveries import wording


def with_parties(deals: Iterable[Deal]) -> None:
    """Read the parties of these deals at once: two queries, however many they are."""
    prefetch_related_objects(list(deals), "parties__organisation")


def buyers_of(deal: Deal) -> list[str]:
    """The countries that buy, each once."""
    buyers = (p.organisation for p in deal.parties.all() if p.role == Role.BUYER)
    return list(dict.fromkeys(wording.country(buyer.country_name) for buyer in buyers))


def name_of(deal: Deal) -> str:
    """The designation with the countries that buy, if any are recorded: S-400 Triumf (India)."""
    countries = buyers_of(deal)
    return f"{deal.designation} ({', '.join(countries)})" if countries else deal.designation
