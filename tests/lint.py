"""Everything that can be told without running the product: `python -m tests.lint`.

Each check runs to its end, and what a failed one said is shown.
"""

import difflib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = [sys.executable]
MANAGE = [*PYTHON, "manage.py"]
OPENAPI = ROOT / "docs" / "openapi.yaml"
# As in production, with nothing that leads anywhere.
PRODUCTION = {
    "SLIPWATCH_MODE": "production",
    "SLIPWATCH_PROXIES": "1",
    "SECRET_KEY": "".join(map(chr, range(48, 123))),
    "DATABASE_URL": "postgresql://slipwatch@database.invalid/slipwatch",
    "REDIS_URL": "redis://redis.invalid:6379/0",
    "ALLOWED_HOSTS": "slipwatch.invalid",
}


@dataclass
class Check:
    """A command that succeeds where all is well."""

    name: str
    command: list[str]
    environ: dict[str, str] = field(default_factory=dict)
    afterwards: Callable[[], str] = lambda: ""

    def run(self, folder: str) -> str:
        """What is wrong; empty where nothing is. Prints how it went."""
        began = time.monotonic()
        ended = subprocess.run(
            self.command,
            cwd=ROOT,
            env={**os.environ, "SLIPWATCH_VAR": folder, **self.environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        fault = ended.stdout if ended.returncode else self.afterwards()
        seconds = time.monotonic() - began
        print(f"{'FAILED' if fault else 'ok':6} {self.name} ({seconds:.0f} s)", flush=True)
        return f"\n== {self.name}\n{fault}" if fault else ""


def openapi_differs(made: Path) -> str:
    """How the committed description differs from what the code says now."""
    committed = OPENAPI.read_text() if OPENAPI.exists() else ""
    new = made.read_text()
    if new == committed:
        return ""
    lines = difflib.unified_diff(
        committed.splitlines(), new.splitlines(), "docs/openapi.yaml", "the code", lineterm=""
    )
    how = "\nWrite it anew: manage.py spectacular --file docs/openapi.yaml\n"
    return "\n".join(list(lines)[:80]) + how


def checks(folder: str) -> list[Check]:
    """All of them, the longest first."""
    made = Path(folder) / "openapi.yaml"
    templates = sorted(map(str, (ROOT / "templates").rglob("*.html")))
    found = [
        Check("types (mypy)", [str(BIN / "mypy"), "."]),
        Check("format (ruff)", [str(BIN / "ruff"), "format", "--check", "."]),
        Check("rules (ruff)", [str(BIN / "ruff"), "check", "."]),
        Check("imports (import-linter)", [str(BIN / "lint-imports")]),
        Check("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
        Check(
            "deployment (check --deploy)",
            [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
            PRODUCTION,
        ),
        Check(
            "OpenAPI",
            [*MANAGE, "spectacular", "--validate", "--fail-on-warn", "--file", str(made)],
            afterwards=lambda: openapi_differs(made),
        ),
    ]
    if templates:
        found += [
            Check("templates (djlint)", [str(BIN / "djlint"), "--lint", "--quiet", "templates"]),
            Check(
                "form of templates (djade)",
                [str(BIN / "djade"), "--check", "--target-version", "5.2", *templates],
            ),
        ]
    return found


def main() -> int:
    """Run all checks; 0 where each succeeds."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        faults = list(filter(None, pool.map(lambda check: check.run(folder), checks(folder))))
    print("".join(faults), end="")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
