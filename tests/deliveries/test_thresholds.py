"""The limit after the objective: of the setting, the deal, the milestone, the contract itself."""

from datetime import date, timedelta

import pytest

from deliveries.actions import record_claim, recording
from deliveries.drafts import ClaimDraft
from deliveries.models import Span
from tests.factories import BY, TODAY, a_deal, a_milestone, a_voice

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("deal", "milestone", "contract", "threshold"),
    [
        (None, None, "", date(2021, 4, 30)),  # the setting: six months, last day to last day
        (3, None, "", date(2021, 1, 31)),
        (3, 4, "", date(2021, 2, 28)),
        (None, 16, "", date(2022, 2, 28)),
        (3, 0, "", date(2020, 10, 31)),
        (3, 4, "2020-12-05", date(2020, 12, 5)),
        (None, None, "2022", date(2022, 12, 31)),
    ],
)
def test_the_nearest_threshold_counts_and_is_passed_on_the_day_after(
    deal: int | None, milestone: int | None, contract: str, threshold: date
) -> None:
    record = a_milestone(a_deal(threshold_months=deal), threshold_months=milestone)
    draft = ClaimDraft(
        milestone=record, kind="contracted", date="2020-10", threshold=contract, voice=a_voice()
    )
    with recording(by=BY, today=TODAY) as book:
        record_claim(book, draft)

    def level(day: date) -> str:
        span = Span.objects.on(day).get()
        assert span.threshold == threshold
        return span.level

    objective, critical = date(2020, 10, 31), max(threshold, date(2021, 10, 31))
    assert (level(objective - DAY), level(objective)) == ("", "")
    before = "slipping" if threshold > objective else ""
    assert (level(threshold - DAY), level(threshold)) == (
        "slipping" if threshold - DAY > objective else "",
        before,
    )
    beyond = "critical" if threshold == critical else "breach"
    assert level(threshold + DAY) == beyond
    assert (level(critical), level(critical + DAY)) == (
        "slipping" if threshold == critical else "breach",
        "critical",
    )


def test_an_amended_date_may_carry_a_threshold_of_its_own() -> None:
    record = a_milestone(a_deal(threshold_months=3))
    with recording(by=BY, today=TODAY) as book:
        for kind, when, threshold, reported in (
            ("contracted", "2020-10", "2020-12", "2019-01-02"),
            ("amended", "2021-10", "2021-11-15", "2020-02-02"),
        ):
            voice = a_voice(reported_on=reported)
            draft = ClaimDraft(
                milestone=record, kind=kind, date=when, threshold=threshold, voice=voice
            )
            record_claim(book, draft)
    stood = [Span.objects.on(day).get() for day in (date(2020, 2, 1), date(2020, 2, 2))]
    assert [s.threshold for s in stood] == [date(2020, 12, 31), date(2021, 11, 15)]
    levels = [Span.objects.on(date(2021, 11, 15) + n * DAY).get().level for n in (-1, 0, 1)]
    assert levels == ["slipping", "slipping", "breach"]
