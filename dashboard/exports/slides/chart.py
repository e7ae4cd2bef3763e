"""Bars as a chart that PowerPoint draws and edits: its numbers stand in a workbook inside it, behind "Edit data"."""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple, assert_never

from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from dashboard import marks
from dashboard.columns import heading
from dashboard.exports import labels
from dashboard.exports.labels import serial
from dashboard.exports.letters import clean
from dashboard.exports.slides import deck
from dashboard.exports.slides.deck import ACROSS, BOLD, EDGE, INCH, TOP, cut, width
from dashboard.exports.slides.numbers import Column, Numbers, behind
from dashboard.marks import Bar, Bars, Outline, Role, Span, Spans
from dashboard.messages import current_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from dashboard.marks import Mark

MOST = 20  # bars on a slide
MOST_TARGETS = 10  # their words are long
MOST_WORDS = 5.5  # inches of words at the end of a bar
MOST_YEARS = 10  # ticks
DASHES = {Outline.COMPUTED: MSO_LINE.DASH, Outline.UNKNOWN: MSO_LINE.ROUND_DOT}


def parts(whole: Bars | Spans) -> Iterator[tuple[Sequence[Mark], str]]:
    """Return the marks that go on each slide, and which of several slides that is; those of a unit stay together."""
    every = marks.of(whole)
    most = MOST_TARGETS if isinstance(whole, Bars) and whole.is_percent else MOST
    groups = [list(some) for _, some in groupby(every, key=lambda mark: mark.figure.unit_id)]
    if len(groups) == len(every):  # a bar for each unit: about as many on each slide
        most = math.ceil(len(groups) / math.ceil(len(groups) / most))
    slides: list[list[Mark]] = [[]]
    for group in groups:
        for start in range(0, len(group), most):
            some = group[start : start + most]
            if len(slides[-1]) + len(some) > most:
                slides.append([])
            slides[-1] += some
    for number, some in enumerate(slides, 1):
        yield some, f" ({number}/{len(slides)})" if len(slides) > 1 else ""


def draw(slide: Any, whole: Bars | Spans, shown: Sequence[Mark], room: float, built: datetime) -> Any:
    """Draw marks of a view from top to bottom in so many inches, on one scale for all its slides; return the shape.

    `built` is when the data was: the workbook inside says it of itself.
    """
    if isinstance(whole, Bars):
        return bars(slide, whole, [mark for mark in shown if isinstance(mark, Bar)], room, built)
    if isinstance(whole, Spans):
        return spans(slide, whole, [mark for mark in shown if isinstance(mark, Span)], room, built)
    assert_never(whole)


def bars(slide: Any, whole: Bars, shown: Sequence[Bar], room: float, built: datetime) -> Any:
    """Draw results as bars and full-year targets as outlines over them, with words behind the longer of the two."""
    columns = [Column(clean(whole.measure), [bar.value for bar in shown])]
    if any(bar.target is not None for bar in whole.bars):
        columns.append(Column(heading("full_target"), [bar.target for bar in shown]))
    place = _place(whole, shown, room, room_for_names=3.4, axis=0.35 if whole.is_percent else 0.0)
    frame, data = _added(slide, XL_CHART_TYPE.BAR_CLUSTERED, place, columns, built, is_of_figures=not whole.is_percent)
    # Whoever types another number sees a bar of that length; several slides share a scale.
    axis = _axis(frame.chart, 0, None if len(shown) == len(whole.bars) else whole.end)
    if whole.is_percent:
        _ticks(axis, '0"%"', whole.step if axis.maximum_scale else None)
    else:
        axis.visible = False
    results, *others = frame.chart.plots[0].series
    _fill(results, shown)
    for outlines in others:
        _outline(outlines, shown)
    letters = labels.Letters(place.label_size, "tx1", is_bold=True)
    for series, is_behind in ((results, False), *((one, True) for one in others)):
        labels.put(series._element, labels.of_bars(shown, is_behind=is_behind), data.words_at, letters)  # noqa: SLF001
    _mend(frame.chart)
    return frame


def spans(slide: Any, whole: Spans, shown: Sequence[Span], room: float, built: datetime) -> Any:
    """Draw bars over days as spreadsheets count them; an unseen bar reaches to the day on which the seen one begins."""
    columns = [
        Column(heading("period_start"), [serial(span.start) for span in shown], "dd/mm/yyyy"),
        Column(clean(whole.measure), [span.days for span in shown], "0"),
    ]
    place = _place(whole, shown, room, room_for_names=5.2, axis=0.35)
    frame, _ = _added(slide, XL_CHART_TYPE.BAR_STACKED, place, columns, built, is_of_figures=False)
    axis = _axis(frame.chart, serial(whole.begin), serial(whole.end))
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.theme_color = deck.LINE
    # A day longer than a year: each tick falls into a year of its own for a lifetime.
    _ticks(axis, "yyyy", 366 * whole.step(MOST_YEARS))
    unseen, results = frame.chart.plots[0].series
    unseen.format.fill.background()
    unseen.format.line.fill.background()
    _fill(results, shown)
    _mend(frame.chart)
    return frame


class _Place(NamedTuple):
    """Where a chart goes, in inches, with the room on either side of its bars, its names, and its sizes of type."""

    names: Sequence[str]
    shown: Sequence[Mark]
    top: float
    high: float
    left: float
    right: float
    axis: float
    size: int
    label_size: int


def _place(whole: Bars | Spans, shown: Sequence[Mark], room: float, *, room_for_names: float, axis: float) -> _Place:
    every = marks.of(whole)
    row = min(0.75, (room - axis) / max(len(some) for some, _ in parts(whole)))
    high = row * len(shown) + axis
    size = max(9, min(16, int(0.7 * row * INCH)))
    longest = max((width(clean(str(mark.label)), 1) for mark in every if not mark.is_said_in_name), default=0.0) * BOLD
    label_size = size if longest * size < MOST_WORDS else max(9, int(MOST_WORDS / longest))
    n_lines = 2 if row * INCH > 2 * size * deck.LEADING else 1
    # A name may be cut, never what is said of it.
    names = {
        id(mark): cut(clean(mark.name), size, max(1, room_for_names * n_lines - width(behind(mark), size)), 1)
        for mark in every
    }
    left = min(room_for_names, max(width(names[id(mark)] + behind(mark), size) for mark in every)) + 0.25
    return _Place(
        [names[id(mark)] for mark in shown],
        shown,
        TOP + min(0.6, (room - high) / 3),  # few bars do not hang from the title
        high,
        left,
        longest * label_size + 0.3,
        axis,
        size,
        label_size,
    )


def _added(
    slide: Any, kind: Any, place: _Place, columns: Sequence[Column], built: datetime, *, is_of_figures: bool
) -> tuple[Any, Numbers]:
    """Add a chart of columns to a slide; return its shape and its numbers."""
    data = Numbers(place.names, place.shown, columns, built, is_of_figures=is_of_figures)
    frame = slide.shapes.add_chart(kind, *map(Inches, (EDGE, place.top, ACROSS, place.high)), data)
    _plain(frame.chart, place.size)
    across = 1 - (place.left + place.right) / ACROSS
    _frame(frame.chart, (place.left / ACROSS, 0, across, (place.high - place.axis) / place.high))
    return frame, data


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


def _axis(chart: Any, begin: float, end: float | None) -> Any:
    """Return the axis of the numbers, from one to another; None: where they need it to."""
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale = begin, end
    axis.has_major_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()
    return axis


def _ticks(axis: Any, style: str, unit: float | None) -> None:
    """Say the numbers of an axis at its foot, every so many."""
    # Names run downwards: their end is the foot of the chart.
    axis._element.find(qn("c:crosses")).set("val", "max")  # noqa: SLF001
    ticks = axis.tick_labels
    ticks.font.size, ticks.font.color.theme_color = Pt(12), deck.MUTED
    ticks.number_format_is_linked, ticks.number_format = False, style
    if unit is not None:
        axis.major_unit = unit


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


def _fill(series: Any, shown: Sequence[Mark]) -> None:
    """Colour bars: one accent, a tint of it where the figure is provisional."""
    series.invert_if_negative = False
    _colour(series.format, deck.ACCENT)
    for place, mark in enumerate(shown):
        if mark.role is Role.PROVISIONAL:
            _colour(series.points[place].format, deck.TINT)


def _colour(look: Any, fill: Any) -> None:
    look.fill.solid()
    look.fill.fore_color.theme_color = fill
    look.line.color.theme_color, look.line.width = deck.ACCENT, Pt(1)


def _outline(series: Any, shown: Sequence[Bar]) -> None:
    """Draw targets as outlines: dashed where computed, dotted where only a share of it is printed."""
    series.invert_if_negative = False
    _hollow(series.format)
    for place, bar in enumerate(shown):
        if bar.outline in DASHES:
            look = series.points[place].format
            _hollow(look)
            look.line.dash_style = DASHES[bar.outline]


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
    for name, value in (("c:roundedCorners", "0"), ("c:lang", current_language().tag)):
        start.addnext(deck.child(space, name, val=value))
    deck.speak(space, current_language().tag)
