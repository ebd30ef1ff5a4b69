"""What a record looks like, for the journal."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models


def snapshot(record: models.Model) -> dict[str, Any]:
    """The record's own columns but its number, as plain values of JSON."""
    return {
        field.attname: _plain(field.value_from_object(record))
        for field in record._meta.concrete_fields
        if not field.primary_key
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value
