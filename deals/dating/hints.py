"""What to write instead of words that state no date, for those that are known."""

from deals.dating.vocabulary import MONTH, rules

_HINTS = rules(
    (
        r"\b\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})\b|^\d{1,2}/\d{1,2}$",
        "Which number is the day and which the month cannot be told: write 3 Apr 2021, "
        "or 2021-04-03.",
    ),
    (
        r"^\d{4}[/.-]\d{1,2}([/.-]\d{1,2})?$",
        "Write year, month and day with hyphens and two digits: 2021-04-03.",
    ),
    (r"^\d{1,2}[/.-]\d{4}$", "Write the month as Apr 2021 or 2021-04."),
    (r"^\d{6,8}$", "Write year, month and day with hyphens: 2021-04-03."),
    (r"\bq[1-4].*\bfy|\bfy.*\bq[1-4]", "Name the months of a quarter of a fiscal year."),
    (
        r"\b(fy|fiscal|financial)",
        "A fiscal year is FY 2023-24, or with a country FY24 India.",
    ),
    (
        r"\b(spring|summer|autumn|fall|winter)\b",
        "Seasons differ between the hemispheres: name the months, or early, mid or late.",
    ),
    (r"\b\d{3}0'?s\b", "Name the years of a decade: 2034/2036."),
    (
        rf"\b(early|mid|late)[ -]*{MONTH}",
        "Early, mid and late divide a year; of a month name the days, or its end: "
        "end of June 2012.",
    ),
    (r"\b(today|tomorrow|yesterday|now|next|last|this)\b", "Name the day, month or year itself."),
    (r"\bend\b", "Only a month and a year have an end: name the month."),
    (
        r"\b(months?|years?|weeks?|days?)\b",
        "Relative to a milestone is its code and a number: contract + 36 months.",
    ),
    (
        rf"^(?!.*\d{{4}}).*\b{MONTH}|^(early|mid|late|[qh]\d)[ -]*\d{{0,2}}$",
        "Write the year in four digits: 5 Dec 2021.",
    ),
)


def hint_for(words: str) -> str:
    """What is known to be wrong with simplified words, and right; empty if nothing is."""
    return next((hint for pattern, hint in _HINTS if pattern.search(words)), "")
