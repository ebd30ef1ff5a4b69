"""What the API has done by the clock."""

from celery import shared_task
from django.utils import timezone

from api.writing.once import forget


@shared_task
def forget_requests() -> int:
    """Delete the outcomes of requests that have been kept for a day; safe to run twice."""
    return forget(timezone.now())
