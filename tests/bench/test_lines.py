"""Each line of the bench runs on a few deals; what it measures is for `make bench`."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date

import pytest

from bench.__main__ import main
from bench.databases import Server
from bench.lines import LINES, MEMORY, memory
from bench.stage import Line, Stage
from tests.at_hand import postgresql

DEALS, SEED, TODAY = 6, 5, date(2026, 11, 26)

pytestmark = [pytest.mark.postgresql, pytest.mark.once]


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """One small portfolio for whole, tenth and hundredth, in databases of this process's own."""
    found = postgresql()
    assert found is not None
    server = Server(found[0], f"test_slipwatch_bench_{os.getpid()}_")
    said: list[str] = []
    try:
        made = server.portfolio(DEALS, SEED, TODAY, said.append)
        assert server.portfolio(DEALS, SEED, TODAY, said.append) == made
        assert len(said) == 2  # the second time it was there
        yield Stage(server, made, made, made, SEED, runs=1)
    finally:
        server.drop()


@pytest.mark.parametrize("name", LINES)
def test_a_line_of_the_bench_measures(stage: Stage, name: str) -> None:
    for line in LINES[name](stage):
        assert line.ratio is not None, line.note
        assert line.ratio > 0
        assert line.verdict in ("reached", "MISSED")


def test_the_memory_of_a_job_is_below_the_limit(stage: Stage) -> None:
    stage.manage(stage.whole, "scan", "scan", f"--today={TODAY}")
    (line,) = (line for line in memory(stage) if line.work == "Memory: scan")
    assert 20 < (line.ratio or 0) < MEMORY


def test_the_memory_of_whoever_measures_is_not_counted() -> None:
    ballast = b"." * (MEMORY << 20)
    own = "from bench.processes import peak; import os; print(peak(os.getpid()))"
    told = subprocess.run([sys.executable, "-c", own], capture_output=True, text=True, check=True)
    assert 1 < float(told.stdout) < MEMORY
    assert len(ballast) == MEMORY << 20


def test_a_target_is_reached_from_either_side() -> None:
    assert Line("a", "b", 1.2, 1.3, "").verdict == "reached"
    assert Line("a", "b", 1.4, 1.3, "").verdict == "MISSED"
    assert Line("a", "b", 39, 40, "", at_least=True).verdict == "MISSED"
    assert Line("a", "b", None, 40, "").verdict == "not measured"


def test_the_bench_tells_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "--deals" in capsys.readouterr().out
