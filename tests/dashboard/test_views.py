"""Every view of every series of the real data: valid for Plotly, missing never zero, words that hold."""

import csv
import itertools
import shutil
from collections import Counter
from dataclasses import replace

import plotly.graph_objects as go
import pytest

from dashboard import captions, charts, drawing, marks, queries, views
from dashboard.exports import picture
from dashboard.figure import Figure
from dashboard.queries import Series
from dashboard.selection import Selection, resolve, resolve_series
from dashboard.style import DARK, LIGHT
from tests.conftest import ROOT, build_of, build_with

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
    return resolve(*SELECTIONS[request.param])[0]


def every_series(indicator: str) -> list[Series]:
    return [Series(indicator, row["time_period"], row["sector"]) for row in queries.series_of(indicator)]


def every_view(selection: Selection) -> list[views.View]:
    found = (
        kind.make(series, selection)
        for indicator, kind in itertools.product(CORE, views.VIEWS.values())
        for series in every_series(indicator)
    )
    return [view for view in found if view is not None]


def test_plotly_accepts_every_figure_and_its_picture(selection):
    for view in every_view(selection):
        for theme in (LIGHT, DARK):
            go.Figure(charts.draw(view.marks, theme))
        go.Figure(picture.compose(view, "foot"))


def test_no_mark_stands_for_a_missing_figure(selection):
    for view in every_view(selection):
        claims = set(view.claim_ids)
        clickable = [
            claim
            for trace in charts.draw(view.marks, LIGHT)["data"]
            for (claim,) in trace.get("customdata", ())
            if claim is not None
        ]
        assert set(clickable) <= claims
        if view.name != "tile_map":  # its bars are tiles of one size
            values = [
                value
                for trace in charts.draw(view.marks, LIGHT)["data"]
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
        assert bool(view.caption.sources) == any(row["article_id"] for row in (*view.figures, *view.beside))
        assert "{" not in view.caption.alt()


def unit(name, value, qualifier="exact", unit_id=None):
    exact = qualifier == "exact"
    return Figure(
        unit_id=unit_id or name,
        name=name,
        value=value,
        qualifier=qualifier,
        lower=value if exact or qualifier in ("more_than", "at_least") else None,
        upper=value if exact or qualifier in ("nearly", "at_most") else None,
    )


PERSONS = {"measure_vi": "người", "measure_en": "persons", "measure_en_one": "person"}


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        ([], "Các bài đã đọc chưa có số liệu trong phạm vi này"),
        ([unit("Ứng Hòa", 60)], "Trong các bài đã đọc, chỉ Ứng Hòa có số: 60 người"),
        ([unit("Ứng Hòa", 700, "more_than")], "Trong các bài đã đọc, chỉ Ứng Hòa có số: hơn 700 người"),
        ([unit("A", 5), unit("B", 7)], "B nhiều nhất trong 2 đơn vị được nêu số: 7 người"),
        ([unit("A", 7), unit("B", 7), unit("C", 1)], "2 đơn vị cùng nhiều nhất: 7 người"),
        ([unit("A", 7, "more_than"), unit("B", 6)], "A nhiều nhất trong 2 đơn vị được nêu số: hơn 7 người"),
        ([unit("A", 7), unit("B", 6, "more_than")], "2 đơn vị được nêu số, đơn vị nhiều nhất có ít nhất 7 người"),
        ([unit("A", 7, "about"), unit("B", 6)], "2 đơn vị được nêu số; chưa xác định được đơn vị nào nhiều nhất"),
    ],
)
def test_a_finding_claims_no_more_than_the_bounds_allow(rows, finding):
    assert captions.highest(rows, PERSONS) == finding


def test_the_page_of_unions_formed_says_the_known_truth(warehouse):
    selection, unknown = resolve([])
    view = views.by_unit(Series("unions_formed", "2023-S1", "_T"), selection)
    assert unknown == []
    assert view.caption.title == "Hai Bà Trưng nhiều nhất trong 3 đơn vị được nêu số: 19 công đoàn cơ sở (tạm tính)"
    assert view.caption.coverage == "Tổng: ít nhất 50 (3/6 đơn vị Cụm 1 · 3/30 toàn thành phố)."
    assert Counter(row["state"] for row in view.figures) == {"unpublished": 24, "observed": 3, "omitted": 3}


def test_a_target_that_no_article_prints_is_marked_as_computed(warehouse):
    selection, _ = resolve([])
    view = views.by_unit(Series("members_recruited", "2020-S1", "_T"), selection)
    figure = charts.draw(view.marks, LIGHT)
    assert [one["text"] for one in figure["layout"]["annotations"]] == ["<b>60</b> / 120 (tính ngược) · 50%"]
    assert figure["layout"]["shapes"][0]["line"]["dash"] == "dash"
    assert (
        "Ứng Hòa: chỉ tiêu tính ngược từ tỷ lệ: 60 / 50% = 120 (từ 119 đến 121 do tỷ lệ đã làm tròn)."
        in view.caption.notes
    )


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
    selection, left_out = resolve(given)
    assert (selection.names, left_out) == (units, unknown)


def test_a_unit_outside_the_chosen_cluster_leaves_nothing(warehouse):
    selection, unknown = resolve(["Ba Đình"], "Cụm 5")
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
    found, left_out = resolve_series("unions_formed", address)
    assert (found, left_out) == (Series("unions_formed", *series), missing)


def test_an_address_says_what_was_chosen_and_leads_back_to_it(warehouse):
    selection, _ = resolve(["hai ba", "006"], "Cụm 1", "alphabetical")
    series = Series("unions_formed", "2020-S1", "non_state")
    assert selection.address(series) == {
        "unit": ["dong-da", "hai-ba-trung"],
        "cluster": ["cum-1"],
        "order": ["alphabetical"],
        "period": ["2020-S1"],
        "sector": ["non_state"],
    }
    assert resolve(["dong-da", "hai-ba-trung"], "cum-1", "alphabetical") == (selection, [])


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
    monkeypatch.setenv("WAREHOUSE", str(build_of(tmp_path)))


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
    everyone = resolve([])[0]
    assert views.comparison(series, everyone) is None
    said = views.nothing(series, views.COMPARISON, everyone).caption
    assert (said.title, said.subtitle) == (
        "Trong các bài đã đọc, chưa đơn vị nào có số liệu của hai kỳ so sánh được",
        "Công đoàn cơ sở thành lập mới · cả 30 đơn vị",
    )  # fmt: skip
    unpublished = views.nothing(series, views.COMPARISON, resolve(["Sóc Sơn"])[0]).caption
    assert unpublished.title == "Các bài đã đọc chưa có số liệu trong phạm vi này"


# unit, period, last day, sector, result, status
PAIRS = [
    ("005", "2018-S1", "06-30", "_T", "10", "A"),
    ("005", "2019-S1", "06-30", "_T", "12", "P"),
    ("005", "2018-S1", "06-30", "non_state", "3", "A"),
    ("005", "2019-S1", "06-30", "non_state", "4", "A"),
    ("002", "2018", "12-31", "_T", "30", "A"),
    ("002", "2019", "12-31", "_T", "40", "A"),
    ("003", "2018", "12-31", "_T", "50", "A"),
    ("003", "2019", "12-31", "_T", "60", "A"),
    ("004", "2017-Q3", "09-30", "_T", "7", "A"),
    ("004", "2017-Q4", "12-31", "_T", "8", "A"),
]


def made_up_pairs(known: dict[str, str]) -> list[dict[str, str]]:
    """The claims of PAIRS."""
    starts = {"-Q3": "07-01", "-Q4": "10-01"}
    return [
        known
        | {
            "claim_id": f"p{place}", "unit_id": unit_id, "time_period": period, "sector": sector, "value": value,
            "period_start": f"{period[:4]}-{starts.get(period[4:], '01-01')}", "period_end": f"{period[:4]}-{end}",
            "obs_status": status, "as_printed": f"{value} công đoàn", "note": "",
            "char_end": str(int(known["char_start"]) + len(f"{value} công đoàn")),
        }
        for place, (unit_id, period, end, sector, value, status) in enumerate(PAIRS)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def pairs_warehouse(tmp_path_factory):
    """A warehouse with periods to compare: of two sectors, of half years and of years, and two quarters of one year."""
    return build_with(tmp_path_factory.mktemp("pairs"), made_up_pairs)


@pytest.fixture
def pairs(pairs_warehouse, monkeypatch):
    monkeypatch.setenv("WAREHOUSE", str(pairs_warehouse))


HALF_YEARS = [("Cầu Giấy", "2018-S1", 10), ("Cầu Giấy", "2019-S1", 12)]
YEARS = [("Hoàn Kiếm", "2018", 30), ("Hoàn Kiếm", "2019", 40), ("Tây Hồ", "2018", 50), ("Tây Hồ", "2019", 60)]


@pytest.mark.parametrize(
    ("period", "sector", "shown"),
    [
        ("2019-S1", "_T", HALF_YEARS),
        ("2019", "_T", YEARS),
        ("2017-Q4", "_T", YEARS),  # nobody has two of these: the length that most figures are of
        ("2019-S1", "non_state", [("Cầu Giấy", "2018-S1", 3), ("Cầu Giấy", "2019-S1", 4)]),
    ],
)
def test_a_comparison_is_of_one_sector_and_one_length_with_a_bar_for_each_figure(pairs, period, sector, shown):
    view = views.comparison(Series("unions_formed", period, sector), resolve([])[0])
    assert view
    assert [(row["name"], row["time_period"], row["value"]) for row in view.figures] == shown
    assert set(Counter(row["unit_id"] for row in view.figures).values()) == {2}
    figure = charts.draw(view.marks, LIGHT)
    go.Figure(figure)
    (bars,) = figure["data"]
    assert bars["x"] == [value for *_, value in shown]
    assert len(set(bars["y"])) == len(shown)
    assert figure["layout"]["barmode"] == "overlay"
    drawn = marks.of(view.marks)
    assert [bar.figure.value for bar in drawn] == bars["x"]
    assert len({bar.name for bar in drawn}) == len(shown)
    assert ("doanh nghiệp ngoài nhà nước" in view.caption.subtitle) == (sector == "non_state")
    others = "Không đưa vào biểu đồ này: các cặp kỳ so sánh được thuộc loại kỳ khác hoặc phạm vi khác."
    assert others in view.caption.notes


def test_a_comparison_marks_what_is_provisional(pairs):
    view = views.comparison(Series("unions_formed", "2019-S1", "_T"), resolve([])[0])
    assert view
    figure = charts.draw(view.marks, LIGHT)
    (bars,) = figure["data"]
    assert [one["text"] for one in figure["layout"]["annotations"]] == ["<b>10</b>", "<b>12</b> tạm tính"]
    assert bars["marker"]["color"] == [LIGHT.accent, LIGHT.tint]
    assert any("tạm tính" in note for note in view.caption.notes)


def test_pairs_under_another_restriction_alone_are_no_comparison_but_are_spoken_of(pairs):
    series, selection = Series("unions_formed", "2020-S1", "non_state"), resolve(["Hoàn Kiếm"])[0]
    assert views.comparison(series, selection) is None
    said = views.nothing(series, views.COMPARISON, selection).caption
    assert said.subtitle == "Công đoàn cơ sở thành lập mới · doanh nghiệp ngoài nhà nước · Hoàn Kiếm"
    assert len(said.notes) == 1


@pytest.mark.parametrize(
    ("period", "other", "reasons"),
    [
        ("2017-Q3", "2017-Q4", ["period"]),
        ("2017-Q4", "2017-Q3", ["period"]),
        ("2017-Q4", "2019-S1", ["length", "year"]),
        ("2018", "2018-S1", ["length"]),
        ("2018-S1", "2019-S1", ["year"]),
    ],
)
def test_periods_of_equal_length_are_not_called_of_another_length(pairs, period, other, reasons):
    others = queries.left_out(Series("unions_formed", period, "_T"))
    assert next(row["reasons"] for row in others if (row["time_period"], row["sector"]) == (other, "_T")) == reasons


def test_quotation_marks_are_themselves_in_a_chart_and_tags_are_text(warehouse):
    """Plotly knows few entities: it would show “&quot;” letter by letter."""
    selection = resolve(["Ba Đình"])[0]
    hostile = "A\"b'c <b>"
    said = "A\"b'c &lt;b&gt;"
    period = views.by_period(Series("unions_formed", "2023-S1", "_T"), selection)
    unit = views.by_unit(Series("unions_formed", "2023-S1", "_T"), selection)
    assert period
    assert unit
    tiles = [replace(mark, name=hostile, title=hostile) for mark in unit.figures]
    rows = [replace(mark, name=hostile, title=hostile) for mark in period.figures]
    for figure in (
        charts.draw(shown, LIGHT)
        for shown in (
            drawing.by_period(rows, queries.sectors()),
            drawing.by_unit(tiles, queries.indicators()["unions_formed"]),
            drawing.tile_map(tiles, ["001"]),
        )
    ):
        drawn = str(figure).replace("\\'", "'")
        assert said in drawn
        assert "&quot;" not in drawn
        assert "&#x27;" not in drawn
        assert hostile not in drawn


def test_two_quarters_are_other_periods_in_words(pairs):
    view = views.by_unit(Series("unions_formed", "2017-Q3", "_T"), resolve(["Long Biên"])[0])
    (said,) = (note for note in view.caption.notes if note.startswith("Không so sánh cùng"))
    assert "Long Biên 8 (quý IV/2017: khác kỳ; bài 003, dòng 8)" in said
    assert ["Ứng Hòa" in source for source in view.caption.sources] == [True, False]  # the shown figure's article first


def test_what_is_left_out_is_marked_as_provisional_and_its_article_is_named(warehouse):
    view = views.by_unit(Series("unions_formed", "2020-S1", "non_state"), resolve(["Ba Đình", "Ứng Hòa"])[0])
    said = "Ba Đình 15 tạm tính (6 tháng đầu năm 2023: khác năm, khác phạm vi; bài 001, dòng 8)"
    assert f"Không so sánh cùng: {said}." in view.caption.notes
    assert [row["name"] for row in view.beside] == ["Ba Đình"]
    titles = {row["title"] for row in (*view.beside, *view.figures) if row["article_id"]}
    assert len(view.caption.sources) == len(titles) == 2
    assert all(any(title in source for source in view.caption.sources) for title in titles)
