"""Our words, and those of the codelists of OCDS 1.1 that they become.

What a closed list has no word for is left out, and the extension says it in ours. To an open list
the extension adds its own (`NEW_ROLES`, `NEW_DOCUMENT_TYPES`).
"""

from collections.abc import Mapping, Sequence

# partyRole, open. A buyer manages the procurement as well: the two are not told apart here.
ROLES: Mapping[str, Sequence[str]] = {
    "buyer": ("buyer", "procuringEntity"),
    "end_user": ("endUser",),
    "supplier": ("supplier",),
    "manufacturer": ("manufacturer",),
    "licensor": ("licensor",),
    "joint_venture": ("jointVenture",),
    "signatory": ("signatory",),
}
NEW_ROLES: Mapping[str, tuple[str, str]] = {
    "endUser": ("End user", "The service that will use what is bought."),
    "manufacturer": ("Manufacturer", "Who makes it, where another sells it."),
    "licensor": ("Licensor", "Who grants the licence under which it is made."),
    "jointVenture": ("Joint venture", "A venture of the parties that makes it."),
    "signatory": ("Signatory", "A party to an agreement in which nothing is bought."),
}

# documentType, open.
CITED = "citedSource"
NEW_DOCUMENT_TYPES: Mapping[str, tuple[str, str]] = {
    CITED: (
        "Cited source",
        "A publication, most often of the press, that a statement about the deal cites.",
    ),
}

# milestoneType, open: where it has no word, `code` has ours and `type` is left out.
MILESTONE_TYPES: Mapping[str, str] = {
    "approval": "approval",
    "signature": "approval",
    "ratification": "approval",
    "payment": "financing",
    "trial": "assessment",
    "acceptance": "assessment",
    "delivery": "delivery",
    "completion": "delivery",
}

# The section that a milestone belongs to; every other kind is of the implementation.
BEFORE_CONTRACT = ("approval", "negotiation")
OF_CONTRACT = ("signature", "ratification", "entry_into_force")

# method, closed: of a tender and a domestic purchase we do not know who could bid.
METHODS: Mapping[str, str] = {
    "inter_governmental": "direct",
    "direct": "direct",
    "fms": "direct",
    "emergency": "limited",
}
ROUTES: Mapping[str, str] = {
    "inter_governmental": "between governments",
    "direct": "direct purchase",
    "tender": "tender",
    "fms": "US Foreign Military Sales",
    "domestic": "domestic",
    "emergency": "emergency purchase",
}

# procurementCategory, closed; in an agreement nothing is bought.
PROCUREMENT: Mapping[str, str] = {
    "supply": "goods",
    "licence_production": "goods",
    "joint_production": "goods",
    "lease": "goods",
    "upgrade": "services",
}

# By the stage, as it was said last.
UNSIGNED = ("proposed", "negotiating", "approved")
SIGNED = ("signed", "in_force", "delivering", "delivered", "closed")
ENDED = ("closed", "terminated", "lapsed")

# tenderStatus, closed, of what is not signed; once it is signed, complete.
TENDER: Mapping[str, str] = {
    "proposed": "planning",
    "negotiating": "active",
    "approved": "active",
    "terminated": "cancelled",
    "lapsed": "unsuccessful",
}
