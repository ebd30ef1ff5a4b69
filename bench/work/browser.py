"""Somebody who asks the pages, in the process of the measurement."""

from importlib import import_module

from django.conf import settings
from django.test import Client


def browser() -> Client:
    """One who need not sign in; what a web server loads is loaded, and collected as it does."""
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.OPEN_READING = True
    import_module("config.wsgi")
    return Client()
