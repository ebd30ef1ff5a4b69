"""What lines are measured on, and what each says."""

from dataclasses import dataclass, field
from typing import Any

from bench.databases import Portfolio, Server
from bench.processes import Ran, manage, measure

FULL = 100_000  # deals that the targets are for
TURNING = 1_000  # milestones, in a portfolio of that size


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `ratio` is None where there is nothing to measure yet, and `note` says why.

    `at_least`: whether the target is to be reached or kept below.
    """

    work: str
    against: str
    ratio: float | None
    target: float
    note: str
    at_least: bool = False
    unit: str = "x"

    @property
    def verdict(self) -> str:
        """In a word."""
        if self.ratio is None:
            return "not measured"
        kept = self.ratio >= self.target if self.at_least else self.ratio <= self.target
        return "reached" if kept else "MISSED"


@dataclass(slots=True)
class Stage:
    """What the lines are measured on: the portfolio, one of a tenth and one of a hundredth.

    `peaks` collects the memory of every job that ran, in MiB.
    """

    server: Server
    whole: Portfolio
    tenth: Portfolio
    hundredth: Portfolio
    seed: int
    runs: int
    peaks: dict[str, float] = field(default_factory=dict)

    @property
    def turning(self) -> int:
        """How many milestones are to turn in a scan: a thousand at full size."""
        return max(1, TURNING * self.whole.deals // FULL)

    def measure(self, on: Portfolio, name: str, **options: Any) -> dict[str, Any]:
        """What a module of `bench.work` finds."""
        return measure(on.url, name, **options)

    def manage(self, on: Portfolio, job: str, *arguments: str, at_most: float | None = None) -> Ran:
        """Run a job of the product, and remember its memory."""
        ran = manage(on.url, *arguments, at_most=at_most)
        self.remember(job, ran.peak)
        return ran

    def remember(self, job: str, peak: float) -> None:
        """Note the memory that a job has had."""
        self.peaks[job] = max(peak, self.peaks.get(job, 0.0))


def ms(seconds: float) -> str:
    """Seconds, or milliseconds below one."""
    return f"{seconds * 1000:.3g} ms" if seconds < 1 else f"{seconds:.2f} s"
