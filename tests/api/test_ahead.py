"""Parts that are fetched one ahead."""

import threading
from collections.abc import Iterator

import pytest

from api.ahead import ahead


class Parts:
    """Parts that come one by one, with who fetched each of them."""

    def __init__(self, number: int, fails_at: int | None = None) -> None:
        self.number = number
        self.fails_at = fails_at
        self.fetched: list[bool] = []  # by the thread that asks?
        self.asks = threading.current_thread()

    def __iter__(self) -> Iterator[list[int]]:
        for part in range(self.number):
            if part == self.fails_at:
                raise ValueError(f"part {part} is lost")
            self.fetched.append(threading.current_thread() is self.asks)
            yield [part]


@pytest.mark.parametrize("number", [0, 1, 2, 7])
def test_the_parts_are_the_same(number: int) -> None:
    assert list(ahead(iter(Parts(number)))) == [[part] for part in range(number)]


def test_the_first_is_fetched_by_who_asks_and_the_others_beside() -> None:
    parts = Parts(4)
    assert len(list(ahead(iter(parts)))) == 4
    assert parts.fetched == [True, False, False, False]


def test_never_more_than_one_waits() -> None:
    parts = Parts(9)
    for used, _ in enumerate(ahead(iter(parts)), start=1):
        assert len(parts.fetched) <= used + 1


@pytest.mark.parametrize("fails_at", [0, 1, 3])
def test_what_fails_is_raised_after_the_parts_before_it(fails_at: int) -> None:
    came: list[list[int]] = []
    with pytest.raises(ValueError, match=f"part {fails_at} is lost"):
        came.extend(ahead(iter(Parts(5, fails_at))))
    assert came == [[part] for part in range(fails_at)]


def test_who_stops_early_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    parts = ahead(iter(Parts(5)))
    assert next(parts) == [0]
    parts.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before
