"""The Celery application and what it does by the clock.

A task is a doorbell: its state is in the database, so that one lost or delivered twice
changes nothing but the time.
"""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("slipwatch")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Hours are those of the configured zone: a day ends where the deadlines are counted.
app.conf.beat_schedule = {
    "daily scan": {
        "task": "deliveries.tasks.daily_scan",
        "schedule": crontab(hour="0", minute="5"),
    },
    "weekly check": {
        "task": "deliveries.tasks.weekly_check",
        "schedule": crontab(hour="1", minute="35", day_of_week="sunday"),
    },
    "tend rebuild": {
        "task": "deliveries.tasks.tend_rebuild",
        "schedule": 60.0,  # seconds
        "options": {"expires": 600.0},  # while no worker listens, they do not pile up
    },
    "forget requests": {
        "task": "api.tasks.forget_requests",
        "schedule": crontab(minute="20"),
        "options": {"expires": 3600.0},
    },
}
