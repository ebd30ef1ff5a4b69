"""What must hold in the end, whatever has happened."""

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

from deals.models import Claim
from deliveries.models import Flag, Scan, Span
from deliveries.scanning import full_scan
from deliveries.verdicts import LEVELS
from journal.models import Entry, Head
from tests.chaos.writing import told
from tests.factories import BY


def assert_exactly_once(day: date) -> None:
    """The flags are what the spans say for `day`, and every change stands once in the journal."""
    assert Scan.objects.get().last_on == day
    _assert_flags_are_what_the_spans_say(day)
    _assert_numbers_have_no_gap()
    _assert_each_flag_lived_as_the_journal_says()
    _assert_each_claim_is_journaled_once()
    before = Entry.objects.count()
    found = full_scan(day, BY)
    assert (found.spans, found.flags) == (0, 0), "stored spans differ from a fresh derivation"
    assert Entry.objects.count() == before


def assert_kept(folder: Path) -> None:
    """What writers saw succeed is there, whole and once; what was refused is wholly absent.

    Of what was cut off by a kill or a broken connection nobody knows, but it is whole or absent.
    """
    claims = Counter(Claim.objects.values_list("said_by", flat=True))
    said = told(folder)
    assert said["kept"]
    assert {claims[name] for name in said["kept"]} == {2}
    assert {claims[name] for name in said["refused"]} <= {0}
    assert {claims[name] for name in said["begun"] | said["broken"]} <= {0, 2}


def _assert_flags_are_what_the_spans_say(day: date) -> None:
    standing = list(Flag.objects.open().values_list("milestone_id", "kind", "level"))
    assert len({(milestone, kind) for milestone, kind, _ in standing}) == len(standing)
    assert set(standing) == {
        (span.milestone_id, kind, span.level if kind == "slip" else "")
        for span in Span.objects.on(day)
        for kind in span.flags
    }


def _assert_numbers_have_no_gap() -> None:
    numbers = sorted(Entry.objects.values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert Head.objects.get().last == len(numbers)


def _assert_each_flag_lived_as_the_journal_says() -> None:
    lives = defaultdict(list)
    for entry in Entry.objects.filter(subject="flag").order_by("seq"):
        lives[int(entry.key)].append(entry)
    flags = {flag.pk: flag for flag in Flag.objects.select_related("milestone")}
    assert lives.keys() == flags.keys()
    for number, flag in flags.items():
        _assert_lived(flag, lives[number])
    _assert_one_at_a_time(list(lives.values()))


def _assert_lived(flag: Flag, life: list[Entry]) -> None:
    verbs = [entry.verb for entry in life]
    turns = verbs[1:-1] if flag.closed_at else verbs[1:]
    assert verbs[0] == "open"
    assert verbs.count("open") == 1
    assert verbs.count("close") == (verbs[-1] == "close") == (flag.closed_at is not None)
    assert set(turns) <= {"escalate", "ease"}
    for one, following in pairwise(life):
        assert one.after == following.before
    for entry in life:
        if entry.verb in ("escalate", "ease"):
            was, now = ((entry.before or {})["level"], (entry.after or {})["level"])
            worse = LEVELS.index(now) > LEVELS.index(was)
            assert was != now
            assert (entry.verb == "escalate") == worse
    last = life[-1].before if flag.closed_at else life[-1].after
    assert last == {"milestone": flag.milestone.code, "kind": flag.kind, "level": flag.level}
    assert life[0].deal == flag.milestone.deal.ref


def _assert_one_at_a_time(lives: list[list[Entry]]) -> None:
    """A flag of one milestone and kind opens only when the one before has closed."""
    by_place = defaultdict(list)
    for life in lives:
        said = life[0].after or {}
        by_place[life[0].deal, said["milestone"], said["kind"]].append(life)
    for following in by_place.values():
        following.sort(key=lambda life: life[0].seq)
        for one, other in pairwise(following):
            assert one[-1].verb == "close"
            assert one[-1].seq < other[0].seq


def _assert_each_claim_is_journaled_once() -> None:
    for verb, claims in (
        ("record", Claim.objects.all()),
        ("retract", Claim.objects.filter(retracted_at__isnull=False)),
    ):
        entries = Entry.objects.filter(subject="claim", verb=verb).values_list("key", flat=True)
        assert sorted(map(int, entries)) == sorted(claims.values_list("pk", flat=True))
