"""The lines of the table: a piece of work, its rival in the same run, and the ratio to reach."""

from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from bench import api_lines
from bench.processes import manage, measure
from bench.stage import Line, Stage, ms

CLAIMS_A_DEAL = 29
A_FEW = 60  # deals, where one page is measured
MEMORY = 300  # MiB
_FULL_SCAN_WATCHED = 60.0  # seconds for which its memory is watched


def pages(stage: Stage) -> list[Line]:
    """Totals and first page, on a past day and today."""
    found = stage.measure(stage.whole, "pages", today=stage.whole.today, runs=stage.runs)
    past, today = median(found["past"]), median(found["today"])
    note = f"{ms(past)} for {found['day']} ({found['deals']:,} deals then), {ms(today)} for today"
    return [Line("Totals and first page, past day", "today", past / today, 1.3, note)]


def listed(stage: Stage) -> list[Line]:
    """The watch-list with its facets, against itself in a hundredth of the portfolio."""
    ours = stage.measure(stage.whole, "listed", today=stage.whole.today, runs=stage.runs)
    theirs = stage.measure(stage.hundredth, "listed", today=stage.hundredth.today, runs=stage.runs)
    small = f"a portfolio of {stage.hundredth.deals:,} deals"
    lines = []
    for name, taken in ours["taken"].items():
        mine, other = median(taken), median(theirs["taken"][name])
        note = f"{ms(mine)} and {ms(other)}, of the whole answer"
        lines.append(Line(f"Watch-list with facets: {name}", small, mine / other, 3, note))
    return lines


def deal(stage: Stage) -> list[Line]:
    """The page of a deal of 300 claims, against that of one of 30, in a portfolio of its own."""
    url = stage.server.make("deal")
    made = ("make_portfolio", f"--deals={A_FEW}", f"--today={stage.whole.today}")
    manage(url, *made, f"--seed={stage.seed}")
    found = measure(url, "deal", today=stage.whole.today, runs=2 * stage.runs)
    usual, many = found["claims"]
    much, other = median(found["much"]), median(found["usual"])
    note = f"{ms(much)} and {ms(other)}, of the whole answer"
    return [Line(f"Page of a deal of {many} claims", f"of {usual}", much / other, 2, note)]


def latest(stage: Stage) -> list[Line]:
    """The latest claims on a past day. Raises ValueError where the two ways differ."""
    work, against = "Latest claim per milestone, past day", "DISTINCT ON over the claims"
    found = stage.measure(stage.whole, "latest", today=stage.whole.today, runs=stage.runs)
    if "missing" in found:
        return [Line(work, against, None, 1.0, found["missing"])]
    if found["differ"]:
        raise ValueError(f"{found['differ']:,} rows differ between the spans and the claims")
    spans, claims = median(found["spans"]), median(found["claims"])
    note = f"{ms(spans)} and {ms(claims)} for the same {found['rows']:,} rows of {found['day']}"
    return [Line(work, against, spans / claims, 1.0, note)]


def scans(stage: Stage) -> list[Line]:
    """The daily scan, against the full one and against itself in a tenth of the portfolio."""
    ours: list[dict[str, Any]] = []
    theirs: list[dict[str, Any]] = []
    for _ in range(2):  # A B A B: each a process of several scans
        for portfolio, found in ((stage.whole, ours), (stage.tenth, theirs)):
            options = {"today": portfolio.today, "turning": stage.turning}
            found.append(stage.measure(portfolio, "scan", **options, runs=max(1, stage.runs // 2)))
    if not all(one["seconds"] for one in (*ours, *theirs)):
        nothing = "too few milestones turn in the days to come"
        return [Line("Daily scan", "the full scan", None, 40, nothing, at_least=True)]
    full = stage.measure(stage.whole, "full", today=stage.whole.today)
    for one in (*ours, *theirs):
        stage.remember("scan", one["peak"])
    stage.manage(stage.whole, "scan", "scan", f"--today={stage.whole.today}")
    full_scan = ("scan", "--full", f"--today={stage.whole.today}")
    stage.manage(stage.whole, "full scan", *full_scan, at_most=_FULL_SCAN_WATCHED)
    return [_against_full(ours, full), _against_itself(ours, theirs)]


def _against_full(ours: Sequence[dict[str, Any]], full: dict[str, Any]) -> Line:
    mine, turned = (median(_all(ours, name)) for name in ("seconds", "turned"))
    measured = f"{full['seconds']:.1f} s for the full one"
    if full["measured"] < full["deals"]:
        measured += f" (scaled from {full['measured']:,} of {full['deals']:,} deals)"
    if full["differed"]:
        measured += f"; {full['differed']:,} SPANS DIFFERED: of an older engine, use --anew"
    note = f"{mine:.3f} s with {turned:,.0f} milestones turning; {measured}"
    return Line("Full scan", "the daily scan", full["seconds"] / mine, 40, note, at_least=True)


def _against_itself(ours: Sequence[dict[str, Any]], theirs: Sequence[dict[str, Any]]) -> Line:
    mine, other = (_each(found, "deals") for found in (ours, theirs))
    note = (
        f"{ms(mine)} and {ms(other)} for each deal that it looks at; by milestone turning "
        f"{ms(_each(ours, 'turned'))} and {ms(_each(theirs, 'turned'))}"
    )
    return Line("Daily scan", "itself, a tenth of the portfolio", mine / other, 1.2, note)


def _all(found: Sequence[dict[str, Any]], name: str) -> list[float]:
    return [value for one in found for value in one[name]]


def _each(found: Sequence[dict[str, Any]], name: str) -> float:
    """The median over all scans of the seconds for each of what is named."""
    pairs = zip(_all(found, "seconds"), _all(found, name), strict=True)
    return median(seconds / number for seconds, number in pairs)


def recording(stage: Stage) -> list[Line]:
    """One claim, against an INSERT and against itself in a hundredth of the portfolio."""
    refs: list[str] = []
    ours: list[dict[str, Any]] = []
    theirs: list[dict[str, Any]] = []
    for _ in range(2):
        # The same deals are in both portfolios: those of the small one are chosen.
        for portfolio, found in ((stage.hundredth, theirs), (stage.whole, ours)):
            options = {"today": portfolio.today, "runs": 2 * stage.runs, "refs": refs}
            found.append(stage.measure(portfolio, "record", **options))
            refs = found[-1]["refs"]
    mine, row = (median(_all(ours, name)) for name in ("recorded", "inserted"))
    other = median(_all(theirs, "recorded"))
    sizes = [size for one in ours for size in one["sizes"]]
    milestones, claims = (median(size[place] for size in sizes) for place in (0, 1))
    note = f"{ms(mine)} and {ms(row)}; deals of {milestones:.0f} milestones, {claims:.0f} claims"
    small = f"a portfolio of {stage.hundredth.deals:,} deals"
    return [
        Line("One claim recorded", "one INSERT by Django", mine / row, 25, note),
        Line("One claim recorded", small, mine / other, 1.2, f"{ms(mine)} and {ms(other)}"),
    ]


def rebuild(stage: Stage) -> list[Line]:
    """All histories derived anew by one worker and by two, and where the time goes."""
    profile = stage.measure(stage.tenth, "profile")
    shares = ", ".join(f"{name} {share:.0%}" for name, share in profile["shares"].items())
    modules = ", ".join(f"{name} {share:.0%}" for name, share in profile["modules"].items())
    where = f"profile: {shares}; by module: {modules}"
    work, against = "Rebuild by one worker", "by two"
    if "rebuild_history" not in manage(stage.tenth.url, "help", "--commands").said:
        missing = f"there is no rebuild_history yet; {where}"
        return [Line(work, against, None, 1.8, missing, at_least=True)]
    taken: dict[int, list[float]] = {1: [], 2: []}
    stage.manage(stage.tenth, "scan", "scan")  # of the days since it was made
    for _ in range(2):
        for jobs, seconds in taken.items():
            rebuilt = ("rebuild_history", f"--jobs={jobs}")
            seconds.append(stage.manage(stage.tenth, "rebuild", *rebuilt).seconds)
    one, two = median(taken[1]), median(taken[2])
    rates = " and ".join(
        f"{stage.tenth.deals / seconds / jobs:.1f}" for jobs, seconds in ((1, one), (2, two))
    )
    note = (
        f"{one:.1f} s and {two:.1f} s for {stage.tenth.deals:,} deals: {rates} deals a second and "
        f"core; {where}"
    )
    return [Line(work, against, one / two, 1.8, note, at_least=True)]


def load(stage: Stage) -> list[Line]:
    """Claims in bulk, against row by row through the same action."""
    deals = max(20, stage.whole.deals // CLAIMS_A_DEAL)
    url = stage.server.make("load")
    day = stage.whole.today
    made = ("make_portfolio", f"--deals={deals}", f"--today={day}", "--without-histories")
    manage(url, *made, f"--seed={stage.seed}")
    found = measure(url, "load", today=day, runs=stage.runs)
    work, against = "Claims row by row", "in bulk"
    if "missing" in found:
        return [Line(work, against, None, 10, found["missing"], at_least=True)]
    stage.remember("load", found["peak"])
    row, bulk = median(found["by row"]), median(found["bulk"])
    loaded = found["loaded"]
    note = (
        f"{ms(row)} and {ms(bulk)} a claim; {loaded['bulk']:,} claims in bulk, "
        f"a sample of {loaded['by row']:,} row by row"
    )
    return [Line(work, against, row / bulk, 10, note, at_least=True)]


def memory(stage: Stage) -> list[Line]:
    """The highest memory that any process of each job has had."""
    limit = f"{MEMORY} MiB"
    return [
        Line(f"Memory: {job}", limit, peak, MEMORY, "peak of one process", unit="MiB")
        for job, peak in sorted(stage.peaks.items())
    ]


LINES: dict[str, Callable[[Stage], list[Line]]] = {
    "pages": pages,
    "listed": listed,
    "deal": deal,
    "latest": latest,
    "scans": scans,
    "recording": recording,
    "rebuild": rebuild,
    "load": load,
    "hundred": api_lines.hundred,
    "deep": api_lines.deep,
    "stream": api_lines.stream,
    "unchanged": api_lines.unchanged,
}
