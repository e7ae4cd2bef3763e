"""The frame of a page: the strip of coverage, the numbered sources of the foot, small multiples over time."""

from __future__ import annotations

import re
from itertools import pairwise

import plotly.graph_objects as go
import pytest

from dashboard import multiples, queries
from dashboard.canvas import Screen
from dashboard.messages import language
from dashboard.parts import foot, strip
from dashboard.queries import Series
from dashboard.selection import resolve
from dashboard.style import LIGHT
from tests.conftest import build_of
from tests.full import write

UNIONS = Series("unions_formed", "2023-S1", "_T")


@pytest.mark.parametrize("order", ["value", "administrative", "alphabetical"])
def test_the_strip_has_a_cell_for_each_unit_in_administrative_order_and_says_the_same_in_words(warehouse, order):
    units = queries.by_unit(UNIONS, order)
    states = {one.name: one.state for one in queries.by_unit(UNIONS, "administrative")}
    cells = re.findall(r'<i class="(\w+)" title="([^"]+)"', strip.cells(units))
    assert [(name, state) for state, name in cells] == list(states.items())
    said = strip.alternative(units)
    for words, state in (("Được nêu số", "observed"), ("Có nhắc tên, không nêu số", "omitted")):
        found = re.search(rf"{words}: ([^.]+)\.", said)
        assert found
        assert set(found[1].split(", ")) == {name for name, one in states.items() if one == state}
    assert f"{list(states.values()).count('unpublished')} đơn vị chưa có số trong các bài đã đọc." in said


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ([], "3/30 đơn vị được nêu số (Cụm 1: 3/6) · 3 chỉ được nhắc tên · 24 chưa có số trong bài đã đọc"),
        (["ba-dinh", "tay-ho"], "1/2 đơn vị đã chọn được nêu số · 1 chưa có số trong bài đã đọc"),
        (["tay-ho"], "0/1 đơn vị đã chọn được nêu số · 1 chưa có số trong bài đã đọc"),
    ],
)
def test_the_counts_beside_the_strip_say_what_they_are_of(warehouse, chosen, said):
    selection, _ = resolve(chosen)
    units = selection.among(queries.by_unit(UNIONS))
    assert strip.counts(units, queries.total(UNIONS, selection.unit_ids), selection) == said


def test_sources_have_the_number_of_their_article_and_a_sign_says_what_was_worked_out(warehouse):
    figures = [one for one in queries.by_unit(UNIONS, "value") if one.article_id]
    beside = queries.left_out(UNIONS)
    cited = foot.numbered([*figures, *beside])
    assert list(cited.values()) == ["1", "3"]
    assert [foot.mark(cited, one) for one in (figures[0], beside[0])] == ["<sup>[1]</sup>", "<sup>[3]</sup>"]
    html = foot.sources(cited)
    assert html.count("<li>") == 2
    assert "6–7/2023†" in html
    assert "† xác định theo nội dung bài" in html
    assert foot.sources({}) == ""


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    folder = tmp_path_factory.mktemp("full")
    write(folder / "seeds")
    return build_of(folder)


@pytest.mark.parametrize("is_narrow", [False, True])
def test_over_time_only_neighbouring_years_of_one_length_are_joined(full, monkeypatch, is_narrow):
    monkeypatch.setenv("WAREHOUSE", str(full))
    language.set("vi")
    series = Series("unions_formed", "2024-S1", "_T")
    order = [one.unit_id for one in queries.by_unit(series, "value")]
    panels = multiples.units(queries.over_time(series), order)
    assert len(panels) > 20
    assert [several[0].unit_id for several in panels] == [one for one in order if one in {p[0].unit_id for p in panels}]
    assert {one.time_period[4:] for several in panels for one in several} == {"-S1"}
    figure = multiples.draw(panels, LIGHT, Screen(lambda claim_id: f"?claim={claim_id}", is_narrow=is_narrow))
    go.Figure(figure)
    lines, points = figure["data"]
    figures = [one for several in panels for one in several]
    assert [claim for (claim,) in points["customdata"]] == [one.claim_id for one in figures]
    # A break of the line before each panel's end, and wherever a year is missing.
    years = [[int(one.time_period[:4]) for one in several] for several in panels]
    gaps = sum(b - a > 1 for several in years for a, b in pairwise(several))
    assert gaps > 0
    assert lines["x"].count(None) == len(panels) + gaps
    linked = " ".join(one["text"] for one in figure["layout"]["annotations"])
    assert all(f'href="?claim={one.claim_id}"' in linked for one in figures)
    breaks = [shape for shape in figure["layout"]["shapes"] if shape["line"]["dash"] == "dot"]
    assert len(breaks) == len(panels)
