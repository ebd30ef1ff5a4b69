"""Every answer about the real deals is as the OpenAPI file describes it."""

from datetime import date

import pytest
from django.test import Client

from tests.api.asking import LISTS, ROOT, answer
from tests.api.described import check
from tests.factories import TODAY

DAYS = (date(1990, 1, 1), date(2018, 10, 31), date(2020, 11, 12), TODAY, date(2199, 12, 31))


@pytest.mark.django_db
@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_the_real_deals_are_answered_as_described(client: Client, as_of: date) -> None:
    query: dict[str, str | int] = {"as_of": as_of.isoformat(), "limit": 200}
    for name in LISTS:
        page = client.get(f"{ROOT}{name}/", query)
        check(f"{name}/", page)
        while following := page.json()["next"]:
            page = client.get(following)
            check(f"{name}/", page)
    for deal in answer(client, "deals/", **query)["results"]:
        address = f"{ROOT}deals/{deal['ref']}/"
        check("deals/{ref}/", client.get(address, {"as_of": as_of.isoformat()}))
