"""Addresses of the dashboard."""

from django.urls import URLPattern, path

from dashboard import views

app_name = "dashboard"

urlpatterns: list[URLPattern] = [
    path("", views.watch_list, name="watch_list"),
    path("deals/<slug:ref>/", views.deal, name="deal"),
    path("flags/", views.flags, name="flags"),
    path("changes/", views.changes, name="changes"),
    path("voices/", views.voices, name="voices"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<slug:code>/", views.organisation, name="organisation"),
    path("method/", views.method, name="method"),
]
