"""Each move of what decides a deal, with what moved it: so that the page adds up."""

import pytest
from django.test import Client

from deals.models import Claim, Milestone
from tests.dashboard.reading import Read, page, row
from tests.factories import a_claim, a_deal, a_milestone

pytestmark = pytest.mark.django_db


def shifts(read: Read) -> list[str]:
    """The rows of the table of moves."""
    (table,) = read.all("table", "shifts")
    rows = [" ".join(e.text.split()) for e in read.all("tr")]
    return [r for r in rows if r in " ".join(table.text.split()) and "Known from" not in r]


def a_pushed_milestone() -> tuple[Milestone, list[Claim]]:
    """One that moves by its own word, by an estimate of others, and by what comes before it."""
    deal = a_deal()
    before = a_milestone(deal, "before", position=1)
    last = a_milestone(deal, "last", after=(before,), position=2)
    return last, [
        a_claim(last),
        a_claim(last, "promised", "2021-12", reported="2019-05-01", said_by="the agency"),
        a_claim(
            last,
            "assessed",
            "2022-06",
            reported="2019-06-01",
            side="third_party",
            said_by="the analyst",
        ),
        a_claim(before, "promised", "2023", reported="2019-07-01", said_by="the maker"),
        a_claim(last, "delayed", "", reported="2019-08-01", said_by="the general"),
        a_claim(last, "promised", "2022", reported="2019-09-01", said_by="the minister"),
    ]


def test_every_move_has_what_moved_it(client: Client) -> None:
    _, said = a_pushed_milestone()
    read = page(client, "/deals/radar/?as_of=2020-06-01")
    told = shifts(read)
    assert len(told) == 5
    assert "1 May 2019 31 Oct 2020 31 Dec 2021 +426 days promised Dec 2021, the agency" in told[0]
    assert "31 Dec 2021 30 Jun 2022 +181 days assessed Jun 2022, the analyst third party" in told[1]
    waits = "It waits for “Before”: promised 2023, the maker"
    assert f"30 Jun 2022 31 Dec 2023 +549 days {waits}" in told[2]
    assert "31 Dec 2023 no last day" in told[3]
    assert "delayed, the general" in told[3]
    assert "no last day 31 Dec 2022" in told[4]
    assert "promised 2022, the minister" in told[4]
    assert f"?as_of=2020-06-01&claim={said[3].pk}#claim-{said[3].pk}" in "".join(read.links)


def test_the_counts_of_the_page_agree(client: Client) -> None:
    a_pushed_milestone()
    read = page(client, "/deals/radar/?as_of=2020-06-01")
    assert "“Last”, which decides the deal, moved 5 times" in read.text
    assert "from what must come first: it moved 5 times." in read.text
    assert "#moved" in read.links
    assert "moved" in read.ids
    assert len(read.all("li", "move")) == 4


def test_what_no_longer_waits_says_so(client: Client) -> None:
    last, _ = a_pushed_milestone()
    before = Milestone.objects.get(code="before")
    a_claim(before, "promised", "2019-12", reported="2019-07-10", said_by="the maker")
    told = shifts(page(client, "/deals/radar/?as_of=2019-07-20"))
    assert "Nothing that comes first holds it back any more: assessed Jun 2022" in told[-1]
    assert last.title == "Last"


def test_the_slip_in_the_period_says_from_when_to_when(client: Client) -> None:
    a_pushed_milestone()
    read = page(client, "/deals/radar/?as_of=2020-07-10")
    counted = "from 31 Dec 2023, as known on 11 Jul 2019, to 31 Dec 2022."
    assert f"Over the last 365 days it moved −365 days: {counted}" in read.text


def test_a_date_that_has_passed_grows_by_the_day(client: Client) -> None:
    a_pushed_milestone()
    assert "grows by a day every day" in page(client, "/deals/radar/").text
    assert "grows by a day every day" not in page(client, "/deals/radar/?as_of=2020-06-01").text


def test_what_the_day_adds_to_a_date_is_told_apart_from_its_moves(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "promised", "2020-12", reported="2019-05-01")
    known = "as_of=2021-06-30"
    read = page(client, f"/deals/radar/?{known}")
    moved = "moved once: from 31 Oct 2020 to 31 Dec 2020, +61 days"
    assert f"{moved}; overdue since, +181 days more by 30 Jun 2021." in read.text
    nobody = "Over the last 365 days nobody moved it; by days going by it is +181 days"
    assert f"{nobody} from 31 Dec 2020, as known on 30 Jun 2020." in read.text
    listed = row(page(client, f"/?{known}"), "Radar")
    assert "+181 days in the last 365 days, overdue, not moved" in listed
    changed = page(client, f"/changes/?since=2020-06-30&{known}")
    assert "overdue, +181 days" in row(changed, "First")


def test_where_no_date_stood_then_the_slip_since_cannot_be_told(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "delayed", "", reported="2020-09-01")
    untold = "in the last 365 days it cannot be told"
    assert untold in row(page(client, "/?as_of=2021-12-30"), "Radar")
    assert untold not in row(page(client, "/?as_of=2021-06-30"), "Radar")


def test_a_date_that_moved_and_passed_has_both_told(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "promised", "2020-12", reported="2020-09-01")
    known = "as_of=2021-06-30"
    told = page(client, f"/deals/radar/?{known}").text
    since = "from 31 Oct 2020, as known on 30 Jun 2020, to 31 Dec 2020"
    assert f"it moved +61 days: {since}; overdue since, +181 days more by 30 Jun 2021." in told
    listed = row(page(client, f"/?{known}"), "Radar")
    assert "+242 days in the last 365 days (was 31 Oct 2020), 181 of them overdue" in listed


def test_a_date_that_came_nearer_and_has_passed_was_moved(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone)
    a_claim(milestone, "promised", "2022", reported="2019-05-01")
    a_claim(milestone, "promised", "2021-05", reported="2020-12-01")
    known = "as_of=2021-06-30"
    told = page(client, f"/deals/radar/?{known}").text
    since = "from 31 Dec 2022, as known on 30 Jun 2020, to 31 May 2021"
    assert f"it moved −579 days: {since}; overdue since, +30 days more by 30 Jun 2021." in told
    listed = row(page(client, f"/?{known}"), "Radar")
    assert "−549 days in the last 365 days (was 31 Dec 2022)" in listed
