"""Bars as a chart that PowerPoint draws and edits: its numbers stand in a workbook inside it, behind "Edit data"."""

from __future__ import annotations

import math
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from dashboard import charts, wording
from dashboard.exports import labels, native, table
from dashboard.exports.letters import SPOKEN, clean
from dashboard.exports.slides import deck
from dashboard.exports.slides.deck import ACROSS, BOLD, EDGE, INCH, TOP, cut, width
from dashboard.messages import language, t

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator, Sequence

    from dashboard.exports.native import Bar, Bars
    from dashboard.views import View

MOST = 20  # bars on a slide
MOST_TARGETS = 10  # their words are long
MOST_WORDS = 5.5  # inches of words at the end of a bar
CODES = ("value", "target", "share_printed", "share_recomputed")  # columns of the numbers that labels say
NUMBER = "#,##0.####"


@dataclass(frozen=True)
class Column:
    """A series of a chart: its name, a number for each bar, None where there is none, and how they are formatted."""

    name: str
    values: Sequence[float | None]
    style: str = NUMBER


class _Sheet(CategoryWorkbookWriter):
    """The workbook inside a chart: no text in it is ever run, and beside its numbers stands what is said of them."""

    def __init__(self, data: _Data) -> None:
        super().__init__(data)  # type: ignore[no-untyped-call]
        self._data = data

    @contextmanager
    def _open_worksheet(self, xlsx_file: io.BytesIO) -> Iterator[Any]:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(xlsx_file, options) as book:
            book.set_properties({"created": self._data.built})
            yield book, book.add_worksheet()

    def _populate_worksheet(self, workbook: Any, worksheet: Any) -> None:
        super()._populate_worksheet(workbook, worksheet)  # type: ignore[no-untyped-call]
        worksheet.set_column(0, 0, 36)
        worksheet.set_column(1, self._data.words, 16)
        for place, column in enumerate(self._data.behind, 1 + len(self._data)):
            worksheet.write_string(0, place, column.name)
        worksheet.write_string(0, self._data.words, t("In words"))
        for cell, (value, style, formula) in self._data.cells():
            look = workbook.add_format({"num_format": style}) if style else None
            if formula:
                worksheet.write_formula(*cell, formula, look, value)
            else:
                worksheet.write(*cell, value, look)


class _Data(CategoryChartData):
    """The numbers of a chart, those behind them, and what is said of each bar, in cells that follow one another."""

    def __init__(
        self, names: Sequence[str], columns: Sequence[Column], found: Bars, bars: Sequence[Bar], built: datetime
    ) -> None:
        super().__init__(number_format=NUMBER)  # type: ignore[no-untyped-call]
        self.categories = names
        self.built = built
        self._names, self._bars, self._is_of_time = names, bars, found.is_of_time
        for column in columns:
            self.add_series(column.name, column.values, column.style)  # type: ignore[no-untyped-call]
        drawn = {"value": 1, "target": 2} if all(bar.mark["value"] == bar.value for bar in bars) else {}
        headings = table.headings()
        said = [code for code in CODES if any(code in bar.numbers for bar in bars) and code not in drawn]
        self.behind = [Column(headings[code], [bar.numbers.get(code, (None,))[0] for bar in bars]) for code in said]
        self._places = drawn | {code: place for place, code in enumerate(said, 1 + len(columns))}
        self.words = 1 + len(columns) + len(said)

    @property
    def words_at(self) -> str:
        """Where the words stand, for the labels of the chart."""
        letter = xl_col_to_name(self.words)
        return f"Sheet1!${letter}$2:${letter}${1 + len(self._bars)}"

    def cells(self) -> Iterator[tuple[tuple[int, int], tuple[float | str, str, str | None]]]:
        """Return the cells that hold more than a number: row and column; value, format and formula."""
        for row, (name, bar) in enumerate(zip(self._names, self._bars, strict=True), 1):
            places = {code: f"{xl_col_to_name(place)}{row + 1}" for code, place in self._places.items()}
            share, reached = native.worked_out(bar, places)
            for code, (number, said) in bar.numbers.items():
                style = labels.number_format(charts.said(bar.mark) if code == "value" else said)
                yield (row, self._places[code]), (number, style, share if code == "share_recomputed" else None)
            if "value" in self._places and self._places["value"] > 1 and bar.value is not None and not self._is_of_time:
                yield (row, 1), (bar.value, NUMBER, reached)
            said_at = [(said, places[code]) for code, (_, said) in bar.numbers.items()]
            if bar.value is None:
                yield (row, self.words), (wording.MISSING, "", None)
                continue
            yield (row, self.words), (clean(bar.label), "", labels.formula(bar.label, said_at))
            if self._is_of_time:
                # What stands before the figure may hold numbers of its own.
                before = name.removesuffix(clean(bar.label))
                behind = labels.formula(bar.label, said_at)
                yield (row, 0), (name, "", behind and f"={labels.literal(before)}&{behind[1:]}")

    @property
    def _workbook_writer(self) -> _Sheet:
        return _Sheet(self)


def parts(view: View, found: Bars) -> Iterator[tuple[Sequence[Bar], str]]:
    """Return the bars that go on each slide, and which of several slides that is; those of a unit stay together."""
    most = MOST_TARGETS if view.name == "targets" else MOST
    groups = [list(bars) for _, bars in groupby(found.bars, key=lambda bar: bar.mark["unit_id"])]
    if len(groups) == len(found.bars):  # a bar for each unit: about as many on each slide
        most = math.ceil(len(groups) / math.ceil(len(groups) / most))
    slides: list[list[Bar]] = [[]]
    for bars in groups:
        for start in range(0, len(bars), most):
            some = bars[start : start + most]
            if len(slides[-1]) + len(some) > most:
                slides.append([])
            slides[-1] += some
    for number, some in enumerate(slides, 1):
        yield some, f" ({number}/{len(slides)})" if len(slides) > 1 else ""


def draw(slide: Any, view: View, found: Bars, bars: Sequence[Bar], room: float, built: datetime) -> Any:
    """Draw bars of a view from top to bottom in so many inches, on one scale for all its slides; return the shape.

    `built` is when the data was: the workbook inside says it of itself.
    """
    axis = 0.35 if _has_axis(found, view) else 0.0
    row = min(0.75, (room - axis) / max(len(some) for some, _ in parts(view, found)))
    high = row * len(bars) + axis
    top = TOP + min(0.6, (room - high) / 3)  # few bars do not hang from the title
    words = [] if found.is_of_time else [clean(bar.label) for bar in found.bars]
    size = max(9, min(16, int(0.7 * row * INCH)))
    longest = max((width(label, 1) for label in words), default=0.0) * BOLD
    label_size = size if longest * size < MOST_WORDS else max(9, int(MOST_WORDS / longest))
    room_for_names = 5.2 if found.is_of_time else 3.4
    n_lines = 2 if row * INCH > 2 * size * deck.LEADING else 1
    names = [_name(bar, found, size, room_for_names * n_lines) for bar in found.bars]
    first = next(place for place, bar in enumerate(found.bars) if bar is bars[0])
    shown = slice(first, first + len(bars))
    columns, scale = (_of_time if found.is_of_time else _of_amount)(found, bars)
    data = _Data(names[shown], columns, found, bars, built)
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.BAR_STACKED if found.is_of_time else XL_CHART_TYPE.BAR_CLUSTERED,
        *map(Inches, (EDGE, top, ACROSS, high)),
        data,
    )
    chart = frame.chart
    _plain(chart, size)
    _scale(chart, scale, view, found)
    left = min(room_for_names, max(width(name, size) for name in names)) + 0.25
    right = longest * label_size + 0.3
    _frame(chart, (left / ACROSS, 0, 1 - (left + right) / ACROSS, (high - axis) / high))
    drawn, *others = chart.plots[0].series
    if found.is_of_time:
        drawn.format.fill.background()
        drawn.format.line.fill.background()
        _fill(others[0], bars)
    else:
        _fill(drawn, bars)
        for outlines in others:
            _outline(outlines, bars)
    if not found.is_of_time:
        letters = labels.Letters(label_size, "tx1", is_bold=True)
        for series, is_behind in ((drawn, False), *((one, True) for one in others)):
            labels.put(series._element, native.labels(bars, is_behind=is_behind), data.words_at, letters)  # noqa: SLF001
    _mend(chart)
    return frame


def _has_axis(found: Bars, view: View) -> bool:
    """Whether the numbers need an axis: the bars of other views say them."""
    return found.is_of_time or view.name == "targets"


def _name(bar: Bar, found: Bars, size: float, room: float) -> str:
    """Return what stands at the left of a bar; a bar of time has no room for its figure elsewhere.

    A name may be cut, never what is said of it.
    """
    gap = f": {wording.MISSING}"
    said = f": {bar.label}" if found.is_of_time else gap if bar.value is None else ""
    name = bar.name.removesuffix(gap) if bar.value is None else bar.name
    return cut(clean(name), size, max(1, room - width(said, size)), 1) + clean(said)


Scale = tuple[float, float | None]  # where an axis begins and ends, None: where its numbers need it to


def _of_amount(found: Bars, bars: Sequence[Bar]) -> tuple[list[Column], Scale]:
    """Return the numbers of a chart of amounts, and its scale: a fixed one where several slides share it."""
    columns = [Column(clean(found.measure), [bar.value for bar in bars])]
    if any(bar.target is not None for bar in found.bars):
        columns.append(Column(t("Full-year target"), [bar.target for bar in bars]))
    largest = max((number for bar in found.bars for number in (bar.value, bar.target) if number), default=1)
    return columns, (0, None if len(bars) == len(found.bars) else 1.005 * largest)


def _of_time(found: Bars, bars: Sequence[Bar]) -> tuple[list[Column], Scale]:
    """Return the numbers of a chart of time: days as spreadsheets count them, so that its axis shows dates.

    It ends with the districts, or later where a figure does.
    """
    starts = [bar.start for bar in found.bars if bar.start is not None]
    ends = [bar.start + timedelta(days=bar.value or 0) for bar in found.bars if bar.start is not None]
    columns = [
        Column(t("From"), [None if bar.start is None else native.serial(bar.start) for bar in bars], "dd/mm/yyyy"),
        Column(clean(found.measure), [bar.value for bar in bars], "0"),
    ]
    last = max(*ends, charts.DISTRICTS_END + timedelta(days=1))
    return columns, (native.serial(min(starts).replace(month=1, day=1)), native.serial(last))


def _plain(chart: Any, size: float) -> None:
    """Take away what bars with words have no use for."""
    chart.has_title = chart.has_legend = False
    chart.font.size, chart.font.name, chart.font.color.theme_color = Pt(size), deck.FONT, deck.INK
    chart.plots[0].gap_width, chart.plots[0].overlap = 55, 100
    names = chart.category_axis
    names.reverse_order = True
    names.major_tick_mark = names.minor_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.color.theme_color = deck.EDGES
    names.has_major_gridlines = False


def _scale(chart: Any, scale: Scale, view: View, found: Bars) -> None:
    """Set the axis of the numbers: years for time, percents for targets."""
    axis = chart.value_axis
    begin, end = scale
    axis.minimum_scale, axis.maximum_scale = scale
    axis.has_major_gridlines = found.is_of_time
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()
    if not _has_axis(found, view):
        axis.visible = False
        return
    # Names run downwards: their end is the foot of the chart.
    next(chart.element.iter(qn("c:valAx"))).find(qn("c:crosses")).set("val", "max")
    ticks = axis.tick_labels
    ticks.font.size, ticks.font.color.theme_color = Pt(12), deck.MUTED
    ticks.number_format_is_linked = False
    if found.is_of_time and end is not None:
        ticks.number_format = "yyyy"
        # A day longer than a year: each mark falls into a year of its own for a lifetime.
        axis.major_unit = 366 * (1 + int((end - begin) / 366) // 10)
        axis.major_gridlines.format.line.color.theme_color = deck.LINE
    else:
        ticks.number_format = '0"%"'
        if end is not None:
            axis.major_unit = charts.percent_step(end)


def _frame(chart: Any, inner: tuple[float, float, float, float]) -> None:
    """Fix where bars are drawn, in parts of the chart: names stand left of that place, words right of it."""
    area = next(chart.element.iter(qn("c:plotArea")))
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    layout = deck.child(area, "c:layout")
    area.insert(0, layout)
    manual = deck.child(layout, "c:manualLayout")
    for name, value in (("layoutTarget", "inner"), ("xMode", "edge"), ("yMode", "edge")):
        deck.child(manual, f"c:{name}", val=value)
    for name, part in zip("xywh", inner, strict=True):
        deck.child(manual, f"c:{name}", val=f"{max(part, 0):.4f}")


def _fill(series: Any, bars: Sequence[Bar]) -> None:
    """Colour bars: one accent, a tint of it where the figure is provisional."""
    series.invert_if_negative = False
    _colour(series.format, deck.ACCENT)
    for place, bar in enumerate(bars):
        if bar.value is not None and bar.is_provisional:
            _colour(series.points[place].format, deck.TINT)


def _colour(look: Any, fill: Any) -> None:
    look.fill.solid()
    look.fill.fore_color.theme_color = fill
    look.line.color.theme_color, look.line.width = deck.ACCENT, Pt(1)


def _outline(series: Any, bars: Sequence[Bar]) -> None:
    """Draw targets as outlines: dashed where computed, dotted where only a share of it is printed."""
    series.invert_if_negative = False
    _hollow(series.format)
    dashes = {"E": MSO_LINE.DASH, None: MSO_LINE.ROUND_DOT}
    for place, bar in enumerate(bars):
        if bar.target is not None and bar.mark["target_status"] in dashes:
            look = series.points[place].format
            _hollow(look)
            look.line.dash_style = dashes[bar.mark["target_status"]]


def _hollow(look: Any) -> None:
    look.fill.background()
    look.line.color.theme_color, look.line.width = deck.ACCENT, Pt(1.5)


def _mend(chart: Any) -> None:
    """Set right what the library writes and the standard does not have, and say the language of the words."""
    space = chart.element
    for names in (*space.iter(qn("c:axId")), *space.iter(qn("c:crossAx"))):
        names.set("val", names.get("val").removeprefix("-"))
    for lead in list(space.iter(qn("c:showLeaderLines"))):  # for pies only
        lead.getparent().remove(lead)
    start = space.find(qn("c:date1904"))
    for name, value in (("c:roundedCorners", "0"), ("c:lang", SPOKEN[language.get()])):
        start.addnext(deck.child(space, name, val=value))
    deck.speak(space, SPOKEN[language.get()])
