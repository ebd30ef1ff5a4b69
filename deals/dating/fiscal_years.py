"""When the fiscal years of countries begin, and which of them is called FY24."""

from typing import NamedTuple

from deals.dating.refusals import Unreadable


class FiscalYear(NamedTuple):
    """A country's fiscal year: its first month, and whether FY24 is the one that ends in 2024."""

    first_month: int
    named_by_end: bool
    names: tuple[str, ...]


FISCAL_YEARS = {
    # Acts Interpretation Act 1901, s. 2B; Taxation Office: the 2024 year ends on 30 June 2024.
    "AU": FiscalYear(7, True, ("australia", "australian")),
    # Financial Administration Act, s. 2; Manitoba Centre for Health Policy: 2005/06 is FY 2005.
    "CA": FiscalYear(4, False, ("canada", "canadian")),
    # Interpretation Act 1978, sch. 1; Office for National Statistics: FYE 2024 ends in March 2024.
    "GB": FiscalYear(4, True, ("britain", "great britain", "united kingdom", "uk", "british")),
    # General Clauses Act 1897, s. 3(21); Economic Survey 2023-24: FY24 is 2023-24.
    "IN": FiscalYear(4, True, ("india", "indian")),
    # Public Finance Act, art. 11; a nendo is called by the year in which it begins.
    "JP": FiscalYear(4, False, ("japan", "japanese")),
    # 31 U.S.C. 1102; called by the year in which it ends.
    "US": FiscalYear(10, True, ("united states", "us", "usa", "american")),
}
USUAL_FIRST_MONTH = 4  # of FY 2023-24, which says no country
FIRST_MONTHS = {year.first_month for year in FISCAL_YEARS.values()}
COUNTRIES = {name: code for code, year in FISCAL_YEARS.items() for name in year.names}
_KNOWN = ", ".join(f"{year.names[0].title()} ({code})" for code, year in FISCAL_YEARS.items())


def start_of_two(first: str, second: str, country: str | None) -> tuple[int, int]:
    """The year and month in which FY 2023-24 begins: April, or as in that country (ISO 3166).

    Raises Unreadable for an unknown country, and unless the second year follows the first.
    """
    year = _full_year(first)
    if int(second) != (year + 1 if len(second) == 4 else (year + 1) % 100):
        raise Unreadable(f"The two years of a fiscal year follow each other: {written(year)}.")
    return year, _known(country).first_month if country else USUAL_FIRST_MONTH


def start_of_one(year: str, country: str | None) -> tuple[int, int]:
    """The year and month in which FY24 of a country (ISO 3166 alpha-2) begins.

    Raises Unreadable for no country, or an unknown one.
    """
    full = _full_year(year)
    if not country:
        raise Unreadable(
            f"Countries differ on what FY {year} is: write {written(full - 1)} or {written(full)}, "
            f"or name the country, one of {_KNOWN}."
        )
    known = _known(country)
    return full - known.named_by_end, known.first_month


def written(year: int) -> str:
    """The fiscal year that begins in that year, without its country: FY 2023-24."""
    return f"FY {year}-{(year + 1) % 100:02d}"


def _known(country: str) -> FiscalYear:
    known = FISCAL_YEARS.get(country.upper())
    if not known:
        raise Unreadable(f"The fiscal year of {country} is not known here, only of {_KNOWN}.")
    return known


def _full_year(year: str) -> int:
    if len(year) == 4:
        return int(year)
    if int(year) >= 70:
        raise Unreadable(f"Write the year in four digits: FY {year} may be of two centuries.")
    return 2000 + int(year)
