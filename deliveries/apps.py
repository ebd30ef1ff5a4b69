"""Django's entry for the app."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.module_loading import import_string
from typing_extensions import override


class DeliveriesConfig(AppConfig):
    """Django's entry for the app."""

    name = "deliveries"

    @override
    def ready(self) -> None:
        # By name: it knows the models, which are not there before this moment.
        register(import_string("deliveries.system_checks.histories"), Tags.database)
