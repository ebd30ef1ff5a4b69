"""Speakers: which names in the statements are one voice."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from typing_extensions import override

from vendors.checked import Checked


class Alias(Checked):
    """Another name under which statements have a speaker, and the one that they are counted under.

    Statements keep the name that they were recorded with; this only says who that is.
    """

    said_by = models.CharField(
        "other name",
        max_length=300,
        unique=True,
        help_text="As it stands in the statements, letter by letter.",
    )
    speaker = models.CharField(
        max_length=300,
        db_index=True,
        help_text="Name and office that the statements are counted under.",
    )
    reason = models.CharField(
        max_length=300, help_text="Why both are the same: what in the sources makes it clear."
    )

    class Meta:
        verbose_name = "other name of a speaker"
        verbose_name_plural = "other names of speakers"
        ordering = ("speaker", "said_by")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=~Q(said_by=F("speaker")),
                name="alias_is_another_name",
                violation_error_message="A name is no other name of itself.",
            ),
        )

    @override
    def __str__(self) -> str:
        return f"{self.said_by}: {self.speaker}"
