"""Lists of one deal."""

from api import lists, shapes
from api.descriptions import described_list
from api.listing import OfADeal


@described_list(
    shapes.MILESTONES, "Milestones of a deal", of_one_deal=True, answer=lists.MILESTONES
)
class Milestones(OfADeal, lists.Milestones):
    """Its milestones, in the order of the plan; for two days, those that are different."""


@described_list(shapes.CLAIMS, "Claims about a deal", of_one_deal=True)
class Claims(OfADeal, lists.Claims):
    """What was said about the dates of its milestones."""


@described_list(shapes.TERMS, "Terms of a deal", of_one_deal=True)
class Terms(OfADeal, lists.Terms):
    """What was said about its value, quantity, local content and stage."""


@described_list(shapes.COUNTS, "Counts of the lots of a deal", of_one_deal=True)
class Counts(OfADeal, lists.Counts):
    """Running totals of its lots."""


@described_list(shapes.EVENTS, "Events around a deal", of_one_deal=True)
class Events(OfADeal, lists.Events):
    """Dated context of it."""


@described_list(shapes.FLAGS, "Flags of a deal", of_one_deal=True)
class Flags(OfADeal, lists.Flags):
    """Findings about its milestones."""
