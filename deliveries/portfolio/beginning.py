"""How a process begins that helps another: imports no model, for which Django must stand first."""

import django
from django.db import connections


def begin(database: str) -> None:
    """Set Django up, on the database of this name."""
    django.setup()
    connections["default"].settings_dict["NAME"] = database
