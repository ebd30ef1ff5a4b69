"""Django's entry for the app."""

from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    """Django's entry for the app."""

    name = "deliveries"
