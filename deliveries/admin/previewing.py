"""Dates are typed as stated, and shown back as windows before anything is saved."""

from typing import Any, TypeVar

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.crypto import constant_time_compare, salted_hmac
from typing_extensions import override

from deals import dates
from deliveries.admin.door import RefusableForm

M = TypeVar("M", bound=Model)

CONFIRMED = "confirmed"


class WideInput(AdminTextInputWidget):
    """A line for a name or a few words."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "vLargeTextField", **(attrs or {})})


class StatedDate(forms.CharField):
    """A date in the words in which it is stated."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", AdminTextInputWidget)
        super().__init__(max_length=dates.MAX_LENGTH, **kwargs)

    @override
    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if typed:
            try:
                dates.read(typed)
            except dates.DateRefused as refused:
                raise ValidationError(str(refused)) from None
        return typed


class PreviewedForm(RefusableForm[M]):
    """A form that is valid only once its dates have been shown back as they are read.

    The page that shows them carries a token of what was typed; the submit that brings it back
    unchanged is the confirmation.
    """

    preview: list[tuple[str, str]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preview = []

    def readings(self) -> list[tuple[str, str]]:
        """What is to be confirmed: each date's label, and the date in words. Empty: nothing."""
        raise NotImplementedError

    @property
    def token(self) -> str:
        """A digest of all that was typed."""
        typed = [(name, self.data.getlist(self.add_prefix(name))) for name in self.fields]  # type: ignore[attr-defined]
        return salted_hmac("deliveries.admin.previewing", repr(typed)).hexdigest()

    @override
    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        self.preview = self.readings()
        confirmed = self.data.get(CONFIRMED, "")
        if self.preview and not constant_time_compare(str(confirmed), self.token):
            return False
        self.preview = []
        return True
