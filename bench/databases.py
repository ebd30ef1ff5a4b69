"""The databases of the bench: made once, and kept while size, seed and migrations agree."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import psycopg2
from psycopg2 import sql

from bench.processes import ROOT, manage


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A database with a portfolio: its address, its deals, the day it is settled for.

    `seconds` and `peak` (MiB) are what it took to make it.
    """

    url: str
    deals: int
    today: str
    seconds: float
    peak: float


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL in which we may make databases; `url` is that of one that is there.

    What is made gets names that begin with `prefix`, and nothing else is ever dropped.
    """

    url: str
    prefix: str = "slipwatch_bench_"

    def portfolio(
        self, deals: int, seed: int, today: date, say: Callable[[str], None], *, anew: bool = False
    ) -> Portfolio:
        """The database with a portfolio of that size, made unless it is there. Raises Failed."""
        name = f"{self.prefix}{deals}"
        wanted = {"deals": deals, "seed": seed, "migrations": _migrations()}
        found = self._comment(name)
        if anew or {key: found.get(key) for key in wanted} != wanted:
            say(f"Making {name}: {deals:,} deals of seed {seed}.")
            self.make(str(deals))
            arguments = (f"--deals={deals}", f"--seed={seed}", f"--today={today}")
            ran = manage(self.address(name), "make_portfolio", *arguments)
            say(ran.said.strip())
            self._execute("VACUUM ANALYZE", self.address(name))
            made = Portfolio("", deals, today.isoformat(), ran.seconds, ran.peak)
            found = wanted | asdict(made)
            comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
            text = sql.Literal(json.dumps(found))
            self._execute(comment.format(sql.Identifier(name), text))
        kept = {key: found[key] for key in ("deals", "today", "seconds", "peak")}
        return Portfolio(url=self.address(name), **kept)

    def make(self, what: str) -> str:
        """Make the database for `what` anew, with tables and nothing in them; its address."""
        name = f"{self.prefix}{what}"
        for words in ("DROP DATABASE IF EXISTS {} WITH (FORCE)", "CREATE DATABASE {}"):
            self._execute(sql.SQL(words).format(sql.Identifier(name)))
        manage(self.address(name), "migrate", "--verbosity=0")
        return self.address(name)

    def drop(self) -> list[str]:
        """Drop all databases of the bench; their names."""
        names = [str(row[0]) for row in self._rows("SELECT datname FROM pg_database")]
        ours = [name for name in names if name.startswith(self.prefix)]
        for name in ours:
            words = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            self._execute(words.format(sql.Identifier(name)))
        return ours

    def address(self, name: str) -> str:
        """The address of another database on the server."""
        return f"{self.url.rpartition('/')[0]}/{name}"

    def _comment(self, name: str) -> dict[str, Any]:
        rows = self._rows(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", name
        )
        found: dict[str, Any] = json.loads(rows[0][0]) if rows and rows[0][0] else {}
        return found

    def _rows(self, words: str, *values: str) -> list[tuple[Any, ...]]:
        connection = psycopg2.connect(self.url)
        try:
            with connection.cursor() as cursor:
                cursor.execute(words, values)
                return cursor.fetchall()
        finally:
            connection.close()

    def _execute(self, words: str | sql.Composable, url: str = "") -> None:
        connection = psycopg2.connect(url or self.url)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(words)
        finally:
            connection.close()


def _migrations() -> str:
    """A mark that changes with any migration of the product."""
    files = sorted(ROOT.glob("*/migrations/0*.py"))
    marked = hashlib.sha256()
    for file in files:
        marked.update(file.relative_to(ROOT).as_posix().encode())
        marked.update(file.read_bytes())
    return marked.hexdigest()[:16]
