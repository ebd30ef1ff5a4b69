"""Addresses of the dashboard."""

from django.urls import URLPattern, path

from dashboard import (
    account,
    chart_views,
    evidence_views,
    flag_views,
    kept_views,
    list_views,
    views,
)

app_name = "dashboard"

urlpatterns: list[URLPattern] = [
    path("", list_views.watch_list, name="watch_list"),
    path("views/", kept_views.keep, name="keep_view"),
    path("views/<slug:slug>/", kept_views.opened, name="view"),
    path("account/views/<int:number>/rename/", kept_views.rename, name="rename_view"),
    path("account/views/<int:number>/delete/", kept_views.delete, name="delete_view"),
    path("deals/<slug:ref>/", views.deal, name="deal"),
    path("deals/<slug:ref>/evidence/", evidence_views.evidence, name="evidence"),
    path("deals/<slug:ref>/evidence.csv", evidence_views.evidence_csv, name="evidence_csv"),
    path("deals/<slug:ref>/<slug:name>.svg", chart_views.picture, name="picture"),
    path("deals/<slug:ref>/<slug:name>.csv", chart_views.data, name="data"),
    path("flags/", flag_views.flags, name="flags"),
    path("flags/<int:number>/acknowledge/", flag_views.acknowledge, name="acknowledge"),
    path("changes/", views.changes, name="changes"),
    path("voices/", views.voices, name="voices"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<slug:code>/", views.organisation, name="organisation"),
    path("method/", views.method, name="method"),
    path("account/", account.account, name="account"),
    path("account/keys/<int:number>/revoke/", account.revoke, name="revoke"),
]
