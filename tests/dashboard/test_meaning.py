"""What a claim can say keeps its meaning on pages, in charts and in files: periods of every kind."""

import pytest

from dashboard import marks, queries, views, wording
from dashboard.exports import open_data
from dashboard.messages import language
from dashboard.queries import Series
from dashboard.selection import resolve, resolve_series
from tests.conftest import build_with
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

    members = {"indicator_id": "members_recruited", "unit_measure": "MEMBER", "obs_status": "P", "value": "7"}
    return [
        claim(f"p-{code[:10]}", "7 đoàn viên", time_period=code, period_start=first, period_end=last, **members)
        for code, (first, last) in PERIODS.items()
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return build_with(tmp_path_factory.mktemp("meaning"), made_up)


@pytest.fixture(autouse=True)
def meaning(folder, monkeypatch):
    monkeypatch.setenv("WAREHOUSE", str(folder))


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
    assert view.caption.title == "Mới có số của Ứng Hòa: 7 đoàn viên (tạm tính)"
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


@pytest.mark.parametrize("page", ["members_recruited", "unit_profile", "gaps", "explore", "targets", "overview"])
@pytest.mark.parametrize("code", ["", "2020-05", "2020-05-12/P1D", "2019-01-01/P161D", "2010-01-01/P5Y"])
def test_pages_show_them(page, code):
    app = opened(page, unit="ung-hoa", **({"period": code} if code else {}))
    assert [error.value for error in (*app.exception, *app.error)] == []
