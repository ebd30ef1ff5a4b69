"""`manage.py rebuild_history`: every history derived anew, here or by the Celery workers."""

import math
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from typing_extensions import override

from deliveries import local_jobs, rebuilding, tasks
from deliveries.derived_under import condition
from deliveries.models import Rebuild, RebuildRange
from journal.ledger import By
from journal.models import Door

SELDOM = 10.0  # seconds between two lines of progress that is not shown on a terminal
OFTEN = 0.5


class Command(BaseCommand):
    """Derive every history anew; where no margin and no rule has changed, it changes nothing."""

    help = (
        "Derive every history anew, or go on with the rebuild that is under way. Readers see a "
        "deal's old history or its new one, and it can be stopped and started at any time."
    )

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--why", default="", help="The reason, for the journal.")
        parser.add_argument(
            "--if-due",
            action="store_true",
            help="Only where margins or rules have changed, or a rebuild is under way.",
        )
        parser.add_argument("--jobs", type=int, default=1, help="Processes to work it off here.")
        parser.add_argument(
            "--at-most",
            type=float,
            metavar="SECONDS",
            help="Leave to the Celery workers what is not done after so many seconds.",
        )
        parser.add_argument(
            "--workers", action="store_true", help="Leave it to the Celery workers, and return."
        )
        parser.add_argument(
            "--watch", action="store_true", help="With --workers: stay, and show its progress."
        )

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        if options["jobs"] < 1:
            raise CommandError("--jobs is 1 or more.")
        if options["watch"] and not options["workers"]:
            raise CommandError("--watch belongs to --workers; else progress is shown anyway.")
        found = condition()
        if options["if_due"] and not (found.due or found.under_way):
            return
        by = By(None, Door.COMMAND)
        started = rebuilding.start(timezone.localdate(), by, options["why"] or found.due)
        self._say_what_began(started)
        rebuild = started.rebuild
        progress = Progress(self, rebuild, 0.0 if options["workers"] else options["at_most"])
        try:
            self._work(rebuild, options["jobs"], progress)
            if rebuild.is_under_way:
                self.stdout.write(f"Workers were called {tasks.ring(rebuild)} times.")
                if not options["watch"]:
                    return
                self._watch(rebuild, progress)
        except KeyboardInterrupt:
            self._stopped(rebuild, at_work=not options["workers"])
        except local_jobs.TooManyDied as error:
            raise CommandError(str(error)) from None
        self._say_how_it_ended(rebuild, progress)

    def _work(self, rebuild: Rebuild, jobs: int, progress: "Progress") -> None:
        """Work it off here, for as long as it is to be."""
        today = timezone.localdate()
        if jobs == 1:
            local_jobs.until_ended(rebuild, today, progress.show)
        else:
            local_jobs.side_by_side(rebuild, today, jobs, progress.show)

    def _watch(self, rebuild: Rebuild, progress: "Progress") -> None:
        """Show progress until it has ended, and see to what is lost, as the clock does."""
        tend_at = time.monotonic() + tasks.EVERY
        while rebuild.is_under_way:
            progress.show()
            time.sleep(OFTEN)
            if time.monotonic() > tend_at:
                tasks.tend_rebuild()
                tend_at += tasks.EVERY
            rebuild.refresh_from_db()

    def _say_what_began(self, started: rebuilding.Started) -> None:
        rebuild = started.rebuild
        if started.given_up is not None:
            self.stdout.write(
                f"Rebuild {started.given_up.pk} was for other margins or rules and is given up."
            )
        if started.joined:
            self.stdout.write(f"Rebuild {rebuild.pk} is under way ({rebuild.percent()} %): joined.")
        else:
            self.stdout.write(f"Rebuild {rebuild.pk} began: {rebuild.size:,} deals.")

    def _stopped(self, rebuild: Rebuild, *, at_work: bool) -> None:
        rest = "run it again and it goes on from there" if at_work else "the workers go on"
        raise CommandError(
            f"Stopped at {rebuild.percent()} % of the deals: {rest}.", returncode=130
        )

    def _say_how_it_ended(self, rebuild: Rebuild, progress: "Progress") -> None:
        progress.end()
        if rebuild.finished_at is None:
            raise CommandError(
                f"Rebuild {rebuild.pk} was given up for another, with other margins or rules."
            )
        if rebuild.failed:
            raise CommandError(f"{rebuild.outcome}: their numbers are in the log and the admin.")
        self.stdout.write(f"{rebuild.outcome}.")


class Progress:
    """A line that says how far a rebuild has come; `at_most` seconds of it, None for no end."""

    def __init__(self, command: BaseCommand, rebuild: Rebuild, at_most: float | None) -> None:
        self.out, self.rebuild = command.stdout, rebuild
        self.until = math.inf if at_most is None else time.monotonic() + at_most
        self.is_shown_in_place = bool(self.out.isatty())
        self.every = OFTEN if self.is_shown_in_place else SELDOM
        self.next_at = time.monotonic() + self.every

    def show(self) -> bool:
        """Say it, unless it was said a moment ago; whether there is time to go on."""
        if time.monotonic() >= self.next_at:
            busy = RebuildRange.objects.of(self.rebuild).held().count()
            said = f"{self.rebuild.percent():3} % of {self.rebuild.size:,} deals, {busy} at work"
            self.out.write(f"\r{said}" if self.is_shown_in_place else said, ending=self.ending)
            self.out.flush()
            self.next_at = time.monotonic() + self.every
        return time.monotonic() < self.until

    def end(self) -> None:
        """Leave the line."""
        if self.is_shown_in_place:
            self.out.write("")

    @property
    def ending(self) -> str:
        """What stands after the line."""
        return "" if self.is_shown_in_place else "\n"
