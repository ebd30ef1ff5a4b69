"""Readers for settings from the environment, which collect every fault before they stop."""

import ipaddress
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from environ import Env

PREFIX = "SLIPWATCH_"
# Read by the tests and not by the settings, so no reader asks for it.
ELSEWHERE = (PREFIX + "TEST_",)
# gunicorn takes 3 for "the application cannot boot" and stops, where it would start a
# worker that ended with 1 again and again.
EXIT_STATUS = 3
WORDS = {"1": True, "true": True, "yes": True, "on": True}
WORDS |= {"0": False, "false": False, "no": False, "off": False}
DATABASE = "postgresql://USER:PASSWORD@HOST:5432/NAME"
REDIS = "redis://HOST:6379/0, or rediss:// for TLS"
KEY = "at least 50 random characters, not starting with django-insecure-"
HOSTS = "host names by comma, without port and without *, such as slipwatch.example.org"
ORIGINS = "https origins by comma, such as https://slipwatch.example.org"
ZONE = "an IANA time zone such as UTC or Asia/Kolkata"
BIND = "HOST:PORT such as 127.0.0.1:8000 or [::1]:8000"
HOST_NAME = re.compile(r"\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")


def is_loopback(host: str) -> bool:
    """Whether `host`, a name or an address without port, is this machine alone."""
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


class Environment:
    """Settings read from `values`, name by name.

    A reader returns the setting, or its default where the name is unset or empty; a reader
    without default is for what must be given. A fault is noted in `faults`, and the reader
    returns a placeholder that `stop_if_faulty` keeps from ever being used.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.known: set[str] = set()
        self.faults: list[str] = []

    def refuse(self, name: str, accepted: str, *, secret: bool = False) -> None:
        """Note that the value of `name` cannot be used; a secret's value is never shown."""
        seen = "what is set is not accepted and not shown" if secret else repr(self.values[name])
        self.faults.append(f"{name}: {seen}. Accepted: {accepted}.")

    def raw(self, name: str, accepted: str, *, required: bool) -> str:
        """The text of `name`, stripped; empty where it is unset."""
        self.known.add(name)
        text = self.values.get(name, "").strip()
        if not text and required:
            self.faults.append(f"{name}: missing. Accepted: {accepted}.")
        return text

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        """One of `choices`."""
        text = self.raw(name, "", required=False) or default
        if text not in choices:
            self.refuse(name, " or ".join(choices))
            return default
        return text

    def text(self, name: str, pattern: str, accepted: str, default: str) -> str:
        """A text that matches `pattern` from its first letter to its last."""
        text = self.raw(name, accepted, required=False) or default
        if not re.fullmatch(pattern, text):
            self.refuse(name, accepted)
            return default
        return text

    def flag(self, name: str) -> bool | None:
        """True or False, or None where nothing is said."""
        text = self.raw(name, "", required=False).lower()
        if text and text not in WORDS:
            self.refuse(name, "1, true, yes, on, 0, false, no or off")
        return WORDS.get(text)

    def count(self, name: str, default: int, *, least: int = 1) -> int:
        """A whole number, `least` or more."""
        text = self.raw(name, "", required=False)
        if not text:
            return default
        if not (text.isascii() and text.isdecimal() and int(text) >= least):
            self.refuse(name, f"a whole number, {least} or more")
            return default
        return int(text)

    def folder(self, name: str, default: Path) -> Path:
        """A folder that exists or can be made; a relative one is made absolute."""
        return Path(self.raw(name, "", required=False) or default).absolute()

    def zone(self, name: str, default: str) -> str:
        """The name of a time zone that this machine knows."""
        text = self.raw(name, "", required=False) or default
        try:
            ZoneInfo(text)
        except (KeyError, OSError, ValueError):
            self.refuse(name, ZONE)
            return default
        return text

    def bind(self, name: str, default: str) -> tuple[str, int]:
        """Host, without the brackets of IPv6, and port."""
        text = self.raw(name, "", required=False) or default
        host, _, port = text.rpartition(":")
        if HOST_NAME.fullmatch(host) and port.isascii() and port.isdecimal():
            if 0 < int(port) < 65536:
                return host.strip("[]"), int(port)
        self.refuse(name, BIND)
        return "", 0

    def secret(self, name: str, *, required: bool) -> str:
        """A secret good enough to sign with; empty where none is given."""
        text = self.raw(name, KEY, required=required)
        weak = len(text) < 50 or len(set(text)) < 5 or text.startswith("django-insecure-")
        if text and weak:
            self.refuse(name, KEY, secret=True)
        return text

    def database(self, name: str, *, required: bool) -> dict[str, Any]:
        """Django's description of a PostgreSQL; empty where none is named."""
        text = self.raw(name, DATABASE, required=required)
        if not text:
            return {}
        try:
            described = dict(Env.db_url_config(text))
            usable = urlsplit(text).scheme in {"postgres", "postgresql"} and described["NAME"]
        except ValueError:
            usable = False
        if not usable:
            self.refuse(name, DATABASE, secret=True)
            return {}
        return described

    def redis(self, name: str, *, required: bool) -> str:
        """The address of a Redis; empty where none is named."""
        text = self.raw(name, REDIS, required=required)
        try:
            parts = urlsplit(text)
            usable = parts.scheme in {"redis", "rediss"} and parts.hostname and parts.port != 0
        except ValueError:
            usable = False
        if text and not usable:
            self.refuse(name, REDIS, secret=True)
        return text

    def hosts(self, name: str, *, required: bool) -> list[str]:
        """Host names that requests may be addressed to."""
        found = self.listed(name, HOSTS, required=required)
        if not all(HOST_NAME.fullmatch(host) for host in found):
            self.refuse(name, HOSTS)
        return found

    def origins(self, name: str) -> list[str]:
        """Origins whose forms are trusted beside the hosts' own."""
        found = self.listed(name, ORIGINS, required=False)
        if not all(re.fullmatch(r"https://[^/\s*@?#]+", origin) for origin in found):
            self.refuse(name, ORIGINS)
        return found

    def listed(self, name: str, accepted: str, *, required: bool) -> list[str]:
        """The parts of a value between its commas."""
        text = self.raw(name, accepted, required=required)
        return [part.strip() for part in text.split(",") if part.strip()]

    def refuse_unknown(self) -> None:
        """Note every name with our prefix that no reader asked for: a slip of the pen."""
        for name in sorted(self.values):
            if name.startswith(PREFIX) and name not in self.known:
                if not name.startswith(ELSEWHERE):
                    known = ", ".join(sorted(self.known))
                    self.faults.append(f"{name}: no such setting. Accepted: {known}.")

    def stop_if_faulty(self) -> None:
        """End the process with one message that names every fault, if there is any."""
        if self.faults:
            stop(self.faults)


def stop(faults: list[str]) -> NoReturn:
    """Say what is wrong on stderr, without a traceback, and end the process."""
    lines = "".join(f"  {fault}\n" for fault in faults)
    print(f"Slipwatch does not start. Set in the environment:\n{lines}", end="", file=sys.stderr)
    raise SystemExit(EXIT_STATUS)
