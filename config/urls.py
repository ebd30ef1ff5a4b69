"""Addresses: the doors and the way in."""

from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import URLPattern, URLResolver, include, path

from config.health import healthz
from config.passwords import PasswordChange

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/password_change/", admin.site.admin_view(PasswordChange.as_view())),
    path("admin/", admin.site.urls),
    path("accounts/login/", LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("api/v1/", include("api.urls")),
    path("healthz", healthz, name="healthz"),
    path("", include("dashboard.urls")),
]
