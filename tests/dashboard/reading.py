"""Reading pages: their text, their links and their outline, as a browser would."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.test import Client
from typing_extensions import override

_INLINE = frozenset(
    ("a", "circle", "path", "q", "rect", "s", "span", "strong", "svg", "time", "use")
)
_VOID = frozenset(("br", "circle", "hr", "img", "input", "link", "meta", "path", "rect", "use"))


@dataclass
class Element:
    """An element with its attributes and all the text within."""

    tag: str
    attributes: dict[str, str]
    text: str = ""

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())


@dataclass
class Read:
    """A page taken apart. `faults` are what a browser would have to mend."""

    elements: list[Element] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that the body shows, spaces as one."""
        return " ".join(next(e.text for e in self.elements if e.tag == "body").split())

    def all(self, tag: str, a_class: str = "") -> list[Element]:
        """The elements of a kind, in the order of the page."""
        found = [e for e in self.elements if e.tag == tag]
        return [e for e in found if not a_class or a_class in e.classes]

    def texts(self, tag: str, a_class: str = "") -> list[str]:
        return [" ".join(e.text.split()) for e in self.all(tag, a_class)]

    @property
    def ids(self) -> list[str]:
        return [e.attributes["id"] for e in self.elements if "id" in e.attributes]

    @property
    def links(self) -> list[str]:
        return [e.attributes["href"] for e in self.all("a")]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.read = Read()
        self.open: list[Element] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.read.faults.append(f"<{tag}> says an attribute twice: {names}")
        self._space(tag)
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.read.elements.append(element)
        if tag not in _VOID:
            self.open.append(element)

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].tag != tag:
            inner = self.open[-1].tag if self.open else "nothing"
            self.read.faults.append(f"</{tag}> closes <{inner}> at {self.getpos()}")
            return
        self.open.pop()
        self._space(tag)

    def _space(self, tag: str) -> None:
        """Part the words of two blocks, as a browser does by its layout."""
        if tag not in _INLINE:
            self.handle_data(" ")

    @override
    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def read(html: str) -> Read:
    """Take a page apart."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    parser.read.faults += [f"<{element.tag}> is never closed" for element in parser.open]
    return parser.read


def page(client: Client, address: str, status: int = 200) -> Read:
    """The page at an address."""
    response = client.get(address)
    assert response.status_code == status, response.content[:500]
    return read(response.content.decode())


def row(read: Read, name: str) -> str:
    """The text of the first table row that speaks of something."""
    rows = [" ".join(e.text.split()) for e in read.all("tr")]
    return next(text for text in rows if name in text)


def days_in(text: str) -> set[str]:
    """Every year that a text names."""
    return set(re.findall(r"\b(?:19|20|21)\d\d\b", text))
