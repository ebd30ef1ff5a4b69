"""One filter, and a set of them, as a FilterSet that goes by what stood on a day."""

from collections.abc import Callable, Mapping
from copy import copy
from datetime import date
from typing import Any, Literal

from django.db.models import Q, QuerySet
from django.forms import Field, Form
from django_filters import Filter
from django_filters.filterset import FilterSet
from typing_extensions import override

from deliveries.filters import conditions as so
from deliveries.filters.conditions import On
from deliveries.filters.values import Takes, Values
from deliveries.periods import Period
from deliveries.standings import usual_period

Of = Literal["row", "milestone", "due", "value", "flag"]
Where = Callable[[Any, On], Q]


class Wanted(Filter):
    """One filter: what it takes, what it means, and what it lets through.

    `where` makes a condition of the value; `of` says of what: the row itself, its milestone (of a
    deal: that which decides), one that is due, or the latest word on the deal's value.
    """

    field_class: type[Field] = Values

    def __init__(self, takes: Takes, meaning: str, where: Where, *, of: Of = "row") -> None:
        super().__init__(takes=takes, label=meaning)  # type: ignore[no-untyped-call]
        self.takes, self.meaning, self.where, self.of = takes, meaning, where, of

    def __deepcopy__(self, memo: dict[int, Any]) -> "Wanted":
        """A FilterSet copies all its filters; nothing in one is ever changed."""
        return copy(self)


class Filters(FilterSet):
    """Filters of one kind of rows, as they stood on a day. What cannot be read lets all pass."""

    base_filters: Mapping[str, Wanted]

    def __init__(
        self,
        data: Mapping[str, Any],
        queryset: "QuerySet[Any]",
        *,
        day: date,
        period: Period | None = None,
    ) -> None:
        super().__init__(data, queryset)  # type: ignore[no-untyped-call]
        self.on = On(day, period or usual_period())

    @override
    def get_form_class(self) -> type[Form]:
        """A form of the filters that are given: there are many, and few are."""
        fields = {name: wanted.field for name, wanted in self.filters.items() if name in self.data}
        return type(f"{type(self).__name__}Form", (Form,), fields)

    @override
    def filter_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        found: dict[str, Q] = {}
        for name, value in self.form.cleaned_data.items():
            if value is not None:
                wanted = self.filters[name]
                found[wanted.of] = found.get(wanted.of, Q()) & wanted.where(value, self.on)
        for of, condition in found.items():
            queryset = queryset.filter(self.of(of, condition))
        return queryset

    def of(self, what: str, condition: Q) -> Q:
        """The condition for the row, from one for what it is told of."""
        return so.valued(condition, self.on) if what == "value" else condition

    @classmethod
    def amiss(cls, given: Mapping[str, list[str]]) -> dict[str, str]:
        """What is wrong with filters that do not go together, by name."""
        if len(set(given.get("currency", ()))) == 1:
            return {}
        asked = ("value__gte", "value__lte")
        why = "compares amounts of one currency: give it as currency"
        return {name: why for name in asked if name in cls.base_filters and given.get(name)}
