"""Pictures of every page at three widths, in light and dark: `python -m tests.screenshots`.

It loads the catalogue into a database of its own, serves it, and leaves the pictures in
`screenshots/`, to be looked at. An address as argument: only that page.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.at_hand import CHROMIUM
from tests.conftest import CHROMIUM_OPTIONS

Scheme = Literal["light", "dark"]
ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "screenshots"
WIDTHS = (360, 768, 1440)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
PAST = "as_of=2020-11-12"
PAGES = {
    "watch-list": "/",
    "watch-list-past": f"/?{PAST}",
    "flags": "/flags/",
    "changes": "/changes/?since=2023-03-31",
    "calendar": "/calendar/",
    "calendar-next-quarter": "/calendar/?in=next-quarter",
    "calendar-agreed": "/calendar/?by=objective",
    "calendar-past": f"/calendar/?{PAST}",
    "compare-empty": "/compare/",
    "compare": "/compare/?deals=s-400,ka-226t,ak-203",
    "compare-by-contract": "/compare/?deals=s-400,ka-226t,su-30mki&align=contract",
    "compare-refused": "/compare/?deals=s-400",
    "voices": "/voices/",
    "organisations": "/organisations/",
    "organisation": "/organisations/rosoboronexport/",
    "method": "/method/",
    "deal": "/deals/s-400/",
    "deal-past": f"/deals/s-400/?{PAST}",
    "evidence": "/deals/s-400/evidence/",
    "login": "/accounts/login/",
    "not-found": "/nowhere/",
    "not-a-day": "/?as_of=soon",
    "not-in-the-calendar": "/calendar/?in=soon",
}


def main(wanted: list[str]) -> int:
    """Take the pictures of the pages whose names are wanted; of all, where none is."""
    pages = {name: PAGES[name] for name in wanted} if wanted else PAGES
    FOLDER.mkdir(exist_ok=True)
    with _served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        for scheme in SCHEMES:
            for width in WIDTHS:
                _take(browser, site, pages, scheme, width)
        browser.close()
    print(f"{len(pages) * len(SCHEMES) * len(WIDTHS)} pictures are in {FOLDER}: look at them.")
    return 0


def _take(browser: Browser, site: str, pages: dict[str, str], scheme: Scheme, width: int) -> None:
    size: ViewportSize = {"width": width, "height": 900}
    with browser.new_context(color_scheme=scheme, viewport=size) as context:
        page = context.new_page()
        page.set_default_timeout(120_000)  # milliseconds; the machine may be busy
        for name, address in pages.items():
            page.goto(site + address)
            page.screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png", full_page=True)


@contextmanager
def _served() -> Iterator[str]:
    """A server with the catalogue, ended with the block."""
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as free:
        bind = f"127.0.0.1:{free.getsockname()[1]}"
        free.close()
        env = {**os.environ, "SLIPWATCH_VAR": folder, "SLIPWATCH_BIND": bind}
        for job in (["migrate", "--verbosity=0"], ["load_catalogue"], ["scan"]):
            command = [sys.executable, "manage.py", *job]
            subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
        gunicorn = [
            str(Path(sys.executable).parent / "gunicorn"),
            "config.wsgi",
            "--bind",
            bind,
            "--timeout=120",
        ]
        server = subprocess.Popen(gunicorn, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
        try:
            _wait(f"http://{bind}/healthz")
            yield f"http://{bind}"
        finally:
            server.terminate()
            server.wait()


def _wait(address: str, seconds: int = 60) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            urlopen(address).close()
            return
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
