"""The plan of a deal, a row for each milestone with its lot and what it comes after.

A row has, beside the milestone's own fields, its predecessors in one line ("contract, unit-1+30":
by code, with the least days between) and the three fields of its lot.
"""

import re
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from typing_extensions import override

from deals.models import Deal, Milestone
from deliveries.admin.door import RefusableForm, RefusableFormSet
from deliveries.models import Lot, Mode

LOT = ("item", "quantity", "mode")
MOST_DAYS = 32767  # of what the column holds

_LINK = re.compile(r"(?P<code>[-\w]+?)(?:\s*\+\s*(?P<days>\d{1,5}))?", re.ASCII)


def written(milestone: Milestone) -> str:
    """The predecessors in one line, as they are typed."""
    return ", ".join(
        f"{link.predecessor.code}+{link.lag_days}" if link.lag_days else link.predecessor.code
        for link in milestone.after.all()
    )


# A number in a row: a number field of the browser has no width of its own.
NARROW = forms.TextInput(attrs={"size": 3, "inputmode": "numeric"})


class MilestoneForm(RefusableForm[Milestone]):
    """A row of the plan."""

    position = forms.IntegerField(
        required=False,
        min_value=0,
        help_text="Its place in the plan; empty: at the end.",
        widget=NARROW,
    )
    after = forms.CharField(
        required=False,
        help_text="Codes of what comes before, with days between: contract, unit-1+30.",
        widget=AdminTextInputWidget(attrs={"size": 15, "class": ""}),
    )
    item = forms.CharField(
        required=False,
        max_length=120,
        label="Lot of",
        widget=AdminTextInputWidget(attrs={"size": 11, "class": ""}),
    )
    quantity = forms.IntegerField(
        required=False,
        min_value=1,
        label="Pieces",
        widget=NARROW,
    )
    mode = forms.ChoiceField(required=False, choices=[("", "—"), *Mode.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.initial["position"] = None
            return
        lot = lot_of(self.instance)
        self.initial["after"] = written(self.instance)
        self.initial.update({name: getattr(lot, name) for name in LOT} if lot else {})

    def clean_after(self) -> dict[str, int]:
        """The predecessors by code, each with its days."""
        found: dict[str, int] = {}
        for part in filter(None, (part.strip() for part in self.cleaned_data["after"].split(","))):
            match = _LINK.fullmatch(part)
            days = int(match["days"] or 0) if match else MOST_DAYS + 1
            if match is None or days > MOST_DAYS:
                raise ValidationError(
                    f"“{part}” is no predecessor: write codes of milestones with commas between, "
                    f"each perhaps with + and up to {MOST_DAYS} days, as in: contract, unit-1+30."
                )
            found[match["code"]] = days
        return found

    @override
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        given = {name for name in LOT if self.cleaned_data.get(name) not in (None, "")}
        if given:
            for name in LOT:
                if name not in given and name not in self.errors:
                    self.add_error(name, "A lot has an item, a number of pieces and a mode.")
        return cleaned


def lot_of(milestone: Milestone) -> Lot | None:
    """The milestone's lot, if it delivers one."""
    return getattr(milestone, "lot", None)


class PlanFormSet(RefusableFormSet[Milestone, Deal]):
    """The rows of a plan: their codes are all different, and they follow only each other."""

    def rows(self) -> list[Any]:
        """Those that are there once this is saved."""
        filled = [row for row in self.forms if row.instance.pk or row.has_changed()]
        return [row for row in filled if not row.cleaned_data.get(DELETION_FIELD_NAME)]

    @override
    def validate_unique(self) -> None:
        codes = [row.cleaned_data.get("code") for row in self.rows()]
        for row in self.rows():
            code = row.cleaned_data.get("code")
            if code and codes.count(code) > 1:
                row.add_error("code", f"“{code}” stands twice; each milestone has its own code.")

    @override
    def clean(self) -> None:
        super().clean()
        codes = [row.cleaned_data.get("code", row.instance.code) for row in self.rows()]
        for row, code in zip(self.rows(), codes, strict=True):
            after = row.cleaned_data.get("after")
            # A row that may only be looked at has what was written in place of what was read.
            unknown = (
                [c for c in after if c not in codes or c == code] if type(after) is dict else []
            )
            if unknown:
                listed = ", ".join(f"“{c}”" for c in unknown)
                others = ", ".join(c for c in codes if c != code) or "there is none"
                row.add_error("after", f"No other milestone here: {listed}. Accepted: {others}.")
