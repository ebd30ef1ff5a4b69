"""The tests, on all that is at hand: `python -m tests.run [--soak] [--measure] [pytest's words]`.

The suite runs on SQLite, and beside it on PostgreSQL where one lets us make a database; with
Redis and a browser where there are any. The last lines say what ran on what and what was left out;
with CI=true leaving something out is a failure. `--measure` notes what is covered, for which a run
takes nearly twice as long. `--missing` only names what is not there.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from tests.at_hand import CHROMIUM, REDIS, missing, postgresql

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() == "true"
NO_TESTS = 5  # pytest's status for an empty selection
# What a person has set for the product is not for the tests.
OURS = ("SLIPWATCH_", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "CSRF_TRUSTED")


@dataclass
class Leg:
    """One run of the suite."""

    title: str
    vendor: str
    selection: str
    database_url: str = ""
    passed: int = 0
    skipped: int = 0
    failed: bool = False
    report: Path = Path()
    process: "subprocess.Popen[bytes] | None" = None

    def start(self, folder: Path, options: list[str], profile: str, *, measured: bool) -> None:
        """Start pytest, its output going to a file of the leg's own."""
        self.report = folder / f"{self.title.split(',')[0].replace(' ', '-')}.xml"
        environ = {
            name: value
            for name, value in os.environ.items()
            if name.startswith("SLIPWATCH_TEST_") or not name.startswith(OURS)
        }
        environ |= {
            "SLIPWATCH_VAR": str(self.report.with_suffix(".var")),
            "SLIPWATCH_TEST_VENDOR": self.vendor,
            "SLIPWATCH_TEST_PROFILE": profile,
        }
        if self.database_url:
            environ["DATABASE_URL"] = self.database_url
        # On SQLite alone: the other database takes the same ways through the code.
        measuring = ["-m", "coverage", "run"] if measured and self.vendor == "sqlite" else []
        command = [sys.executable, *measuring, "-m", "pytest"]
        command += ["-q", "-m", self.selection, f"--junitxml={self.report}", *options]
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environ, stdout=said, stderr=subprocess.STDOUT
            )

    @property
    def said(self) -> Path:
        """Where the run writes."""
        return self.report.with_suffix(".txt")

    def finish(self) -> None:
        """Pass on what the run says, as it says it, until it ends."""
        assert self.process is not None
        print(f"\n== {self.title}", flush=True)
        with self.said.open(errors="replace") as said:
            running = True
            while running:
                running = self.process.poll() is None
                print(said.read(), end="", flush=True)
                time.sleep(0.2)
        self.failed = self.process.returncode not in (0, NO_TESTS)
        if self.report.exists():
            self.count(self.report)

    def count(self, report: Path) -> None:
        """Take the numbers from pytest's own report."""
        for suite in ET.parse(report).iter("testsuite"):
            numbers = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors")}
            self.skipped = int(suite.get("skipped", 0))
            self.passed = 2 * numbers["tests"] - sum(numbers.values()) - self.skipped

    def summary(self) -> str:
        """One line on what happened."""
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.title}: {self.passed} passed{skipped}{', FAILED' if self.failed else ''}"


def legs(soak: bool) -> list[Leg]:
    """The runs that this machine allows."""
    chosen = "soak or hypothesis" if soak else "not soak"
    each, alone = f"({chosen}) and not once and not browser", f"({chosen}) and (once or browser)"
    found = [Leg("SQLite", "sqlite", each)]
    if server := postgresql():
        url, version = server
        found.append(Leg(f"PostgreSQL {version}", "postgresql", each, url))
    return [*found, Leg("Whole processes and browser, on SQLite", "sqlite", alone)]


def main(options: list[str]) -> int:
    """Run everything; 0 where all passed and, in CI, nothing was left out."""
    if options == ["--missing"]:
        print("\n".join(missing()))
        return 0
    soak, measured = "--soak" in options, "--measure" in options
    options = [option for option in options if option not in ("--soak", "--measure")]
    if soak:
        seed = random.SystemRandom().randrange(2**32)
        seed = int(os.environ.setdefault("SLIPWATCH_TEST_SEED", str(seed)))
        options.append(f"--hypothesis-seed={seed}")
        print(f"To try it again: SLIPWATCH_TEST_SEED={seed} python -m tests.run --soak")
    todo, lacking = legs(soak), missing()
    coverage = [sys.executable, "-m", "coverage"]
    if measured:
        subprocess.run([*coverage, "erase"], cwd=ROOT, check=True)
    with tempfile.TemporaryDirectory() as folder:
        # Side by side: a run keeps one processor busy, and most machines have two.
        for leg in todo:
            leg.start(Path(folder), options, "soak" if soak else "gate", measured=measured)
        for leg in todo:
            leg.finish()
    if measured:
        subprocess.run([*coverage, "combine", "--quiet"], cwd=ROOT, check=True)
    return report(todo, lacking)


def report(done: list[Leg], lacking: list[str]) -> int:
    """Say what ran on what, and what did not; returns the exit status."""
    print("\n== What ran on what")
    for leg in done:
        print(leg.summary())
    used = {"Redis": f"Redis: used at {REDIS}", "Chromium": f"Browser: used from {CHROMIUM}"}
    for name, line in used.items():
        if name not in lacking:
            print(line)
    print(f"Left out for want of it: {', '.join(lacking) or 'nothing'}")
    if lacking and IN_CI:
        print("CI=true: leaving something out is a failure.")
    return int(any(leg.failed for leg in done) or (IN_CI and bool(lacking)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
