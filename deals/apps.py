"""Django's entry for the app."""

from django.apps import AppConfig


class DealsConfig(AppConfig):
    """Django's entry for the app."""

    name = "deals"
