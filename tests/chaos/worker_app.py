"""The product's Celery application, in whose worker processes the tests have clock and points.

    celery -A tests.chaos.worker_app worker

All else is as in production: config.celery, its settings, its tasks, a prefork worker.
"""

from importlib import import_module
from typing import Any

from celery.concurrency.asynpool import AsynPool
from celery.signals import worker_process_init

from config.celery import app
from tests.chaos import clock

__all__ = ["app"]


@worker_process_init.connect
def prepare(**_: Any) -> None:
    """In each child of the pool, before its first task."""
    clock.follow(clock.folder())
    # Only now, since the points need the product's models, and they need Django set up.
    import_module("tests.chaos.points").install(clock.folder(), "worker")


# A worker looks every five seconds whether a child has died, and hundreds are to die.
AsynPool.timers = property(  # type: ignore[assignment,method-assign]
    lambda pool: {pool.maintain_pool: 0.1}
)
# For a beat of the tests: a bell each second.
app.conf.beat_schedule |= {"often": {"task": "deliveries.tasks.daily_scan", "schedule": 1.0}}
