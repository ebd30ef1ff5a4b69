"""Addresses of the API."""

from django.urls import URLPattern, path, re_path

from api import views
from api.docs import Docs, Schema

app_name = "api"

urlpatterns: list[URLPattern] = [
    path("", views.Root.as_view(), name="root"),
    path("deals/", views.Deals.as_view(), name="deals"),
    path("deals/<slug:ref>/", views.OneDeal.as_view(), name="deal"),
    path("milestones/", views.Milestones.as_view(), name="milestones"),
    path("claims/", views.Claims.as_view(), name="claims"),
    path("sources/", views.Sources.as_view(), name="sources"),
    path("organisations/", views.Organisations.as_view(), name="organisations"),
    path("flags/", views.Flags.as_view(), name="flags"),
    path("problems/<slug:name>/", views.Problem.as_view(), name="problem"),
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
    # Without its slash an address is not ours, so that Django can lead to the one with it.
    re_path(r"^[\s\S]*/$", views.Nowhere.as_view()),
]
