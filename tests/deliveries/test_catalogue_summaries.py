"""What a summary of the catalogue says of dates follows from the claims of the same file."""

from pathlib import Path

import yaml

from deals.dates import add_months, read_window

REFERENCE = Path(__file__).resolve().parents[2] / "catalogue" / "reference"


def test_the_s_400_of_turkey_came_six_to_ten_months_before_the_date_first_agreed() -> None:
    deal = yaml.safe_load((REFERENCE / "s-400-turkey.yaml").read_text())
    said = {c["kind"]: c["date"] for c in deal["claims"] if c["on"] == "first-delivery"}
    agreed, came = read_window(said["contracted"]), read_window(said["actual"])
    assert agreed.earliest
    assert agreed.latest
    assert came.latest
    assert add_months(came.latest, 5) < agreed.earliest < add_months(came.latest, 6)
    assert add_months(came.latest, 9) < agreed.latest < add_months(came.latest, 10)
    told = "on 12 July 2019, six to ten months before the date first agreed, early 2020"
    assert told in deal["summary"]
