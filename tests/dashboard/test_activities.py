"""Every figure outside the core indicators is on a page, in the form that follows from what it is."""

import csv
import re
from html import unescape
from itertools import groupby
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import activities, queries
from dashboard.figure import Figure
from dashboard.selection import resolve
from tests.conftest import ROOT
from tests.dashboard.test_pages import opened
from tests.dashboard.test_targets import addressed, body, cards

NO_OTHER = (
    "Trong các bài đã đọc, chưa bài nào nêu số liệu khác trong phạm vi đã chọn. "
    "Chưa có số liệu không có nghĩa là bằng 0."
)


def seeds(name: str) -> list[dict[str, str]]:
    with (ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CORE = {row["indicator_id"] for row in seeds("indicators") if row["is_core"] == "true"}
SHARES = {row["indicator_id"] for row in seeds("indicators") if row["family"] != row["indicator_id"]}
OTHERS = [row for row in seeds("claims") if row["indicator_id"] not in CORE]
NAMES = ["Ba Đình", "Hoàn Kiếm", "Long Biên", "Đống Đa", "Hai Bà Trưng", "Hoàng Mai"]
EARLY = ["Hoàn Kiếm", "Long Biên", "Đống Đa", "Hoàng Mai"]


@pytest.fixture(scope="module")
def page(built: Path) -> AppTest:
    """The page for the whole city, to be read but not touched."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WAREHOUSE", str(built))
        app = opened("activities")
    assert [error.value for error in app.exception] == []
    return app


def topic(page: AppTest, title: str) -> str:
    """What the page says of a topic."""
    parts = body(page).split('<section class="topic">')[1:]
    return next(part for part in parts if f"<h2>{title}</h2>" in part).split("</section>")[0]


def rows(part: str) -> list[list[str]]:
    """The words of the lines of a topic, in columns: what is counted, the number, what else is said."""
    found = [line.split('<div class="more">')[0] for line in part.split('<ul class="lines">')[1].split("<li><div")[1:]]
    cells = [re.findall(r'class="(?:what|number|about)">(.*?)</div>', line) for line in found]
    return [[unescape(re.sub("<[^>]*>", "", cell)) for cell in line] for line in cells]


def claims(*units: str) -> list[Figure]:
    return queries.activities(resolve(units)[0].unit_ids, 200)


def topics() -> list[list[Figure]]:
    return [list(found) for _, found in groupby(claims(), key=lambda claim: claim["topic"])]


def test_every_claim_outside_the_core_indicators_is_on_one_of_the_two_pages(page, warehouse):
    """Those of activities as links to their cards; the shares of targets on the other page."""
    assert len(OTHERS) == 21
    here = [row["claim_id"] for row in OTHERS if row["indicator_id"] not in SHARES]
    linked = re.findall(r"claim=([\w-]+)", body(page))
    assert sorted(linked) == sorted(here)
    assert len(here) == 19
    drawn = [claim["claim_id"] for found in topics() for form in activities.forms(found) for claim in form.claims]
    assert sorted(drawn) == sorted(here)
    assert cards(opened("targets")) >= {row["claim_id"] for row in OTHERS if row["indicator_id"] in SHARES}


def test_topics_stand_in_their_order_and_plans_at_the_end(page):
    known = [row["name_vi"] for row in seeds("topics")]
    headings = [unescape(title) for title in re.findall('<section class="topic"><div><h2>(.*?)</h2>', body(page))]
    assert headings[-1] == "Kế hoạch, chưa phải kết quả"
    assert headings[:-1] == [name for name in known if name in headings]
    assert len(headings) == 7


def test_the_six_units_are_marked_and_four_of_them_twice(page):
    congress = topic(page, "Đại hội công đoàn cơ sở")
    items = re.findall('<li><span class="dot".*?</li>', congress)
    said = [re.sub("<[^>]*>", "", item) for item in items]
    assert said == [
        f"▲ {name} (được tính), sớm hơn kế hoạch" if name in EARLY else f"{name} (được tính)" for name in NAMES
    ]
    assert 'aria-label="Đơn vị hoàn thành chỉ đạo đại hội công đoàn cơ sở: 6/6 đơn vị"' in congress
    assert rows(congress) == [["Đơn vị hoàn thành chỉ đạo đại hội công đoàn cơ sở", "6/6 đơn vị", ""]]
    assert re.search(r'claim=a001-l07-2" class="claim">4</a> sớm hơn kế hoạch', congress)
    assert "Cụm 1 · tính đến 31/05/2023 <sup>[1]</sup>" in congress


def test_gifts_are_provisional(page):
    gifts = topic(page, "Chăm lo đoàn viên, người lao động")
    assert 'class="marks provisional"' in gifts
    assert rows(gifts) == [["Đơn vị tặng quà, tổ chức các đợt chăm lo", "6/6 đơn vị (tạm tính)", ""]]
    assert [name for name in NAMES if name in gifts] == NAMES


def test_programmes_with_partners_take_a_line_each_and_the_general_figures_stand_apart(page):
    said = topic(page, "Chương trình phối hợp")
    assert "LĐLĐ quận Đống Đa · tính đến 14/04/2022" in said
    assert [line[:2] for line in rows(said)] == [
        ["Với Hội Liên hiệp Phụ nữ", "3 mục tiêu · 8 nội dung chính · không nêu nội dung chi tiết"],
        ["Với Quận đoàn", "3 mục tiêu · 3 nội dung chính · 17 nội dung chi tiết"],
        ["Với Phòng Giáo dục và Đào tạo", "3 mục tiêu · 8 nội dung chính · 22 nội dung chi tiết"],
        ["Cơ quan tham gia chương trình phối hợp", "4 cơ quan"],
        ["Nội dung chính của chương trình phối hợp", "7 nội dung"],
    ]
    assert "không phải tổng 8 + 3 + 8." in body(page).split("Cách đọc số liệu này")[1]


def test_a_plan_is_no_result(page):
    plans = topic(page, "Kế hoạch, chưa phải kết quả")
    assert plans.count("Trong các bài đã đọc, chưa bài nào nêu kết quả.") == 1
    assert [line[1:] for line in rows(plans)] == [
        ["Kế hoạch: 100%", "LĐLĐ huyện Chương Mỹ · quý IV/2023 [0]"],
        ["Kế hoạch: 100%", "LĐLĐ huyện Thường Tín · năm 2021 [2]"],
    ]
    assert body(page).count("100%</a>") == 2


def test_classes_and_attendances_stand_apart_with_their_words(page):
    assert rows(topic(page, "Tập huấn cán bộ công đoàn")) == [
        ["Lớp tập huấn", "4 lớp", ""],
        ["Lượt dự tập huấn", "hơn 700 lượt", ""],
    ]
    assert "không quy ra số người." in body(page).split("Cách đọc số liệu này")[1]


def test_the_articles_are_named_once_at_the_foot(page):
    assert [body(page).count(f"“{row['title']}”") for row in seeds("articles")] == [1] * 5


@pytest.mark.parametrize(
    ("unit", "ids"),
    [
        ("ung-hoa", {"a003-l09-1", "a003-l09-2", "a003-l10-1", "a003-l10-2"}),
        ("hoang-mai", {"a001-l07-1", "a001-l07-2", "a001-l10-1"}),
        ("chuong-my", {"a000-l15-1"}),
        ("soc-son", set()),
    ],
)
def test_only_figures_about_the_chosen_units_and_their_clusters_are_shown(warehouse, unit, ids):
    assert {claim["claim_id"] for claim in claims(unit)} == ids
    app = addressed("activities", unit=unit)
    assert cards(app) == ids
    assert [info.value for info in app.info] == ([] if ids else [NO_OTHER])


def test_the_page_speaks_english(warehouse):
    said = body(addressed("activities", lang="en"))
    assert "more than 700</a> attendances" in said
    assert "Plan: <a" in said
    assert "not the sum 8 + 3 + 8." in said


def claim(**changed):
    """A count of federations, 6 of the 6 that a list names."""
    known = {
        "claim_id": "a", "indicator_id": "done", "part_of": None, "unit_id": "C1", "time_period": "2023",
        "scenario": "actual", "sector": "_T", "unit_measure": "FEDERATION", "qualifier": "exact", "value": 6.0,
        "out_of": 6.0, "listed": NAMES,
    }  # fmt: skip
    return Figure(**known | changed)


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({}, "marks"),
        ({"out_of": None}, "marks"),
        ({"listed": None}, "marks"),
        ({"out_of": None, "listed": None}, "number"),
        ({"qualifier": "more_than"}, "number"),
        ({"value": 300.0, "out_of": 387.0}, "number"),
        ({"unit_measure": "UNION"}, "number"),
        ({"scenario": "target"}, "plan"),
        ({"scenario": "target", "unit_measure": "PERCENT", "value": 100.0, "out_of": None}, "plan"),
        ({"sector": "with_others"}, "partners"),
        ({"sector": "non_state"}, "marks"),
    ],
)
def test_the_form_follows_from_the_figure(warehouse, changed, kind):
    sectors = {} if changed.get("sector") != "with_others" else {"sector": "with_youth_union"}
    assert [form.kind for form in activities.forms([claim(**changed | sectors)])] == [kind]


@pytest.mark.parametrize(
    ("changed", "marks"),
    [
        ({}, [(name, True) for name in NAMES]),
        ({"value": 4.0}, [(None, True)] * 4 + [(None, False)] * 2),
        ({"value": 4.0, "listed": EARLY}, [(name, True) for name in EARLY] + [(None, False)] * 2),
        ({"listed": None}, [(None, True)] * 6),
        ({"value": 4.0, "out_of": None, "listed": EARLY}, [(name, True) for name in EARLY]),
    ],
)
def test_no_unit_is_named_that_the_article_does_not_name(changed, marks):
    assert activities.marks(claim(**changed)) == marks


@pytest.mark.parametrize(
    ("part", "n_cards"),
    [
        ({}, 1),
        ({"listed": None}, 2),  # nobody knows which four
        ({"listed": [*EARLY[:3], "Sóc Sơn"]}, 2),  # one of them is not among the six
        ({"time_period": "2022"}, 2),
        ({"unit_id": "C2"}, 2),
        ({"part_of": None}, 2),
    ],
)
def test_a_part_stands_on_the_marks_of_its_whole_where_its_units_are_known(warehouse, part, n_cards):
    known = {"claim_id": "b", "indicator_id": "early", "part_of": "done", "value": 4.0, "out_of": None, "listed": EARLY}
    early = claim(**known | part)
    forms = activities.forms([claim(), early])
    assert len(forms) == n_cards
    assert sorted(one["claim_id"] for form in forms for one in form.claims) == ["a", "b"]
