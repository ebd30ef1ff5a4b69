"""Deadlines as iCalendar (RFC 5545), for programs that subscribe to them.

A date that is not exact is an event over all the days that it may be, as it was stated; one of
which only the last day is known is an event of that day. Events take no time from anybody.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.urls import reverse
from icalendar import Calendar, Event

from dashboard.asof import AsOf
from dashboard.figures import NO_DATE
from dashboard.queries.calendar import Deadline
from deliveries.reasons import spelt

EVERY = timedelta(hours=12)  # how often programs are asked to look again


def as_ics(deadlines: Iterable[Deadline], when: AsOf, now: datetime, site: str) -> bytes:
    """A calendar of deadlines, as the day knew them. `site` is the address of this server."""
    calendar = Calendar()
    calendar.add("prodid", "-//Slipwatch//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Slipwatch deadlines")
    calendar.add("x-wr-caldesc", f"Open milestones by their deadlines, as known on {when.day}.")
    calendar.add("refresh-interval", EVERY, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for deadline in deadlines:
        calendar.add_component(_event(deadline, when, now, site))
    text: bytes = calendar.to_ical()
    return text


def _event(deadline: Deadline, when: AsOf, now: datetime, site: str) -> Event:
    milestone = deadline.milestone
    ref, code = milestone.deal.ref, milestone.code
    page = site.rstrip("/") + reverse("dashboard:deal", args=[ref]) + when.query
    first, last = _days(deadline)
    event = Event()
    # The same for good, whichever host serves it, so that a date that moves moves the event.
    event.add("uid", f"{ref}.{code}@slipwatch")
    event.add("dtstamp", now)
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))  # not itself among the days
    event.add("summary", f"{milestone.deal.designation}: {milestone.title}")
    event.add("description", _told(deadline))
    event.add("url", f"{page}#milestone-{code}")
    event.add("categories", [deadline.state.word])
    event.add("transp", "TRANSPARENT")
    return event


def _days(deadline: Deadline) -> tuple[date, date]:
    """The first and the last day that it may be, of the date that the calendar goes by."""
    stated = deadline.stated
    if stated is None or stated.latest != deadline.day or stated.earliest is None:
        return deadline.day, deadline.day
    return stated.earliest, deadline.day


def _told(deadline: Deadline) -> str:
    """The date as stated, the objective, and where it stands, a line each."""
    parts = [f"{deadline.state.word}, {deadline.knowledge.word}"]
    words = deadline.shown.words if deadline.shown else NO_DATE.lower()
    parts.append(f"Expected: {words}")
    if deadline.objective:
        parts.append(f"Objective: {spelt(deadline.objective)}")
    if deadline.slip:
        least = "at least " if deadline.slip.is_least else ""
        parts.append(f"Total slip: {least}{deadline.slip.days}")
    return "\n".join(parts)
