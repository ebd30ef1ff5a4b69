"""The order of each list. No two rows share a place, and none of the columns is ever null."""

from datetime import date

from api.pagination import Column, Order

IN_PLAN = (
    Column("deal__ref", attribute="milestone.deal.ref"),
    Column("milestone__position", int),
    Column("milestone_id", int),
)

DEALS = Order("deals", (Column("severity", int), Column("deal__ref")))
MILESTONES = Order("milestones", IN_PLAN)
CLAIMS = Order("claims", (Column("reported_on", date), Column("pk", int)))
SOURCES = Order("sources", (Column("code"),))
ORGANISATIONS = Order("organisations", (Column("code"),))
FLAGS = Order("flags", (*IN_PLAN, Column("kind")))
