"""What a claim can say keeps its meaning on pages, in charts and in files: periods, results above 100 %, none."""

import asyncio
import io
import re

import openpyxl
import pytest

from dashboard import listings, marks, queries, signs, views, wording
from dashboard.exports import files, open_data, picture
from dashboard.messages import language
from dashboard.queries import Series
from dashboard.selection import resolve, resolve_series
from tests.conftest import apart, build_with
from tests.dashboard.test_pages import opened

PERIODS = {  # code as typed: first and last day
    "2020-05": ("2020-05-01", "2020-05-31"),
    "2020-05-12": ("2020-05-12", "2020-05-12"),
    "2019-01-01/P161D": ("2019-01-01", "2019-06-10"),
    "2010-01-01/P5Y": ("2010-01-01", "2014-12-31"),
}
SAID = {  # Vietnamese, English, and the same in short
    "2020-05": ("tháng 5 năm 2020", "May 2020", "5/2020", "5/2020"),
    "2020-05-12/P1D": ("trong ngày 12/05/2020", "on 12 May 2020", "12/05/2020", "12 May 2020"),
    "2019-01-01/P161D": (
        "từ 01/01/2019 đến 10/06/2019", "from 1 Jan 2019 to 10 Jun 2019",
        "01/01/2019–10/06/2019", "1 Jan 2019–10 Jun 2019",
    ),
    "2010-01-01/P5Y": ("giai đoạn 2010–2014", "2010 to 2014", "2010–2014", "2010–2014"),
    "2013-04-01/P5Y": (
        "từ 01/04/2013 đến 31/03/2018", "from 1 Apr 2013 to 31 Mar 2018", "2013–2018", "2013–2018",
    ),
    "2019-09-01/P8M": (
        "từ 01/09/2019 đến 30/04/2020", "from 1 Sep 2019 to 30 Apr 2020",
        "01/09/2019–30/04/2020", "1 Sep 2019–30 Apr 2020",
    ),
}  # fmt: skip


def made_up(known):
    """Claims of every kind, beside the real ones: the periods of Ứng Hòa's members."""
    start = int(known["char_start"])

    def claim(claim_id, words, **changed):
        span = {"char_start": str(start), "char_end": str(start + len(words))}
        return known | {"claim_id": claim_id, "as_printed": words, "note": "", "sector": "_T"} | span | changed

    half = {"time_period": "2019-S1", "period_start": "2019-01-01", "period_end": "2019-06-30", "obs_status": "A"}
    plan = {"time_period": "2019", "period_end": "2019-12-31", "scenario": "target", "out_of": "", "numeral": "13"}
    several = [
        claim("zero", "chưa thành lập công đoàn nào", unit_id="001", value="0", **half),
        claim("words", "hơn mười hai công đoàn", unit_id="002", value="12", qualifier="more_than", **half),
        claim("above", "15/13 công đoàn", unit_id="003", value="15", out_of="13", **half),
        claim("plan", "15/13 công đoàn", unit_id="003", value="13", **(half | plan)),
    ]
    spread = {"unit_id": "005", **half}
    several += [
        claim("low", "từ 10 đến 15 công đoàn", value="10", numeral="10", qualifier="at_least", **spread),
        claim("high", "từ 10 đến 15 công đoàn", value="15", numeral="15", qualifier="at_most", **spread),
    ]
    members = {"indicator_id": "members_recruited", "unit_measure": "MEMBER", "obs_status": "P", "value": "7"}
    return several + [
        claim(f"p-{code[:10]}", "7 đoàn viên", time_period=code, period_start=first, period_end=last, **members)
        for code, (first, last) in PERIODS.items()
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return build_with(tmp_path_factory.mktemp("meaning"), made_up)


@pytest.fixture(autouse=True)
def meaning(folder, monkeypatch):
    monkeypatch.setenv("WAREHOUSE", str(folder))


def made(place, name, extension, **asked):
    return apart(lambda: asyncio.run(files.make(place, name, extension, asked, picture.Camera()))).data


@pytest.fixture(params=["vi", "en"])
def tongue(request):
    before = language.set(request.param)
    yield request.param
    language.reset(before)


@pytest.mark.parametrize("code", SAID)
def test_a_period_is_said_in_words(tongue, code):
    place = ["vi", "en"].index(tongue)
    assert (wording.period(code), wording.period_in_short(code)) == (SAID[code][place], SAID[code][place + 2])


def test_a_period_of_an_article_s_own_is_shown_when_it_is_asked_for():
    found, unknown = resolve_series("members_recruited", {})
    assert (found, unknown) == (Series("members_recruited", "2020-S1", "_T"), None)
    codes = [row["time_period"] for row in queries.series_of("members_recruited")]
    assert codes == ["2020-S1", "2020-05", "2020-05-12/P1D", "2019-01-01/P161D", "2010-01-01/P5Y"]
    for code in codes:
        assert resolve_series("members_recruited", {"period": [code]})[0] == Series("members_recruited", code, "_T")


@pytest.mark.parametrize("code", ["2020-05", "2020-05-12/P1D", "2019-01-01/P161D", "2010-01-01/P5Y"])
def test_a_period_of_an_article_s_own_has_a_chart_and_no_target(code):
    series, everyone = Series("members_recruited", code, "_T"), resolve([])[0]
    view = views.by_unit(series, everyone)
    assert [mark.numbers["value"].value for mark in marks.of(view.marks)] == [7]
    assert view.caption.title == "Trong các bài đã đọc, chỉ Ứng Hòa có số: 7 đoàn viên (tạm tính)"
    assert "lũy kế" not in view.caption.subtitle
    assert views.targets(series, everyone) is None


def test_others_are_named_as_periods_of_another_length():
    figures = queries.left_out(Series("members_recruited", "2020-S1", "_T"))
    assert {one.time_period: list(one.reasons) for one in figures} == {
        "2020-05": ["length"],
        "2020-05-12/P1D": ["length"],
        "2019-01-01/P161D": ["length", "year"],
        "2010-01-01/P5Y": ["length", "year"],
    }


def test_sdmx_has_the_codes_of_the_periods():
    data = open_data.make("sdmx.csv").data.decode()
    for code, (first, last) in PERIODS.items():
        published = f"{code}/P1D" if first == last else code
        assert f",{published},7,MEMBER,P,observed,exact,7,7,,{first},{last},p-{code[:10]}," in data


OF_UNITS = Series("unions_formed", "2019-S1", "_T")


def test_zero_is_a_dash_in_tables_and_a_number_elsewhere(tongue):
    everyone = resolve([])[0]
    view = views.by_unit(OF_UNITS, everyone)
    rows = {row[0]: row[1] for row in view.table().rows}
    assert re.sub("<.*?>", "", rows["Ba Đình"]) == "-"
    assert rows["Long Biên"] == ""
    assert isinstance(view.marks, marks.Bars)
    bars = {bar.name: (bar.value, str(bar.label)) for bar in view.marks.bars}
    assert bars["Ba Đình"] == (0, "0")
    zero = next(one for one in view.figures if one.unit_id == "001")
    assert (zero.in_short, str(zero.amount), zero.lower, zero.upper) == ("-", "0", 0, 0)
    choice: dict[str, tuple[str, ...]] = dict.fromkeys(("topic", "indicator", "article", "scenario", "status"), ())
    choice["columns"] = ("value", "lower")
    listing = listings.figures("observations", resolve(["Ba Đình"])[0], "", choice)
    place = list(listing.columns).index("value"), list(listing.columns).index("lower")
    words = next(row for row in listing.words().rows if row[place[1]] == "0")
    assert words[place[0]] == "-"
    assert 0 in [row["value"] for row in listing.rows]
    assert signs.legend(is_any_zero=queries.is_any_zero())[2][0] == "-"


def test_zero_is_a_number_in_open_data_and_what_is_missing_is_none():
    data = open_data.make("sdmx.csv").data.decode()
    assert ",001,unions_formed,actual,_Z,_T,2019-S1,0,UNION,A,observed,exact,0,0,," in data
    assert ",004,unions_formed,actual,_Z,_T,2019-S1,NaN,UNION,L,unpublished" in data
    gaps = open_data.make("gaps.csv").data.decode()
    assert "unions_formed,2019-S1,_T,2019-01-01,2019-06-30,001,observed,A,0,exact,0,0,zero," in gaps


def test_zero_in_a_workbook_is_a_number_that_reads_as_a_dash():
    data = made("unions_formed", "by_unit", "xlsx", period=["2019-S1"])
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(data)) for row in sheet for cell in row]
    assert [cell for cell in cells if cell.value == 0 and '"-"' in cell.number_format]


def test_a_result_above_its_target_is_drawn_and_said_above_100():
    view = views.targets(OF_UNITS, resolve([])[0])
    assert view
    assert "115,4%" in view.caption.title
    (bar,) = marks.of(view.marks)
    assert isinstance(bar, marks.Bar)
    assert bar.value is not None
    assert round(bar.value, 2) == 115.38
    assert (bar.target, bar.figure.target) == (100, 13)
    figure = next(one for one in queries.figures("observations", None, ()) if one.claim_id == "above")
    assert figure.measured == "15/13 công đoàn cơ sở"


def test_a_range_is_one_figure_with_both_ends(tongue):
    view = views.by_unit(OF_UNITS, resolve([])[0])
    assert isinstance(view.marks, marks.Bars)
    (bar,) = [bar for bar in view.marks.bars if bar.figure.unit_id == "005"]
    assert (bar.value, str(bar.label), bar.claim_id) == (10, "10–15", "low")
    assert [str(one.amount) for one in view.figures if one.unit_id == "005"] == ["10–15"]
    bar_is = {
        "vi": "Thanh của một khoảng giá trị dài bằng đầu dưới của khoảng.",
        "en": "The bar of a range is as long as",
    }
    assert any(note.startswith(bar_is[tongue]) for note in view.caption.notes)


def test_each_end_of_a_range_stands_for_the_whole():
    for claim_id in ("low", "high"):
        claim = queries.evidence(claim_id)
        assert claim
        assert claim.measured == "10–15 công đoàn cơ sở"
        assert (claim.lower, claim.upper) == (10, 15)
        assert queries.rivals(claim_id) == []
    assert not {"low", "high"} & {one.claim_id for one in queries.competing(100)}
    assert [one.claim_id for one in queries.figures("observations", ("005",), ("10",))] == ["low"]
    assert [str(one.amount) for one in queries.core_of("005") if one.is_observed] == ["10–15"]
    assert [str(one.amount) for one in queries.claims_about("005") if one.time_period == "2019-S1" and one.is_own] == [
        "10–15", "10–15"
    ]  # fmt: skip


def test_a_sum_of_ranges_keeps_both_ends(tongue):
    total = queries.total(OF_UNITS, ("001", "003", "005"))
    assert (total["qualifier"], total["value"], total["lower"], total["upper"]) == ("between", 25, 25, 30)
    assert str(wording.total(total)) == "25–30"
    more = queries.total(OF_UNITS, ("001", "003", "004", "005"))
    assert (more["qualifier"], more["lower"], more["upper"]) == ("at_least", 25, None)
    assert wording.qualifiers()["between"] in ("khoảng giá trị", "range")


def test_a_range_in_open_data_has_its_bounds_and_one_row():
    rows = [row for row in open_data.make("sdmx.csv").data.decode().splitlines() if ",005,unions_formed,actual" in row]
    assert [",2019-S1,10,UNION,A,observed,between,10,15," in row for row in rows if "2019-S1" in row] == [True]
    claims = open_data.make("claims.csv").data.decode()
    assert ",10,,at_least," in claims
    assert ",15,,at_most," in claims


def test_a_range_in_a_workbook_is_a_number_that_reads_as_both_ends():
    data = made("unions_formed", "by_unit", "xlsx", period=["2019-S1"])
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(data)) for row in sheet for cell in row]
    assert [cell for cell in cells if cell.value == 10 and '"–15"' in cell.number_format]


def test_a_sum_holds_zero_and_what_is_hedged_in_words():
    total = queries.total(OF_UNITS, ("001", "002", "003"))
    assert (total["value"], total["qualifier"], total["n_observed"]) == (27, "at_least", 3)
    assert queries.total(OF_UNITS, ("001",))["value"] == 0
    assert queries.total(OF_UNITS, ("004",))["value"] is None


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        *[("selection", kind) for kind in ("workbook.xlsx", "workbook.ods", "slides.pptx", "report.docx")],
        ("unit_profile", "profile.pdf"),
    ],
)
def test_files_are_made_of_them(place, kind):
    name, _, extension = kind.partition(".")
    assert made(place, name, extension, unit=["ba-dinh"]) if place != "selection" else made(place, name, extension)


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("members_recruited", "2020-05-12/P1D"),
        ("members_recruited", "2019-01-01/P161D"),
        ("members_recruited", "2010-01-01/P5Y"),
        *((page, "") for page in ("unit_profile", "gaps", "explore", "targets", "overview")),
    ],
)
def test_pages_show_them(page, code):
    app = opened(page, unit="ung-hoa", **({"period": code} if code else {}))
    assert [error.value for error in (*app.exception, *app.error)] == []
