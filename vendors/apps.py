"""Django's entry for the app."""

from django.apps import AppConfig


class VendorsConfig(AppConfig):
    """Django's entry for the app."""

    name = "vendors"
