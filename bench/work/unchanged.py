"""A deal that the client has already, and the whole answer."""

from contextlib import closing
from typing import Any

from bench.serving import serve
from bench.work.record import chosen


def run(runs: int, url: str) -> dict[str, Any]:
    """Seconds of both, on deals of ten milestones and thirty claims, or near it.

    Both over one connection, which clients that come back keep: a new one for each question takes
    as long as the 304 itself.
    """
    taken: dict[str, list[float]] = {"full": [], "unchanged": []}
    with serve(url) as product, closing(product.connect()) as over:
        for ref in chosen(5 * runs + 1):
            path = f"/api/v1/deals/{ref}/"
            full = product.get(path, over=over)
            seen = {"If-None-Match": full.headers["ETag"]}
            assert (full.status, product.get(path, seen, over).status) == (200, 304)
            taken["full"].append(product.get(path, over=over).seconds)
            taken["unchanged"].append(product.get(path, seen, over).seconds)
    return {name: seconds[1:] or seconds for name, seconds in taken.items()}
