"""The ledger: who changed what, when, through which door, and why."""

from typing import Any, Never, TypeVar

from django.conf import settings
from django.db import models
from typing_extensions import override

M = TypeVar("M", bound=models.Model, covariant=True)


class AppendOnly(RuntimeError):
    """Raised on an attempt to change or delete what may only be added to."""


class AppendOnlyQuerySet(models.QuerySet[M]):
    """Rows that can be added and read, never changed or deleted in bulk."""

    @override
    def update(self, **kwargs: Any) -> Never:
        raise AppendOnly(f"{self.model._meta.verbose_name_plural} are append-only")

    @override
    def delete(self) -> Never:
        raise AppendOnly(f"{self.model._meta.verbose_name_plural} are append-only")


class Door(models.TextChoices):
    """The way by which a change came in."""

    ADMIN = "admin", "admin"
    API = "api", "REST API"
    PAGE = "page", "dashboard"
    COMMAND = "command", "command line"
    CATALOGUE = "catalogue", "catalogue file"
    JOB = "job", "scheduled job"


class Entry(models.Model):
    """One change. Entries are numbered without gaps in the order of their commits."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty for a job or a command.",
    )
    door = models.CharField(max_length=10, choices=Door)
    request = models.CharField(max_length=64, blank=True)
    api_key = models.CharField(
        "API key", max_length=80, blank=True, help_text="Name of the key, where one was used."
    )
    verb = models.CharField(max_length=20)
    subject = models.CharField(max_length=40, help_text="What kind of record it is about.")
    key = models.CharField(max_length=200, help_text="Which record, by its number or code.")
    deal = models.CharField(max_length=80, blank=True, help_text="Reference of the deal, if any.")
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects = AppendOnlyQuerySet["Entry"].as_manager()

    class Meta:
        verbose_name_plural = "entries"
        ordering = ("-seq",)
        indexes = (
            models.Index(fields=("subject", "key"), name="journal_subject"),
            # The last entry of a deal, from the index alone.
            models.Index(fields=("deal", "seq"), name="journal_deal"),
        )

    @override
    def __str__(self) -> str:
        return f"{self.seq}: {self.verb} {self.subject} {self.key}"

    @override
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry; an entry that is already there is refused."""
        if not self._state.adding:
            raise AppendOnly("journal entries are append-only")
        super().save(*args, **kwargs)

    @override
    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise AppendOnly("journal entries are append-only")


class Head(models.Model):
    """The number of the last entry: the one lock that every writer takes last."""

    last = models.BigIntegerField(default=0)

    @override
    def __str__(self) -> str:
        return str(self.last)
