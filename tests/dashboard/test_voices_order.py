"""In which order the voices stand, and who is said to keep most."""

import pytest
from django.test import Client

from dashboard.queries.said import Tally
from dashboard.queries.voices import Voice
from deals.models import Milestone
from tests.dashboard.reading import Read, page
from tests.dashboard.test_voices_page import met
from tests.factories import (
    TODAY,
    a_claim,
    a_deal,
    a_milestone,
    together,
)

pytestmark = pytest.mark.django_db


def several(name: str, kept: int, broken: int) -> None:
    """A speaker with so many words that were kept, and so many that were not."""
    said = Milestone.objects.count()
    with together():
        for number in range(kept + broken):
            milestone = met("2021-05-01", f"m{said + number}")
            a_claim(milestone, "promised", "2021" if number < kept else "2020", said_by=name)


def names(read: Read) -> list[str]:
    """The speakers, in the order of the page."""
    return [e.text.strip() for e in read.all("th") if e.attributes.get("scope") == "row"]


def the_three() -> None:
    several("Ada", kept=1, broken=4)
    several("Bea", kept=6, broken=1)
    several("Cy", kept=4, broken=0)  # too few for a share


@pytest.mark.parametrize(
    ("ordering", "order"),
    [
        ("", ["Cy", "Bea", "Ada"]),
        ("-kept", ["Cy", "Bea", "Ada"]),
        ("kept", ["Ada", "Bea", "Cy"]),
        ("-words", ["Bea", "Ada", "Cy"]),
        ("words", ["Cy", "Ada", "Bea"]),
        ("-name", ["Cy", "Bea", "Ada"]),
        ("name", ["Ada", "Bea", "Cy"]),
    ],
)
def test_a_cautious_estimate_orders_them_all(
    client: Client, ordering: str, order: list[str]
) -> None:
    the_three()
    assert names(page(client, f"/voices/?ordering={ordering}")) == order
    rows = client.get(f"/voices.json?ordering={ordering}").json()["results"]
    assert [r["name"] for r in rows if r["of"] == "speaker"] == order


def test_by_the_last_word(client: Client) -> None:
    milestone = met("2021-05-01")
    for name, day in (("Ada", "2020-01-01"), ("Bea", "2020-06-01"), ("Cy", "2019-06-01")):
        a_claim(milestone, "promised", "2021", said_by=name, reported=day)
    assert names(page(client, "/voices/?ordering=-last_word_on")) == ["Bea", "Ada", "Cy"]
    assert names(page(client, "/voices/?ordering=last_word_on")) == ["Cy", "Ada", "Bea"]


def test_heads_are_links_that_sort_and_keep_the_day(client: Client) -> None:
    the_three()
    read = page(client, "/voices/?ordering=-words&as_of=2022-01-01")
    heads = {e.text.strip(): e.attributes for e in read.all("th") if e.attributes["scope"] == "col"}
    assert heads["Words"]["aria-sort"] == "descending"
    assert "aria-sort" not in heads["Said by"]
    assert {
        "?ordering=words&as_of=2022-01-01",
        "?ordering=name&as_of=2022-01-01",
        "?as_of=2022-01-01",
    } <= set(read.links)
    refused = page(client, "/voices/?ordering=beauty", status=400)
    assert "-kept, kept" in refused.text
    page(client, "/voices.csv?ordering=beauty", status=400)


def test_who_keeps_most_and_least_is_said_of_those_of_whom_a_share_is_told(client: Client) -> None:
    several("Cy", kept=4, broken=0)
    assert "Nobody has given five or more dates" in page(client, "/voices/").text
    too_few = "given five or more dates whose time has come, too few to say who keeps most: "
    several("Ada", kept=1, broken=4)
    assert f"One has {too_few}Ada kept 1 of 5." in page(client, "/voices/").text
    several("Bea", kept=6, broken=1)
    told = f"Two have {too_few}Bea kept 6 of 7 and Ada kept 1 of 5."
    assert told in page(client, "/voices/").text
    several("Dee", kept=2, broken=8)
    assert (
        "Of the 3 who gave five or more dates whose time has come, most were kept by Bea "
        "(6 of 7, 86%), fewest by Dee (2 of 10, 20%) and Ada (1 of 5, 20%)."
    ) in page(client, "/voices/").text


def test_those_who_keep_as_much_as_each_other_are_told_apart_from_nobody(client: Client) -> None:
    several("Ada", kept=1, broken=4)
    several("Bea", kept=2, broken=8)
    several("Cy", kept=1, broken=4)
    assert "all kept as many of them: 20%." in page(client, "/voices/").text


def test_those_who_kept_none_come_after_all_who_kept_some(client: Client) -> None:
    with together():
        a_claim(a_milestone(a_deal("later"), "later"), "promised", "2030", said_by="Eve")
    for name, kept, broken in (("Ada", 0, 4), ("Bea", 2, 0), ("Cy", 1, 3), ("Dee", 0, 5)):
        several(name, kept=kept, broken=broken)
    assert names(page(client, "/voices/")) == ["Bea", "Cy", "Ada", "Dee", "Eve"]
    worst = page(client, "/voices/?ordering=kept")
    assert names(worst) == ["Dee", "Ada", "Cy", "Bea", "Eve"]
    assert "those who keep their word worst first" in worst.texts("caption")[0]
    assert "#voices" in "".join(worst.links)


def test_the_estimate_is_the_lower_end_of_the_score_interval() -> None:
    found = [voice_of(kept, come).cautious for kept, come in ((2, 2), (1, 4), (0, 3), (0, 0))]
    assert found == [pytest.approx(0.3424, abs=1e-4), pytest.approx(0.0456, abs=1e-4), 0, None]


def voice_of(kept: int, come: int) -> Voice:
    words = Tally(come, come, kept)
    return Voice(name="Ada", sides=("buyer",), all=words, unchanged=words, last=TODAY)
