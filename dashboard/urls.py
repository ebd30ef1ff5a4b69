"""Addresses of the dashboard."""

from django.urls import URLPattern, path

from dashboard import account, views

app_name = "dashboard"

urlpatterns: list[URLPattern] = [
    path("", views.watch_list, name="watch_list"),
    path("deals/<slug:ref>/", views.deal, name="deal"),
    path("flags/", views.flags, name="flags"),
    path("account/", account.account, name="account"),
    path("account/keys/<int:number>/revoke/", account.revoke, name="revoke"),
]
