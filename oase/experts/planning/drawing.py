"""Charts as SVG (W3C SVG 1.1), drawn by pygal, without a line of script or style of its own.

On a page `chart.css` gives them the house's colours in both themes, and a strict Content-Security-Policy stands. As a
file they carry a style sheet that follows the reader's theme.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import pygal
from pygal.style import Style

from oase.experts.planning.figures import Figures
from oase.experts.planning.weeks import MINUTE

SVG: Final = "http://www.w3.org/2000/svg"
KEPT: Final = frozenset(
    {"class", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height", "transform"}
)
SHEET: Final = Path(__file__).with_name("chart-file.css")
MOST_PROMISES: Final = 4
"""The chart ends at so many times the promise: what takes longer is drawn at its edge, and minutes stay readable."""

Line = tuple[str, str, Sequence[float | None]]
"""A class for the style sheet (`median`, `p95`, `promise`, …), a name for people, and values."""


def drawn(figures: Figures, *, promise_seconds: float, names: Mapping[str, str] | None = None) -> str:
    """Time to the first answer by hour of the day, median and 95th percentile, as a file of its own.

    `names` of the lines and the title by key: `title`, `median`, `p95`, `promise`.
    """
    words = {"title": "Minutes to the first answer, by hour of the day"}
    words |= {"median": "median", "p95": "95 of 100 within", "promise": "promised"} | dict(names or {})
    return as_file(by_hour(figures, promise_seconds=promise_seconds, names=words))


def by_hour(figures: Figures, *, promise_seconds: float, names: Mapping[str, str]) -> str:
    """The same to stand on a page."""
    hours = figures.by_hour
    asked = [one for one in hours if one.questions]
    highest = max([one.p95 for one in asked], default=0.0) / MINUTE
    lines: list[Line] = [
        ("p95", names["p95"], [one.p95 / MINUTE if one.questions else None for one in hours]),
        ("median", names["median"], [one.median / MINUTE if one.questions else None for one in hours]),
        ("promise", names["promise"], [promise_seconds / MINUTE] * len(hours)),
    ]
    promised = promise_seconds / MINUTE
    top = min(max(highest * 1.05, promised * 1.2), promised * MOST_PROMISES)
    return chart(lines, labels=[str(hour) for hour in range(len(hours))], title=names["title"], top=top, every=3)


def chart(lines: Sequence[Line], *, labels: Sequence[str], title: str, top: float, every: int = 1) -> str:
    """Lines over labelled places, from 0 to `top`, every so many labels shown."""
    drawing = pygal.Line(
        width=560,
        height=300,
        range=(0, max(top, 1.0)),
        show_legend=False,
        show_dots=False,
        include_x_axis=True,
        no_prefix=True,
        show_minor_x_labels=False,
        x_labels_major_every=every,
        y_labels_major_count=5,
        show_minor_y_labels=False,
        margin=8,
        js=(),
        style=Style(label_font_size=13, major_label_font_size=13),
        value_formatter=lambda value: f"{value:.0f}",
    )
    drawing.x_labels = list(labels)
    for _, name, values in lines:
        drawing.add(name, [None if value is None else min(value, top) for value in values])
    root = ElementTree.fromstring(drawing.render())
    return _plain(root, [key for key, *_ in lines], title)


def as_file(svg: str) -> str:
    """A chart with its style sheet, and an XML declaration."""
    root = ElementTree.fromstring(svg)
    root.set("width", "840")
    root.set("height", "450")
    sheet = ElementTree.Element(f"{{{SVG}}}style")
    sheet.text = SHEET.read_text(encoding="utf-8")
    root.insert(1, sheet)
    return _written(root, declaration=True)


def _plain(root: ElementTree.Element, keys: Sequence[str], title: str) -> str:
    """Only shapes and words: no script, no style, no ids, nothing that only pygal's script uses."""
    for parent in list(root.iter()):
        for child in list(parent):
            name, kind = child.tag.removeprefix(f"{{{SVG}}}"), child.get("class", "")
            if name in ("defs", "desc", "title", "script", "style") or "tooltip" in kind or "overlay" in kind:
                parent.remove(child)
    for one in root.iter():
        for attribute in set(one.attrib) - KEPT:
            if one is not root or attribute != "viewBox":
                del one.attrib[attribute]
        kinds = one.get("class", "").split()
        if "series" in kinds or "serie" in kinds:
            place = next((int(kind.rpartition("-")[2]) for kind in kinds if kind.startswith("serie-")), None)
            if place is not None:
                one.set("class", f"course {keys[place]}")
    root.set("class", "chart")
    root.set("role", "img")
    told = ElementTree.Element(f"{{{SVG}}}title")
    told.text = title
    root.insert(0, told)
    return _written(root)


def _written(root: ElementTree.Element, *, declaration: bool = False) -> str:
    ElementTree.register_namespace("", SVG)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=declaration)
