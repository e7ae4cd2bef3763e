"""Every page of the folder runs, with data, without, and with a broken warehouse; a new page is covered at birth."""

import json
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.exports import picture

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted(path.name for path in ROOT.glob("pages/*.py"))


def opened(page: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard" / "frame.py"), default_timeout=30)
    app.switch_page(f"../pages/{page}")
    return app.run()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs_and_has_a_title_and_an_alternative_text_for_each_chart(warehouse, page):
    app = opened(page)
    assert [error.value for error in app.exception] == []
    assert [error.value for error in app.error] == []
    assert len(app.title) == 1
    assert all(chart.proto.alt for chart in app.get("plotly_chart"))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("missing", "Chưa có dữ liệu. Hãy chạy “python -m etl” để dựng rồi tải lại trang."),
        ("garbage", "Không đọc được tệp dữ liệu. Hãy chạy “python -m etl” để dựng lại rồi tải lại trang."),
        ("version", "Tệp dữ liệu thuộc phiên bản khác. Hãy chạy “python -m etl” để dựng lại rồi tải lại trang."),
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


def test_without_chrome_on_the_server_the_page_says_how_to_get_the_picture(warehouse, monkeypatch):
    monkeypatch.setattr(picture, "is_available", lambda: False)
    app = opened("unions_formed.py")
    links = [html.proto.body for html in app.get("html") if 'class="chart-files"' in html.proto.body]
    assert all("cần Chrome hoặc Chromium trên máy chủ" in link and "PNG</a>" not in link for link in links)
    app.radio(key="camera").set_value("svg").run()
    configs = [json.loads(chart.proto.config) for chart in app.get("plotly_chart")]
    assert all(config["displayModeBar"] and config["toImageButtonOptions"]["format"] == "svg" for config in configs)
    assert len(links) == len(app.get("plotly_chart")) == 3


def test_the_filters_change_what_is_said(warehouse):
    app = opened("unions_formed.py")
    app.selectbox(key="cluster").select("Cụm 5").run()
    assert [error.value for error in app.exception] == []
    assert any("Chưa có số liệu công bố" in info.value for info in app.info)


def test_a_pill_opens_the_evidence_card(warehouse):
    app = opened("unions_formed.py")
    app.button_group(key="evidence_unions_formed").set_value("a001-l08-1").run()
    assert [error.value for error in app.exception] == []
    said = " ".join(markdown.value for markdown in app.markdown)
    assert "16 Công đoàn cơ sở" in said
    assert "LĐLĐ quận Long Biên" in said
