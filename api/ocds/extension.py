"""The extension `slipwatch`: what the standard cannot say, as OCDS publishes extensions.

One member, `slipwatch`, on each of several definitions of the standard. `FIELDS` has what it holds,
by definition; the files that are served are made from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.ocds.values import Json
from api.ocds.words import NEW_DOCUMENT_TYPES, NEW_ROLES

NAME = "slipwatch"
MANIFEST = "extension.json"
RELEASE, RELEASE_PACKAGE = "release-schema.json", "release-package-schema.json"
RECORD_PACKAGE = "record-package-schema.json"


@dataclass(frozen=True, slots=True)
class Field:
    """A member: its name, what it means, and its type in JSON Schema."""

    name: str
    meaning: str
    type: str = "string"
    more: Json = field(default_factory=dict)

    def schema(self) -> Json:
        """As the patch has it."""
        words = self.name[0].upper() + self.name[1:]
        title = "".join(f" {c.lower()}" if c.isupper() else c for c in words)
        typed = {} if "$ref" in self.more else {"type": self.type}
        return (
            {"title": title.strip().capitalize(), "description": self.meaning} | typed | self.more
        )


def _ref(name: str, meaning: str, definition: str) -> Field:
    return Field(name, meaning, more={"$ref": f"#/definitions/{definition}"})


def _list_of(name: str, meaning: str, definition: str) -> Field:
    return Field(name, meaning, "array", {"items": {"$ref": f"#/definitions/{definition}"}})


def _day(name: str, meaning: str) -> Field:
    return Field(name, meaning, more={"format": "date"})


def _window(name: str, meaning: str) -> Field:
    return _ref(name, meaning, "SlipwatchWindow")


def _slip(name: str, meaning: str) -> Field:
    return _ref(name, meaning, "SlipwatchSlip")


_STATED = (
    Field("amount", "The amount as text, so that no digit is lost."),
    Field("text", "The words as stated."),
    Field("saidBy", "Name and office of the voice."),
    Field("side", "Whose voice it is: buyer, supplier or third_party."),
    Field("credibility", "1 (confirmed) to 5 (improbable), or 6 (cannot be judged).", "integer"),
    _window("reported", "When it was published."),
    Field("source", "Id of the document that has it; absent while that was not public."),
)

# What `slipwatch` holds, by the definition of the standard that has it. "" is the release itself.
FIELDS: Mapping[str, tuple[Field, ...]] = {
    "": (
        Field("ref", "Ref of the deal in this server's own API."),
        Field("designation", "What people call the deal."),
        Field("kind", "What sort of deal it is."),
        Field("route", "By which procedure it is procured."),
        Field("category", "What sort of equipment or agreement it is about."),
        Field("state", "The verdict on the deal in one word: that of its worst open milestone."),
        Field("stage", "How far it has come, by the word on that which was held last."),
        Field("suspended", "Whether it is suspended; by a person, for today alone.", "boolean"),
        _list_of("events", "What happened around the deal.", "SlipwatchEvent"),
    ),
    "Organization": (
        Field("country", "Its country in ISO 3166-1 alpha-2."),
        Field("kind", "What sort of body it is."),
    ),
    "Value": _STATED,
    "Contract": (
        _ref("quantity", "How much, by the word on it that was held last.", "SlipwatchStatement"),
        _ref("localContent", "Percent made in the buyer's country.", "SlipwatchStatement"),
    ),
    "Item": (
        Field("milestone", "Id of the milestone that delivers it."),
        Field("mode", "How the pieces come: fly_away, kit, local_production or transfer."),
    ),
    "Document": (
        Field("publisher", "Who published it."),
        _window("published", "When it appeared, as precisely as that is known."),
        Field("reliability", "A (completely reliable) to E (unreliable), or F: cannot be judged."),
    ),
    "Amendment": (_list_of("changes", "The dates that it moved.", "SlipwatchChange"),),
    "Milestone": (
        Field("state", "The verdict in one word."),
        Field("progress", "open, met or cancelled."),
        Field("level", "How late it certainly is: slipping, breach or critical."),
        Field("knowledge", "contested, stale, confirmed or single_source."),
        _window("baselineOriginal", "The date that was contracted first."),
        _window("baseline", "The same after amendments."),
        Field("baselineInferred", "The baseline is no contract's: a first promise or assessment."),
        _window("promised", "The latest word of buyer or supplier."),
        _window("assessed", "The latest estimate of others."),
        _window("statedEstimate", "The window to reckon with, as it was stated."),
        Field("growing", "Its last day has passed, so it moves on with each day.", "boolean"),
        _window("actual", "When it happened, as precisely as that is known."),
        _day("threshold", "The day after which the delay is a breach."),
        _slip("slipTotal", "Estimate against the original baseline; absent while growing."),
        _slip("slipCurrent", "Estimate against the baseline; absent while growing."),
        Field("flags", "What is found about it.", "array", {"items": {"type": "string"}}),
        Field("claims", "Claims that bear it out.", "array", {"items": {"type": "integer"}}),
        _list_of("counts", "The last running totals of its lot.", "SlipwatchCount"),
    ),
}

# What those refer to.
PARTS: Mapping[str, tuple[Field, ...]] = {
    "Window": (
        Field("text", "The words as stated."),
        Field("edtf", "Canonical EDTF (ISO 8601-2)."),
        _day("earliest", "First day; absent: open."),
        _day("latest", "Last day; absent: open."),
        Field("precision", "How precise it is: day, month, quarter, year and the like."),
        Field("approximate", "Stated as approximate.", "boolean"),
    ),
    "Slip": (
        Field("days", "From last day to last day; later is positive.", "integer"),
        Field("minDays", "The least it can be.", "integer"),
        Field("maxDays", "The most it can be.", "integer"),
    ),
    "Statement": _STATED,
    "Event": (
        Field("code", "Its code in this server's own API."),
        Field("kind", "What sort of context it is."),
        Field("title", "What happened."),
        _window("date", "When."),
        Field("source", "Id of the document that reports it; absent while that was not public."),
    ),
    "Change": (
        Field("milestone", "Id of the milestone."),
        Field("from", "The date until then, as stated; absent where none is known."),
        Field("to", "The new date, as stated."),
        Field("saidBy", "Who reports it."),
        Field("source", "Id of the document that has it; absent while that was not public."),
        Field("claim", "Id of the claim in this server's own API.", "integer"),
    ),
    "Count": (
        Field("kind", "What was counted: produced, delivered, accepted or inducted."),
        Field("total", "How many.", "integer"),
        _window("by", "By when."),
    ),
}


def files(base: str) -> dict[str, Json]:
    """The JSON files of the extension, by name; `base` is the address that they are below."""
    links = _links()
    return {
        MANIFEST: _manifest(base),
        RELEASE: _patch(),
        RELEASE_PACKAGE: {"properties": {"links": links}},
        RECORD_PACKAGE: {"properties": {"links": links}},
    }


def codelists() -> dict[str, list[tuple[str, str, str]]]:
    """What is added to open codelists, by the name of the file: code, title, description."""
    added = {"+partyRole.csv": NEW_ROLES, "+documentType.csv": NEW_DOCUMENT_TYPES}
    return {name: [(code, *told) for code, told in words.items()] for name, words in added.items()}


def definition_of(of: str) -> str:
    """The name of the definition of what `slipwatch` holds on one of the standard's."""
    return f"Slipwatch{of or 'Release'}"


def _manifest(base: str) -> Json:
    return {
        "name": {"en": "Slipwatch"},
        "description": {
            "en": "Imprecise dates as they were stated, baselines, verdicts, voices and sources of "
            "defence-procurement deals; and links between the pages of a list."
        },
        "documentationUrl": {"en": f"{base}{MANIFEST}"},
        "compatibility": ["1.1"],
        "schemas": [RELEASE, RELEASE_PACKAGE, RECORD_PACKAGE],
        "codelists": list(codelists()),
    }


def _patch() -> Json:
    """A merge patch (RFC 7396) for the release schema."""
    found: Json = {f"Slipwatch{name}": _object(fields) for name, fields in PARTS.items()}
    found |= {definition_of(of): _object(fields) for of, fields in FIELDS.items()}
    found |= {of: {"properties": {NAME: _member(of)}} for of in FIELDS if of}
    return {"properties": {NAME: _member("")}, "definitions": found}


def _member(of: str) -> Json:
    return {
        "title": "Slipwatch",
        "description": "What the standard has no field for.",
        "$ref": f"#/definitions/{definition_of(of)}",
    }


def _object(fields: tuple[Field, ...]) -> Json:
    return {"type": "object", "properties": {f.name: f.schema() for f in fields}}


def _links() -> Json:
    address = {"type": "string", "format": "uri"}
    return {
        "title": "Links",
        "description": "The neighbours of this page of a list.",
        "type": "object",
        "properties": {
            "next": {"title": "Next", "description": "The next page.", **address},
            "prev": {"title": "Previous", "description": "The page before.", **address},
        },
    }
