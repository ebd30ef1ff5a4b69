"""Drawings as files that people take away: SVG, and PNG for what does not read that.

What leaves the site says what it is: its title, the day, what its shapes mean, where it is from.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import font_source_sans_pro
import resvg_py
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from dashboard.charts.frame import Alone, framed
from dashboard.files import named

# The letters of a package and none of the machine, so that a picture is the same everywhere.
_FAMILY = "Source Sans Pro"
_FOLDER = Path(font_source_sans_pro.font_directory)
_FONTS = [str(_FOLDER / f"SourceSansPro-{weight}.ttf") for weight in ("Regular", "Semibold")]
_TWICE = 2  # pixels of the picture for one of the drawing, for screens and print
_MOST = 24_000_000  # pixels of a picture


def drawing(template: str, context: Mapping[str, Any], alone: Alone) -> str:
    """A drawing that stands alone, as SVG, with what a page would say around it."""
    chart = context["c"]
    drawn = mark_safe(render_to_string(template, {**context, "alone": True}).strip())  # noqa: S308  # by our own template
    around = {"f": framed(alone, chart.width, chart.height), "drawn_alone": drawn, "alone": True}
    svg = render_to_string("dashboard/charts/_framed.html", {**around, "says": context["says"]})
    return svg.lstrip()


def as_picture(svg: str, form: str, name: str) -> HttpResponse:
    """A drawing as svg or png, as a file to be kept under a name, and by no cache."""
    if form == "png":
        return named(HttpResponse(png(svg), content_type="image/png"), name, "png")
    return named(HttpResponse(svg, content_type="image/svg+xml"), name, "svg")


def png(svg: str) -> bytes:
    """A drawing as PNG, twice as large; a very large one as it is."""
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=_TWICE if _area(svg) * _TWICE**2 <= _MOST else 1,
        skip_system_fonts=True,
        font_files=_FONTS,
        font_family=_FAMILY,
        sans_serif_family=_FAMILY,
    )


def _area(svg: str) -> int:
    """Its pixels, by the viewBox of its first element."""
    _, _, box = svg.partition('viewBox="0 0 ')
    width, height = box[: box.index('"')].split()
    return int(width) * int(height)
