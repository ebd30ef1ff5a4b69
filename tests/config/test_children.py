import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from config import children
from config.children import Child, live_together

pytestmark = pytest.mark.once
SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


def until(holds: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def running(child: Child) -> bool:
    return child.process is not None


def finish(child: Child) -> None:
    assert child.process is not None
    child.process.wait()


def pid_in(path: Path) -> int:
    until(lambda: path.exists() and path.read_text().endswith("\n"))
    return int(path.read_text())


def test_a_child_that_ends_is_started_again_later_each_time(
    capfd: pytest.CaptureFixture[str],
) -> None:
    child = Child("worker", [sys.executable, "-c", "raise SystemExit(7)"])
    child.tend()
    finish(child)
    child.tend()
    assert not running(child)
    assert capfd.readouterr().out == "The worker ended (7); it starts again in 1 s.\n"
    child.tend()
    assert not running(child)  # not before its time
    child.resume_at = 0
    child.tend()
    finish(child)
    child.tend()
    assert capfd.readouterr().out == "The worker ended (7); it starts again in 2 s.\n"


def test_a_child_that_had_lasted_starts_again_at_once(capfd: pytest.CaptureFixture[str]) -> None:
    child = Child("worker", [sys.executable, "-c", ""], pause=32.0)
    child.tend()
    finish(child)
    child.started_at -= children.STEADY + 1
    child.tend()
    assert "in 1 s" in capfd.readouterr().out


def test_a_child_that_does_not_heed_is_killed_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "GRACE", 0.5)
    code = (
        "import signal, subprocess, sys, pathlib; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"p = subprocess.Popen({SLEEP!r})\n"
        f"pathlib.Path({str(tmp_path / 'pid')!r}).write_text(f'{{p.pid}}\\n'); p.wait()"
    )
    child = Child("worker", [sys.executable, "-c", code])
    stop = threading.Event()

    def stop_later() -> None:
        pid_in(tmp_path / "pid")
        stop.set()

    threading.Thread(target=stop_later).start()
    live_together([child], stop)
    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL
    until(lambda: not alive(pid_in(tmp_path / "pid")))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_children_end_even_when_their_parent_is_killed(tmp_path: Path) -> None:
    code = (
        "import pathlib, threading; from config.children import Child, live_together\n"
        f"child = Child('worker', {SLEEP!r}); child.start()\n"
        f"pathlib.Path({str(tmp_path / 'pid')!r}).write_text(f'{{child.process.pid}}\\n')\n"
        "live_together([child], threading.Event())"
    )
    parent = subprocess.Popen([sys.executable, "-c", code])
    pid = pid_in(tmp_path / "pid")
    assert alive(pid)
    parent.kill()
    parent.wait()
    until(lambda: not alive(pid))


def test_a_child_sees_its_own_variables_and_nothing_to_read(tmp_path: Path) -> None:
    code = "import os, sys; open(os.environ['OUT'], 'w').write(f'{sys.stdin.read()!r}\\n')"
    child = Child("x", [sys.executable, "-c", code], environ={"OUT": str(tmp_path / "out")})
    child.start()
    finish(child)
    assert (tmp_path / "out").read_text() == "''\n"
    assert os.environ.get("OUT") is None
