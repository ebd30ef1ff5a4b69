"""Addresses of the API."""

from django.urls import URLPattern, path, re_path

from api import lists, of_deals, open_contracting, records, views
from api.changes import Changes
from api.docs import Docs, Schema
from api.meta import Meta
from api.portfolio import Portfolio
from api.writing import views as writing

app_name = "api"

OF_A_DEAL = "deals/<slug:ref>/"

# What is read and written, or written alone.
written: list[URLPattern] = [
    path("deals/", writing.Deals.as_view(), name="deals"),
    path("deals/<slug:ref>/", writing.OneDeal.as_view(), name="deal"),
    path("deals/<slug:ref>/record/", writing.DealRecord.as_view(), name="deal_record"),
    path(
        "deals/<slug:ref>/milestones/<slug:code>/", writing.OneMilestone.as_view(), name="milestone"
    ),
    path("deals/<slug:ref>/lots/<slug:code>/", writing.OneLot.as_view(), name="lot"),
    path("milestones/", writing.Milestones.as_view(), name="milestones"),
    path("lots/", writing.Lots.as_view(), name="lots"),
    path("claims/", writing.Claims.as_view(), name="claims"),
    path("claims/bulk/", writing.ClaimsInBulk.as_view(), name="claims_in_bulk"),
    path("claims/<int:number>/", writing.OneClaim.as_view(), name="claim"),
    path("claims/<int:number>/retract/", writing.RetractClaim.as_view(), name="retract_claim"),
    path("terms/", writing.Terms.as_view(), name="terms"),
    path("terms/<int:number>/", writing.OneTerm.as_view(), name="term"),
    path("terms/<int:number>/retract/", writing.RetractTerm.as_view(), name="retract_term"),
    path("counts/", writing.Counts.as_view(), name="counts"),
    path("counts/<int:number>/", writing.OneCount.as_view(), name="count"),
    path("counts/<int:number>/retract/", writing.RetractCount.as_view(), name="retract_count"),
    path("events/", writing.Events.as_view(), name="events"),
    path("events/<int:number>/", writing.OneEvent.as_view(), name="event"),
    path("events/<int:number>/retract/", writing.RetractEvent.as_view(), name="retract_event"),
    path("events/<int:number>/link/", writing.LinkEvent.as_view(), name="link_event"),
    path("events/<int:number>/unlink/", writing.UnlinkEvent.as_view(), name="unlink_event"),
    path(
        "flags/<int:number>/acknowledge/",
        writing.AcknowledgeFlag.as_view(),
        name="acknowledge_flag",
    ),
    path("sources/", writing.Sources.as_view(), name="sources"),
    path("sources/<slug:code>/", writing.OneSource.as_view(), name="source"),
    path("organisations/", writing.Organisations.as_view(), name="organisations"),
    path("organisations/<slug:code>/", writing.OneOrganisation.as_view(), name="organisation"),
]
# Deals as the Open Contracting Data Standard has them.
ocds: list[URLPattern] = [
    path("ocds/releases/", open_contracting.AllReleases.as_view(), name="ocds_releases"),
    path("ocds/releases/<slug:ref>/", open_contracting.OneRelease.as_view(), name="ocds_release"),
    path("ocds/records/", open_contracting.AllRecords.as_view(), name="ocds_records"),
    path("ocds/records/<slug:ref>/", open_contracting.OneRecord.as_view(), name="ocds_record"),
    path(
        "ocds/extension/<str:name>", open_contracting.ExtensionFile.as_view(), name="ocds_extension"
    ),
    path(
        "ocds/extension/codelists/<str:name>",
        open_contracting.Codelist.as_view(),
        name="ocds_codelist",
    ),
]
urlpatterns: list[URLPattern] = [
    path("", views.Root.as_view(), name="root"),
    *written,
    path(f"{OF_A_DEAL}milestones/", of_deals.Milestones.as_view(), name="deal-milestones"),
    path(f"{OF_A_DEAL}claims/", of_deals.Claims.as_view(), name="deal-claims"),
    path(f"{OF_A_DEAL}terms/", of_deals.Terms.as_view(), name="deal-terms"),
    path(f"{OF_A_DEAL}counts/", of_deals.Counts.as_view(), name="deal-counts"),
    path(f"{OF_A_DEAL}events/", of_deals.Events.as_view(), name="deal-events"),
    path(f"{OF_A_DEAL}flags/", of_deals.Flags.as_view(), name="deal-flags"),
    path(f"{OF_A_DEAL}story/", records.Story.as_view(), name="deal-story"),
    path("milestones/<slug:ref>/<slug:code>/", records.OneMilestone.as_view(), name="standing"),
    path("flags/", lists.Flags.as_view(), name="flags"),
    path("flags/<int:id>/", records.OneFlag.as_view(), name="flag"),
    *ocds,
    path("portfolio/", Portfolio.as_view(), name="portfolio"),
    path("changes/", Changes.as_view(), name="changes"),
    path("meta/", Meta.as_view(), name="meta"),
    path("problems/<slug:name>/", views.Problem.as_view(), name="problem"),
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
    # Without its slash an address is not ours, so that Django can lead to the one with it.
    re_path(r"^[\s\S]*/$", views.Nowhere.as_view()),
]
