import pytest

from deals.dates import DateRefused, read, read_window
from tests.deals.ends import ends


@pytest.mark.parametrize(
    ("text", "country", "first", "last"),
    [
        ("FY24", "IN", "2023-04-01", "2024-03-31"),
        ("FY2024", "in", "2023-04-01", "2024-03-31"),
        ("FY24", "GB", "2023-04-01", "2024-03-31"),
        ("FY24", "CA", "2024-04-01", "2025-03-31"),
        ("FY24", "JP", "2024-04-01", "2025-03-31"),
        ("FY24", "US", "2023-10-01", "2024-09-30"),
        ("fiscal year 2024", "AU", "2023-07-01", "2024-06-30"),
        ("FY24 India", None, "2023-04-01", "2024-03-31"),
        ("Indian FY24", None, "2023-04-01", "2024-03-31"),
        ("FY 2024 (UK)", None, "2023-04-01", "2024-03-31"),
        ("FY24 in Japan", None, "2024-04-01", "2025-03-31"),
        ("U.S. FY24", None, "2023-10-01", "2024-09-30"),
        ("FY24 of the United States", None, "2023-10-01", "2024-09-30"),
        ("FY24 Australia", "IN", "2023-07-01", "2024-06-30"),  # the text goes first
        ("FY 2023-24", "AU", "2023-04-01", "2024-03-31"),  # both years: April to March
        ("FY24/FY25", "US", "2023-10-01", "2025-09-30"),
    ],
)
def test_a_fiscal_year_of_one_year_is_that_of_the_country(
    text: str, country: str | None, first: str, last: str
) -> None:
    assert ends(read_window(text, country=country)) == (first, last)


@pytest.mark.parametrize("country", ["FR", "", "India?", "👑"])
def test_an_unknown_country_has_no_fiscal_year_of_one_year(country: str) -> None:
    with pytest.raises(DateRefused, match=r"Australia \(AU\).*United States \(US\)"):
        read("FY24", country=country)
