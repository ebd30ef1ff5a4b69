"""`manage.py scan`: the daily scan, by hand."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from typing_extensions import override

from deliveries.derived_under import condition
from deliveries.scanning import full_scan, scan
from journal.ledger import By
from journal.models import Door


def a_day(text: str) -> date:
    """A day as typed: YYYY-MM-DD. Raises CommandError that says so."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is not a day; write it as 2020-11-12.") from None


class Command(BaseCommand):
    """Settle the flags that have turned, or check everything."""

    help = "Make the open flags what the histories say for today."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", type=a_day, help="The day to settle for, as 2020-11-12.")
        parser.add_argument(
            "--full", action="store_true", help="Derive every history anew and look at everything."
        )

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        today = options["today"] or timezone.localdate()
        run = full_scan if options["full"] else scan
        found = run(today, By(None, Door.COMMAND))
        if found.spans or found.flags:
            outcome = f"{found.spans} spans and {found.flags} flags changed"
        else:
            outcome = "nothing to do"
        self.stdout.write(f"{today}: looked at {found.deals} deals; {outcome}.")
        if advice := condition().advice:
            self.stderr.write(advice)
