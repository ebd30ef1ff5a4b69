"""Where the time of deriving goes."""

import cProfile
import pstats
from datetime import date
from random import Random
from typing import Any

from django.db import transaction

from deals.models import Deal
from deliveries.derivation import derive_many

SAMPLE = 200  # deals


def run() -> dict[str, Any]:
    """The share of each part in deriving deals that are right already, and the costliest modules.

    Shares are of the time of the profile, which slows Python down and the database not.
    """
    numbers = list(Deal.objects.values_list("pk", flat=True))
    sample = Random(1).sample(numbers, min(SAMPLE, len(numbers)))  # noqa: S311
    profile = cProfile.Profile()
    with transaction.atomic():
        deals = list(Deal.objects.select_for_update().filter(pk__in=sample).order_by("pk"))
        profile.runcall(derive_many, deals, date.max)
    stats: Any = pstats.Stats(profile)
    total = stats.total_tt
    parts = {"reading facts": 0.0, "deriving": 0.0, "the database": 0.0}
    modules: dict[str, float] = {}
    for (file, _, name), (_, _, own, whole, _) in stats.stats.items():
        module = _module(file)
        modules[module] = modules.get(module, 0.0) + own
        if module == "deliveries.gathering" and name in ("gather", "read"):
            parts["reading facts"] += whole
        elif module == "deliveries.history" and name == "history":
            parts["deriving"] += whole
        elif name.startswith("<method 'execute"):
            parts["the database"] += own
    rest = total - parts["reading facts"] - parts["deriving"]
    shares = {
        "reading facts": parts["reading facts"] / total,
        "deriving": parts["deriving"] / total,
        "comparing and writing": rest / total,
        "in the database, of all": parts["the database"] / total,
    }
    costliest = sorted(modules.items(), key=lambda item: -item[1])[:8]
    return {
        "shares": shares,
        "modules": {name: own / total for name, own in costliest},
        "each": total / len(deals),
    }


def _module(file: str) -> str:
    """The module of a file, libraries by their first name."""
    for app in ("deliveries", "deals", "journal"):
        _, found, rest = file.rpartition(f"/{app}/")
        if found and "site-packages" not in file:
            return f"{app}.{rest.removesuffix('.py').replace('/', '.')}"
    _, found, rest = file.rpartition("/site-packages/")
    return rest.split("/")[0] if found else "Python"
