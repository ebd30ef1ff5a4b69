"""What the loader of the catalogue remembers."""

from django.db import models
from typing_extensions import override


class CatalogueEntry(models.Model):
    """What the catalogue last wrote of a record that people may change too.

    By it the loader tells people's hands from its own: what differs from `values` is theirs.
    Statements need none; they are never changed and carry their origin themselves.
    """

    kind = models.CharField(max_length=20, help_text="What sort of record: a deal, a milestone …")
    key = models.CharField(max_length=300, help_text="Its codes, joined by strokes.")
    deal = models.CharField(
        max_length=80, blank=True, db_index=True, help_text="Reference of the deal, if any."
    )
    file = models.CharField(max_length=1000, help_text="The file that wrote it last.")
    values = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "catalogue entries"
        ordering = ("kind", "key")
        constraints = (
            models.UniqueConstraint(fields=("kind", "key"), name="catalogue_entry_once"),
        )

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
