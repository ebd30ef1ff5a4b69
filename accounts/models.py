"""Who uses the product, and the keys by which scripts act for them."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from typing_extensions import override


class User(AbstractUser):
    """A person who signs in; what they may see and do follows from their groups."""


class Scope(models.TextChoices):
    """How much a key may do at most; each has what those before it have."""

    READ = "read", "read"
    WRITE = "write", "write: record, retract, add, change and remove"
    ADMIN = "admin", "admin: also say who may know of a deal"

    def covers(self, needed: "Scope") -> bool:
        """Whether a key of this scope has what `needed` asks for."""
        order = list(Scope)
        return order.index(self) >= order.index(needed)


class ApiKey(models.Model):
    """A secret by which a script acts as its owner. Only its digest is kept."""

    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="keys")
    name = models.CharField(max_length=80, help_text="What it is for; the journal names it.")
    scope = models.CharField(max_length=5, choices=Scope, default=Scope.READ)
    prefix = models.CharField(max_length=12, editable=False, help_text="How the key begins.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(
        null=True, blank=True, help_text="It works up to this instant; empty: until revoked."
    )
    last_used_at = models.DateTimeField(
        null=True, editable=False, help_text="To the minute: it is noted once a minute at most."
    )
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = "API key"
        ordering = ("-created_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "name"),
                condition=Q(revoked_at__isnull=True),
                name="key_name_once",
                violation_error_message="A key of this name is in use; revoke it first, or choose "
                "another name.",
            ),
            models.CheckConstraint(
                condition=Q(scope__in=Scope.values),
                name="key_scope_is_known",
                violation_error_message=f"The scope is one of {', '.join(Scope.values)}.",
            ),
        )

    @override
    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @override
    def clean(self) -> None:
        """A key that is made works for a while."""
        if self._state.adding and self.expires_at and self.expires_at <= timezone.now():
            raise ValidationError({"expires_at": "That has passed; give an instant to come."})

    def works_at(self, now: datetime) -> bool:
        """Whether it opens anything at this instant."""
        expired = self.expires_at is not None and self.expires_at <= now
        return self.revoked_at is None and not expired and self.owner.is_active


class View(models.Model):
    """A list as somebody wants to see it again: a name for filters and an order.

    It is the query of an address and nothing else: whoever opens it sees what they may see.
    """

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="views")
    name = models.CharField(max_length=80)
    slug = models.SlugField(
        max_length=60, unique=True, editable=False, help_text="Its address; it cannot be guessed."
    )
    query = models.CharField(max_length=2000, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "name"),
                name="view_name_once",
                violation_error_message="You have a view of this name; choose another.",
            ),
        )

    @override
    def __str__(self) -> str:
        return self.name
