"""The second derivation: what the claims on one milestone come to (docs/domain.md).

Written from the documents, in the plainest way, to be compared with the product.
"""

from datetime import date

from deliveries.facts import DAY
from tests.deliveries.naive.words import CONTRACT, Days, Order, Word, Words

EXPECTED = (*CONTRACT, "promised", "assessed", "unchanged", "delayed")


def words_of(every: list[Word]) -> Words:
    """`every`: all claims on the milestone that are known and not deprecated."""
    every = sorted(every, key=lambda w: w.order)
    found = Words(every, taken_as([w for w in every if not is_silenced(w, every)]))
    found.is_doubtful = not any(w.tells and not w.is_doubt for w in found.heard)
    for number, word in enumerate(found.heard):
        hear(found, word, found.heard[: number + 1])
    found.baseline = baseline_of(found.heard)
    found.original = original_of(found.heard)
    if not found.original:
        found.original, found.original_inferred = inferred_of(found.every)
    if not found.baseline:
        found.baseline, found.inferred = inferred_of(found.every)
    if not found.in_force:
        found.in_force = found.baseline
    set_actual(found)
    found.is_cancelled = not found.actual and is_cancelled(found.heard)
    found.last_word_on = max((w.claim.held for w in every), default=None)
    return found


def is_silenced(word: Word, every: list[Word]) -> bool:
    for other in every:
        if other is word or other.claim.rank != "preferred" or other.claim.kind != word.claim.kind:
            continue
        if word.order < other.order:
            return True
    return False


def taken_as(heard: list[Word]) -> list[Word]:
    """With nothing to undo, word that it was undone is word of a delay."""
    found: list[Word] = []
    for word in heard:
        stray = word.kind == "undone" and not standing_actuals(found)
        found.append(Word(word.claim, word.days, "delayed") if stray else word)
    return found


# ---------------------------------------------------------------- the clocks


def hear(found: Words, word: Word, so_far: list[Word]) -> None:
    """Take in one word after those before it."""
    kind = sense(found, word)
    is_doubt = word.claim.is_weak and kind in ("assessed", "delayed")
    if is_doubt:
        hear_doubt(found, word, kind)
    elif word.is_unanchored and kind in ("promised", "assessed", *CONTRACT):
        hear_unanchored(found, word, so_far, kind)
    elif kind in ("delayed", "undone"):
        void(found, word, so_far)
        if word.claim.kind == "undone":
            found.undone_on = word.claim.held
    elif kind in CONTRACT and word.days:
        found.unvoided = baseline_of(so_far)
        found.in_force = word if found.has_moved else found.unvoided
        found.voided = found.doubt = None
        found.bearing = [*contracts(found, kind), word]
    elif kind in ("promised", "assessed") and word.days:
        found.in_force, found.voided, found.doubt = word, None, None
        found.has_moved = True
        if kind == "promised":
            found.promised = found.unvoided = word
        else:
            found.assessed = word
        found.bearing.append(word)
    elif kind == "unchanged" and found.stands:
        # Without a date of its own it speaks for the one that stands.
        found.bearing.append(Word(word.claim, word.days or found.stands))


def hear_doubt(found: Words, word: Word, kind: str) -> None:
    """It is remembered; its date is reckoned with where nobody else says anything of one."""
    if word.is_unanchored:
        return
    found.doubt = word
    if kind == "assessed":
        found.assessed = word
        if found.is_doubtful:
            found.in_force = word


def hear_unanchored(found: Words, word: Word, so_far: list[Word], kind: str) -> None:
    """It takes the place of a date and gives none; it is no baseline and ends no delay."""
    agreed = baseline_of(so_far)
    if kind in CONTRACT:
        if found.voided or not (found.has_moved or (kind == "amended" and agreed)):
            return
        found.unvoided, found.bearing = agreed, contracts(found, kind)
    elif kind == "promised":
        found.promised = found.unvoided = word
    else:
        found.assessed = word
    found.doubt = None
    if not found.voided:
        found.in_force, found.has_moved = word, True


def contracts(found: Words, kind: str) -> list[Word]:
    """What was agreed before and stands beside another contract, or amendment."""
    beside = CONTRACT if kind == "contracted" else ("amended",)
    return [w for w in found.bearing if w.kind in beside]


def void(found: Words, word: Word, so_far: list[Word]) -> None:
    """The date is open again: not before the earliest day of what is voided, or of this word."""
    voided = found.voided
    actuals = standing_actuals(so_far[:-1])
    if word.kind == "undone":
        found.was_in_force = max(actuals, key=preference) if actuals else None
        if found.was_in_force:
            voided = found.was_in_force.days
    elif voided is None:
        found.was_in_force, voided = found.in_force, found.estimate
    earliest = voided.earliest if voided else date.min
    if earliest == date.min:
        earliest = word.claim.held
    found.voided, found.in_force, found.has_moved = Days(earliest, date.max), word, True
    found.promised = found.assessed = found.doubt = None
    found.unvoided = baseline_of(so_far)
    found.bearing = []


def sense(found: Words, word: Word) -> str:
    """The kind of the claim; what is called unchanged at another date is a date of its own."""
    if word.kind != "unchanged" or not word.days:
        return word.kind
    if found.stands and found.stands.meets(word.days):
        return "unchanged"
    return "promised" if word.claim.is_own_word else "assessed"


def original_of(heard: list[Word]) -> Word | None:
    dated = [w for w in heard if w.claim.kind == "contracted" and w.days]
    return min(dated, key=lambda w: (w.claim.credibility, w.order), default=None)


def baseline_of(heard: list[Word]) -> Word | None:
    amended = [w for w in heard if w.claim.kind == "amended" and w.days]
    return amended[-1] if amended else original_of(heard)


def inferred_of(every: list[Word]) -> tuple[Word | None, str]:
    """With nothing contracted the first promise stands in, else the first assessment."""
    dated = [w for w in every if w.days]
    for word in dated:
        kind = word.claim.kind
        if kind == "promised" or (kind == "unchanged" and word.claim.is_own_word):
            return word, "promise"
    for word in dated:
        if word.claim.kind in ("assessed", "unchanged"):
            return word, "assessment"
    return None, ""


# ---------------------------------------------------------------- how it ended


def set_actual(found: Words) -> None:
    actuals = standing_actuals(found.heard)
    if not actuals:
        return
    best = max(actuals, key=preference)
    assert best.days
    latest = min(best.days.latest, best.claim.reported)
    days = Days(min(best.days.earliest, latest), latest)
    found.actual = after_expectations(days, found.heard)
    found.in_force, found.voided = best, None


def standing_actuals(heard: list[Word]) -> list[Word]:
    found: list[Word] = []
    for word in heard:
        if word.claim.kind == "undone":
            found = []
        if word.claim.kind == "actual" and word.days:
            found.append(word)
    return found


def preference(word: Word) -> tuple[bool, int, int, Order]:
    """The preferred, then the most credible, the most precise, the latest: the highest."""
    assert word.days
    length = word.days.latest.toordinal() - word.days.earliest.toordinal()
    said = word.claim
    return said.rank == "preferred", -said.credibility, -length, word.order


def after_expectations(days: Days, heard: list[Word]) -> Days:
    """What happened on one of these days began after the last word that still expected it."""
    earliest = days.earliest
    for word in heard:
        held = word.claim.held
        still_expects = word.days is None or word.days.latest >= held
        if word.claim.kind in EXPECTED and still_expects and earliest <= held < days.latest:
            earliest = held + DAY
    return Days(earliest, days.latest)


def is_cancelled(heard: list[Word]) -> bool:
    found = False
    for word in heard:
        said = word.claim
        if said.kind == "cancelled":
            found = found or said.is_own_word or said.credibility <= 3
        elif word.days and said.is_own_word and said.kind != "undone":
            found = False
    return found
