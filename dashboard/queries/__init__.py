"""What each page shows, gathered across the apps in a number of queries that never grows.

Every gathering begins at the deals that its reader may know of, and takes in nothing that was
reported after the day that the page is about.
"""

from dashboard.queries.changes import ChangesPage, changes_page
from dashboard.queries.deal import DealPage, deal_page
from dashboard.queries.deliveries import deliveries_shown
from dashboard.queries.delivery_table import HEADINGS as DELIVERY_HEADINGS
from dashboard.queries.delivery_table import delivery_rows
from dashboard.queries.evidence import Evidence, evidence
from dashboard.queries.flags import FlagsPage, flags_page
from dashboard.queries.method import MethodPage, method_page
from dashboard.queries.organisations import (
    OrganisationPage,
    OrganisationsPage,
    organisation_page,
    organisations_page,
)
from dashboard.queries.speaker import SpeakerPage, speaker_page
from dashboard.queries.states import HEADINGS as STATE_HEADINGS
from dashboard.queries.states import state_rows, states_shown
from dashboard.queries.timeline import timeline_shown
from dashboard.queries.timeline_table import HEADINGS as TIMELINE_HEADINGS
from dashboard.queries.timeline_table import timeline_rows
from dashboard.queries.trend import trend_shown
from dashboard.queries.trend_table import HEADINGS as STATEMENT_HEADINGS
from dashboard.queries.trend_table import statement_rows
from dashboard.queries.voices import VoicesPage, voices_page
from dashboard.queries.watch_list import WatchList, watch_list

__all__ = [
    "DELIVERY_HEADINGS",
    "STATEMENT_HEADINGS",
    "STATE_HEADINGS",
    "TIMELINE_HEADINGS",
    "ChangesPage",
    "DealPage",
    "Evidence",
    "FlagsPage",
    "MethodPage",
    "OrganisationPage",
    "OrganisationsPage",
    "SpeakerPage",
    "VoicesPage",
    "WatchList",
    "changes_page",
    "deal_page",
    "deliveries_shown",
    "delivery_rows",
    "evidence",
    "flags_page",
    "method_page",
    "organisation_page",
    "organisations_page",
    "speaker_page",
    "state_rows",
    "statement_rows",
    "states_shown",
    "timeline_rows",
    "timeline_shown",
    "trend_shown",
    "voices_page",
    "watch_list",
]
