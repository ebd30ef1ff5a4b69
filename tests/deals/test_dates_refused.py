import pickle

import pytest

from deals.dates import ACCEPTED_FORMS, DateRefused, from_edtf, read


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("FY24", "write FY 2023-24 or FY 2024-25, or name the country"),
        ("FY2024", "India (IN)"),
        ("FY24 Germany", "germany is not known here, only of Australia (AU)"),
        ("FY98", "four digits"),
        ("FY 2023-25", "follow each other: FY 2023-24"),
        ("FY 2023-2025", "follow each other"),
        ("Q1 FY24", "months of a quarter of a fiscal year"),
        ("early FY 2023-24", "A fiscal year is FY 2023-24"),
        ("2023-24", "FY 2023-24, two calendar years as 2023/2024"),
        ("2023–24", "FY 2023-24"),
        ("2023/24", "FY 2023-24"),
        ("2023-2024", "FY 2023-24"),
        ("2021-22", "ambiguous"),
        ("2025-26", "ambiguous"),
        ("2032-33", "ambiguous"),
        ("2099-00", "ambiguous"),
        ("by 2025-26", "ambiguous"),
        ("2021-21", "season"),
        ("summer 2025", "hemispheres"),
        ("31 February 2021", "Feb 2021 has the days 1 to 28"),
        ("2021-02-29", "Feb 2021 has the days 1 to 28"),
        ("0 Dec 2021", "the days 1 to 31"),
        ("2021-13", "no month 13"),
        ("2021-00", "no month 0"),
        ("2021-13-01", "no month 13"),
        ("2021-36-01", "no month 36"),
        ("03/04/2021", "Which number is the day"),
        ("3.4.21", "Which number is the day"),
        ("03-04-2021", "Which number is the day"),
        ("2021/04/03", "hyphens and two digits"),
        ("2021-4-3", "hyphens and two digits"),
        ("20210403", "hyphens"),
        ("04/2021", "2021-04"),
        ("June 2021 to May 2021", "From is later than to"),
        ("2022/2021", "From is later than to"),
        ("May to March 2026", "From is later than to"),
        ("before the end of 2021", "by 2021, or before Oct 2021"),
        ("late January 2022", "divide a year"),
        ("mid-2030s", "decade"),
        ("end of Q1 2026", "Only a month and a year have an end"),
        ("end of about May 2026", "Only a month and a year have an end"),
        ("5 Dec 21", "four digits"),
        ("October", "four digits"),
        ("Q1", "four digits"),
        ("next year", "Name the day"),
        ("1899", "1900 to 2199"),
        ("2200", "1900 to 2199"),
        ("before 1900", "1900 to 2199"),
        ("after 2199", "1900 to 2199"),
        ("FY 2199-00", "1900 to 2199"),
        ("0000", "calendar"),
        ("2021~/2022", "of both dates"),
        ("by about FY 2023-24", "name the month"),
        ("from about end of May 2026", "name the month"),
        ("about 6 months after contract", "contract + 36 months"),
        ("contract + 101 years", "at most 100 years"),
        ("may + 3 months", "milestone's code"),
        ("x" * 201, "200 characters"),
    ],
)
def test_what_would_be_a_guess_is_refused_with_a_hint(text: str, hint: str) -> None:
    with pytest.raises(DateRefused) as refused:
        read(text)
    assert hint in refused.value.hint
    assert refused.value.hint in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "~", "/", "..", "../..", "tbd", "2020 or 2021", "Q5 2021", "H3 2021"),
        *("by", "May to", "2021/2022/2023", "May to 2026", "Dec – 2026", "by May to August 2026"),
        *("2021-1O", "12021", "2021/?", "2021?", "2021%", "2021-12-XX", "١ Dec 2021", "contract"),
        "\0",
    ],
)
def test_anything_else_is_refused_with_what_is_accepted(text: str) -> None:
    with pytest.raises(DateRefused) as refused:
        read(text)
    assert refused.value.value == text
    assert repr(text) in str(refused.value)
    assert len(refused.value.accepted) == len(ACCEPTED_FORMS)
    assert all(form in str(refused.value) for form, _ in ACCEPTED_FORMS)


@pytest.mark.parametrize(
    "edtf",
    [
        *("", "2021-12-5", "2021-21", "2021-42", "2021-00", "2021-02-30", "2021~/2022"),
        *("2021/2022~", "../..", "..", "2022/2021", "2021/2022/2023", "2021-Q1", " 2021"),
        *("/2021", "2021?", "0999", "9999", "٢٠٢١"),
    ],
)
def test_edtf_of_another_kind_is_refused(edtf: str) -> None:
    with pytest.raises(DateRefused) as refused:
        from_edtf(edtf)
    assert refused.value.value == edtf


def test_a_refusal_survives_being_carried_to_another_process() -> None:
    refused = DateRefused("FY24", "Name the country.")
    copy = pickle.loads(pickle.dumps(refused))
    assert (copy.value, copy.hint, str(copy)) == ("FY24", "Name the country.", str(refused))
