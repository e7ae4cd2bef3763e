"""Every page of the folder runs, with data, without, and with a broken warehouse; a new page is covered at birth."""

import json
import re
import shutil
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.exports import picture
from tests.pages import CORE, PAGES, turn_to

ROOT = Path(__file__).parent.parent.parent


def opened(page: str, **address: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard" / "frame.py"), default_timeout=30)
    turn_to(app, page)
    for key, value in address.items():
        app.query_params[key] = value
    return app.run()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs_and_has_a_title_and_an_alternative_text_for_each_chart(met, page):
    app = opened(page, claim="a001-l08-1")
    # Whatever is published meanwhile, it is of one build.
    asks_little = page == "intake"  # of whoever is not at this computer
    assert (len(met) > 5 or asks_little, len(set(met))) == (True, 1)
    assert [error.value for error in app.exception] == []
    assert [error.value for error in app.error] == []
    assert len(app.title) == 1
    charts = app.get("plotly_chart")
    assert all(len(chart.proto.alt) > 20 for chart in charts)
    drawn = "".join(html.proto.body for html in app.get("html"))
    # Our own seeds hold no tags: one that is shown as text is a tag of ours that was escaped.
    assert re.findall("&lt;/?[a-z]+", drawn) == []


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("missing", "Chưa có dữ liệu. Hãy chạy “python -m etl” để tạo dữ liệu rồi tải lại trang."),
        ("garbage", "Không đọc được tệp dữ liệu. Hãy chạy “python -m etl” để tạo lại dữ liệu rồi tải lại trang."),
        ("version", "Tệp dữ liệu không đúng phiên bản. Hãy chạy “python -m etl” để tạo lại dữ liệu rồi tải lại trang."),
    ],
)
def test_a_page_without_its_warehouse_says_what_to_do(tmp_path, monkeypatch, page, spoil, said):
    path = tmp_path / "warehouse.duckdb"
    if spoil == "garbage":
        path.write_bytes(b"not a database" * 1000)
    elif spoil == "version":
        with duckdb.connect(str(path)) as connection:
            connection.execute("create table build as select 999 as schema_version")
    monkeypatch.setenv("WAREHOUSE", str(path))
    app = opened(page)
    assert [error.value for error in app.exception] == []
    assert [error.value for error in app.error] == [f"{said} (warehouse.duckdb)"]


@pytest.fixture(scope="module")
def empty(built, tmp_path_factory):
    """A warehouse of the right version in which no article, figure or reader's sentence stands."""
    path = tmp_path_factory.mktemp("empty") / "warehouse.duckdb"
    shutil.copy(built, path)
    with duckdb.connect(str(path)) as connection:
        for table in ("claims", "coverage", "articles", "passed_over", "corrections", "glossary", "translations"):
            connection.execute(f"delete from {table}")
        connection.execute("update build set claims = 0, passages_checked = 0")
    return path


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_without_any_figure_says_so_and_shows_no_zero(empty, monkeypatch, page, language):
    monkeypatch.setenv("WAREHOUSE", str(empty))
    app = opened(page, lang=language)
    assert [error.value for error in app.exception] == []
    assert [error.value for error in app.error] == []
    said = " ".join([*(html.proto.body for html in app.get("html")), *(info.value for info in app.info)])
    assert 'class="kpi"' not in said


@pytest.mark.parametrize("page", PAGES)
def test_a_warehouse_that_disappears_while_a_page_is_open_is_missed_in_a_sentence(built, tmp_path, monkeypatch, page):
    path = tmp_path / "warehouse.duckdb"
    shutil.copy(built, path)
    monkeypatch.setenv("WAREHOUSE", str(path))
    app = opened(page)
    path.unlink()
    app.run()
    assert [error.value for error in app.exception] == []
    assert len(app.error) == 1
    shutil.copy(built, path)
    app.run()
    assert [error.value for error in (*app.exception, *app.error)] == []
    assert len(app.title) == 1


STRANGE = {
    "unit": ["atlantis", "x" * 100_000, "<script>alert(1)</script>", "", "\0", "ba-dinh' or 1=1 --"],
    "cluster": ["cum-9", "{}", "%s"],
    "order": ["random"],
    "period": ["1066", "2023-S9", "../../etc/passwd"],
    "sector": ["nobody"],
    "lang": ["xx", "vi'; drop table claims"],
    "claim": ["no-such-claim"],
    "state": ["unheard-of"],
    "indicator": ["unheard-of"],
    "article": ["unheard-of"],
    "columns": ["unheard-of"],
    "q": ["%" * 10_000],
    "unknown": ["1"],
}


@pytest.mark.parametrize("page", PAGES)
def test_no_address_makes_a_page_fail(warehouse, page):
    app = opened(page, **STRANGE)
    assert [error.value for error in (*app.exception, *app.error)] == []
    assert len(app.title) == 1
    assert app.title[0].value
    assert all(len(warning.value) < 400 for warning in app.warning)
    # A district of another cluster: nobody is chosen, and the page says so or has no such filter.
    app = opened(page, unit=["ba-dinh"], cluster=["cum-5"])
    assert [error.value for error in (*app.exception, *app.error)] == []


def test_without_chrome_on_the_server_the_page_says_how_to_get_the_picture(warehouse, monkeypatch):
    monkeypatch.setattr(picture, "is_available", lambda: False)
    app = opened("unions_formed")
    links = [html.proto.body for html in app.get("html") if "files/unions_formed/" in html.proto.body]
    assert all("cần Chrome hoặc Chromium trên máy chủ" in link and ".png" not in link for link in links)
    app.radio(key="camera").set_value("svg").run()
    configs = [json.loads(chart.proto.config) for chart in app.get("plotly_chart")]
    assert all(config["displayModeBar"] and config["toImageButtonOptions"]["format"] == "svg" for config in configs)
    assert len(links) == len(configs) == 1


def test_the_filters_change_what_is_said(warehouse):
    app = opened("unions_formed")
    app.selectbox(key="cluster").select("C5").run()
    assert [error.value for error in app.exception] == []
    assert any("Các bài đã đọc chưa có số liệu trong phạm vi này" in html.proto.body for html in app.get("html"))


@pytest.mark.parametrize("page", [page for page in CORE if page != "members_recruited"])
def test_the_rows_of_a_chart_are_a_table_of_links_in_another_tab(warehouse, page):
    app = opened(page, view="table")
    drawn = "".join(html.proto.body for html in app.get("html"))
    assert drawn.count('<table class="figures">') == 1
    assert drawn.count('class="claim"') >= 1
    assert len(app.get("plotly_chart")) == 0


@pytest.mark.parametrize("address", [{}, {"view": "map"}, {"unit": "ung-hoa"}])
def test_one_fact_is_a_sentence_and_a_bar_without_tabs(warehouse, address):
    app = opened("members_recruited", **address)
    drawn = "".join(html.proto.body for html in app.get("html"))
    assert not app.tabs
    assert len(app.get("plotly_chart")) == 1
    said = re.sub("<[^>]*>", "", drawn.split('class="finding">')[1].split("</h2>")[0])
    assert said == "Trong các bài đã đọc, chỉ Ứng Hòa có số: 60 đoàn viên, đạt 50% chỉ tiêu cả năm"
    assert ("1/30 đơn vị được nêu số" in drawn) == ("unit" not in address)
    assert "1/1" not in drawn
