"""Django's entry for the app."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """Django's entry for the app."""

    name = "dashboard"
