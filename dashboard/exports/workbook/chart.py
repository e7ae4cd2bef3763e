"""Bars as a chart that a spreadsheet program draws and edits: it refers to the cells of its table.

Labels follow the cells too (`dashboard.exports.labels`), and so does the axis of amounts.
"""

from __future__ import annotations

import io
from calendar import isleap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, assert_never

from lxml import etree
from xlsxwriter.utility import xl_range_formula

from dashboard import marks
from dashboard.exports import labels
from dashboard.exports.labels import serial
from dashboard.exports.letters import clean
from dashboard.marks import BREAK, Bars, Outline, Role, Spans
from dashboard.style import LIGHT, OFFICE_FONT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.exports.workbook.cells import Book
    from dashboard.marks import Bar, Mark, Marks

TOP = 34  # pixels of what stands above the bars, as those below
ROW, DENSE = 30, 22  # for each bar, and where there are many
MANY = 20
LEAST = 60  # pixels: room for a label beside a single bar
LETTER, SMALL_LETTER = 6.6, 5.9  # pixels, about: of the types below
TYPE = {"name": OFFICE_FONT, "size": 11, "color": LIGHT.ink}
SMALL = {"name": OFFICE_FONT, "size": 10, "bold": False, "color": LIGHT.muted}
LETTERS = labels.Letters(11, LIGHT.ink[1:].upper(), OFFICE_FONT)
NONE = {"none": True}
MOST_YEARS = 8  # ticks
TINTED = {"fill": {"color": LIGHT.tint}, "border": {"color": LIGHT.accent}}
OUTLINE = {"color": LIGHT.accent, "width": 1.5}
DASHES = {Outline.COMPUTED: "dash", Outline.UNKNOWN: "round_dot"}


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


def height(shown: Marks) -> int:
    """Return how high the chart of bars is, in pixels."""
    n = len(marks.of(shown))
    return TOP + max(LEAST, (ROW if n <= MANY else DENSE) * n) + _foot(shown)


def _foot(shown: Marks) -> int:
    """Return how much room an axis takes below the bars."""
    if isinstance(shown, Spans):
        return 54
    return 30 if isinstance(shown, Bars) and shown.is_percent else 6


def draw(book: Book, shown: Marks, cells: Cells, size: tuple[int, int]) -> Any:
    """Return the chart of bars, the first one on top, in so many pixels across and down."""
    if isinstance(shown, Bars):
        return bars(book, shown, cells, size)
    if isinstance(shown, Spans):
        return spans(book, shown, cells, size)
    if isinstance(shown, marks.Tiles):
        raise TypeError("tiles are cells of the sheet")
    assert_never(shown)


def bars(book: Book, shown: Bars, cells: Cells, size: tuple[int, int]) -> Any:
    """Return results as solid or tinted bars, and full-year targets as outlines over them."""
    chart = book.book.add_chart({"type": "bar"})
    _label(chart, shown.bars, cells)
    paint = {"categories": cells.column(cells.names), "gap": 55, "overlap": 100}
    chart.add_series(paint | _results(shown.bars, cells))
    if cells.targets is not None:
        chart.add_series(
            paint
            | {
                "name": cells.heading(cells.targets),
                "values": cells.column(cells.targets),
                "fill": NONE,
                "border": OUTLINE,
                "points": [_dashed(bar) for bar in shown.bars],
            }
        )
    axis = {"min": 0, "major_gridlines": {"visible": False}, "num_font": SMALL}
    chart.set_x_axis(axis | ({"num_format": '0"%"', "line": NONE} if shown.is_percent else {"visible": False}))
    left = min(0.5 * size[0], LETTER * max(len(bar.heading) for bar in shown.bars) + 24)
    right = LETTER * max(0 if bar.is_said_in_name else len(str(bar.label)) for bar in shown.bars) + 24
    return _framed(chart, shown, size, left, right)


def spans(book: Book, shown: Spans, cells: Cells, size: tuple[int, int]) -> Any:
    """Return bars over days, on an axis of years: an unseen bar reaches to the day on which the seen one begins."""
    chart = book.book.add_chart({"type": "bar", "subtype": "stacked"})
    assert cells.starts is not None  # noqa: S101  (bars of time have one)
    starts = cells.column(cells.starts)
    paint = {"categories": cells.column(cells.names), "gap": 70}
    chart.add_series(paint | {"name": cells.heading(cells.starts), "values": starts, "fill": NONE, "border": NONE})
    chart.add_series(paint | _results(shown.spans, cells))
    left, right = min(0.6 * size[0], LETTER * max(len(span.heading) for span in shown.spans) + 24), 24
    said = f"{shown.why_it_breaks} →|"
    place = (BREAK - shown.begin) / (shown.end - shown.begin) * max(0.2 * size[0], size[0] - left - right)
    # A tick every 365.25 days falls on each 1 January, if the first one is put right for the next leap year.
    first = shown.begin.year
    begins = serial(shown.begin) + (0.75 if isleap(first) else 0.25 * ((first - 1) % 4))
    chart.set_x_axis(
        {
            "min": begins,
            "max": serial(shown.end),
            "major_unit": 365.25 * shown.step(MOST_YEARS),
            "num_format": "yyyy",
            "num_font": SMALL,
            "line": NONE,
            "major_gridlines": {"visible": True, "line": {"color": LIGHT.line}},
            "name": said,
            "name_font": SMALL,
            "name_layout": {"x": (left + place - SMALL_LETTER * len(said)) / size[0], "y": 1 - 22 / size[1]},
        }
    )
    return _framed(chart, shown, size, left, right)


def _results(shown: Sequence[Mark], cells: Cells) -> dict[str, Any]:
    """Return the series of the figures, those that are provisional tinted."""
    return {
        "name": cells.heading(cells.values),
        "values": cells.column(cells.values),
        "fill": {"color": LIGHT.accent},
        "border": {"color": LIGHT.accent},
        "points": [TINTED if mark.role is Role.PROVISIONAL else None for mark in shown],
    }


def _dashed(bar: Bar) -> dict[str, Any] | None:
    """Return the outline of a target that no article prints."""
    dash = DASHES.get(bar.outline) if bar.outline else None
    return {"fill": NONE, "border": OUTLINE | {"dash_type": dash}} if dash else None


def _framed(chart: Any, shown: Bars | Spans, size: tuple[int, int], left: float, right: float) -> Any:
    """Return a chart with names, title and frame, with so many pixels to the left and the right of its bars."""
    width, height = size
    has_axis = isinstance(shown, Spans) or shown.is_percent
    chart.set_y_axis(
        {
            "reverse": True,
            "interval_unit": 1,
            "num_font": TYPE,
            "line": {"color": LIGHT.edge},
            "major_tick_mark": "none",
        }
        | ({"crossing": "max"} if has_axis else {})  # of an axis that runs downwards: at its foot
    )
    chart.set_plotarea(
        {
            "layout": {
                "x": left / width,
                "y": TOP / height,
                "width": max(0.2, 1 - (left + right) / width),
                "height": (height - TOP - _foot(shown)) / height,
            }
        }
    )
    # A title that begins with "=" would be taken for a reference.
    title = clean(shown.measure).lstrip("= ")
    chart.set_title({"name": title, "name_font": SMALL, "layout": {"x": 0.01, "y": 6 / height}, "overlay": True})
    chart.set_legend(NONE)
    chart.set_chartarea({"border": {"color": LIGHT.line}})
    chart.set_size({"width": width, "height": height})
    return chart


def _label(chart: Any, shown: Sequence[Bar], cells: Cells) -> None:
    """Have the chart written with labels that follow the cells, for which the library has no setting."""
    write = chart._assemble_xml_file  # noqa: SLF001
    words = xl_range_formula(cells.sheet, cells.first, cells.words, cells.last, cells.words)

    def labelled() -> None:
        file, is_own, chart.fh, chart.internal_fh = chart.fh, chart.internal_fh, io.StringIO(), False
        write()
        root = etree.fromstring(chart.fh.getvalue().encode())
        for is_behind, series in enumerate(root.iter(f"{labels.C}ser")):
            labels.put(series, labels.of_bars(shown, is_behind=bool(is_behind)), words, LETTERS)
        file.write(etree.tostring(root, encoding="unicode", xml_declaration=False))
        if is_own:
            file.close()

    chart._assemble_xml_file = labelled  # noqa: SLF001
