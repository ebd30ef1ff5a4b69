"""`manage.py story REF`: a deal's history in plain words."""

from argparse import ArgumentTypeError
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from typing_extensions import override

from deals.models import Deal
from deliveries.dossiers import dossier_of
from deliveries.instants import NoInstant, read_instant
from deliveries.management.commands.scan import a_day
from deliveries.one_state import one_state
from deliveries.periods import NoPeriod, Period, read_period
from deliveries.reasons import spelt
from deliveries.standings import MilestoneOn
from deliveries.story import Chapter, Line, Story, paced, told


class Command(BaseCommand):
    """Tell the story of one deal."""

    help = "Print what was contracted, promised, moved and met, by when that was known."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ref", help="Reference of the deal, such as s-400.")
        parser.add_argument("--as-of", type=a_day, help="Tell it as known on this day.")
        parser.add_argument(
            "--known-at",
            type=an_instant,
            help="From what was on record here at this instant: 2026-11-01T12:00, or the end of "
            "2026-11-01. Without --as-of, as known on that day.",
        )
        parser.add_argument(
            "--period",
            type=a_period,
            help="Tell what slipped in the time before: 90 (days), P3M or P1Y.",
        )

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        with one_state():
            deal = Deal.objects.filter(ref=options["ref"]).first()
            if deal is None:
                known = ", ".join(Deal.objects.values_list("ref", flat=True)) or "none is loaded"
                raise CommandError(f"There is no deal “{options['ref']}”. Known deals: {known}.")
            dossier = dossier_of(deal, timezone.localdate(), options["known_at"])
            if dossier is None:
                raise CommandError(f"The deal “{deal.ref}” was not on record here at that instant.")
            story = told(dossier, options["as_of"] or dossier.today, options["period"])
            self.stdout.write("\n".join(_printed(story, dossier.known_at, options["period"])))


def an_instant(text: str) -> datetime:
    """An instant as typed, in the configured zone. Raises ArgumentTypeError that says so."""
    try:
        return read_instant(text, timezone.now(), timezone.get_current_timezone())
    except NoInstant as refused:
        raise ArgumentTypeError(str(refused)) from None


def a_period(text: str) -> Period:
    """A period as typed: a number of days, or an ISO 8601 duration. Raises ArgumentTypeError."""
    try:
        return read_period(f"P{text}D" if text.isdecimal() else text)
    except NoPeriod as refused:
        raise ArgumentTypeError(str(refused)) from None


def _printed(story: Story, known_at: datetime | None, period: Period | None) -> list[str]:
    """The story as lines of text."""
    title = _title(story, known_at)
    lines = [title, "=" * len(title)]
    verdict = story.verdict
    if verdict is None:
        return [*lines, "Nothing had been said of it yet."]
    span = verdict.span
    stage = f"; stage: {span.stage.replace('_', ' ')}" if span.stage else ""
    lines.append(f"{span.get_state_display().capitalize()}{stage}.")
    if verdict.worst:
        lines.append(f"What decides: “{verdict.worst.milestone.title}”. {_reason(verdict.worst)}")
    if story.is_suspended:
        lines.append("Suspended: no new flag is opened.")
    lines += _slipped(verdict.worst)
    lines += _slipped_in(verdict.worst) if period else []
    if span.last_word_on:
        age = (story.day - span.last_word_on).days
        lines.append(f"Last word: {spelt(span.last_word_on)}, {age:,} days ago.")
    if story.terms:
        lines += ["", "What was agreed or reported", *(_line(line) for line in story.terms)]
    for chapter in story.chapters:
        lines += ["", *_chapter(chapter)]
    return lines


def _title(story: Story, known_at: datetime | None) -> str:
    title = f"{story.deal.designation}: {story.deal.title}, as known on {spelt(story.day)}"
    if known_at is None:
        return title
    local = timezone.localtime(known_at)
    return f"{title}, from what was on record here on {spelt(local.date())} at {local:%H:%M:%S}"


def _slipped(worst: MilestoneOn | None) -> list[str]:
    """The total slip of what decides; "so far" where it grows with the day."""
    slip = worst.total if worst else None
    if worst is None or slip is None:
        return []
    if slip.days is None:
        least = slip.min_days
        return [f"Total slip: at least {least:+,} days."] if least and least > 0 else []
    return [f"Total slip: {slip.days:+,} days{' so far' if worst.is_growing else ''}."]


def _slipped_in(worst: MilestoneOn | None) -> list[str]:
    """The slip of what decides in the period."""
    if worst is None:
        return []
    since = f"Slip in the {worst.period.words} since {spelt(worst.period.before(worst.day))}"
    slip = worst.in_period
    if slip is None or slip.days is None:
        return [f"{since}: cannot be told; then or now no last day is given."]
    return [f"{since}: {slip.days:+,} days."]


def _reason(milestone: Any) -> str:
    return " ".join(r["text"] for r in milestone.span.reasons)


def _chapter(chapter: Chapter) -> list[str]:
    on = chapter.milestone
    state = on.span.get_state_display()
    knowledge = on.span.knowledge.replace("_", " ")
    known = "no word of its own" if knowledge == "none" else knowledge
    head = f"{on.milestone.title} [{on.milestone.code}]: {state} ({known})"
    lines = [head, *(_line(line) for line in chapter.lines), f"  = {_reason(on)}"]
    return [*lines, *(f"  : {line}" for line in paced(on.pace, on.day))]


def _line(line: Line) -> str:
    source = f" [{line.source.publisher}, {line.source.reliability}]" if line.source else ""
    effect = "".join(f"\n{'':17}→ {effect}" for effect in line.effects)
    return f"  {line.reported or spelt(line.on):>11}    {line.text}{source}{effect}"
