"""What an “unchanged” confirms: one reading on every page, as the rules have it."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dashboard.queries.in_force import confirmed_by
from dashboard.queries.said import words_by
from deals.dates import Window
from deals.models import Claim, Milestone
from tests.dashboard.reading import page, row
from tests.factories import TODAY, a_claim, a_deal, a_milestone, together

pytestmark = pytest.mark.django_db
KINDS = ["contracted", "amended", "promised", "assessed", "unchanged", "delayed"]


def a_contract_and_another() -> Milestone:
    """Contracted twice; called unchanged without a date beside an estimate of others."""
    milestone = a_milestone(a_deal())
    a_claim(milestone, when="2023-04", reported="2019-01-02", credibility=1, said_by="the minister")
    a_claim(milestone, when="2025", reported="2019-11-18", side="supplier", said_by="the maker")
    said: dict[str, Any] = {"reported": "2020-08-24"}
    a_claim(milestone, "unchanged", "", said_by="Ada", **said)
    others: dict[str, Any] = {"side": "third_party", "credibility": 3}
    a_claim(milestone, "assessed", "2025-H1", said_by="the agency", **said, **others)
    return milestone


def test_what_names_no_date_confirms_the_promise_or_the_contract_and_no_estimate_of_others(
    client: Client,
) -> None:
    a_contract_and_another()
    known = "as_of=2022-06-01"
    assert "that is, by 30 Apr 2023" in row(page(client, f"/voices/?said_by=Ada&{known}"), "First")
    assert "Called unchanged by the buyer: Apr 2023" in page(client, f"/flags/?{known}").text
    contract, another = page(client, f"/deals/radar/?{known}").texts("li", "move")
    assert "said again or confirmed once, last on 24 Aug 2020" in contract
    assert "confirmed" not in another


def test_what_names_no_date_confirms_nothing_while_that_is_left_open(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "delayed", "", reported="2020-01-01")
    a_claim(milestone, "unchanged", "", said_by="Ada", reported="2020-02-01")
    shown = row(page(client, "/voices/?said_by=Ada"), "First")
    assert "that is" not in shown
    assert shown.endswith("cannot be told")
    assert "confirmed" not in "".join(page(client, "/deals/radar/").texts("li", "move"))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(KINDS),
            st.sampled_from(["2021", "2021-03", "from 2022", "2023-04-15"]),
            st.sampled_from(["2019-05-01", "2020-11-12", "2020-11-13"]),
            st.sampled_from([1, 2, 3]),
            st.sampled_from(["buyer", "supplier"]),
        ),
        max_size=5,
        unique=True,
    )
)
def test_the_database_finds_what_the_rules_say(
    said: list[tuple[str, str, str, int, str]],
) -> None:
    with transaction.atomic():
        milestone = a_milestone(a_deal())
        with together():
            for number, (kind, when, reported, credibility, side) in enumerate(said):
                stated = "" if kind == "delayed" else when
                voice: dict[str, Any] = {"credibility": credibility, "side": side}
                a_claim(
                    milestone, kind, stated, reported=reported, said_by=f"voice {number}", **voice
                )
            a_claim(milestone, "unchanged", "", said_by="Ada", reported="2020-11-12")
        (word,) = words_by(AnonymousUser(), TODAY).filter(said_by="Ada")
        assert word.due == by_the_rules(word)  # type: ignore[attr-defined]
        transaction.set_rollback(True)


def by_the_rules(word: Claim) -> date | None:
    """The last day of what a word confirms."""
    claims = {c.pk: c for c in Claim.objects.select_related("source")}
    windows = {number: c.date for number, c in claims.items() if isinstance(c.date, Window)}
    number = confirmed_by(claims.values(), windows).get(word.pk)
    return claims[number].latest if number else None
