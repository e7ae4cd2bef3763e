"""Results on the scale of their targets: the real ones, and made-up ones for every kind of target and share."""

import json
import re

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import charts, queries, shares, views
from dashboard.exports import picture
from dashboard.exports import table as export
from dashboard.figure import Figure
from dashboard.queries import Series
from dashboard.selection import resolve
from dashboard.style import DARK, LIGHT
from tests.conftest import ROOT, build_with
from tests.dashboard.test_pages import opened
from tests.pages import turn_to

MEMBERS = Series("members_recruited", "2020-S1", "_T")
MADE_UP = Series("unions_formed", "2020-S1", "_T")

# unit, value, words in front of it, status; target, its kind; printed share, its note
ROWS = {
    "Ba Đình": ("001", "24", "", "A", "52", "assigned", "46", ""),
    "Hoàn Kiếm": ("002", "30", "", "A", "52", "assigned", "46", "Số liệu thử."),
    "Tây Hồ": ("003", "70", "", "P", "52", "registered", "", ""),
    "Long Biên": ("004", "10", "hơn ", "A", "20", "assigned", "", ""),
    "Cầu Giấy": ("005", "8", "", "A", "", "assigned", "", ""),
    "Đống Đa": ("006", "7", "", "A", "", "assigned", "46", ""),
}


def made_up(known: dict[str, str]) -> list[dict[str, str]]:
    """The claims of ROWS, and what stands in no chart: a target and a share without a result, a second target."""
    found: list[dict[str, str]] = []

    def add(unit_id: str, indicator: str, value: str, noun: str, front: str = "", **changed: str) -> None:
        row = known | {"claim_id": f"m{len(found)}", "unit_id": unit_id, "indicator_id": indicator, "value": value}
        row |= {"as_printed": f"{front}{value}{noun}", "sector": "_T", "note": "", "target_kind": "", "share_note": ""}
        row |= {"unit_measure": "PERCENT" if noun == "%" else "UNION"} | changed
        found.append(row | {"char_end": str(int(row["char_start"]) + len(row["as_printed"]))})

    year = {"time_period": "2020", "period_end": "2020-12-31", "scenario": "target"}
    for unit_id, value, front, status, target, kind, share, note in ROWS.values():
        qualifier = "more_than" if front else "exact"
        add(unit_id, "unions_formed", value, " công đoàn", front, obs_status=status, qualifier=qualifier)
        if target:
            add(unit_id, "unions_formed", target, " công đoàn", target_kind=kind, **year)
        if share:
            add(unit_id, "unions_formed_share", share, "%", target_kind=kind, share_note=note)
    add("001", "unions_formed", "60", " công đoàn", target_kind="registered", **year)
    add("250", "unions_formed", "13", " công đoàn", target_kind="assigned", **year)
    nine_months = {"time_period": "2020-01-01/P9M", "period_end": "2020-09-30"}
    add("281", "unions_formed_share", "88", "%", target_kind="assigned", **nine_months)
    add("281", "members_recruited", "100", " đoàn viên", unit_measure="MEMBER", **nine_months)
    add("281", "members_recruited_share", "83", "%", target_kind="assigned", **nine_months)
    return found


@pytest.fixture(scope="module")
def made_up_warehouse(tmp_path_factory):
    return build_with(tmp_path_factory.mktemp("made-up"), made_up, "Số liệu thử.,Made up.\n")


@pytest.fixture
def made_up_targets(made_up_warehouse, monkeypatch):
    monkeypatch.setenv("WAREHOUSE", str(made_up_warehouse))


def view_of(series: Series, *units: str) -> views.View:
    view = views.targets(series, resolve(units, None, "administrative")[0])
    assert view is not None
    return view


def labels(view: views.View) -> list[str]:
    """The words above each bar, without their markup."""
    chart = charts.draw(view.marks, LIGHT)
    words = [words["text"] for words in chart["layout"]["annotations"][: len(chart["data"][0]["y"])]]
    return [re.sub("<[^>]*>", "", text.replace("<br>", " | ")) for text in words]


def cells(view: views.View) -> list[list[str]]:
    """The words of the table of a view."""
    return [[re.sub("<[^>]*>", "", cell) for cell in row] for row in view.table().rows]


def finding(app: AppTest) -> str:
    """The words of the page's headline."""
    found = re.search('<h2 class="finding">(.*?)</h2>', body(app))
    assert found
    return re.sub("<[^>]*>", "", found[1])


def shown(app: AppTest) -> tuple[list[str], list[str]]:
    """The names of the page's chart, and its labels without their markup, the headings of its series first."""
    (chart,) = app.get("plotly_chart")
    layout = json.loads(chart.proto.spec)["layout"]
    words = [re.sub("<[^>]*>", "", words["text"]) for words in layout["annotations"]]
    return layout["yaxis"]["ticktext"], words


def cards(app: AppTest) -> set[str]:
    """The claims that the page links to."""
    charts_ = "".join(chart.proto.spec for chart in app.get("plotly_chart"))
    return set(re.findall(r"claim=([\w-]+)", body(app) + charts_))


def body(app: AppTest) -> str:
    return "\n".join(html.proto.body for html in app.get("html"))


def addressed(page: str, **address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard" / "frame.py"), default_timeout=30)
    turn_to(app, page)
    for key, value in address.items():
        app.query_params[key] = value
    return app.run()


def test_the_only_real_targets_are_computed_ones_of_ung_hoa(warehouse):
    members, unions = view_of(MEMBERS), view_of(Series("unions_formed", "2020-S1", "non_state"))
    assert members.caption.title == "Đoàn viên kết nạp mới: Ứng Hòa đạt 50% chỉ tiêu năm 2020 sau 6 tháng"
    assert labels(members) == ["60 / 120 đoàn viên (tính ngược) | bài nêu 50%"]
    assert labels(unions) == ["1 / 2 công đoàn cơ sở (tính ngược) | bài nêu 50%"]
    assert cells(members) == [
        [
            "Ứng Hòa", "60", "120 (tính ngược: 60 / 50% = 120; 119–121)", "chỉ tiêu giao", "50%", "", "",
            "bài 003, dòng 8",
        ]
    ]  # fmt: skip
    assert "Vạch chấm: mức bình quân của kỳ là 50%, chỉ để tham khảo." in members.caption.notes
    figure = charts.draw(members.marks, LIGHT)
    outline, pace = figure["layout"]["shapes"]
    assert (outline["x1"], outline["line"]["dash"], pace["x0"], pace["line"]["dash"]) == (100, "5px,3px", 50, "dot")
    assert figure["layout"]["annotations"][-1]["text"] == "mức bình quân 6 tháng: 50%"


def test_a_series_without_a_target_has_no_view(warehouse):
    everyone = resolve([])[0]
    assert views.targets(Series("agreements_signed", "2023-S1", "_T"), everyone) is None
    assert views.targets(MEMBERS, resolve([], "Cụm 1")[0]) is None


def test_every_kind_of_target_and_share_is_told_apart(made_up_targets):
    view = view_of(MADE_UP)
    assert labels(view) == [
        "24 / 52 công đoàn cơ sở | bài nêu 46% · tính lại 46,2%",
        "30 / 52 công đoàn cơ sở | bài nêu 46% ≠ tính lại 57,7%",
        "70 / 52 công đoàn cơ sở | tính lại 134,6% · tạm tính",
        "hơn 10 / 20 công đoàn cơ sở",
        "7 công đoàn cơ sở / không nêu chỉ tiêu | ≠ bài nêu 46%",
    ]
    figure = charts.draw(view.marks, LIGHT)
    dashes = [shape["line"]["dash"] for shape in figure["layout"]["shapes"] if shape["type"] == "rect"]
    assert dashes == ["solid"] * 4 + ["dot"]
    assert figure["layout"]["xaxis"]["range"][1] > 134.6
    assert figure["data"][0]["marker"]["color"] == [LIGHT.accent] * 2 + [LIGHT.tint] + [LIGHT.accent] * 2
    rows = {row[0]: row[1:7] for row in cells(view)}
    assert rows == {
        "Ba Đình": ["24", "52 (nêu trong bài)", "chỉ tiêu giao", "46%", "46,2%", ""],
        "Hoàn Kiếm": [
            "30", "52 (nêu trong bài)", "chỉ tiêu giao", "46%", "57,7%", "≠: lệch quá mức làm tròn; Số liệu thử.",
        ],
        "Tây Hồ": ["70", "52 (nêu trong bài)", "chỉ tiêu đăng ký", "", "134,6%", "tạm tính"],
        "Long Biên": ["hơn 10", "20 (nêu trong bài)", "chỉ tiêu giao", "", "", ""],
        "Cầu Giấy": ["8", "", "", "", "", "bài báo không nêu chỉ tiêu"],
        "Đống Đa": ["7", "", "chỉ tiêu giao", "46%", "", "≠: không có chỉ tiêu nguyên nào cho ra tỷ lệ này"],
    }  # fmt: skip


def test_a_unit_without_a_target_has_no_percentage_but_is_named(made_up_targets):
    view = view_of(MADE_UP)
    assert "Cầu Giấy" not in charts.draw(view.marks, LIGHT)["layout"]["yaxis"]["ticktext"]
    said = "1 đơn vị có kết quả nhưng bài báo không nêu chỉ tiêu nên không có tỷ lệ đạt: Cầu Giấy."
    assert said in view.caption.notes
    assert said in view.caption.alt()
    exported = export.of_view(view).rows
    assert [row["name"] for row in exported] == list(ROWS)
    assert [row["target"] for row in exported] == [52, 52, 52, 20, None, None]


def test_the_two_kinds_of_target_are_said_apart(made_up_targets):
    notes = view_of(MADE_UP).caption.notes
    assert "Chỉ tiêu do LĐLĐ thành phố giao: Ba Đình, Hoàn Kiếm, Long Biên, Đống Đa." in notes
    assert "Chỉ tiêu do đơn vị tự đăng ký: Tây Hồ." in notes


@pytest.mark.parametrize(
    ("units", "finding"),
    [
        ([], "4 đơn vị đạt từ 46% đến 134,6% chỉ tiêu năm 2020 sau 6 tháng (có số tạm tính)"),
        (["Ba Đình"], "Ba Đình đạt 46% chỉ tiêu năm 2020 sau 6 tháng"),
        (["Hoàn Kiếm"], "Hoàn Kiếm đạt 46% (bài nêu) hay 57,7% (tính lại) chỉ tiêu năm 2020 sau 6 tháng"),
        (["Tây Hồ"], "Tây Hồ đạt 134,6% chỉ tiêu năm 2020 sau 6 tháng (tạm tính)"),
        (["Long Biên"], "Long Biên đạt hơn 10 trên chỉ tiêu 20 công đoàn cơ sở năm 2020 sau 6 tháng"),
        (["Ba Đình", "Đống Đa"], "2 đơn vị cùng đạt 46% chỉ tiêu năm 2020 sau 6 tháng"),
        (["Long Biên", "Cầu Giấy"], "Long Biên đạt hơn 10 trên chỉ tiêu 20 công đoàn cơ sở năm 2020 sau 6 tháng"),
    ],
)
def test_the_finding_follows_from_the_figures(made_up_targets, units, finding):
    assert view_of(MADE_UP, *units).caption.title == f"Công đoàn cơ sở thành lập mới: {finding}"


@pytest.mark.parametrize(
    ("period", "pace"),
    [
        ("2022-Q1", 25),
        ("2022-S1", 50),
        ("2022-01-01/P9M", 75),
        ("2022-01-01/P4M", 100 / 3),
        ("2022", 100),
        ("2022-Q3", None),
        ("2022-S2", None),
        ("2022-05-31", None),
    ],
)
def test_an_even_pace_is_only_known_from_new_year_on(period, pace):
    assert shares.pace(period) == (None if pace is None else pytest.approx(pace))


def test_plotly_accepts_the_charts_and_their_pictures(made_up_targets):
    for view in (view_of(MADE_UP), view_of(MEMBERS), view_of(MADE_UP, "Tây Hồ")):
        for theme in (LIGHT, DARK):
            go.Figure(charts.draw(view.marks, theme))
        go.Figure(picture.compose(view, "foot"))


def test_the_page_shows_every_series_with_a_target_in_one_chart_and_says_which_have_none(warehouse):
    app = opened("targets")
    said = body(app)
    assert finding(app) == (
        "Ứng Hòa đạt 50% ở 2 chỉ tiêu năm 2020 có nêu tỷ lệ sau 6 tháng: "
        "1/2 công đoàn cơ sở (doanh nghiệp ngoài nhà nước); 60/120 đoàn viên"
    )
    assert "1/30 đơn vị có chỉ tiêu hoặc tỷ lệ đạt trong bài · chỉ tiêu tính ngược từ tỷ lệ bài nêu" in said
    assert shown(app) == (
        ["Ứng Hòa", "Ứng Hòa"],
        [
            "Công đoàn cơ sở thành lập mới · doanh nghiệp ngoài nhà nước", "Đoàn viên kết nạp mới",
            "1/2 · 50% [3]", "60/120 · 50% [3]", "▲mức bình quân 6 tháng: 50%",
        ],
    )  # fmt: skip
    assert "files/unions_formed/targets.png?period=2020-S1&amp;sector=non_state" in said
    assert (
        "Các bài đã đọc chưa nêu chỉ tiêu: Công đoàn cơ sở thành lập mới (6 tháng đầu năm 2023); "
        "Thỏa ước lao động tập thể ký mới (6 tháng đầu năm 2023).<"
    ) in said


@pytest.mark.parametrize("tab", ["chart", "table"])
def test_result_and_share_lead_to_their_evidence(warehouse, tab):
    app = addressed("targets", view=tab)
    assert cards(app) == {"a003-l08-1", "a003-l08-2", "a003-l08-3", "a003-l08-4"}
    assert len(app.get("plotly_chart")) == (tab == "chart")


def test_a_selection_without_a_target_says_so(warehouse):
    app = addressed("targets", cluster="cum-1")
    assert [info.value for info in app.info] == [
        "Trong các bài đã đọc, chưa bài nào nêu chỉ tiêu hoặc tỷ lệ đạt chỉ tiêu của các kết quả trong phạm vi đã chọn."
    ]
    assert not app.get("plotly_chart")
    assert "Đoàn viên kết nạp mới (các bài đã đọc cũng chưa nêu kết quả)" in body(app)


def test_every_kind_of_target_and_share_is_told_apart_on_the_page(made_up_targets):
    app = addressed("targets", target_period="2020-S1")
    names, words = shown(app)
    assert dict(zip(names[:5], words[3:8], strict=True)) == {
        "Tây Hồ": "70/52 · 134,6% (tính ra) · tạm tính [3]",
        "Hoàn Kiếm": "30/52 · 46% ≠ 57,7% [3]",
        "Long Biên": "hơn 10/20 [3]",
        "Ba Đình": "24/52 · 46% [3]",
        "Đống Đa": "7 (không nêu chỉ tiêu) · ≠ 46% [3]",
    }
    assert "Cầu Giấy" not in names
    without = re.search('<p class="line">(Có kết quả, bài không nêu chỉ tiêu: .*?)</p>', body(app))
    assert without
    said = re.sub("<[^>]*>", "", without[1])
    assert said == "Có kết quả, bài không nêu chỉ tiêu: Công đoàn cơ sở thành lập mới: Cầu Giấy 8 [3]"
    app = addressed("targets", target_period="2020-S1", order="administrative")
    assert shown(app)[0][:5] == ["Ba Đình", "Hoàn Kiếm", "Tây Hồ", "Long Biên", "Đống Đa"]


def test_periods_are_chosen_and_an_unknown_one_is_named(made_up_targets):
    app = addressed("targets", target_period="2020-S1", unit="ba-dinh")
    assert finding(app) == "Ba Đình đạt 46% chỉ tiêu năm 2020 sau 6 tháng: 24/52 công đoàn cơ sở"
    app = addressed("targets", target_period="<script>" * 99)
    assert [error.value for error in app.exception] == []
    assert len(app.warning) == 1
    assert app.selectbox(key="target_period").options == ["9 tháng đầu năm 2020", "6 tháng đầu năm 2020"]
    assert finding(app) == "Ứng Hòa đạt 83% chỉ tiêu năm 2020 sau 9 tháng: 100/120 đoàn viên"
    app.selectbox(key="target_period").select("2020-S1").run()
    assert finding(app) == "6 kết quả đạt từ 46% đến 134,6% chỉ tiêu năm 2020 sau 6 tháng (có số tạm tính)"
    assert "2020-S1" in app.query_params["target_period"]


@pytest.mark.parametrize(
    ("shares_of", "period", "said"),
    [
        (
            {"A": [83, 100], "B": [130.8]},
            "2024",
            "2/3 kết quả đạt hoặc vượt chỉ tiêu năm 2024; thấp nhất 83%, cao nhất 130,8%",
        ),
        ({"A": [83], "B": [99.9]}, "2024", "0/2 đơn vị đạt hoặc vượt chỉ tiêu năm 2024; thấp nhất 83%, cao nhất 99,9%"),
        ({"A": [100], "B": [100]}, "2024", "2 đơn vị cùng đạt 100% chỉ tiêu năm 2024"),
        ({"A": [46], "B": [134]}, "2024-S1", "2 đơn vị đạt từ 46% đến 134% chỉ tiêu năm 2024 sau 6 tháng"),
    ],
)
def test_at_the_end_of_a_year_it_is_counted_who_reached_their_target(built, shares_of, period, said):
    figures = [Figure(name=name, share_printed=one) for name, found in shares_of.items() for one in found]
    assert shares.headline(figures, period) == said


@pytest.mark.parametrize(
    ("hedged", "said"),
    [
        ({"share_qualifier": "more_than"}, "2 đơn vị đạt từ hơn 95% đến 120% chỉ tiêu năm 2024"),
        ({"share_qualifier": "between", "share_at_most": 105}, "2 đơn vị đạt từ 95–105% đến 120% chỉ tiêu năm 2024"),
    ],
)
def test_a_hedge_leaves_open_who_reached_their_target(built, hedged, said):
    figures = [Figure(name="A", share_printed=95, **hedged), Figure(name="B", share_printed=120)]
    assert shares.headline(figures, "2024") == said


def test_a_target_or_a_share_without_a_result_is_not_lost(made_up_targets):
    everyone = tuple(unit["unit_id"] for unit in queries.federations())
    assert {(row["name"], row["as_printed"]) for row in queries.lone_targets(everyone)} == {
        ("Ba Đình", "60 công đoàn"), ("Mê Linh", "13 công đoàn"), ("Ứng Hòa", "88%"),
    }  # fmt: skip
    app = opened("targets")
    assert "Chỉ tiêu và tỷ lệ đạt khác nêu trong các bài báo" in body(app)
    lone = body(app).split("Chỉ tiêu và tỷ lệ đạt khác")[1]
    assert {re.sub("<[^>]*>", "", number) for number in re.findall(r'<div class="number">(.*?)</div>', lone)} == {
        "Chỉ tiêu: 60 công đoàn cơ sở", "Chỉ tiêu: 13 công đoàn cơ sở", "88%",
    }  # fmt: skip
    assert len(set(re.findall(r"claim=(\w+)", lone))) == 3
