"""Saving the rows of a plan, each difference by its action."""

from typing import Any

from django.db.models import Max, Q

from deals.admin.plan import LOT, PlanFormSet, lot_of
from deals.models import Milestone, Precedence
from deliveries import actions
from deliveries.actions import Book
from deliveries.admin.door import asked_by
from deliveries.admin.kept import changed_rows, write
from deliveries.models import Lot

# What the actions call the fields of a link, which a row has in one line.
_NAMES = {"predecessor": "after", "milestone": "after", "lag_days": "after"}


def save_plan(book: Book, formset: PlanFormSet) -> None:
    """Write the rows: removals, then milestones and lots, then links once all codes are there."""
    formset.save(commit=False)  # only tells what is to be done
    with asked_by(formset.prefix):
        for milestone in formset.deleted_objects:
            _remove(book, milestone)
    rows = changed_rows(formset)
    for row in rows:
        with asked_by(row.prefix):
            _place(row)
            write(book, row.instance)
            _write_lot(book, row)
    linked = [row for row in rows if "after" in row.changed_data]
    for row in linked:
        _unlink(book, row)
    for row in linked:
        with asked_by(row.prefix, _NAMES):
            _link(book, row)


def _remove(book: Book, milestone: Milestone) -> None:
    """Remove a milestone with its lot and its links, each of them for the journal to see."""
    links = Precedence.objects.filter(Q(milestone=milestone) | Q(predecessor=milestone))
    lots = Lot.objects.filter(milestone=milestone)
    for link in links.select_related("milestone__deal"):
        actions.remove(book, link)
    for lot in lots.select_related("milestone__deal"):
        actions.remove(book, lot)
    actions.remove(book, milestone)


def _place(row: Any) -> None:
    """Put a milestone without a position at the end of the plan."""
    milestone: Milestone = row.instance
    if row.cleaned_data["position"] is None:
        last = milestone.deal.milestones.aggregate(last=Max("position"))["last"]
        milestone.position = 1 if last is None else last + 1


def _write_lot(book: Book, row: Any) -> None:
    if not set(LOT) & set(row.changed_data):
        return
    lot = lot_of(row.instance)
    if not row.cleaned_data["item"]:
        if lot is not None:
            actions.remove(book, lot)
        return
    lot = lot or Lot(milestone=row.instance)
    for name in LOT:
        setattr(lot, name, row.cleaned_data[name])
    write(book, lot)


def _unlink(book: Book, row: Any) -> None:
    """Remove the links that the row no longer names."""
    for link in row.instance.after.select_related("predecessor", "milestone__deal"):
        if link.predecessor.code not in row.cleaned_data["after"]:
            actions.remove(book, link)


def _link(book: Book, row: Any) -> None:
    """Add the links that the row names anew, and give the others their days."""
    milestone = row.instance
    present = {
        link.predecessor.code: link for link in Precedence.objects.filter(milestone=milestone)
    }
    for code, days in row.cleaned_data["after"].items():
        link = present.get(code)
        if link is None:
            predecessor = milestone.deal.milestones.get(code=code)
            link = Precedence(milestone=milestone, predecessor=predecessor)
        link.lag_days = days
        write(book, link)
