"""Many rows at once: whatever a text holds, it is read back as it was."""

import pytest
from django.db import IntegrityError, transaction

from deliveries.models import Span
from deliveries.sheets import Sheet
from tests.factories import a_claim, a_deal, a_milestone
from vendors.models import Organisation

ODD = [
    "plain",
    "",
    "\\N",
    "\\.",
    "a\tb",
    "line\nline\r\nline",
    "\\t",
    "q\"uo'te",
    "Ünïcode – ₹",
    "\x7f\u2028",
]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ODD)
def test_a_text_comes_back_as_it_was(text: str) -> None:
    sheet = Sheet(Organisation, "code name aliases country kind")
    sheet.add("odd", text, [text, "other"], "IN", "ministry")
    sheet.write()
    found = Organisation.objects.get(code="odd")
    assert (found.name, found.aliases) == (text, [text, "other"])


@pytest.mark.django_db
def test_what_the_database_refuses_is_refused_as_django_does() -> None:
    a_claim(a_milestone(a_deal()))
    span = dict(Span.objects.values()[0])
    span.pop("id")
    sheet = Sheet(Span, " ".join(span))
    sheet.add(*span.values())
    with pytest.raises(IntegrityError), transaction.atomic():
        sheet.write()


@pytest.mark.django_db
def test_nothing_to_write_asks_the_database_nothing(django_assert_num_queries: object) -> None:
    sheet = Sheet(Organisation, "code name aliases country kind")
    with django_assert_num_queries(0):  # type: ignore[operator]
        sheet.write()
