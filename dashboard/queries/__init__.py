"""What each page shows, gathered across the apps in a number of queries that never grows.

Every gathering begins at the deals that its reader may know of, and takes in nothing that was
reported after the day that the page is about.
"""

from dashboard.queries.changes import ChangesPage, changes_page
from dashboard.queries.deal import DealPage, deal_page
from dashboard.queries.flags import FlagsPage, flags_page
from dashboard.queries.method import MethodPage, method_page
from dashboard.queries.organisations import (
    OrganisationPage,
    OrganisationsPage,
    organisation_page,
    organisations_page,
)
from dashboard.queries.voices import SpeakerPage, VoicesPage, speaker_page, voices_page
from dashboard.queries.watch_list import WatchList, watch_list

__all__ = [
    "ChangesPage",
    "DealPage",
    "FlagsPage",
    "MethodPage",
    "OrganisationPage",
    "OrganisationsPage",
    "SpeakerPage",
    "VoicesPage",
    "WatchList",
    "changes_page",
    "deal_page",
    "flags_page",
    "method_page",
    "organisation_page",
    "organisations_page",
    "speaker_page",
    "voices_page",
    "watch_list",
]
