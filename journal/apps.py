"""Django's entry for the app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Django's entry for the app."""

    name = "journal"
