"""`manage.py story REF`: a deal's history in plain words."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from typing_extensions import override

from deals.models import Deal
from deliveries.management.commands.scan import a_day
from deliveries.one_state import one_state
from deliveries.reasons import spelt
from deliveries.standings import MilestoneOn
from deliveries.story import Chapter, Line, Story, told


class Command(BaseCommand):
    """Tell the story of one deal."""

    help = "Print what was contracted, promised, moved and met, by when that was known."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ref", help="Reference of the deal, such as s-400.")
        parser.add_argument("--as-of", type=a_day, help="Tell it as known on this day.")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        with one_state():
            deal = Deal.objects.filter(ref=options["ref"]).first()
            if deal is None:
                known = ", ".join(Deal.objects.values_list("ref", flat=True)) or "none is loaded"
                raise CommandError(f"There is no deal “{options['ref']}”. Known deals: {known}.")
            story = told(deal, options["as_of"] or timezone.localdate())
            self.stdout.write("\n".join(_printed(story)))


def _printed(story: Story) -> list[str]:
    """The story as lines of text."""
    title = f"{story.deal.designation}: {story.deal.title}, as known on {spelt(story.day)}"
    lines = [title, "=" * len(title)]
    verdict = story.verdict
    if verdict is None:
        return [*lines, "Nothing had been said of it yet."]
    span = verdict.span
    stage = f"; stage: {span.stage.replace('_', ' ')}" if span.stage else ""
    lines.append(f"{span.get_state_display().capitalize()}{stage}.")
    if verdict.worst:
        lines.append(f"What decides: “{verdict.worst.milestone.title}”. {_reason(verdict.worst)}")
    lines += _slipped(verdict.worst)
    if span.last_word_on:
        age = (story.day - span.last_word_on).days
        lines.append(f"Last word: {spelt(span.last_word_on)}, {age:,} days ago.")
    if story.terms:
        lines += ["", "What was agreed or reported", *(_line(line) for line in story.terms)]
    for chapter in story.chapters:
        lines += ["", *_chapter(chapter)]
    return lines


def _slipped(worst: MilestoneOn | None) -> list[str]:
    """The total slip of what decides; "so far" where it grows with the day."""
    slip = worst.total if worst else None
    if worst is None or slip is None:
        return []
    if slip.days is None:
        least = slip.min_days
        return [f"Total slip: at least {least:+,} days."] if least and least > 0 else []
    return [f"Total slip: {slip.days:+,} days{' so far' if worst.is_growing else ''}."]


def _reason(milestone: Any) -> str:
    return " ".join(r["text"] for r in milestone.span.reasons)


def _chapter(chapter: Chapter) -> list[str]:
    on = chapter.milestone
    state = on.span.get_state_display()
    knowledge = on.span.knowledge.replace("_", " ")
    known = "no word of its own" if knowledge == "none" else knowledge
    head = f"{on.milestone.title} [{on.milestone.code}]: {state} ({known})"
    return [head, *(_line(line) for line in chapter.lines), f"  = {_reason(on)}"]


def _line(line: Line) -> str:
    source = f" [{line.source.publisher}, {line.source.reliability}]" if line.source else ""
    effect = "".join(f"\n{'':17}→ {effect}" for effect in line.effects)
    return f"  {line.reported or spelt(line.on):>11}    {line.text}{source}{effect}"
