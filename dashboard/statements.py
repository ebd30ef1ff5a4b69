"""Statements as a page shows them: who said it, for which side, where, and how far to trust it."""

from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from dashboard.figures import DateShown, date_shown
from deals import dates
from deals.choices import Credibility, Reliability
from deals.models import Source, Statement, Voiced


@dataclass(frozen=True, slots=True)
class SourceShown:
    """A publication with its address, if it has one."""

    publisher: str
    url: str
    published: DateShown
    reliability: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Who said something, when and where. `grade` is the Admiralty code, such as B2.

    `words_at` is the address of all words of that speaker, `also` the name that they count under
    where it is another; both are empty where that is not told.
    """

    said_by: str
    side: str
    reported: DateShown
    held: DateShown | None
    credibility: str
    grade: str
    source: SourceShown | None
    note: str
    words_at: str = ""
    also: str = ""

    @property
    def who(self) -> SafeString:
        """Who said it, with a link to all that they said, and their other name."""
        link = '<a class="who" href="{1}">{0}</a>' if self.words_at else "{0}"
        also = ' <span class="small-in">also as {2}</span>' if self.also else ""
        return format_html(link + also, self.said_by, self.words_at, self.also)

    @property
    def named(self) -> SafeString:
        """Who said it, and for which side: made here, since a page may have hundreds of them."""
        if not self.side:
            return self.who
        side = ' <span class="side side-{}">{}</span>'
        return format_html("{}" + side, self.who, slugify(self.side), self.side)

    @property
    def cited(self) -> SafeString:
        """Where it was said, and how far to trust it."""
        grade = ' <span class="small">{} <span class="grade">{}</span></span>'
        shown = format_html(grade, self.credibility, self.grade) if self.credibility else ""
        source = self.source
        if source is None:
            return format_html('<span class="small">not yet published</span>{}', shown)
        link = '<a href="{1}" rel="noopener noreferrer">{0}</a>' if source.url else "{0}"
        when = ' <span class="small">{2} · {3}{4}</span>{5}'
        return format_html(
            link + when,
            source.publisher,
            source.url,
            source.published.words,
            source.reliability,
            " source" if self.credibility else "",
            shown,
        )


def source_shown(source: Source, day: date) -> SourceShown | None:
    """The publication; None if it had not appeared by `day`."""
    published = date_shown(source.published)
    if source.published_on > day or published is None:
        return None
    return SourceShown(
        publisher=source.publisher,
        url=source.url,
        published=published,
        reliability=_in_words(Reliability(source.reliability).label),
    )


def voice(statement: Statement, day: date, *, with_note: bool) -> Voice:
    """The voice behind a statement whose source is loaded.

    Notes have no history of their own: they are for pages about today.
    """
    reported = date_shown(statement.reported)
    assert reported is not None
    sided = statement if isinstance(statement, Voiced) else None
    return Voice(
        said_by=statement.said_by,
        side=sided.get_side_display() if sided else "",
        reported=reported,
        held=_held(sided) if sided else None,
        credibility=_in_words(Credibility(sided.credibility).label) if sided else "",
        grade=f"{statement.source.reliability}{sided.credibility}" if sided else "",
        source=source_shown(statement.source, day),
        note=statement.note if with_note else "",
    )


def _held(statement: Voiced) -> DateShown | None:
    edtf = statement.in_force_edtf
    return date_shown(dates.from_edtf(edtf)) if edtf else None


def _in_words(label: str) -> str:
    """The words of a grade, without its letter or number."""
    return label.partition(": ")[2]
