"""One view drawn on the screen, in a workbook and on a slide: one order, the same labels, colours and ends of axes."""

import io
import zipfile
from dataclasses import dataclass
from typing import Any

import openpyxl
import pytest
from lxml import etree

from dashboard import charts, marks, views
from dashboard.exports import handout, slides, workbook
from dashboard.exports.labels import serial
from dashboard.exports.slides import chart as slide_chart
from dashboard.exports.workbook import chart as sheet_chart
from dashboard.marks import Bars, Outline, Role, Tile, Tiles
from dashboard.queries import Series
from dashboard.selection import selected
from dashboard.style import LIGHT
from tests.dashboard.test_targets import MADE_UP, made_up_targets, made_up_warehouse
from tests.dashboard.test_views import pairs, pairs_warehouse

__all__ = ["made_up_targets", "made_up_warehouse", "pairs", "pairs_warehouse"]  # fixtures

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
SERIES = Series("unions_formed", "2023-S1", "_T")
VIEWS = {
    "by_unit": (SERIES, "warehouse"),
    "by_period": (SERIES, "warehouse"),
    "comparison": (Series("unions_formed", "2019-S1", "_T"), "pairs"),
    "tile_map": (SERIES, "warehouse"),
    "targets": (MADE_UP, "made_up_targets"),
}


@dataclass
class Native:
    """What a chart of an office file shows: names, a colour for each bar, an outline for each target, its axis."""

    names: list[str]
    fills: list[str]
    outlines: set[tuple[str, str]]
    ends: tuple[float, float | None]


def natively(data: bytes, name: str) -> Native:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        root = etree.fromstring(next(parts.read(part) for part in parts.namelist() if name in part))
    series = list(root.iter(f"{C}ser"))
    shown = series[1] if root.find(f".//{C}grouping").get("val") == "stacked" else series[0]
    names = [point.findtext(f"{C}v") for point in shown.find(f"{C}cat").iter(f"{C}pt")]
    usual = colour(shown.find(f"{C}spPr/{A}solidFill"))
    points = {int(p.find(f"{C}idx").get("val")): p.find(f"{C}spPr/{A}solidFill") for p in shown.iter(f"{C}dPt")}
    fills = [colour(points[place]) if place in points else usual for place in range(len(names))]
    lines = [line for one in series if one is not shown for line in one.findall(f".//{C}spPr/{A}ln")]
    outlines = {
        (colour(line.find(f"{A}solidFill")), dash.get("val") if (dash := line.find(f"{A}prstDash")) is not None else "")
        for line in lines
        if line.find(f"{A}solidFill") is not None
    }
    scale = root.find(f".//{C}valAx/{C}scaling")
    end = scale.find(f"{C}max")
    return Native(
        names,
        fills,
        outlines,
        (float(scale.find(f"{C}min").get("val")), None if end is None else float(end.get("val"))),
    )


def colour(fill: etree._Element) -> str:
    """A colour by its role in the theme."""
    (said,) = (str(element.get("val")).lower() for element in fill)
    return {LIGHT.accent[1:]: "accent1", LIGHT.tint[1:]: "accent2"}.get(said, said)


@pytest.fixture(params=VIEWS)
def view(request):
    series, fixture = VIEWS[request.param]
    request.getfixturevalue(fixture)
    found = views.VIEWS[request.param].make(series, selected({})[0])
    assert found
    return found


def drawn(view):
    made = handout.of_view(view, selected({})[0], "unions_formed")
    return charts.draw(view.marks, LIGHT), workbook.as_xlsx(made), slides.as_pptx(made)


@pytest.mark.parametrize("view", [name for name in VIEWS if name != "tile_map"], indirect=True)
def test_bars_are_alike_on_the_screen_in_a_workbook_and_on_a_slide(view):
    screen, book, deck = drawn(view)
    sheet, slide = natively(book, "charts/chart"), natively(deck, "charts/chart")
    shown = marks.of(view.marks)
    assert sheet.names == slide.names == [mark.heading for mark in shown]
    roles = {LIGHT.accent: "accent1", LIGHT.tint: "accent2", LIGHT.muted: "accent1"}  # a gap is ready for a number
    fills = [roles[fill] for fill in screen["data"][0]["marker"]["color"]]
    assert sheet.fills == slide.fills == fills
    dashes = {line["line"].get("dash") for line in screen["layout"].get("shapes", ()) if line["type"] == "rect"}
    if isinstance(view.marks, Bars):
        assert bool(dashes) == bool(sheet.outlines) == bool(slide.outlines)
        assert {colour for colour, _ in sheet.outlines | slide.outlines} <= {"accent1"}
        assert {line["line"]["color"] for line in screen["layout"]["shapes"] if line["type"] == "rect"} <= {
            LIGHT.accent
        }
        assert ("sysDot" in {dash for _, dash in sheet.outlines}) == ("sysDot" in {dash for _, dash in slide.outlines})
        assert sheet.ends == slide.ends == (0, None)  # they follow what is typed
        assert screen["layout"]["xaxis"]["range"] == [0, view.marks.end]
    else:
        begin, end = (serial(day) for day in (view.marks.begin, view.marks.end))
        assert screen["layout"]["xaxis"]["range"] == [day.isoformat() for day in (view.marks.begin, view.marks.end)]
        assert slide.ends == (begin, end)
        assert (int(sheet.ends[0]), sheet.ends[1]) == (begin, end)


def test_labels_are_alike(view):
    screen, book, deck = drawn(view)
    words = screen["layout"]["annotations"][: len(marks.of(view.marks))]
    on_screen = [one["text"].replace("<b>", "").replace("</b>", "") for one in words]
    cells = {
        str(cell.value)
        for sheet in openpyxl.load_workbook(io.BytesIO(book), data_only=True)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    with zipfile.ZipFile(io.BytesIO(deck)) as parts:
        slide = parts.read("ppt/slides/slide2.xml").decode()
    for mark, text in zip(marks.of(view.marks), on_screen, strict=True):
        if isinstance(view.marks, Tiles):
            assert isinstance(mark, Tile)
            said = mark.figure.in_short if mark.strength is not None else str(mark.label)
            assert text.endswith(said)
            assert mark.name in cells
            assert mark.name in slide
            continue
        assert text.strip().startswith(str(mark.label.first[0]))
        assert mark.heading in cells
        assert str(mark.label) in slide  # its words for those who do not see it


def test_tiles_stand_in_one_order_and_are_painted_by_role(warehouse):
    selection = selected({"cluster": ["cum-1"]})[0]
    view = views.tile_map(SERIES, selection)
    assert isinstance(view.marks, Tiles)
    found = [(tile.row, tile.column) for tile in view.marks.tiles]
    assert found == sorted(found)
    assert {tile.role for tile in view.marks.tiles} == {Role.PROVISIONAL, Role.OMITTED, Role.OUTSIDE}
    (trace,) = charts.draw(view.marks, LIGHT)["data"]
    assert [(round(-base - 0.96), x) for base, x in zip(trace["base"], trace["x"], strict=True)] == found


def test_targets_have_an_outline_for_each_way_in_which_they_are_known(made_up_targets):
    view = views.targets(MADE_UP, selected({})[0])
    assert view
    assert isinstance(view.marks, Bars)
    assert {bar.outline for bar in view.marks.bars} == {Outline.PRINTED, Outline.UNKNOWN}


NOTHING: Any = None


@pytest.mark.parametrize("draw", [
    lambda shown: charts.draw(shown, LIGHT),
    lambda shown: sheet_chart.draw(NOTHING, shown, NOTHING, (1, 1)),
    lambda shown: slide_chart.draw(NOTHING, shown, (), 1, NOTHING),
])  # fmt: skip
def test_marks_that_a_renderer_does_not_know_are_an_error_and_no_tile_map(draw):
    class Shares:
        bars = spans = tiles = ()

    with pytest.raises(AssertionError, match="unreachable"):
        draw(Shares())
