"""What all files of a selection are made of: annexes, and figures that are about more than the chosen units."""

import asyncio
import io
import re
import shutil
import zipfile
from dataclasses import replace

import docx
import duckdb
import pytest

from dashboard import activities, drawing, queries, tables, views, wording
from dashboard.exports import files, handout, picture, report
from dashboard.figure import Figure
from dashboard.selection import resolve
from tests.conftest import apart
from tests.dashboard.test_targets import made_up_targets, made_up_warehouse

__all__ = ["made_up_targets", "made_up_warehouse"]  # fixtures


@pytest.fixture
def other(built, tmp_path):
    """A warehouse in which a figure of Long Biên is one of its cluster, and one of Hai Bà Trưng is another number."""
    path = tmp_path / "warehouse.duckdb"
    shutil.copy(built, path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("update claims set unit_id = 'C1' where claim_id = 'a001-l08-1'")
        connection.execute("update claims set value = 96 where claim_id = 'a001-l08-2'")
    return path


def test_figures_of_the_cluster_go_along_whole(other, monkeypatch):
    monkeypatch.setenv("WAREHOUSE", str(other))
    found = handout.of_selection({"unit": ["ba-dinh"]})
    assert {row["unit_id"] for row in found.shared} == {"C1"}
    assert "a001-l08-1" in {row["claim_id"] for row in found.shared}
    assert {row["claim_id"] for row in found.shared} <= found.cited.keys()
    assert [
        row["claim_id"] for row in found.shared if (row["lower"], row["upper"]) != (row["value"], row["value"])
    ] == []
    assert handout.of_selection({}).shared == []  # the city's figures hold them already


def test_a_file_is_of_one_build(built, other, monkeypatch):
    monkeypatch.setenv("WAREHOUSE", str(built))
    series = queries.Series("unions_formed", "2023-S1", "_T")

    def sum_of_two():
        return queries.total(series, ("001", "007"))["value"]

    with queries.pinned():
        assert sum_of_two() == 34
        monkeypatch.setenv("WAREHOUSE", str(other))
        assert sum_of_two() == 34
    assert sum_of_two() == 111


@pytest.mark.parametrize("asked", [{}, {"cluster": ["cum-1"]}, {"period": ["2020-S1"]}])
def test_every_article_that_an_annex_speaks_of_is_in_its_list(warehouse, asked):
    for one in handout.of_selection(asked).annexes:
        named = {code for line in one.lines for code in re.findall(r"bài (\d+)", line.note)}
        assert named <= {wording.code(row) for row in one.cited}


def test_a_target_without_a_result_stands_in_the_annex(made_up_targets):
    found = handout.of_selection({"period": ["2020-S1"]})
    one = next(one for one in found.annexes if one.series == ("unions_formed", "2020-S1", "_T"))
    lines = {line.name: line for line in one.lines}
    me_linh = lines["Mê Linh"]
    assert (str(me_linh.target), str(me_linh.result), me_linh.note) == (
        "13", "", "chưa có trong bài đã đọc; chỉ tiêu giao",
    )  # fmt: skip
    assert set(me_linh.claims) == {"target_claim_id"}
    assert set(me_linh.claim_ids) <= found.cited.keys()
    assert str(lines["Ba Đình"].target) == "52"  # the one that its result is measured by, not another one


def test_a_unit_alone_has_no_sum(warehouse):
    (one, *_) = handout.of_selection({"unit": ["ba-dinh", "long-bien", "soc-son"]}).annexes
    assert [line.name for line in one.lines if line.kind != "unit"] == [
        "Cộng các đơn vị được chọn của Cụm 1 (2/2 đơn vị)",
        "Tổng cộng (2/3 đơn vị đã chọn)",
    ]


def test_a_target_keeps_its_hedge_and_a_part_its_standing(warehouse):
    row = Figure(name="Ba Đình", value=15, obs_status="A", target=40, target_qualifier="at_least", target_status="A",
                 share_printed=37.25)  # fmt: skip
    (bar,) = drawing.by_unit([row], queries.indicators()["unions_formed"]).bars
    assert str(bar.label) == "15 / ít nhất 40 · 37,25%"
    assert tables.by_unit([row]).rows == [["Ba Đình", "15", "ít nhất 40", "37,25%", "có số liệu", ""]]
    whole = Figure(name_vi="Đơn vị hoàn thành", value=6, out_of=6, qualifier="exact", scenario="actual", obs_status="A")
    part = replace(whole, name_vi="Đơn vị hoàn thành sớm", value=4, out_of=None, obs_status="P")
    assert activities.part(part, whole) == "4 sớm (tạm tính)"
    assert activities.part(part, replace(whole, obs_status="P")) == "4 sớm"


@pytest.mark.parametrize(
    ("qualifiers", "said"),
    [(("about", "nearly", "at_least"), "ít nhất khoảng 50"), (("at_most", "nearly", "about"), "chưa cộng được")],
)
def test_a_sum_of_estimates_is_said_alike_everywhere(built, tmp_path, monkeypatch, qualifiers, said):
    path = tmp_path / "warehouse.duckdb"
    shutil.copy(built, path)
    with duckdb.connect(str(path)) as connection:
        for number, qualifier in enumerate(qualifiers, 1):
            connection.execute("update claims set qualifier = ? where claim_id = ?", [qualifier, f"a001-l08-{number}"])
    monkeypatch.setenv("WAREHOUSE", str(path))
    found = handout.of_selection({"cluster": ["cum-1"]})
    series = queries.Series("unions_formed", "2023-S1", "_T")
    of_series = [view for view in found.views if view.series == series]
    covered = {view.caption.coverage for view in of_series if view.name != "by_period"}
    assert covered == {f"Tổng: {said} (3/6 đơn vị Cụm 1)."}
    (one,) = [one for one in found.annexes if one.series == series]
    assert [str(line.result) for line in one.lines if line.kind == "cluster"] == [said]
    paragraphs = docx.Document(io.BytesIO(report.as_docx(found, {}))).paragraphs
    assert [p.text for p in paragraphs if said in p.text] != []


def test_a_report_whose_pictures_cannot_be_drawn_says_so(warehouse, monkeypatch):
    class Broken(picture.Camera):
        async def take(self, *_):
            raise picture.NoPicture

    monkeypatch.setattr(picture, "is_available", lambda: True)
    made = apart(lambda: asyncio.run(files.make("selection", "report", "docx", {}, Broken())))
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        assert not [name for name in archive.namelist() if name.endswith(".png")]
        assert "Không kèm hình biểu đồ" in archive.read("word/document.xml").decode()


def test_the_article_of_a_target_is_among_the_sources(made_up_warehouse, tmp_path, monkeypatch):
    path = tmp_path / "warehouse.duckdb"
    shutil.copy(made_up_warehouse, path)
    monkeypatch.setenv("WAREHOUSE", str(made_up_warehouse))
    series = queries.Series("unions_formed", "2020-S1", "_T")
    whole = resolve([])[0]
    target = next(row["target_claim_id"] for row in queries.by_unit(series) if row["target_claim_id"])
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "update claims set article_id = (select article_id from articles where article_id like '000%') "
            "where claim_id = $target",
            {"target": target},
        )
    monkeypatch.setenv("WAREHOUSE", str(path))
    for view in (views.by_unit(series, whole), views.targets(series, whole)):
        assert view
        assert any("Chương Mỹ" in line for line in view.caption.sources)


def test_pictures_of_a_period_that_has_none_say_that_there_are_other_figures(warehouse):
    asked = {"unit": ["dong-da"], "period": ["2020-S1"]}
    made = apart(lambda: asyncio.run(files.make("selection", "charts", "zip", asked, picture.Camera())))
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        (name,) = archive.namelist()
        assert "Không có biểu đồ nào trong phạm vi này" in archive.read(name).decode()
