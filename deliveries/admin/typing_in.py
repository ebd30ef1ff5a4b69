"""Statements as they are typed in: a form of words, checked as a draft."""

from typing import Any, TypeVar

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from typing_extensions import override

from deals.choices import Credibility
from deals.models import Statement
from deliveries.admin.door import show_refusal
from deliveries.admin.previewing import PreviewedForm, StatedDate, WideInput
from deliveries.admin.showing import in_words, stated
from deliveries.drafts import Voice

S = TypeVar("S", bound=Statement)


class StatementForm(PreviewedForm[S]):
    """A statement as somebody types it. Its date fields are words until it is recorded."""

    reported_edtf = StatedDate(
        label="Reported on",
        required=False,
        help_text="Day, month or year of the report; empty: the day of its source.",
    )
    said_by = forms.CharField(
        max_length=300, help_text="Name and office of the voice.", widget=WideInput
    )
    note = forms.CharField(required=False, widget=AdminTextareaWidget(attrs={"rows": 3}))
    record: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = localdate()

    def draft(self) -> Any:
        """What was typed, as a draft for the action."""
        raise NotImplementedError

    def checked(self) -> Any:
        """The record that the draft describes, unsaved; raises ValidationError."""
        raise NotImplementedError

    def dated(self) -> list[tuple[str, str]]:
        """The dates of its own kind, each as label and words."""
        raise NotImplementedError

    def voice(self) -> Voice:
        """Who said it, where and when; the day of the source serves for a report without one."""
        given = self.cleaned_data
        return Voice(
            reported_on=given["reported_edtf"] or given["source"].published.text,
            said_by=given["said_by"],
            source=given["source"],
            side=given.get("side", ""),
            credibility=given.get("credibility", 0),
            in_force_from=given.get("in_force_edtf", ""),
            note=given["note"],
        )

    def _post_clean(self) -> None:
        # In place of the model's own checks, which know dates and no words: those of the draft,
        # once every field can be read.
        if self.errors:
            return
        try:
            self.record = self.checked()
        except ValidationError as wrong:
            show_refusal(self, wrong)

    @override
    def readings(self) -> list[tuple[str, str]]:
        reported = in_words(self.record.reported, self.cleaned_data["reported_edtf"])
        shown = [*self.dated(), ("Reported on", reported + self._is_ahead())]
        if self.cleaned_data.get("in_force_edtf"):
            shown.append(("In force from", stated(self.record.in_force_edtf)))
        return shown

    def _is_ahead(self) -> str:
        """That the source had appeared before, which cannot be where it is the one that tells."""
        published, reported = self.record.source.published, self.record.reported
        if not (published.latest and reported.earliest and published.latest < reported.earliest):
            return ""
        return f"; but its source appeared before that, {published.plain}: is it the right one?"


class VoicedForm(StatementForm[S]):
    """A statement for one side."""

    credibility = forms.TypedChoiceField(
        choices=Credibility.choices, coerce=int, initial=Credibility.PROBABLE
    )
    in_force_edtf = StatedDate(
        label="In force from",
        required=False,
        help_text="Only where the source looks back: when that plan took force.",
    )
