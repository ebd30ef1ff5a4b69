"""Named points at which a process dies or waits when a test orders it to.

The product's code is as it is: its functions are wrapped from outside, in worker processes and
writers of the tests alone. An order is a file; of all processes that come by, the first to take it
away obeys.
"""

import itertools
import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from pathlib import Path
from typing import Any, Literal

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from deliveries import batches, derivation, flags, rebuilding, scanning, taking
from journal.ledger import Ledger

Do = Literal["die", "die with all", "wait"]
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "begin": scanning.begin,  # the day that a scan is for is noted
    "end": scanning.end,  # all is settled, and noted
    "derive": derivation.derive_many,
    "settle": flags.settle_many,
    "follow": scanning.follow,
}
METHODS: dict[str, tuple[type, str]] = {
    "journal": (Ledger, "write"),
    "commit": (BaseDatabaseWrapper, "commit"),
}
STATEMENT = "before statement"  # any SQL that is sent
POINTS = tuple(f"{side} {name}" for name in (*FUNCTIONS, *METHODS) for side in ("before", "after"))
SMALL = 2  # deals: where the tests have few, let there be several batches and ranges all the same
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Order:
    """What whoever comes to a point for the n-th time shall do; `who` is the role it plays."""

    folder: Path
    number: int
    point: str
    nth: int = 1
    do: Do = "die"
    who: str = "worker"

    @classmethod
    def give(cls, folder: Path, point: str, **how: Any) -> "Order":
        """Lay the order down where every process passes."""
        assert point in (*POINTS, STATEMENT), point
        order = cls(folder, next(_numbers), point, **how)
        draft = order._file("draft")
        draft.write_text(json.dumps({"point": point, **how}))
        draft.rename(order._file("json"))
        return order

    def is_obeyed(self) -> bool:
        """Whether somebody has died of it, or waits."""
        return not self._file("json").exists()

    def resume(self) -> None:
        """Let go on whoever waits."""
        self._file("resume").touch()

    def withdraw(self) -> bool:
        """Take it back; whether it was still there."""
        try:
            self._file("json").unlink()
        except FileNotFoundError:
            return False
        return True

    def obey(self) -> None:
        """Do it, if nobody else was first."""
        if not self.withdraw():
            return
        if self.do == "wait":
            while not self._file("resume").exists():
                time.sleep(0.01)
            return
        with (self.folder / "deaths").open("a") as deaths:
            deaths.write(f"{self.who} {self.point}\n")
        if self.do == "die with all":
            os.killpg(os.getpgrp(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)

    def _file(self, suffix: str) -> Path:
        return self.folder / f"order-{self.number}.{suffix}"


class Passing:
    """Counts how often this process comes to each point, and obeys what is ordered there."""

    def __init__(self, folder: Path, who: str) -> None:
        self.folder, self.who = folder, who
        self.seen: Counter[int] = Counter()

    def at(self, point: str) -> None:
        """Called at each point."""
        for name in os.listdir(self.folder):
            if name.startswith("order-") and name.endswith(".json"):
                order = self._read(name)
                if order is not None and (order.point, order.who) == (point, self.who):
                    self.seen[order.number] += 1
                    if self.seen[order.number] >= order.nth:
                        order.obey()

    def _read(self, name: str) -> Order | None:
        try:
            told = json.loads((self.folder / name).read_text())
        except FileNotFoundError:
            return None  # another was first
        return Order(self.folder, int(name.split("-")[1].split(".")[0]), **told)


def install(folder: Path, who: str) -> None:
    """Let this process pass the points from now on."""
    passing = Passing(folder, who)
    for name, function in FUNCTIONS.items():
        _replace(function, _around(name, function, passing))
    for name, (kind, method) in METHODS.items():
        setattr(kind, method, _around(name, getattr(kind, method), passing))

    def before_statement(execute: Callable[..., Any], *arguments: Any) -> Any:
        passing.at(STATEMENT)
        return execute(*arguments)

    connection.execute_wrappers.append(before_statement)
    _replace(batches.in_batches, partial(batches.in_batches, size=SMALL))
    vars(taking).update(SIZE=SMALL)
    vars(rebuilding).update(SMALLEST=2 * SMALL)


def _around(name: str, function: Callable[..., Any], passing: Passing) -> Callable[..., Any]:
    @wraps(function)
    def wrapped(*arguments: Any, **named: Any) -> Any:
        passing.at(f"before {name}")
        returned = function(*arguments, **named)
        passing.at(f"after {name}")
        return returned

    return wrapped


def _replace(function: Callable[..., Any], wrapped: Callable[..., Any]) -> None:
    """Under whatever name a module of the product has imported it."""
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("deliveries"):
            for name, value in list(vars(module).items()):
                if value is function:
                    setattr(module, name, wrapped)
