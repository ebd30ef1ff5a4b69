"""What can be written as a date, and the refusal of everything else."""

from typing_extensions import override

ACCEPTED_FORMS = (
    ("2021-12-05; 5 Dec 2021; December 5, 2021", "that day"),
    ("2018-10; Oct 2018", "the month"),
    ("2026-Q1; Q1 2026; first quarter of 2026", "the calendar quarter"),
    ("2025-H1; H1 2025; first half of 2025", "the half-year"),
    ("2021", "the year"),
    ("early 2021; beginning of 2021", "January to April"),
    ("mid 2021; middle of 2021", "May to August"),
    ("late 2021", "September to December"),
    ("end 2021; end of 2021; year-end 2021", "October to December"),
    ("end 2021-12; end of December 2021", "the last ten days of the month"),
    ("FY 2023-24", "April to March"),
    ("FY24 India; Indian FY2024", "the fiscal year of that country"),
    ("2026-05/2026-08; May to August 2026", "from the first month to the last"),
    ("2021-12-05/2021-12-08; 5-8 Dec 2021", "from the first day to the last"),
    ("by 2025; until 2025; no later than 2025; ../2025", "up to its last day"),
    ("before 2025", "up to the day before its first day"),
    ("from May 2026; since May 2026; not before May 2026; 2026-05/..", "from its first day"),
    ("after May 2026", "from the day after its last day"),
    ("about 2021; circa 2021; around 2021; ~2021; 2021~", "one unit wider on each side"),
    ("contract + 36 months; 3 years after contract", "so long after another milestone"),
)
_FORMS = tuple(f"{form} ({meaning})" for form, meaning in ACCEPTED_FORMS)

ACCEPTED = f"Accepted: {', '.join(_FORMS)}."


class Unreadable(ValueError):
    """The text states no date; the message is a hint for the person who wrote it, or empty.

    Stays inside this package: whoever was given the whole text makes a DateRefused of it.
    """


class DateRefused(ValueError):
    """The value states no date that can be read without guessing.

    `value` is what was given, `hint` says what to write instead where that is known, `accepted`
    lists the accepted forms, each with examples and meaning. str() names the value and the forms.
    """

    accepted = _FORMS

    def __init__(self, value: str, hint: str = "") -> None:
        super().__init__(value, hint)
        self.value = value
        self.hint = hint

    @override
    def __str__(self) -> str:
        reason = f"{self.value!r} cannot be read as a date. {self.hint}".strip()
        return f"{reason} {ACCEPTED}"
