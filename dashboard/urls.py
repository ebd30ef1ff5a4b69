"""Addresses of the dashboard."""

from django.urls import URLPattern, path

from dashboard import (
    account,
    calendar_views,
    chart_views,
    compare_views,
    evidence_views,
    flag_views,
    icons,
    kept_views,
    list_files,
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
    path("deals/<slug:ref>/evidence.<slug:form>", evidence_views.file, name="evidence_file"),
    path("deals/<slug:ref>/<slug:name>.svg", chart_views.picture, name="picture"),
    path("deals/<slug:ref>/<slug:name>.csv", chart_views.data, name="data"),
    path("deals/<slug:ref>/<slug:name>.png", chart_views.picture, {"form": "png"}, name="png"),
    path("watch-list.<slug:form>", list_files.watch_list),
    path("changes.<slug:form>", list_files.changes),
    path("organisations.<slug:form>", list_files.organisations),
    path("flags/", flag_views.flags, name="flags"),
    path("flags/<int:number>/acknowledge/", flag_views.acknowledge, name="acknowledge"),
    path("changes/", views.changes, name="changes"),
    path("calendar/", calendar_views.calendar, name="calendar"),
    path("calendar.ics", calendar_views.feed, name="calendar_feed"),
    path("calendar.svg", calendar_views.picture, {"form": "svg"}),
    path("calendar.png", calendar_views.picture, {"form": "png"}),
    path("calendar.<slug:form>", calendar_views.file, name="calendar_file"),
    path("calendar/<str:token>.ics", calendar_views.subscribed, name="subscribed"),
    path("compare/", compare_views.compare, name="compare"),
    path("compare.svg", compare_views.picture, {"form": "svg"}),
    path("compare.png", compare_views.picture, {"form": "png"}),
    path("compare.<slug:form>", compare_views.file),
    path("icon/<slug:state>.svg", icons.icon, name="icon"),
    path("voices/", views.voices, name="voices"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<slug:code>/", views.organisation, name="organisation"),
    path("method/", views.method, name="method"),
    path("account/", account.account, name="account"),
    path("account/keys/<int:number>/revoke/", account.revoke, name="revoke"),
]
