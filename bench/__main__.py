"""`python -m bench [--deals N]`: the table of ratios, on PostgreSQL."""

import argparse
import sys
import textwrap
import time
from datetime import UTC, date, datetime

import psycopg2

from bench.databases import Server
from bench.lines import LINES, memory
from bench.processes import Failed
from bench.stage import Line, Stage
from tests.at_hand import postgresql


def main(arguments: list[str]) -> int:
    """Measure and print; 0 unless something could not be measured."""
    options = _options(arguments)
    found = postgresql()
    if found is None:
        print("The bench needs a PostgreSQL in which it may make databases; there is none.")
        return 1
    url, version = found
    server = Server(url)
    if options.drop:
        print("\n".join(f"Dropped {name}." for name in server.drop()) or "Nothing to drop.")
        return 0
    try:
        stage = _stage(server, options)
    except (Failed, psycopg2.Error) as error:
        print(f"The portfolios could not be made.\n{error}")
        return 1
    print(f"PostgreSQL {version}, {stage.whole.deals:,} deals, settled for {stage.whole.today}")
    return _measure(stage, options.only or list(LINES))


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--deals", type=int, default=100_000, help="size of the portfolio")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=6, help="runs of each, of which the median")
    parser.add_argument("--only", nargs="+", choices=LINES, help="these lines alone")
    parser.add_argument("--anew", action="store_true", help="make the portfolios anew")
    parser.add_argument("--drop", action="store_true", help="drop the bench's databases, and end")
    return parser.parse_args(arguments)


def _stage(server: Server, options: argparse.Namespace) -> Stage:
    """The portfolio, a tenth and a hundredth of it; those that are kept stay at their day."""
    today: date = datetime.now(UTC).date()  # noqa: TID251 - no settings are loaded here
    sizes = [max(options.deals // part, 20) for part in (100, 10, 1)]
    made = {
        size: server.portfolio(size, options.seed, today, _say, anew=options.anew)
        for size in sorted(set(sizes))
    }
    hundredth, tenth, whole = (made[size] for size in sizes)
    stage = Stage(server, whole, tenth, hundredth, options.seed, options.runs)
    stage.remember("make_portfolio", max(portfolio.peak for portfolio in made.values()))
    return stage


def _measure(stage: Stage, wanted: list[str]) -> int:
    status = 0
    for name in wanted:
        began = time.monotonic()
        try:
            lines = LINES[name](stage)
        except (Failed, ValueError, psycopg2.Error) as error:
            print(f"\n{name}: ERROR: {error}")
            status = 1
            continue
        for line in lines:
            _show(line)
        _say(f"({name}: {time.monotonic() - began:.0f} s)")
    for line in memory(stage):
        _show(line)
    return status


def _show(line: Line) -> None:
    """One line of the table, and below it what was measured."""
    measured = "-" if line.ratio is None else f"{line.ratio:.3g} {line.unit}"
    bound = "at least" if line.at_least else "at most"
    what = f"{line.work} / {line.against}"
    print(f"\n{what:62} {measured:>9}  {bound} {line.target:g} {line.unit}: {line.verdict}")
    print(textwrap.fill(line.note, 98, initial_indent="  ", subsequent_indent="  "), flush=True)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
