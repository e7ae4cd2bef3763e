"""Every view of every series of the real data: valid for Plotly, missing never zero, words that hold."""

import csv
import itertools
import os
import shutil
import subprocess
import sys
from collections import Counter

import plotly.graph_objects as go
import pytest

from dashboard import captions, filters, queries, views
from dashboard.exports import picture
from dashboard.filters import Selection
from dashboard.queries import Series
from dashboard.style import DARK, LIGHT
from tests.conftest import ROOT

KNOWN_SENTENCE = "Bài không nêu 60 đoàn viên thuộc khu vực nào."  # one whose English the seeds hold
CORE = ("unions_formed", "members_recruited", "agreements_signed")
SELECTIONS: dict[str, tuple[list[str], str | None]] = {
    "the whole city": ([], None),
    "a cluster": ([], "Cụm 1"),
    "two units": (["Ba Đình", "Đống Đa"], None),
    "a unit without figures": (["Sóc Sơn"], None),
}


@pytest.fixture(params=SELECTIONS)
def selection(request, warehouse):
    return filters.resolve(*SELECTIONS[request.param])[0]


def every_series(indicator: str) -> list[Series]:
    return [Series(indicator, row["time_period"], row["sector"]) for row in queries.series_of(indicator)]


def every_view(selection: Selection) -> list[views.View]:
    found = (
        view(series, selection)
        for indicator, view in itertools.product(CORE, views.VIEWS.values())
        for series in every_series(indicator)
    )
    return [view for view in found if view is not None]


def test_plotly_accepts_every_figure_and_its_picture(selection):
    for view in every_view(selection):
        for theme in (LIGHT, DARK):
            go.Figure(view.figure(theme))
        go.Figure(picture.compose(view, "foot"))


def test_no_mark_stands_for_a_missing_figure(selection):
    for view in every_view(selection):
        claims = set(view.claim_ids)
        clickable = [
            claim
            for trace in view.figure(LIGHT)["data"]
            for (claim,) in trace.get("customdata", ())
            if claim is not None
        ]
        assert set(clickable) <= claims
        if view.name != "tile_map":  # its bars are tiles of one size
            values = [
                value
                for trace in view.figure(LIGHT)["data"]
                for (claim,), value in zip(trace.get("customdata", ()), trace["x"], strict=False)
                if claim is not None
            ]
            assert len(values) == len(claims)
            assert 0 not in values


def test_every_caption_says_what_is_counted_and_who_says_so(selection):
    for view in every_view(selection):
        assert view.caption.title
        assert view.caption.subtitle
        assert view.caption.notes
        assert bool(view.caption.sources) == any(row["article_id"] for row in view.marks)
        assert "{" not in view.caption.alt()


def unit(name, value, qualifier="exact", unit_id=None):
    exact = qualifier == "exact"
    return {
        "unit_id": unit_id or name, "name": name, "value": value, "qualifier": qualifier,
        "lower": value if exact or qualifier in ("more_than", "at_least") else None,
        "upper": value if exact or qualifier in ("nearly", "at_most") else None,
    }  # fmt: skip


PERSONS = {"measure_vi": "người", "measure_en": "persons", "measure_en_one": "person"}


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        ([], "Chưa có số liệu công bố trong phạm vi này"),
        ([unit("Ứng Hòa", 60)], "Chỉ Ứng Hòa có số liệu: 60 người"),
        ([unit("Ứng Hòa", 700, "more_than")], "Chỉ Ứng Hòa có số liệu: hơn 700 người"),
        ([unit("A", 5), unit("B", 7)], "B cao nhất trong 2 đơn vị có số liệu: 7 người"),
        ([unit("A", 7), unit("B", 7), unit("C", 1)], "2 đơn vị cùng cao nhất: 7 người"),
        ([unit("A", 7, "more_than"), unit("B", 6)], "A cao nhất trong 2 đơn vị có số liệu: hơn 7 người"),
        ([unit("A", 7), unit("B", 6, "more_than")], "2 đơn vị có số liệu; chưa xác định được đơn vị cao nhất"),
        ([unit("A", 7, "about"), unit("B", 6)], "2 đơn vị có số liệu; chưa xác định được đơn vị cao nhất"),
    ],
)
def test_a_finding_claims_no_more_than_the_bounds_allow(rows, finding):
    assert captions.highest(rows, PERSONS) == finding


def test_the_page_of_unions_formed_says_the_known_truth(warehouse):
    selection, unknown = filters.resolve([])
    view = views.by_unit(Series("unions_formed", "2023-S1", "_T"), selection)
    assert unknown == []
    assert view.caption.title == "Hai Bà Trưng cao nhất trong 3 đơn vị có số liệu: 19 công đoàn cơ sở (tạm tính)"
    assert view.caption.coverage == "Tổng: ≥ 50 (3/6 đơn vị Cụm 1 · 3/30 toàn thành phố)."
    assert Counter(row["state"] for row in view.marks) == {"unpublished": 24, "observed": 3, "omitted": 3}


def test_a_target_that_no_article_prints_is_marked_as_computed(warehouse):
    selection, _ = filters.resolve([])
    view = views.by_unit(Series("members_recruited", "2020-S1", "_T"), selection)
    figure = view.figure(LIGHT)
    assert figure["data"][2]["text"] == [" <b>60</b> / 120 (tính ra) · 50%"]
    assert figure["layout"]["shapes"][0]["line"]["dash"] == "dash"
    assert "Ứng Hòa: chỉ tiêu tính ra: 60 / 50% = 120 (từ 119 đến 121 do tỷ lệ đã làm tròn)." in view.caption.notes


@pytest.mark.parametrize(
    ("given", "units", "unknown"),
    [
        (["Đống Đa"], ("Đống Đa",), []),
        (["dong da"], ("Đống Đa",), []),
        (["DONG-DA"], ("Đống Đa",), []),
        (["006"], ("Đống Đa",), []),
        (["hai ba"], ("Hai Bà Trưng",), []),
        (["thanh"], (), ["thanh"]),
        (["Ðống Đa", "ba đình"], ("Ba Đình", "Đống Đa"), []),
        (["<script>", "", "x" * 9999], (), ["<script>", "", "x" * 9999]),
    ],
)
def test_a_unit_is_found_by_any_spelling_and_the_unknown_is_named(warehouse, given, units, unknown):
    selection, left_out = filters.resolve(given)
    assert (selection.units, left_out) == (units, unknown)


def test_a_unit_outside_the_chosen_cluster_leaves_nothing(warehouse):
    selection, unknown = filters.resolve(["Ba Đình"], "Cụm 5")
    assert (selection.unit_ids, unknown) == ((), [])


@pytest.mark.parametrize(
    ("address", "series", "missing"),
    [
        ({}, ("2023-S1", "_T"), None),
        ({"period": ["2023-S1"]}, ("2023-S1", "_T"), None),
        ({"period": ["2020-S1"], "sector": ["non_state"]}, ("2020-S1", "non_state"), None),
        ({"period": ["2020-S1"]}, ("2020-S1", "non_state"), None),
        ({"period": ["1066"]}, ("2023-S1", "_T"), "1066"),
        ({"period": ["2023-S1"], "sector": ["<b>"]}, ("2023-S1", "_T"), None),
    ],
)
def test_a_period_is_found_by_its_code_and_the_newest_stands_in_for_an_unknown_one(warehouse, address, series, missing):
    found, left_out = filters.resolve_series("unions_formed", address)
    assert (found, left_out) == (Series("unions_formed", *series), missing)


def test_an_address_says_what_was_chosen_and_leads_back_to_it(warehouse):
    selection, _ = filters.resolve(["hai ba", "006"], "Cụm 1", "value")
    series = Series("unions_formed", "2020-S1", "non_state")
    assert selection.address(series) == {
        "unit": ["dong-da", "hai-ba-trung"],
        "cluster": ["cum-1"],
        "order": ["value"],
        "period": ["2020-S1"],
        "sector": ["non_state"],
    }
    assert filters.resolve(["dong-da", "hai-ba-trung"], "cum-1", "value") == (selection, [])


@pytest.mark.parametrize(
    ("order", "first"),
    [("administrative", "Ba Đình"), ("alphabetical", "Ba Đình"), ("value", "Hai Bà Trưng")],
)
def test_units_stand_in_the_chosen_order_and_the_missing_last(warehouse, order, first):
    units = queries.by_unit(Series("unions_formed", "2023-S1", "_T"), order)
    names = [row["name"] for row in units]
    assert names[0] == first
    if order == "value":
        assert [row["value"] for row in units] == [19, 16, 15] + [None] * 27
    if order == "alphabetical":
        assert names.index("Đống Đa") > names.index("Đan Phượng") > names.index("Cầu Giấy")


@pytest.fixture
def crowded(tmp_path, monkeypatch):
    """A warehouse in which two kinds of target and a rival figure stand beside the members recruited by Ứng Hòa."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    claims = tmp_path / "seeds" / "claims.csv"
    with claims.open(encoding="utf-8", newline="") as file:
        # without the printed share, which would name the kind of target that it is of
        found = [row for row in csv.DictReader(file) if row["claim_id"] != "a003-l08-4"]
    known = next(row for row in found if row["claim_id"] == "a003-l08-2")
    yearly = known | {"time_period": "2020", "period_end": "2020-12-31", "scenario": "target"}
    found += [
        yearly | {"claim_id": "t1", "target_kind": "registered", "value": "150", "as_printed": "150 đoàn viên"},
        yearly | {"claim_id": "t2", "target_kind": "assigned", "value": "120", "as_printed": "120 đoàn viên"},
        known | {"claim_id": "r1", "value": "61", "as_printed": "61 đoàn viên", "rank": "deprecated"},
    ]
    found[-1]["rank_reason"] = KNOWN_SENTENCE
    for row in found[-3:]:
        row["char_end"] = str(int(row["char_start"]) + len(row["as_printed"]))
    with claims.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(known), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    path = tmp_path / "warehouse.duckdb"
    command = [sys.executable, "-m", "etl", "--seeds", str(tmp_path / "seeds"), "--warehouse", str(path)]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "ARTICLES_DIR": ""})
    monkeypatch.setenv("WAREHOUSE", str(path))


def test_a_unit_with_two_kinds_of_target_keeps_one_row_with_the_assigned_one(crowded):
    units = queries.by_unit(Series("members_recruited", "2020-S1", "_T"))
    assert len(units) == 30
    assert [(row["name"], row["target"], row["target_status"]) for row in units if row["target"]] == [
        ("Ứng Hòa", 120, "A")
    ]


def test_a_competing_figure_is_known_by_its_claim(crowded):
    assert [(row["claim_id"], row["rank"], row["rank_reason"]) for row in queries.rivals("a003-l08-2")] == [
        ("r1", "deprecated", KNOWN_SENTENCE)
    ]


def test_a_comparison_that_cannot_be_made_is_no_lack_of_figures(warehouse):
    series = Series("unions_formed", "2023-S1", "_T")
    everyone = filters.resolve([])[0]
    assert views.comparison(series, everyone) is None
    said = views.nothing(series, "comparison", everyone).caption
    assert (said.title, said.subtitle) == (
        "Chưa có đơn vị nào có số liệu của hai kỳ so sánh được", "Công đoàn cơ sở thành lập mới · cả 30 đơn vị",
    )  # fmt: skip
    unpublished = views.nothing(series, "comparison", filters.resolve(["Sóc Sơn"])[0]).caption
    assert unpublished.title == "Chưa có số liệu công bố trong phạm vi này"
