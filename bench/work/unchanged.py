"""A deal that the client has already, and the whole answer."""

from typing import Any

from bench.serving import serve
from bench.work.record import chosen


def run(runs: int, url: str) -> dict[str, Any]:
    """Seconds of both, on deals of ten milestones and thirty claims, or near it."""
    taken: dict[str, list[float]] = {"full": [], "unchanged": []}
    with serve(url) as product:
        for ref in chosen(5 * runs + 1):
            path = f"/api/v1/deals/{ref}/"
            full = product.get(path)
            unchanged = product.get(path, {"If-None-Match": full.headers["ETag"]})
            assert (full.status, unchanged.status) == (200, 304)
            taken["full"].append(product.get(path).seconds)
            taken["unchanged"].append(
                product.get(path, {"If-None-Match": full.headers["ETag"]}).seconds
            )
    return {name: seconds[1:] or seconds for name, seconds in taken.items()}
