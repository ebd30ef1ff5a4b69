"""The orders of each list, its usual one first.

No two rows share a place, and none of the columns is ever null. Those that are no columns of the
table come with `reckoned` (see the spans' queries).
"""

from collections.abc import Mapping
from datetime import date

from api.pagination import LONGEST_NAME, Column, Order

IN_PLAN = (
    Column("deal__ref", attribute="milestone.deal.ref"),
    Column("milestone__position", int),
    Column("milestone_id", int),
)
_REF = Column("deal__ref")
_NAMED = Column("named", longest=LONGEST_NAME)
_WORST = Column("severity", int)
_DUE = Column("due_on", date)
_SLIPPED = Column("slipped", int)
_MOST_SLIPPED = Column("slipped", int, down=True)
_SILENT = Column("said_on", date)
_SPOKEN_OF = Column("said_on", date, down=True)


def _orders(name: str, usual: str, **others: tuple[Column, ...]) -> Mapping[str, Order]:
    """Orders by what they are called in an address; a cursor of one is none of another."""
    return {
        how: Order(name if how == usual else f"{name}:{how}", columns)
        for how, columns in others.items()
    }


DEALS = _orders(
    "deals",
    "severity",
    **{
        "severity": (_WORST, _REF),
        "worst": (_WORST, _MOST_SLIPPED, _REF),
        "ref": (_REF,),
        "designation": (_NAMED, _REF),
        "slip": (_SLIPPED, _REF),
        "-slip": (_MOST_SLIPPED, _REF),
        "due": (_DUE, _REF),
        "last_word_on": (_SILENT, _REF),
        "-last_word_on": (_SPOKEN_OF, _REF),
    },
)
PACKAGES = _orders("ocds", "ref", ref=(_REF,))
MILESTONES = _orders(
    "milestones",
    "plan",
    **{
        "plan": IN_PLAN,
        "severity": (_WORST, *IN_PLAN),
        "slip": (_SLIPPED, *IN_PLAN),
        "-slip": (_MOST_SLIPPED, *IN_PLAN),
        "due": (_DUE, *IN_PLAN),
        "last_word_on": (_SILENT, *IN_PLAN),
        "-last_word_on": (_SPOKEN_OF, *IN_PLAN),
    },
)
LOTS = _orders("lots", "plan", plan=IN_PLAN)


def _said(name: str) -> Mapping[str, Order]:
    return _orders(
        name,
        "reported_on",
        **{
            "reported_on": (Column("reported_on", date), Column("pk", int)),
            "-reported_on": (Column("reported_on", date, down=True), Column("pk", int, down=True)),
            "id": (Column("pk", int),),
        },
    )


CLAIMS, TERMS, COUNTS, EVENTS = map(_said, ("claims", "terms", "counts", "events"))
SOURCES = _orders(
    "sources",
    "code",
    **{
        "code": (Column("code"),),
        "published_on": (Column("published_on", date), Column("code")),
        "-published_on": (Column("published_on", date, down=True), Column("code")),
    },
)
ORGANISATIONS = _orders("organisations", "code", code=(Column("code"),))
FLAGS = Order("flags", (*IN_PLAN, Column("kind")))
