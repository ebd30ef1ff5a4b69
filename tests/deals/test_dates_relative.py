import pytest

from deals.dates import DateRefused, Relative, from_edtf, read, read_window

RELATIVE = [
    ("contract + 36 months", "contract", 36, 0, "contract + 36 months"),
    ("contract + 3 years", "contract", 36, 0, "contract + 36 months"),
    ("contract+36months", "contract", 36, 0, "contract + 36 months"),
    ("36 months after contract", "contract", 36, 0, "contract + 36 months"),
    ("36 months from the contract", "contract", 36, 0, "contract + 36 months"),
    ("1 month after Contract", "contract", 1, 0, "contract + 1 month"),
    ("unit-1 - 2 weeks", "unit-1", 0, -14, "unit-1 - 14 days"),
    ("unit-1 – 1 day", "unit-1", 0, -1, "unit-1 - 1 day"),
    ("2 weeks before unit-1", "unit-1", 0, -14, "unit-1 - 14 days"),
    ("2 years and 3 months prior to unit-1", "unit-1", -27, 0, "unit-1 - 27 months"),
    (
        "production-start + 2 years 3 months - 1 week",
        *("production-start", 27, -7, "production-start + 27 months - 7 days"),
    ),
    ("contract + 0 days", "contract", 0, 0, "contract + 0 days"),
    ("contract + 100 years", "contract", 1200, 0, "contract + 1200 months"),
]


@pytest.mark.parametrize(("text", "anchor", "months", "offset", "kept"), RELATIVE)
def test_an_offset_from_a_milestone_reads_back_to_itself(
    text: str, anchor: str, months: int, offset: int, kept: str
) -> None:
    relative = read(text)
    assert relative == Relative(anchor, months, offset, kept) == Relative(anchor, months, offset)
    assert str(relative) == kept
    assert read(kept) == relative


@pytest.mark.parametrize(
    ("text", "anchor", "edtf"),
    [
        ("contract + 36 months", "5 Oct 2018", "2021-10-05"),
        ("contract + 6 months", "2023-04-30", "2023-10-31"),
        ("contract + 36 months", "Q4 2021", "2024-36"),
        ("contract + 1 month", "Feb 2024", "2024-03"),
        ("contract + 1 month", "Q4 2021", "2021-11-01/2022-01-31"),
        ("contract - 10 days", "by 2021", "../2021-12-21"),
        ("contract + 1 year", "from May 2026", "2027-05-01/.."),
        ("contract + 2 months + 1 day", "31 Dec 2023", "2024-03-01"),
        ("contract + 1 year", "about 2021", "2021-01-01/2023-12-31"),
    ],
)
def test_an_offset_moves_both_ends_of_its_anchor(text: str, anchor: str, edtf: str) -> None:
    relative = read(text)
    assert isinstance(relative, Relative)
    resolved = relative.resolve(read_window(anchor))
    assert resolved == from_edtf(edtf, text=str(relative))


@pytest.mark.parametrize("offset", [(10**9, 0), (-(10**9), 0), (0, 10**12), (0, -(10**6))])
def test_an_offset_beyond_the_calendar_is_refused(offset: tuple[int, int]) -> None:
    with pytest.raises(DateRefused, match="calendar"):
        Relative("contract", *offset).resolve(read_window("2021"))


def test_where_a_date_of_its_own_is_needed_a_relative_one_is_refused() -> None:
    with pytest.raises(DateRefused, match="A date of its own"):
        read_window("contract + 36 months")
