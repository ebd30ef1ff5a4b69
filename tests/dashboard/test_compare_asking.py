"""What the comparison is asked for: which deal a name means, and what it does not take."""

import pytest
from django.test import Client

from tests.dashboard.reading import page
from tests.dashboard.test_compare_page import BOTH, a_signed_deal, the_two_of_a_name
from tests.factories import a_claim, a_deal, a_milestone

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["sonar", "SONAR"])
def test_what_one_deal_is_called_is_exact_though_another_begins_with_it(
    client: Client, name: str
) -> None:
    a_signed_deal("radar")
    a_signed_deal("sonar")
    a_claim(a_milestone(a_deal("sonar-licence", designation="Sonar licence")))
    read = page(client, f"/compare/?named=radar&named={name}")
    assert "Radar is critical, Sonar is critical." in read.text
    unclear = page(client, "/compare/?named=radar&named=sona", status=400)
    assert "Which deal is “sona”?" in unclear.text


def test_what_was_chosen_on_the_page_is_not_asked_about_again(client: Client) -> None:
    a_signed_deal("radar")
    the_two_of_a_name()
    asked = page(client, "/compare/?deals=radar&named=s-400", status=400)
    picked = next(link for link in asked.links if "deals=radar%2Cs-400&" in link)
    read = page(client, f"/compare/{picked}")
    assert "S-400 Triumf (India) is" in read.text
    assert "is read as" not in read.text
    assert "is read as" in page(client, "/compare/?deals=radar,s-400").text


def test_what_the_comparison_does_not_take_is_refused_by_name(client: Client) -> None:
    a_signed_deal("radar")
    a_signed_deal("sonar")
    read = page(client, "/compare/?deal=radar&deal=sonar&as_of=2026-01-02", status=400)
    told = "deal is nothing that deals are compared by; perhaps deals is meant. Accepted: deals, "
    assert told in read.text
    assert "/compare/?as_of=2026-01-02" in read.links
    for form in (".csv", ".svg"):
        answer = client.get(f"/compare{form}?deals=radar,sonar&stars=1")
        assert answer.status_code == 400
        assert "stars" in answer.content.decode()
    assert page(client, f"{BOTH}&align=date&named=&with=&as_of=2026-01-02").text
