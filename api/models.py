"""What the API keeps of its own: the outcome of requests that came with an Idempotency-Key."""

from django.conf import settings
from django.db import models
from typing_extensions import override


class Once(models.Model):
    """A request that is to be carried out once, and what was answered to it.

    While nobody has answered, whoever holds `token` may do so up to `lease_until`; after that
    anybody may take it over.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255, help_text="The header Idempotency-Key, as it came.")
    request = models.CharField(max_length=64, help_text="Digest of method, address and body.")
    token = models.CharField(max_length=32)
    lease_until = models.DateTimeField()
    begun_at = models.DateTimeField(db_index=True)
    done_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "key"), name="once_for_its_owner"),)

    @override
    def __str__(self) -> str:
        return f"{self.key} of {self.owner_id}"
