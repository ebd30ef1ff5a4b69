"""Addresses of the dashboard."""

from django.urls import URLPattern, path

from dashboard import account, chart_views, evidence_views, views

app_name = "dashboard"

urlpatterns: list[URLPattern] = [
    path("", views.watch_list, name="watch_list"),
    path("deals/<slug:ref>/", views.deal, name="deal"),
    path("deals/<slug:ref>/evidence/", evidence_views.evidence, name="evidence"),
    path("deals/<slug:ref>/evidence.csv", evidence_views.evidence_csv, name="evidence_csv"),
    path("deals/<slug:ref>/<slug:name>.svg", chart_views.picture, name="picture"),
    path("deals/<slug:ref>/<slug:name>.csv", chart_views.data, name="data"),
    path("flags/", views.flags, name="flags"),
    path("changes/", views.changes, name="changes"),
    path("voices/", views.voices, name="voices"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<slug:code>/", views.organisation, name="organisation"),
    path("method/", views.method, name="method"),
    path("account/", account.account, name="account"),
    path("account/keys/<int:number>/revoke/", account.revoke, name="revoke"),
]
