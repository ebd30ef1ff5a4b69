"""`manage.py make_portfolio`: a synthetic portfolio of any size."""

import os
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from typing_extensions import override

from deals.dates import add_months
from deals.models import Deal
from deliveries import local_jobs, rebuilding
from deliveries.catalogue.problems import Refused
from deliveries.management.commands.scan import a_day
from deliveries.portfolio.learning import learn
from deliveries.portfolio.making import MOST, Made, Order, last_number, make, take_stock
from journal.ledger import By
from journal.models import Door

YEARS = 10  # that a portfolio has room for at least
QUIET = 2.0  # seconds between two lines of progress


class Command(BaseCommand):
    """Make deals that are like the real ones, to see how the product does with many."""

    help = (
        "Make synthetic deals, synthetic-000001 and on, with histories like those of the "
        "catalogue: the same for the same seed."
    )

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--deals", type=int, default=100_000, help="How many; 100,000 if not.")
        parser.add_argument("--seed", type=int, default=1, help="What they are drawn from.")
        parser.add_argument("--today", type=a_day, help="The day to make for, as 2020-11-12.")
        parser.add_argument(
            "--jobs", type=int, default=os.cpu_count() or 1, help="Processes that derive."
        )
        parser.add_argument("--add", action="store_true", help="Add to the deals that are there.")
        parser.add_argument(
            "--yes", action="store_true", help="In production: yes, into this database."
        )
        parser.add_argument(
            "--without-histories", action="store_true", help="Facts alone; derive them later."
        )

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        _refuse(options)
        today = options["today"] or timezone.localdate()
        by = By(None, Door.COMMAND)
        began = time.monotonic()
        try:
            shapes = learn([settings.BASE_DIR / "catalogue"])
        except Refused as refused:
            raise CommandError(f"Nothing is made: the catalogue is faulty.\n{refused}") from None
        if (today - shapes.first).days < YEARS * 365:
            least = add_months(shapes.first, YEARS * 12)
            raise CommandError(
                f"The real deals begin in {shapes.first:%Y}; give a day from {least}."
            )
        order = Order(options["deals"], options["seed"], today)
        made = make(shapes, order, by, self.progress("made"))
        rows = ", ".join(f"{number:,} {name}" for name, number in made.rows.items() if number)
        self.stdout.write(f"Made {rows} in {_since(began)}.")
        if not options["without_histories"]:
            self.derive(made, order, by, options["jobs"])

    def derive(self, made: Made, order: Order, by: By, jobs: int) -> None:
        """Have the histories derived and the flags settled, and say how fast that went."""
        began = time.monotonic()
        rebuild = rebuilding.start(order.today, by, "a synthetic portfolio was made").rebuild
        say, counted = self.progress("derived"), False

        def look() -> bool:
            nonlocal counted
            percent = rebuild.percent()
            say(rebuild.size * percent // 100, rebuild.size)
            if percent and not counted:  # the tables of what is derived were empty until now
                take_stock()
                counted = True
            return True

        if jobs == 1:
            local_jobs.until_ended(rebuild, order.today, look)
        else:
            local_jobs.side_by_side(rebuild, order.today, jobs, look)
        each = (time.monotonic() - began) * jobs / len(made.deals) * 1000
        self.stdout.write(
            f"{rebuild.outcome}; in {_since(began)} by {jobs} processes: {each:.1f} ms a deal and "
            "process."
        )

    def progress(self, what: str) -> Callable[[int, int], None]:
        """Says how far it has come, now and then."""
        last = time.monotonic()

        def say(done: int, of: int) -> None:
            nonlocal last
            if time.monotonic() - last >= QUIET:
                last = time.monotonic()
                self.stderr.write(f"{what} {done:,} of {of:,} deals")

        return say


def _refuse(options: dict[str, Any]) -> None:
    """Raises CommandError, in plain words, where it should not run."""
    if options["deals"] < 1 or options["jobs"] < 1:
        raise CommandError("Give one deal or more, and one job or more.")
    if not settings.EMBEDDED and not options["yes"]:
        raise CommandError(
            "This is production: made-up deals would stand among the real ones, and facts are "
            "never deleted. If this database is for trying things out, say --yes."
        )
    if Deal.objects.exists() and not options["add"]:
        raise CommandError(
            "There are deals in this database. Made-up ones would stand among them, and facts are "
            "never deleted. If that is what you want, say --add."
        )
    if last_number() + options["deals"] > MOST:
        raise CommandError(f"There can be {MOST:,} synthetic deals; {last_number():,} are there.")


def _since(began: float) -> str:
    return f"{time.monotonic() - began:.1f} s"
