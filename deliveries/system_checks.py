"""What `manage.py check --database default` says of the stored histories."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db import connections

from deliveries.derived_under import condition
from deliveries.models import Rebuild


def histories(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """A warning where the histories were derived under other margins or rules than are in force.

    Says nothing of a database that is not asked about or has no table for it yet.
    """
    for name in databases or ():
        if Rebuild._meta.db_table in connections[name].introspection.table_names():
            if advice := condition().advice:
                return [Warning(advice, id="deliveries.W001")]
    return []
