"""`manage.py load_catalogue [PATH…]`: deals from YAML files."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from typing_extensions import override

from deliveries.actions import Overtaken
from deliveries.catalogue.loading import Way, load
from deliveries.catalogue.outcome import UNCHANGED, Outcome
from deliveries.catalogue.problems import Refused
from deliveries.management.commands.scan import a_day

QUIET = 2.0  # seconds before progress is shown, and between two lines of it


class Command(BaseCommand):
    """Load the catalogue, or people's own folders of the same format."""

    help = (
        "Make the database say what these YAML files say (docs/catalogue-format.md), save where "
        "people have said otherwise; a second run changes nothing."
    )

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths",
            nargs="*",
            type=Path,
            metavar="PATH",
            help="A file, or a folder at any depth; by default the project's catalogue.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Only say what would change, line by line."
        )
        parser.add_argument(
            "--take-over",
            action="store_true",
            help="Let these files stand for deals and codes that other files have loaded.",
        )
        parser.add_argument("--today", type=a_day, help="The day to load for, as 2020-11-12.")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        paths = options["paths"] or [settings.BASE_DIR / "catalogue"]
        way = Way(
            options["today"] or timezone.localdate(), options["dry_run"], options["take_over"]
        )
        try:
            outcome = load(paths, way, self.progress())
        except Refused as refused:
            number = len(refused.problems)
            found = f"{number} problem{'s' * (number != 1)}"
            raise CommandError(f"Nothing is loaded: {found}.\n{refused}") from None
        except Overtaken:
            raise CommandError(
                "Nothing is loaded: somebody has written at the same time. Run it again."
            ) from None
        if way.dry_run or options["verbosity"] > 1:
            for line in outcome.changes:
                self.stdout.write(line)
        self.report(outcome, way)

    def progress(self) -> Callable[[int, int], None]:
        """Says how far a long load has come; nothing of a short one."""
        last = time.monotonic()

        def say(done: int, of: int) -> None:
            nonlocal last
            if time.monotonic() - last >= QUIET:
                last = time.monotonic()
                self.stderr.write(f"{done} of {of} deals")

        return say

    def report(self, outcome: Outcome, way: Way) -> None:
        """The numbers, and what people's hands keep."""
        if outcome.changes:
            self.stdout.write("\n".join(outcome.table()))
        else:
            same = sum(n for (_, column), n in outcome.numbers.items() if column == UNCHANGED)
            self.stdout.write(
                f"Nothing {'would change' if way.dry_run else 'has changed'}: "
                f"{same} entries of {outcome.files} files are on record as they say."
            )
        if outcome.kept:
            self.stdout.write("Left as people, or other files, have it:")
            for line in outcome.kept:
                self.stdout.write(f"  {line}")
        if way.dry_run:
            self.stdout.write("This was a dry run: nothing has been written.")
