"""The method: every word with its meaning, and an example whose arithmetic can be checked."""

import pytest
from django.test import Client

from deliveries import wording
from tests.dashboard.reading import page
from tests.factories import a_claim, a_deal, a_milestone

pytestmark = pytest.mark.django_db


def test_every_word_that_a_page_can_show_is_explained(client: Client) -> None:
    said = page(client, "/method/").text
    for words in (wording.STATES, wording.FLAGS, wording.KNOWLEDGE, wording.CLAIMS):
        for named in words.values():
            assert named.word.lower() in said.lower()


def test_the_margins_are_those_in_force(client: Client, settings: object) -> None:
    assert "6 months after the objective, unless contract" in page(client, "/method/").text
    settings.THRESHOLD_MONTHS = 9  # type: ignore[attr-defined]
    assert "9 months after the objective, unless contract" in page(client, "/method/").text


def test_the_example_is_of_the_day_and_adds_up(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "promised", "2021-12", reported="2020-11-12")
    said = page(client, "/method/?as_of=2020-12-01").text
    assert "It was contracted for Oct 2020, so that its objective is 31 Oct 2020." in said
    assert "Its threshold is 30 Apr 2021 and its critical limit 31 Oct 2021." in said
    assert "The estimate is Dec 2021; the earliest day that leaves is 1 Dec 2021." in said
    assert "That day lies after the critical limit: Critical" in said
    assert "Its total slip is +426 days, between +396 and +456 days." in said


def test_without_a_late_milestone_there_is_no_example(client: Client) -> None:
    a_claim(a_milestone(a_deal()), when="2030")
    assert "An example" not in page(client, "/method/").text


def test_a_form_is_shown_with_its_days(client: Client) -> None:
    rows = page(client, "/method/").texts("tr")
    assert "early 2021 1 Jan – 30 Apr 2021" in [" ".join(text.split()) for text in rows]
