"""Addresses of the API."""

from django.urls import URLPattern, path, re_path

from api import lists, of_deals, records, views
from api.changes import Changes
from api.docs import Docs, Schema
from api.meta import Meta
from api.portfolio import Portfolio

app_name = "api"

OF_A_DEAL = "deals/<slug:ref>/"

urlpatterns: list[URLPattern] = [
    path("", views.Root.as_view(), name="root"),
    path("deals/", lists.Deals.as_view(), name="deals"),
    path(OF_A_DEAL, views.OneDeal.as_view(), name="deal"),
    path(f"{OF_A_DEAL}milestones/", of_deals.Milestones.as_view(), name="deal-milestones"),
    path(f"{OF_A_DEAL}claims/", of_deals.Claims.as_view(), name="deal-claims"),
    path(f"{OF_A_DEAL}terms/", of_deals.Terms.as_view(), name="deal-terms"),
    path(f"{OF_A_DEAL}counts/", of_deals.Counts.as_view(), name="deal-counts"),
    path(f"{OF_A_DEAL}events/", of_deals.Events.as_view(), name="deal-events"),
    path(f"{OF_A_DEAL}flags/", of_deals.Flags.as_view(), name="deal-flags"),
    path(f"{OF_A_DEAL}story/", records.Story.as_view(), name="deal-story"),
    path("milestones/", lists.Milestones.as_view(), name="milestones"),
    path("lots/", lists.Lots.as_view(), name="lots"),
    path("claims/", lists.Claims.as_view(), name="claims"),
    path("terms/", lists.Terms.as_view(), name="terms"),
    path("counts/", lists.Counts.as_view(), name="counts"),
    path("events/", lists.Events.as_view(), name="events"),
    path("sources/", lists.Sources.as_view(), name="sources"),
    path("organisations/", lists.Organisations.as_view(), name="organisations"),
    path("flags/", lists.Flags.as_view(), name="flags"),
    path("milestones/<slug:ref>/<slug:code>/", records.OneMilestone.as_view(), name="milestone"),
    path("claims/<int:id>/", records.OneClaim.as_view(), name="claim"),
    path("sources/<slug:code>/", records.OneSource.as_view(), name="source"),
    path("organisations/<slug:code>/", records.OneOrganisation.as_view(), name="organisation"),
    path("flags/<int:id>/", records.OneFlag.as_view(), name="flag"),
    path("portfolio/", Portfolio.as_view(), name="portfolio"),
    path("changes/", Changes.as_view(), name="changes"),
    path("meta/", Meta.as_view(), name="meta"),
    path("problems/<slug:name>/", views.Problem.as_view(), name="problem"),
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
    # Without its slash an address is not ours, so that Django can lead to the one with it.
    re_path(r"^[\s\S]*/$", views.Nowhere.as_view()),
]
