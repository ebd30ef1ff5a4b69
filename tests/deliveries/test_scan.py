"""The scan: the open flags are what the spans say, whenever and however often it runs."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from deals.models import Deal
from deliveries.actions import acknowledge, change, recording
from deliveries.derivation import derive
from deliveries.models import DealSpan, Flag, Scan, Span
from deliveries.scanning import full_scan, scan
from deliveries.tasks import daily_scan
from journal.models import Entry
from tests.factories import BY, TODAY, a_claim, a_deal, a_milestone, a_term

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
EARLY = date(2019, 2, 1)


def a_slipping_deal(ref: str = "radar", today: date = EARLY) -> Deal:
    """A deal contracted for October 2020, settled for a day on which nothing is wrong."""
    milestone = a_milestone(a_deal(ref))
    a_claim(milestone, today=today)
    return milestone.deal


def standing() -> set[tuple[str, str]]:
    return set(Flag.objects.open().values_list("kind", "level"))


def foretold(day: date) -> set[tuple[str, str]]:
    return {
        (kind, span.level if kind == "slip" else "")
        for span in Span.objects.on(day)
        for kind in span.flags
    }


def test_each_day_the_open_flags_are_what_the_spans_say() -> None:
    a_slipping_deal()
    full_scan(EARLY, BY)
    day = EARLY
    while day < date(2021, 12, 1):
        day += timedelta(days=11)
        scan(day, BY)
        assert standing() == foretold(day)
    assert ("slip", "critical") in standing()


def test_a_missed_month_is_caught_up_by_itself() -> None:
    a_slipping_deal()
    full_scan(EARLY, BY)
    scan(date(2020, 10, 31), BY)
    assert ("slip", "slipping") not in standing()
    scan(date(2021, 1, 15), BY)
    assert ("slip", "slipping") in standing()


def test_a_scan_run_twice_changes_nothing() -> None:
    a_slipping_deal()
    full_scan(EARLY, BY)
    assert scan(TODAY, BY).flags > 0
    entries = Entry.objects.count()
    assert scan(TODAY, BY).flags == 0
    assert full_scan(TODAY, BY) == full_scan(TODAY, BY)
    assert Entry.objects.count() == entries


def test_a_scan_looks_only_at_what_turned() -> None:
    a_slipping_deal("turns")
    settled = a_slipping_deal("settled")
    a_claim(settled.milestones.get(), "actual", "2020-03-01", reported="2020-03-02")
    full_scan(date(2020, 10, 31), BY)
    assert scan(date(2020, 11, 1), BY).deals == 1


def test_a_clock_set_back_is_followed() -> None:
    a_slipping_deal()
    full_scan(TODAY, BY)
    assert ("slip", "critical") in standing()
    scan(date(2020, 12, 1), BY)
    assert standing() == foretold(date(2020, 12, 1))


def test_flags_open_escalate_ease_and_close_in_the_journal() -> None:
    deal = a_slipping_deal()
    full_scan(EARLY, BY)
    for day in ("2020-11-01", "2021-05-01", "2021-11-01"):
        scan(date.fromisoformat(day), BY)
    a_claim(deal.milestones.get(), "amended", "2026-10", reported="2021-11-02")
    a_claim(deal.milestones.get(), "actual", "2021-11-03", reported="2021-11-04")
    slips = Entry.objects.filter(subject="flag").order_by("seq")
    verbs = [
        e.verb
        for e in slips
        if "slip" in {(e.before or {}).get("kind"), (e.after or {}).get("kind")}
    ]
    assert verbs == ["open", "escalate", "escalate", "ease", "close"]
    assert not Flag.objects.open().exists()


def test_a_suspended_deal_keeps_its_verdict_and_opens_no_new_flag() -> None:
    deal = a_slipping_deal()
    full_scan(EARLY, BY)
    a_term(deal, "stage", stage="suspended", voice={"reported_on": "2019-03-01"})
    scan(date(2020, 11, 1), BY)
    assert standing() == set()
    assert Span.objects.on(date(2020, 11, 1)).get().level == "slipping"
    assert DealSpan.objects.on(date(2020, 11, 1)).get().is_suspended


def test_a_deal_suspended_by_a_person_opens_no_flag_until_it_is_lifted() -> None:
    deal = a_slipping_deal()
    deal.is_suspended = True
    with recording(by=BY, today=EARLY) as book:
        change(book, deal)
    full_scan(TODAY, BY)
    assert standing() == set()
    deal.is_suspended = False
    with recording(by=BY, today=TODAY) as book:
        change(book, deal)
    assert standing() == foretold(TODAY)


def test_an_acknowledgement_survives_a_scan() -> None:
    a_slipping_deal()
    full_scan(TODAY, BY)
    flag = Flag.objects.open().get(kind="slip")
    with recording(by=BY, today=TODAY) as book:
        acknowledge(book, flag, note="asked", until=None)
    scan(TODAY + DAY, BY)
    full_scan(TODAY + DAY, BY)
    flag.refresh_from_db()
    assert (flag.note, flag.closed_at) == ("asked", None)


def test_an_acknowledgement_until_it_changes_ends_when_the_level_does() -> None:
    a_slipping_deal()
    full_scan(date(2021, 1, 1), BY)
    flag = Flag.objects.open().get(kind="slip")
    with recording(by=BY, today=date(2021, 1, 1)) as book:
        acknowledge(book, flag, note="asked", until=None)
    scan(date(2021, 4, 30), BY)
    flag.refresh_from_db()
    assert flag.note == "asked"
    scan(date(2021, 5, 1), BY)
    flag.refresh_from_db()
    assert (flag.level, flag.note, flag.acknowledged_at) == ("breach", "", None)


def test_what_is_derived_can_be_thrown_away_and_comes_back_the_same() -> None:
    deal = a_slipping_deal()
    a_claim(deal.milestones.get(), "promised", "end of 2021", reported="2020-02-06")

    def stored() -> list[tuple[object, ...]]:
        fields = [f.attname for f in Span._meta.concrete_fields if not f.primary_key]
        return list(Span.objects.order_by("milestone", "from_on").values_list(*fields))

    before = stored()
    Span.objects.all().delete()
    DealSpan.objects.all().delete()
    assert full_scan(TODAY, BY).spans > 0
    assert stored() == before
    assert derive(deal) == 0
    assert full_scan(TODAY, BY).spans == 0


def test_a_scan_of_another_day_takes_over_from_one_that_is_running() -> None:
    a_slipping_deal("one")
    a_slipping_deal("two")
    full_scan(EARLY, BY)
    Scan.objects.update(reaching_on=TODAY)  # the other scan has begun
    a_claim(Deal.objects.get(ref="one").milestones.get(), "promised", "2022", reported="2019-02-03")
    assert Flag.objects.open().filter(deal__ref="one", kind="slip", level="critical").exists()


def test_a_fact_entered_on_a_host_behind_in_time_settles_for_the_scanned_day() -> None:
    deal = a_slipping_deal()
    full_scan(date(2020, 11, 1), BY)
    a_claim(deal.milestones.get(), "unchanged", "", reported="2020-10-30", today=date(2020, 10, 31))
    assert ("slip", "slipping") in standing()


def test_the_daily_task_scans_for_today() -> None:
    a_slipping_deal()
    full_scan(EARLY, BY)
    assert daily_scan()["flags"] > 0


def test_the_scan_command_says_what_it_did() -> None:
    a_slipping_deal()
    out = StringIO()
    call_command("scan", "--today", "2026-11-22", "--full", stdout=out)
    call_command("scan", "--today", "2026-11-22", stdout=out)
    first, second = out.getvalue().splitlines()
    assert first == "2026-11-22: looked at 1 deals; 0 spans and 3 flags changed."
    assert second == "2026-11-22: looked at 0 deals; nothing to do."


def test_the_scan_command_refuses_what_is_no_day() -> None:
    with pytest.raises(CommandError, match="“soon” is not a day"):
        call_command("scan", "--today", "soon")


def test_of_each_milestone_the_latest_claim_on_a_day_is_told_by_the_spans() -> None:
    deal = a_slipping_deal()
    first = deal.milestones.get().claims.get()
    second = a_claim(deal.milestones.get(), "unchanged", "", reported="2019-03-01")
    heard = {
        day: list(Span.objects.heard_on(date.fromisoformat(day)).values_list("hears", flat=True))
        for day in ("2019-01-01", "2019-01-02", "2019-02-28", "2019-03-01", "2030-01-01")
    }
    assert list(heard.values()) == [[], [first.pk], [first.pk], [second.pk], [second.pk]]
