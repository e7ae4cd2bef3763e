"""Bars as a chart that a spreadsheet program draws and edits: it refers to the cells of its table.

Labels follow the cells too (`dashboard.exports.labels`), and so does the axis of amounts.
"""

from __future__ import annotations

import io
from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from lxml import etree
from xlsxwriter.utility import xl_range_formula

from dashboard import charts
from dashboard.exports import labels, native
from dashboard.exports.letters import clean
from dashboard.exports.native import serial
from dashboard.messages import t
from dashboard.style import LIGHT, OFFICE_FONT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.exports.native import Bar, Bars
    from dashboard.exports.workbook.cells import Book

TOP = 34  # pixels of what stands above the bars, as those below
ROW, DENSE = 30, 22  # for each bar, and where there are many
MANY = 20
LEAST = 60  # pixels: room for a label beside a single bar
LETTER, SMALL_LETTER = 6.6, 5.9  # pixels, about: of the types below
TYPE = {"name": OFFICE_FONT, "size": 11, "color": LIGHT.ink}
SMALL = {"name": OFFICE_FONT, "size": 10, "bold": False, "color": LIGHT.muted}
LETTERS = labels.Letters(11, LIGHT.ink[1:].upper(), OFFICE_FONT)
NONE = {"none": True}
AXIS_ENDS = charts.DISTRICTS_END + timedelta(days=1)  # nothing can stand behind it


@dataclass(frozen=True)
class Cells:
    """Where the bars of a chart stand: a sheet, its rows from first to last, and the columns of each part.

    `words` are what is said of each bar; `starts` are those of bars of time, `targets` of bars that have any.
    """

    sheet: str
    first: int
    last: int
    names: int
    values: int
    words: int
    starts: int | None = None
    targets: int | None = None

    def column(self, place: int) -> list[object]:
        """Return a column as the chart refers to it."""
        return [self.sheet, self.first, place, self.last, place]

    def heading(self, place: int) -> list[object]:
        """Return what stands above a column."""
        return [self.sheet, self.first - 1, place]


def height(found: Bars, *, is_percent: bool) -> int:
    """Return how high the chart of bars is, in pixels."""
    row = ROW if len(found.bars) <= MANY else DENSE
    return TOP + max(LEAST, row * len(found.bars)) + _foot(found, is_percent=is_percent)


def _foot(found: Bars, *, is_percent: bool) -> int:
    """Return how much room an axis takes below the bars."""
    return 54 if found.is_of_time else 30 if is_percent else 6


def draw(book: Book, found: Bars, cells: Cells, size: tuple[int, int], *, is_percent: bool) -> Any:
    """Return the chart of bars, the first one on top; `is_percent`: of their targets."""
    width, height = size
    chart = book.book.add_chart({"type": "bar", "subtype": "stacked"} if found.is_of_time else {"type": "bar"})
    _label(chart, found, cells)
    bottom = _foot(found, is_percent=is_percent)
    left = min(0.5 * width, LETTER * max(len(bar.name) for bar in found.bars) + 24)
    right = LETTER * max(len(bar.label) for bar in found.bars) + 24
    if found.is_of_time:
        left = min(0.6 * width, LETTER * max(len(bar.name) + len(bar.label) for bar in found.bars) + 36)
        right = 24
        _of_time(chart, found.bars, cells, 1 - (right + SMALL_LETTER * len(_end())) / width, 1 - 22 / height)
    else:
        _of_amount(chart, found.bars, cells, is_percent=is_percent)
    chart.set_y_axis(
        {
            "reverse": True,
            "interval_unit": 1,
            "num_font": TYPE,
            "line": {"color": LIGHT.edge},
            "major_tick_mark": "none",
        }
        | ({"crossing": "max"} if found.is_of_time or is_percent else {})  # of an axis that runs downwards: at its foot
    )
    chart.set_plotarea(
        {
            "layout": {
                "x": left / width,
                "y": TOP / height,
                "width": max(0.2, 1 - (left + right) / width),
                "height": (height - TOP - bottom) / height,
            }
        }
    )
    # A title that begins with "=" would be taken for a reference.
    title = clean(found.measure).lstrip("= ")
    chart.set_title({"name": title, "name_font": SMALL, "layout": {"x": 0.01, "y": 6 / height}, "overlay": True})
    chart.set_legend(NONE)
    chart.set_chartarea({"border": {"color": LIGHT.line}})
    chart.set_size({"width": width, "height": height})
    return chart


def _label(chart: Any, found: Bars, cells: Cells) -> None:
    """Have the chart written with labels that follow the cells, for which the library has no setting."""
    write = chart._assemble_xml_file  # noqa: SLF001
    words = xl_range_formula(cells.sheet, cells.first, cells.words, cells.last, cells.words)

    def labelled() -> None:
        file, is_own, chart.fh, chart.internal_fh = chart.fh, chart.internal_fh, io.StringIO(), False
        write()
        root = etree.fromstring(chart.fh.getvalue().encode())
        if not found.is_of_time:
            for is_behind, series in enumerate(root.iter(f"{labels.C}ser")):
                labels.put(series, native.labels(found.bars, is_behind=bool(is_behind)), words, LETTERS)
        file.write(etree.tostring(root, encoding="unicode", xml_declaration=False))
        if is_own:
            file.close()

    chart._assemble_xml_file = labelled  # noqa: SLF001


def _of_amount(chart: Any, bars: Sequence[Bar], cells: Cells, *, is_percent: bool) -> None:
    """Draw results as solid or tinted bars, and full-year targets as outlines over them."""
    paint = {
        "categories": cells.column(cells.names),
        "gap": 55,
        "overlap": 100,
    }
    chart.add_series(
        paint
        | {
            "name": cells.heading(cells.values),
            "values": cells.column(cells.values),
            "fill": {"color": LIGHT.accent},
            "border": {"color": LIGHT.accent},
            "points": [_tint(bar) for bar in bars],
        }
    )
    if cells.targets is not None:
        chart.add_series(
            paint
            | {
                "name": cells.heading(cells.targets),
                "values": cells.column(cells.targets),
                "fill": NONE,
                "border": {"color": LIGHT.ink, "width": 1.5},
                "points": [_outline(bar) for bar in bars],
            }
        )
    axis = {"min": 0, "major_gridlines": {"visible": False}, "num_font": SMALL}
    chart.set_x_axis(axis | ({"num_format": '0"%"', "line": NONE} if is_percent else {"visible": False}))


def _tint(bar: Bar) -> dict[str, Any] | None:
    return {"fill": {"color": LIGHT.tint}, "border": {"color": LIGHT.accent}} if bar.is_provisional else None


def _outline(bar: Bar) -> dict[str, Any] | None:
    """Return the outline of a target that is not printed: dashed where it was computed, dotted where it is unknown."""
    dashes = {"A": None, "E": "dash", None: "round_dot"}
    dash = dashes[bar.mark["target_status"]]
    if dash is None or bar.target is None:
        return None
    return {"fill": NONE, "border": {"color": LIGHT.ink, "width": 1.5, "dash_type": dash}}


def _end() -> str:
    """Return why the axis of time ends where it ends."""
    return t("30 Jun 2025: the district tier ends") + " →|"


def _of_time(chart: Any, bars: Sequence[Bar], cells: Cells, x: float, y: float) -> None:
    """Draw bars over days, on an axis of years: an unseen bar reaches to the day on which the seen one begins.

    `x` and `y` are where the words at the end of the axis stand.
    """
    paint = {"categories": cells.column(cells.names), "gap": 70}
    assert cells.starts is not None  # noqa: S101  (bars of time have one)
    starts = cells.column(cells.starts)
    chart.add_series(paint | {"name": cells.heading(cells.starts), "values": starts, "fill": NONE, "border": NONE})
    chart.add_series(
        paint
        | {
            "name": cells.heading(cells.values),
            "values": cells.column(cells.values),
            "fill": {"color": LIGHT.accent},
            "border": {"color": LIGHT.accent},
            "points": [_tint(bar) for bar in bars],
        }
    )
    first = min(bar.start.year for bar in bars if bar.start)
    # A mark every 365.25 days falls on each 1 January, if the first one is put right for the next leap year.
    begins = serial(date(first, 1, 1)) + (0.75 if isleap(first) else 0.25 * ((first - 1) % 4))
    years = 1 + (AXIS_ENDS.year - first) // 8
    chart.set_x_axis(
        {
            "min": begins,
            "max": serial(AXIS_ENDS),
            "major_unit": 365.25 * years,
            "num_format": "yyyy",
            "num_font": SMALL,
            "line": NONE,
            "major_gridlines": {"visible": True, "line": {"color": LIGHT.line}},
            "name": _end(),
            "name_font": SMALL,
            "name_layout": {"x": x, "y": y},
        }
    )
