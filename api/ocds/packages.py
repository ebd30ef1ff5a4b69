"""What releases and records are published in."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.ocds.values import Json, told

VERSION = "1.1"  # of the standard, as a package names it


@dataclass(frozen=True, slots=True)
class Cover:
    """What a package says of itself: its addresses, those of its neighbours, and by whom it is."""

    uri: str
    publisher: str
    extension: str
    next: str | None = None
    previous: str | None = None


def release_package(cover: Cover, releases: Sequence[Json]) -> Json:
    """At least one release, as the standard has it."""
    dates = [release["date"] for release in releases]
    return {**_told(cover, dates), "releases": list(releases)}


def record_package(cover: Cover, records: Sequence[Json]) -> Json:
    """At least one record, as the standard has it."""
    dates = [record["compiledRelease"]["date"] for record in records]
    return {**_told(cover, dates), "records": list(records)}


def _told(cover: Cover, dates: Sequence[str]) -> Json:
    links = told({"next": cover.next, "prev": cover.previous})
    return told(
        {
            "uri": cover.uri,
            "version": VERSION,
            "extensions": [cover.extension],
            "publishedDate": max(dates),
            "publisher": {"name": cover.publisher},
            "links": links,
        }
    )
