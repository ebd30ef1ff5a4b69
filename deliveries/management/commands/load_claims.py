"""`manage.py load_claims FILE`: many claims, from CSV or NDJSON."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from typing_extensions import override

from deliveries.actions import DraftsRefused, record_claims, recording
from deliveries.bulk import ON_RECORD, Checking, Refusals
from deliveries.catalogue.problems import Problem
from deliveries.claim_files import COLUMNS, NEEDED, Batch, batches
from deliveries.management.commands.scan import a_day
from journal.ledger import By
from journal.models import Door

SHOWN = 100  # problems
QUIET = 2.0  # seconds before progress is shown, and between two lines of it


class Command(BaseCommand):
    """Load claims from a file."""

    help = (
        "Record the claims of a file, one a line: CSV with a header, or NDJSON. Columns: "
        f"{', '.join(COLUMNS)} (needed: {', '.join(NEEDED)}). Deals, milestones and sources are "
        "named by their codes and must be on record; dates are typed as they were stated. A file "
        "with anything wrong is refused whole."
    )

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="A .csv, .ndjson or .jsonl file in UTF-8.")
        parser.add_argument("--dry-run", action="store_true", help="Only check; record nothing.")
        parser.add_argument(
            "--skip-recorded",
            action="store_true",
            help="Leave out claims that are on record already: to go on after a stop.",
        )
        parser.add_argument("--today", type=a_day, help="The day to load for, as 2020-11-12.")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        path, skip = options["file"], options["skip_recorded"]
        today = options["today"] or timezone.localdate()
        if not path.is_file() or path.suffix.lower() not in (".csv", ".ndjson", ".jsonl"):
            raise CommandError(f"“{path}” is no file that ends in .csv, .ndjson or .jsonl.")
        sound = check(path, today, skip=skip)
        if options["dry_run"]:
            self.stdout.write(f"{sound} claims would be recorded: nothing has been written.")
            return
        self.stdout.write(f"{self.record(path, today, skip=skip)} claims recorded.")

    def record(self, path: Path, today: date, *, skip: bool) -> int:
        """Record the file batch by batch, each in a transaction of its own; how many claims."""
        done, say = 0, self.progress()
        for batch in batches(path, []):
            try:
                with recording(by=By(None, Door.COMMAND), today=today) as book:
                    done += len(record_claims(book, batch.drafts, skip_recorded=skip))
            except ValidationError as error:
                raise CommandError(
                    f"Somebody has written at the same time; {done} claims are recorded, those "
                    f"from line {batch.lines[0].number} on are not. Look at what is said below, "
                    f"and run it again with --skip-recorded.\n{_told(batch, error)}"
                ) from None
            say(done)
        return done

    def progress(self) -> Callable[[int], None]:
        """Says how far a long load has come; nothing of a short one."""
        last = time.monotonic()

        def say(done: int) -> None:
            nonlocal last
            if time.monotonic() - last >= QUIET:
                last = time.monotonic()
                self.stderr.write(f"{done} claims recorded so far")

        return say


def check(path: Path, today: date, *, skip: bool) -> int:
    """Check the whole file before anything of it is recorded; returns how many claims it has.

    Raises CommandError with what is wrong, line by line.
    """
    problems: list[Problem] = []
    checking, sound = Checking(today), 0
    for batch in batches(path, problems):
        claims, refused = checking.check(batch.drafts)
        sound += len(claims)
        if skip:
            refused = {place: found for place, found in refused.items() if found != ON_RECORD}
        problems += _problems(batch, refused)
    if problems:
        listed = "\n".join(map(str, sorted(problems, key=lambda p: (p.line, p.field))[:SHOWN]))
        more = f"\n… and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
        number = f"{len(problems)} problem{'s' * (len(problems) != 1)}"
        raise CommandError(f"Nothing is recorded: {number}.\n{listed}{more}")
    return sound


def _problems(batch: Batch, refused: Refusals) -> list[Problem]:
    return [
        batch.lines[place].problem(name, message)
        for place, by_name in refused.items()
        for name, messages in by_name.items()
        for message in messages
    ]


def _told(batch: Batch, error: ValidationError) -> str:
    if isinstance(error, DraftsRefused):
        return "\n".join(map(str, _problems(batch, error.found)[:SHOWN]))
    return " ".join(error.messages)
