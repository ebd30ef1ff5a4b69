"""Addresses of the dashboard."""

from django.urls import URLPattern, path

from dashboard import chart_views, views

app_name = "dashboard"

urlpatterns: list[URLPattern] = [
    path("", views.watch_list, name="watch_list"),
    path("deals/<slug:ref>/", views.deal, name="deal"),
    path("deals/<slug:ref>/<slug:name>.<slug:form>", chart_views.chart, name="chart"),
    path("flags/", views.flags, name="flags"),
]
