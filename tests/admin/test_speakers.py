"""Other names of speakers are kept up to date through the actions."""

import pytest
from django.test import Client

from deals.models import Alias
from journal.models import Entry
from tests.admin.browsing import address, beside, fields_of, filled, send
from tests.dashboard.reading import page
from tests.factories import a_claim, a_deal, a_milestone, an_alias

pytestmark = pytest.mark.django_db
ADD = "/admin/deals/alias/add/"
NEW = {"said_by": "A. Lovelace", "speaker": "Ada", "reason": "The same signature."}


def test_another_name_is_entered_and_the_voices_count_by_it(root: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, "promised", "2021", said_by="Ada")
    a_claim(milestone, "promised", "2022", said_by="A. Lovelace")
    send(root, ADD, filled(fields_of(root.get(ADD)), **NEW))
    assert Entry.objects.latest("seq").subject == "alias"
    assert page(root, "/voices/?said_by=Ada").texts("p", "lead")[0].startswith("2 words")
    path = address("deals_alias", "delete", Alias.objects.get().pk)
    root.post(path, {"post": "yes"})
    assert Entry.objects.latest("seq").verb == "remove"
    assert page(root, "/voices/?said_by=Ada").texts("p", "lead")[0].startswith("1 word")


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"speaker": "A. Byron"}, "speaker", "“A. Byron” is itself another name, of “Ada”"),
        ({"said_by": "Ada", "speaker": "Countess"}, "said_by", "Others are counted under “Ada”"),
        ({"said_by": "A. Byron"}, "said_by", "already exists"),
        ({"reason": ""}, "reason", "required"),
    ],
)
def test_what_would_lead_further_is_refused_beside_it(
    root: Client, typed: dict[str, str], field: str, said: str
) -> None:
    an_alias("A. Byron", "Ada")
    response = send(root, ADD, filled(fields_of(root.get(ADD)), **{**NEW, **typed}))
    assert said in beside(response, field)
    assert Alias.objects.count() == 1
