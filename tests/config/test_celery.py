import os
import select
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from celery.schedules import crontab
from redis import Redis

import config
from config.celery import app

Make = Callable[..., dict[str, str]]
ROOT = Path(config.__file__).resolve().parent.parent


def test_the_scan_is_daily_the_check_weekly_and_a_rebuild_looked_after_each_minute() -> None:
    planned = {each["task"]: each["schedule"] for each in app.conf.beat_schedule.values()}
    assert planned == {
        "deliveries.tasks.daily_scan": crontab(hour="0", minute="5"),
        "deliveries.tasks.weekly_check": crontab(hour="1", minute="35", day_of_week="sunday"),
        "deliveries.tasks.tend_rebuild": 60.0,
        "api.tasks.forget_requests": crontab(minute="20"),
    }


def test_every_planned_task_exists() -> None:
    app.loader.import_default_modules()
    assert {each["task"] for each in app.conf.beat_schedule.values()} <= set(app.tasks)


@pytest.mark.once
def test_midnight_is_that_of_the_configured_zone(
    environment: Make,
) -> None:
    code = (
        "from datetime import datetime; from config.celery import app\n"
        "noon = datetime.fromisoformat('2026-03-01T12:00:00+00:00')\n"
        "schedule = app.conf.beat_schedule['daily scan']['schedule']\n"
        "schedule.app, schedule.nowfun = app, lambda: noon.astimezone(app.timezone)\n"
        "print(noon + schedule.remaining_estimate(noon))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment(SLIPWATCH_ZONE="Asia/Kolkata"),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    due = datetime.fromisoformat(printed.strip()).astimezone(ZoneInfo("Asia/Kolkata"))
    assert due.replace(second=0, microsecond=0).isoformat() == "2026-03-02T00:05:00+05:30"


@pytest.mark.once
@pytest.mark.redis
def test_a_real_worker_takes_a_task_from_redis_and_acknowledges_it(
    environment: Make, redis_url: str
) -> None:
    queue = f"test-{uuid.uuid4()}"
    environ = environment(REDIS_URL=redis_url)
    command = [sys.executable, "-m", "celery", "-A", "config.celery"]
    subprocess.run(
        [*command, "call", "celery.accumulate", "--args=[1, 2]", f"--queue={queue}"],
        cwd=ROOT,
        env=environ,
        check=True,
        capture_output=True,
    )
    worker = subprocess.Popen(
        [*command, "worker", "-Q", queue, "-c1", "-l", "INFO", "--without-gossip"],
        cwd=ROOT,
        env=environ,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert worker.stderr is not None
        said, until = "", time.monotonic() + 30
        while "celery.accumulate" not in said or "succeeded" not in said:
            assert time.monotonic() < until, said
            if select.select([worker.stderr], [], [], 0.5)[0]:
                said += os.read(worker.stderr.fileno(), 65_536).decode()
    finally:
        worker.terminate()
        worker.communicate(timeout=30)
    with Redis.from_url(redis_url) as client:
        assert client.exists(queue) == 0
        assert not any(queue.encode() in each for each in client.hvals("unacked"))
