"""What is wrong with a draft, field by field."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError

from deals import dates
from vendors.checked import Taken, check_constraints

# Days worked out from a stated text: what is wrong with the text is said of it, and once.
_DERIVED = {
    "reported_edtf": ("reported_on",),
    "in_force_edtf": ("in_force_on",),
    "threshold_edtf": ("threshold_on",),
    "edtf": ("by_on", "earliest", "latest"),
}


def _accepted() -> str:
    return "; ".join(form for form, _ in dates.ACCEPTED_FORMS)


class Errors:
    """Collects what is wrong, field by field, to raise it all at once."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def add(self, name: str, message: str) -> None:
        """Note one thing that is wrong with a field."""
        self.found.setdefault(name, []).append(message)

    def window(self, name: str, text: str, *, required: bool = True) -> dates.Window | None:
        """Read a stated date; what cannot be read is noted against the field."""
        if not text:
            if required:
                self.add(name, f"A date is needed. Accepted: {_accepted()}.")
            return None
        try:
            return dates.read_window(text)
        except dates.DateRefused as refused:
            self.add(name, str(refused))
            return None

    def check(self, record: Any, taken: Taken | None = None) -> None:
        """Add what the record itself finds wrong, except on fields already reported.

        `taken` tells whether what must be unique is on record; by default the database is asked.
        """
        derived = (day for name in self.found for day in _DERIVED.get(name, ()))
        exclude = {*self.found, *derived}
        self._hear(partial(record.full_clean, exclude, validate_constraints=False))
        self._hear(partial(check_constraints, record, exclude.union(self.found), taken))

    def _hear(self, check: Callable[[], None]) -> None:
        try:
            check()
        except ValidationError as wrong:
            for name, messages in wrong.message_dict.items():
                for message in messages:
                    self.add(name, message)

    def stop(self) -> None:
        """Raise what was found, if anything."""
        if self.found:
            raise ValidationError(self.found)
