"""What changed between two days: worse first, dates old and new, flags, claims, new deals."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deals.models import Deal, Milestone
from deliveries.actions import record_claim, recording, restrict
from deliveries.drafts import ClaimDraft
from tests.dashboard.reading import page, row
from tests.dashboard.taken import rows
from tests.dashboard.test_past import a_told_deal
from tests.dashboard.test_query_counts import a_full_milestone
from tests.factories import BY, TODAY, a_claim, a_deal, a_milestone, a_term, a_voice, together

pytestmark = pytest.mark.django_db


@together()
def two_deals() -> None:
    """One contracted for October 2020 and promised later, one that was met in time."""
    first = a_milestone(a_deal())
    a_claim(first)
    a_claim(first, "promised", "2021-12", reported="2020-11-12")
    second = a_milestone(a_deal("sonar"), "handed-over")
    a_claim(second, when="2021")
    a_claim(second, "actual", "2020-11-20", reported="2020-11-21")


def test_a_row_says_what_it_was_what_it_is_and_by_how_much(client: Client) -> None:
    two_deals()
    read = page(client, "/changes/?since=2020-10-01&as_of=2020-12-01")
    assert "2 milestones are not what they were: 1 worse, 1 better." in read.text
    assert "2 claims were reported." in read.text
    worse = row(read, "First")
    assert "Critical worse: was due soon" in worse
    assert "was Oct 2020 Dec 2021" in worse
    assert "+426 days" in worse
    assert "Slip opened" in worse
    assert "Not expected before 1 Dec 2021, after the critical limit of 31 Oct 2021." in worse
    better = row(read, "Handed-Over")
    assert "Met on time better: was on track" in better
    assert "was 2021 20 Nov 2020" in better


def test_what_got_worse_comes_first_and_what_got_better_last(client: Client) -> None:
    two_deals()
    a_claim(a_milestone(a_deal("alpha"), "new-here"), reported="2020-11-30", when="2025")
    read = page(client, "/changes/?since=2020-10-01&as_of=2020-12-01")
    heads = [
        text for text in read.texts("th") if "Radar" in text or "Sonar" in text or "Al" in text
    ]
    assert heads[:3] == ["First Radar", "New-Here Alpha", "Handed-Over Sonar"]
    assert "First spoken of since then: Alpha." in read.text
    assert "1 deal came into sight" in read.text


def test_a_date_that_its_day_has_overtaken_has_not_moved(client: Client) -> None:
    a_claim(a_milestone(a_deal()))
    read = page(client, "/changes/?since=2020-10-01&as_of=2021-03-01")
    assert "was Oct" not in read.text
    assert "Slip opened Overdue opened" in row(read, "First")
    assert "No claims were reported" in read.text


def test_a_flag_that_no_longer_stands_is_closed(client: Client) -> None:
    two_deals()
    late = row(page(client, "/changes/?since=2020-11-11&as_of=2020-11-12"), "First")
    assert "Overdue closed" in late


def test_a_word_that_repeats_the_date_is_told_as_such(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, when="2025")
    a_claim(milestone, "unchanged", "", reported="2020-06-01")
    read = page(client, "/changes/?since=2020-05-01&as_of=2020-06-02")
    assert "a new word, the same date" in row(read, "First")


def test_what_only_ran_past_its_date_is_worse_by_the_days_that_went_by(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, when="2020")
    a_claim(milestone, "promised", "2021-10", reported="2020-11-12")
    read = page(client, "/changes/?since=2021-10-27&as_of=2021-11-27")
    worse = "1 worse (1 with no new claim on its deal: days went by), none better."
    assert f"1 milestone is not what it was: {worse}" in read.text
    told = row(read, "First")
    assert "Breach worse: ran past its date" in told
    assert "Overdue opened its last day, 31 Oct 2021, passed 27 days ago" in told
    assert "no new claim on the deal: days went by" in told
    again = page(client, "/changes/?since=2021-11-01&as_of=2021-11-27")
    assert "No milestone has changed; the last change before was on 1 Nov 2021:" in again.text
    assert "look back a month" in again.text
    assert "?since=2021-10-27&as_of=2021-11-27" in again.links


def test_a_state_that_turns_by_days_alone_is_told_as_such(client: Client) -> None:
    a_claim(a_milestone(a_deal()))
    read = page(client, "/changes/?since=2020-10-31&as_of=2020-11-01")
    assert "1 worse (1 with no new claim on its deal: days went by)" in read.text
    assert "no new claim on the deal: days went by" in row(read, "First")


def test_no_row_is_without_a_word_on_what_changed(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, when="2019")
    a_claim(milestone, "promised", "2021-10", reported="2020-09-12")
    begun = page(client, "/changes/?since=2021-09-27&as_of=2021-10-02")
    assert "1 milestone is not what it was: none worse, none better." in begun.text
    assert "it can come from now on: its earliest day was 1 Oct 2021" in row(begun, "First")
    a_claim(milestone, "delayed", "", reported="2020-10-01")
    a_claim(milestone, "promised", "2021-10", reported="2020-10-05")
    back = page(client, "/changes/?since=2020-09-30&as_of=2020-10-05")
    assert "a new word, the same date" in row(back, "First")


def test_a_row_that_differs_in_its_reason_alone_says_what_that_was(client: Client) -> None:
    deal = a_deal()
    before = a_milestone(deal, "before")
    milestone = a_milestone(deal, after=(before,))
    a_claim(before, when="2020-09")
    a_claim(before, "promised", "2020-10", reported="2020-02-01")
    a_claim(milestone, when="2021-12")
    read = page(client, "/changes/?since=2020-10-27&as_of=2020-11-02")
    told = row(read, "First")
    assert (
        "for another reason; before, it was: “Before”, which comes first, is certainly late" in told
    )
    assert "“Before”, which comes first, was due by 31 Oct 2020 and is not reported done." in told


def test_where_nothing_changed_it_says_so(client: Client) -> None:
    two_deals()
    read = page(client, "/changes/?since=2020-01-01&as_of=2020-01-02")
    assert "No milestone has changed; the last change before was on" in read.text
    assert "No claims were reported." in read.text
    assert not read.all("table")
    nothing = page(client, "/changes/?since=2010-01-01&as_of=2010-01-02")
    assert "No milestone has changed. No claims were reported." in nothing.text


def test_where_no_usual_day_is_early_enough_it_looks_back_to_the_last_change(
    client: Client,
) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, when="2019-06", reported="2019-01-02")
    a_claim(milestone, "actual", "2019-05-05", reported="2019-05-06")
    read = page(client, "/changes/?since=2026-10-22")
    (link,) = (li for li in read.all("a") if "look back" in li.text)
    assert link.attributes["href"] == "?since=2019-05-05"
    assert "look back to 5 May 2019" in read.text
    assert "1 milestone is not what it was" in page(client, "/changes/?since=2019-05-05").text


def test_it_leads_with_how_many_slipped(client: Client) -> None:
    two_deals()
    read = page(client, "/changes/?since=2020-10-01&as_of=2020-12-01")
    assert read.texts("p", "lead")[0].startswith("1 slipped to a later date. 2 milestones are not")
    days = page(client, "/changes/?since=2020-10-31&as_of=2020-11-01")
    assert days.texts("p", "lead")[0].startswith(
        "None slipped to a later date, and 1 ran past its date. 1 milestone is"
    )


def test_without_a_day_it_looks_back_a_week(client: Client) -> None:
    read = page(client, "/changes/")
    assert "Changes since 15 Nov 2026" in read.texts("h1")
    assert "/changes/?since=2026-03-31" not in read.links
    assert "?since=2026-03-31" in read.links
    assert "?since=2026-11-21" in read.links


@pytest.mark.parametrize("since", ["2020-12-01", "2030-01-01"])
def test_a_day_that_is_not_before_is_refused_with_what_is(client: Client, since: str) -> None:
    read = page(client, f"/changes/?since={since}&as_of=2020-12-01", status=400)
    assert "That day is not an earlier one" in read.texts("h1")
    assert "not a day" not in read.text
    assert since in read.text
    assert "1 Dec 2020, the day that the page is about" in read.text
    assert "Accepted: a day before 1 Dec 2020" in read.text


@pytest.mark.parametrize("since", ["yesterday", "2021-02-29"])
def test_what_is_no_day_is_refused(client: Client, since: str) -> None:
    assert since in page(client, f"/changes/?since={since}", status=400).text


def test_nothing_that_was_reported_later_shows(client: Client) -> None:
    known = a_told_deal()
    for word, day in known.items():
        address = f"/changes/?since=1990-01-01&as_of={day}"
        shown = client.get(address).content.decode().lower()
        assert not {w for w, on in known.items() if on > day and w in shown}, word


def test_a_restricted_deal_leaves_no_trace(client: Client) -> None:
    two_deals()
    address = "/changes/?since=2018-01-01"
    hidden = a_deal("secretive")
    a_claim(a_milestone(hidden, "secretive"), said_by="secretive")
    assert "secretive" in client.get(address).content.decode().lower()
    with recording(by=BY, today=TODAY) as book:
        restrict(book, hidden, [Group.objects.create(name="cleared")])
    read = page(client, address)
    assert "secretive" not in read.text.lower()
    assert "2 deals came into sight" in read.text


def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/changes/?since=2018-01-01").status_code == 200
        return len(caught.captured_queries)

    a_full_milestone(a_deal("deal-0"), 0)
    before = queries()
    with together():
        for number in range(1, 21):
            a_full_milestone(a_deal(f"deal-{number}"), number)
    assert queries() == before


def test_a_suspended_deal_opens_no_flag_and_says_so(client: Client) -> None:
    two_deals()
    a_term(
        Deal.objects.get(ref="radar"), "stage", stage="suspended", voice={"reported_on": "2020-10"}
    )
    read = page(client, "/changes/?since=2020-11-01&as_of=2020-11-12")
    assert "opened" not in row(read, "First").replace("no flag opened", "")
    late = row(page(client, "/changes/?since=2020-10-31&as_of=2020-11-12"), "First")
    assert "no flag opened: the deal is suspended" in late


def test_a_known_misreport_is_marked_among_the_claims(client: Client) -> None:
    two_deals()
    draft = ClaimDraft(
        milestone=Milestone.objects.get(code="first"),
        kind="promised",
        date="2020-12",
        rank="deprecated",
        voice=a_voice(reported_on="2020-11-15", said_by="The misled"),
    )
    with recording(by=BY, today=TODAY) as book:
        record_claim(book, draft)
    read = page(client, "/changes/?since=2020-11-01&as_of=2020-12-01")
    (misreport,) = (r for r in read.texts("tr") if "The misled" in r)
    assert "known misreport, not used" in misreport
    assert read.text.count("known misreport") == 1
    assert len(read.all("tr", "unused")) == 1


def entered_late(clock: pytest.MonkeyPatch) -> None:
    """A claim of 10 November, entered on the 22nd, of a deal that had been here for long."""
    with clock.context() as earlier:
        earlier.setattr(timezone, "now", lambda: datetime(2026, 1, 1, tzinfo=UTC))
        milestone = a_milestone(a_deal())
        a_claim(milestone)
    a_claim(milestone, "promised", "2027-09", reported="2026-11-10")


def test_what_was_entered_late_is_told_apart(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered_late(monkeypatch)
    read = page(client, "/changes/?since=2026-11-21")
    assert "No claims were reported. 1 was entered late, reported before." in read.text
    late = row(read, "First")
    assert "promised Sep 2027" in late
    assert "10 Nov 2026" in late
    assert "entered 22 Nov 2026" in late
    assert "/deals/radar/?known_at=2026-11-21" in read.links
    (as_entered,) = rows(client, "/changes/claims.csv?since=2026-11-21")
    assert (as_entered["reported_on"], as_entered["entered_on"]) == ("2026-11-10", "2026-11-22")


def test_what_is_reported_in_between_is_not_late(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered_late(monkeypatch)
    read = page(client, "/changes/?since=2026-11-09")
    assert "1 claim was reported." in read.text
    assert "entered late" not in read.text


def test_of_a_deal_that_is_new_here_nothing_is_late(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered_late(monkeypatch)
    Deal.objects.update(created_at=datetime(2026, 11, 22, 0, 0, 1, tzinfo=UTC))
    assert "entered late" not in page(client, "/changes/?since=2026-11-21").text


def test_what_was_entered_after_the_day_of_the_page_is_not_yet_late(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered_late(monkeypatch)
    read = page(client, "/changes/?since=2026-11-19&as_of=2026-11-21")
    assert "entered late" not in read.text


def test_a_new_word_on_what_has_no_date_is_said_to_give_none(client: Client) -> None:
    milestone = a_milestone(a_deal())
    a_claim(milestone, "delayed", "", reported="2020-09-01")
    a_claim(milestone, "delayed", "", reported="2020-11-12", said_by="the minister again")
    read = page(client, "/changes/?since=2020-11-01&as_of=2020-12-01")
    assert "a new word, and no date yet" in row(read, "First")
