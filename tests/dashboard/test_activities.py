"""Every figure outside the core indicators is on a page, in the form that follows from what it is."""

import csv
import re
from html import unescape
from itertools import groupby
from pathlib import Path

import pytest
from markupsafe import escape
from streamlit.testing.v1 import AppTest

from dashboard import activities, queries
from dashboard.figure import Figure
from dashboard.selection import resolve
from tests.conftest import ROOT
from tests.dashboard.test_pages import opened
from tests.dashboard.test_targets import addressed, body

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
    return str(next(html.proto.body for html in page.get("html") if f'class="chart-title">{title}<' in html.proto.body))


def claims(*units: str) -> list[Figure]:
    return queries.activities(resolve(units)[0].unit_ids, 200)


def topics() -> list[list[Figure]]:
    return [list(found) for _, found in groupby(claims(), key=lambda claim: claim["topic"])]


def labels(app: AppTest) -> list[str]:
    return [label for pills in app.button_group for label in pills.options]


def test_every_claim_outside_the_core_indicators_is_on_one_of_the_two_pages(page, warehouse):
    """Those of activities by their printed words and with their evidence; the shares of targets on the other page."""
    assert len(OTHERS) == 21
    here = [row for row in OTHERS if row["indicator_id"] not in SHARES]
    shown = body(page)
    assert [row["claim_id"] for row in here if escape(f"“{row['as_printed']}”") not in shown] == []
    assert len(labels(page)) == len(here) == 19
    drawn = [claim["claim_id"] for found in topics() for form in activities.forms(found) for claim in form.claims]
    assert sorted(drawn) == sorted(row["claim_id"] for row in here)
    targets = opened("targets")
    for row in OTHERS:
        if row["indicator_id"] in SHARES:
            key = f"evidence_targets_{row['indicator_id'].removesuffix('_share')}_{row['sector']}"
            assert targets.button_group(key=key).options[-1].endswith("tỷ lệ đạt 50%")


def test_topics_stand_in_their_order(page):
    known = [row["name_vi"] for row in seeds("topics")]
    headings = [unescape(title) for title in re.findall('<h2 class="chart-title">(.*?)</h2>', body(page))]
    assert headings == [name for name in known if name in headings]
    assert len(headings) == 7


def test_the_six_units_are_marked_and_four_of_them_twice(page):
    congress = topic(page, "Đại hội công đoàn cơ sở")
    items = re.findall("<li>(.*?)</li>", congress)
    assert [re.sub("<[^>]*>", " ", item).split(" (được tính)")[0].strip() for item in items] == NAMES
    early = [name for name, item in zip(NAMES, items, strict=True) if "sớm hơn kế hoạch" in item]
    assert early == EARLY
    assert 'aria-label="Đơn vị hoàn thành chỉ đạo đại hội công đoàn cơ sở: 6/6 đơn vị"' in congress
    assert "Cụm 1 – Đơn vị hoàn thành chỉ đạo đại hội công đoàn cơ sở: 6/6 đơn vị (4 sớm hơn kế hoạch)." in congress


def test_gifts_are_provisional(page):
    gifts = topic(page, "Chăm lo đoàn viên, người lao động")
    assert 'class="marks provisional"' in gifts
    assert "Cụm 1 · 6 tháng đầu năm 2023 · tạm tính" in gifts
    assert [name for name in NAMES if name in gifts] == NAMES


def test_programmes_with_partners_are_a_table_and_the_general_figures_stand_apart(page):
    said = topic(page, "Chương trình phối hợp")
    table = said.split("</table>")[0]
    assert re.findall('<th scope="col">(.*?)</th>', table) == [
        "Bên phối hợp",
        "Mục tiêu",
        "Nội dung chính",
        "Nội dung chi tiết",
    ]
    rows = [
        [re.sub("<[^>]*>", "", cell).rstrip("■ ") for cell in re.findall("<t[hd](?: [^>]*)?>(.*?)</t[hd]>", row)]
        for row in re.findall("<tr>(.*?)</tr>", table)[1:]
    ]
    assert rows == [
        ["Với Hội Liên hiệp Phụ nữ", "3", "8", "bài báo không nêu"],
        ["Với Quận đoàn", "3", "3", "17"],
        ["Với Phòng Giáo dục và Đào tạo", "3", "8", "22"],
    ]
    assert "■■■■■ ■■■■■ ■■■■■ ■■<" in table
    assert said.count("Không cho biết đã thực hiện đến đâu.") == 4
    apart = said.split("</table>")[1]
    assert "7<small> nội dung" in apart
    assert "4<small> cơ quan" in apart
    assert "không phải tổng 8 + 3 + 8." in apart


def test_a_plan_is_no_result(page):
    said = topic(page, "Tuyên truyền, vận động")
    assert said.count("Trong các bài đã đọc, chưa bài nào nêu kết quả.") == 2
    assert said.count('class="outlined"') == 2
    assert "Kế hoạch, chưa phải kết quả" in said
    assert "LĐLĐ huyện Chương Mỹ · quý IV/2023 · kế hoạch" in said
    assert "Số liệu đến" not in said


def test_classes_and_attendances_stand_apart_with_their_words(page):
    said = topic(page, "Tập huấn cán bộ công đoàn")
    assert "4<small> lớp" in said
    assert "hơn 700<small> lượt" in said
    assert said.count('<div class="card">') == 2


@pytest.mark.parametrize(
    ("key", "claim", "printed"),
    [
        ("evidence_outreach", "a002-l12-1", "100% công nhân viên chức lao động"),
        ("evidence_coordination", "a004-l05-8", "22 nội dung chi tiết"),
        ("evidence_congress", "a001-l07-2", "4 đơn vị"),
    ],
)
def test_a_figure_leads_to_its_evidence(warehouse, key, claim, printed):
    page = opened("activities")
    page.button_group(key=key).set_value(claim).run()
    assert f'<h3 class="as-printed"><span lang="vi">“{printed}”' in body(page)


def test_every_topic_says_its_source_and_how_fresh_it_is(page):
    for html in page.get("html"):
        if 'class="card"' in html.proto.body:
            assert "Nguồn: Lao động Thủ đô" in html.proto.body
            assert "iểm tra 21/11/2026" in html.proto.body


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
    assert len(labels(app)) == len(ids)
    assert [info.value for info in app.info] == ([] if ids else [NO_OTHER])


def test_the_page_speaks_english(warehouse):
    said = body(addressed("activities", lang="en"))
    assert "Cluster 1 – Federations that completed guiding" in said
    assert "(4 ahead of plan)." in said
    assert "more than 700<small> attendances" in said
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
