"""Django's entry for the app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Django's entry for the app."""

    name = "accounts"
