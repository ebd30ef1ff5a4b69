"""From a course to the facts of one deal, in the calendar."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from deals.dates import Precision, Window
from deliveries.portfolio.drawn import Claimed, Drawn, Planned, Tallied, Termed, Uttered
from deliveries.portfolio.plotting import Course, Leg, plot
from deliveries.portfolio.precise import Manner, stated
from deliveries.portfolio.shapes import Moment, Shapes, Spoken, Voice

# So many deals are under way, today lying between these parts of their course; then a fifth of all
# milestones is still to come.
_UNDER_WAY, _FROM, _TO = 0.48, 0.05, 0.6
ORGANISATIONS = 60  # of each kind
PUBLISHERS = 12
_VOICES = 5  # of each side, in a deal
# What the catalogue has too rarely to learn from: one in so many.
_RELATIVE = 20  # contracted dates
_THRESHOLD = 30  # contracted and amended dates
_RETRACTED = 200  # claims
_SUSPENDED = 100  # deals, by a person
_OWN_MARGIN = 40  # deals, milestones
_LAG = 10  # predecessors
_MONTH = 30.44  # days


def draw(shapes: Shapes, seed: int, number: int, today: date) -> Drawn:
    """The facts of deal `number`, as reported by `today`: the same for a seed, whatever is beside.

    It is past, or under way today; what will be said after today is left out.
    """
    random = Random(f"{seed}/{number}")  # noqa: S311 - nothing here is secret
    course = _short_enough(shapes, today, random)
    brush = _Brush(shapes, random, today, _begin(course, shapes.first, today, random))
    milestones = _known([brush.milestone(course, place) for place in range(len(course.legs))])
    kinds: dict[str, int] = {}
    for milestone in milestones:
        milestone.number = kinds[milestone.kind] = kinds.get(milestone.kind, 0) + 1
    return Drawn(
        number=number,
        course=course,
        threshold_months=brush.own_margin(),
        is_suspended=brush.one_in(_SUSPENDED),
        parties=_parties(course, random),
        milestones=milestones,
        terms=brush.terms(course),
    )


def _short_enough(shapes: Shapes, today: date, random: Random) -> Course:
    """A course that has room between the catalogue's first day and today."""
    while True:
        course = plot(shapes, random)
        if course.length < (today - shapes.first).days:
            return course


def _parties(course: Course, random: Random) -> list[tuple[str, str, int]]:
    """Any organisation of each party's kind, and none twice in one role."""
    found: list[tuple[str, str, int]] = []
    for role, kind in course.plan.parties:
        party = (role, kind, random.randrange(ORGANISATIONS))
        while party in found:
            party = (role, kind, random.randrange(ORGANISATIONS))
        found.append(party)
    return found


def _known(milestones: list[Planned]) -> list[Planned]:
    """Those that somebody has spoken of, and those before them: others are not yet known of."""
    wanted = {place for place, milestone in enumerate(milestones) if milestone.claims}
    for place in range(len(milestones) - 1, -1, -1):
        if place in wanted:
            wanted.update(before for before, _ in milestones[place].after)
    places = {old: new for new, old in enumerate(sorted(wanted))}
    known = [milestones[old] for old in places]
    for milestone in known:
        milestone.after = tuple((places[before], lag) for before, lag in milestone.after)
        for claim in milestone.claims:
            claim.anchor = None if claim.anchor is None else places[claim.anchor]
    return known


def _begin(course: Course, first: date, today: date, random: Random) -> date:
    """The first day of a course: its end lies in the past, or today within its length."""
    if random.random() < _UNDER_WAY:
        # A month after the first report, which may count from the end of its month.
        spoken_of = min(course.first_report + 31, course.length)
        part = random.uniform(_FROM, _TO)
        return today - timedelta(days=max(spoken_of, round(course.length * part)))
    room = (today - first).days - course.length
    return today - timedelta(days=course.length + random.randrange(room))


@dataclass(slots=True)
class _Brush:
    """Draws the parts of one deal."""

    shapes: Shapes
    random: Random
    today: date
    begin: date

    def one_in(self, number: int) -> bool:
        return self.random.randrange(number) == 0

    def own_margin(self) -> int | None:
        return self.random.choice((3, 9, 12)) if self.one_in(_OWN_MARGIN) else None

    def on(self, day: int, manner: Manner) -> Window:
        return stated(self.begin + timedelta(days=day), manner)

    def milestone(self, course: Course, place: int) -> Planned:
        leg = course.legs[place]
        after = tuple((p, 30 if self.one_in(_LAG) else 0) for p in leg.step.after)
        lot = leg.track.lot
        if lot is not None:
            lot = max(1, round(lot[0] * self.random.uniform(0.5, 2))), lot[1]
        found = Planned(leg.step.kind, 0, after, self.own_margin(), lot)
        known: set[tuple[object, ...]] = set()
        for spoken in leg.track.spoken:
            claim = self.claim(spoken, leg)
            if claim is not None and claim.once not in known:
                known.add(claim.once)
                found.claims.append(claim)
        for claim in found.claims:
            self.vary(claim, found, course, place)
        if lot is not None:
            found.counts = self.counts(leg, lot[0])
        found.claims.sort(key=lambda c: c.uttered.reported_on)
        return found

    def claim(self, spoken: Spoken, leg: Leg) -> Claimed | None:
        uttered = self.uttered(spoken.voice, leg.due, leg.pace)
        if uttered is None:
            return None
        date = spoken.date
        when = None if date is None else self.on(leg.day(date.at), date.manner)
        return Claimed(spoken.kind, spoken.rank, when, uttered)

    def vary(self, claim: Claimed, milestone: Planned, course: Course, place: int) -> None:
        """Give a claim, now and then, what the catalogue has too rarely."""
        claim.is_retracted = self.one_in(_RETRACTED)
        if claim.kind in ("contracted", "amended") and claim.date and claim.date.latest:
            if self.one_in(_THRESHOLD):
                limit = claim.date.latest + timedelta(days=self.random.randrange(60, 500))
                claim.threshold = stated(limit, Manner(Precision.MONTH))
            elif self.one_in(_RELATIVE):
                self.make_relative(claim, milestone, course, place)

    def make_relative(self, claim: Claimed, milestone: Planned, course: Course, place: int) -> None:
        """State the date as so many months after what comes first, as a contract may.

        Only where nothing else held from that day: which of two comes later is decided by dates,
        and this one's moves.
        """
        held = [c.uttered.held_on or c.uttered.reported_on for c in milestone.claims]
        if (
            not milestone.after
            or held.count(claim.uttered.held_on or claim.uttered.reported_on) > 1
        ):
            return
        before = course.legs[milestone.after[0][0]]
        days = course.legs[place].day(0) - before.day(before.track.ends_at)
        claim.anchor, claim.months = milestone.after[0][0], max(1, round(days / _MONTH))
        claim.date = None

    def counts(self, leg: Leg, quantity: int) -> list[Tallied]:
        found = []
        for counted in leg.track.counted:
            uttered = self.uttered(counted.voice, leg.due, leg.pace)
            by = self.on(leg.day(counted.by.at), counted.by.manner)
            if uttered is not None and by.latest is not None:
                total = round(counted.share * quantity)
                found.append(Tallied(counted.kind, total, by, uttered))
        return found

    def terms(self, course: Course) -> list[Termed]:
        found = []
        for term in course.plan.terms:
            uttered = self.uttered(term.voice, 0, course.pace)
            if uttered is not None:
                amount = term.amount
                if amount is not None and term.kind != "local_content":
                    amount = max(Decimal(1), (amount * self.random.randint(50, 200)) // 100)
                found.append(Termed(term.kind, amount, term.currency, term.stage, uttered))
        return found

    def uttered(self, voice: Voice, due: int, pace: float) -> Uttered | None:
        """The voice on its day; None for what is yet to be said."""

        def on(moment: Moment) -> Window:
            return self.on(due + round(moment.at * pace), moment.manner)

        reported = on(voice.reported)
        if reported.latest is None or reported.latest > self.today:
            return None
        who = f"Synthetic {voice.side.replace('_', ' ')} voice {self.random.randrange(_VOICES) + 1}"
        publisher = self.random.randrange(PUBLISHERS)
        held = on(voice.held) if voice.held else None
        return Uttered(voice.side, voice.credibility, who, reported, held, publisher)
