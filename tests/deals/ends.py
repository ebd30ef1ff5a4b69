"""The two ends of a window as tests write them."""

from deals.dates import Window


def ends(window: Window) -> tuple[str, str]:
    """Its first and its last day in ISO form; empty for an open side."""
    first, last = (str(day or "") for day in (window.earliest, window.latest))
    return first, last
