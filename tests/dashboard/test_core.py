"""A core indicator is rows of the seeds: it gets its page, and all that leads there, without a line of code."""

import csv
import io
import re
import shutil
import zipfile

import pytest
from playwright.sync_api import expect
from streamlit.material_icon_names import ALL_MATERIAL_ICONS
from streamlit.testing.v1 import AppTest

from dashboard import routes
from tests.conftest import ROOT, build_with, serve
from tests.dashboard.test_browser import open_page
from tests.dashboard.test_gaps import file, rows
from tests.dashboard.test_pages import opened
from tests.dashboard.test_served import ask
from tests.pages import CORE

NAME = "Cuộc ngừng việc"
KNOWN = {"001": "3", "002": "5", "281": "2"}  # made up


def claims(known: dict[str, str]) -> list[dict[str, str]]:
    """A few strikes, in the place of a claim that is `known`."""
    start = int(known["char_start"])
    return [
        known | {
            "claim_id": f"s{unit_id}", "unit_id": unit_id, "indicator_id": "strikes", "value": value, "sector": "_T",
            "unit_measure": "STRIKE", "as_printed": f"{value} cuộc", "char_end": str(start + 6), "note": "",
        }
        for unit_id, value in KNOWN.items()
    ]  # fmt: skip


@pytest.fixture(scope="module")
def with_strikes(tmp_path_factory):
    """The warehouse of the seeds with a fourth core indicator."""
    folder = tmp_path_factory.mktemp("strikes")
    with pytest.MonkeyPatch.context() as patch:
        copy = shutil.copytree

        def add(source, target):
            copy(source, target)
            for name, row in (
                ("unit_measures", ["STRIKE", "cuộc", "strikes", "strike", "0"]),
                ("indicators", [
                    "strikes", "strikes", "true", "work_off", "welfare", "", NAME, "Strikes", "Ngừng việc", "Strikes",
                    "Số cuộc ngừng việc tập thể trong kỳ.", "Collective stoppages of work in the period.", "STRIKE",
                    "flow", "20",
                ]),
            ):  # fmt: skip
                with (target / f"{name}.csv").open("a", encoding="utf-8", newline="") as table:
                    csv.writer(table, lineterminator="\n").writerow(row)

        patch.setattr(shutil, "copytree", add)
        return build_with(folder, claims)


@pytest.fixture
def strikes(with_strikes, monkeypatch):
    monkeypatch.setenv("WAREHOUSE", str(with_strikes))


def said(app: AppTest) -> str:
    assert [error.value for error in (*app.exception, *app.error)] == []
    return " ".join(html.proto.body for html in app.get("html"))


def test_it_has_a_page_and_stands_in_the_overview_and_among_the_gaps(strikes):
    app = opened("strikes")
    assert app.title[0].value == NAME
    assert len(app.get("plotly_chart")) == 1
    assert "Số cuộc ngừng việc tập thể trong kỳ." in re.sub("<[^>]+>", "", said(app))
    overview = opened("overview")
    assert f">{NAME}" in said(overview)
    assert 'href="strikes?period=2020-S1"' in said(overview)
    assert "Ngừng việc" in [option.content for option in overview.button_group(key="map").proto.options]
    gaps = file("gaps", "list.csv", indicator="strikes", state="unpublished")
    assert all(NAME in row for row in rows(gaps)[1:])
    assert len(rows(file("gaps", "list.csv", indicator="strikes", state="observed"))) == 1 + len(KNOWN)


def test_it_has_files(strikes):
    for kind in ("csv", "xlsx", "pptx"):
        assert file("strikes", f"by_unit.{kind}", period="2020-S1")
    with zipfile.ZipFile(io.BytesIO(file("selection", "workbook.xlsx"))) as book:
        assert f'name="{NAME.replace("Cuộc n", "N")}, theo đơn vị"' in book.read("xl/workbook.xml").decode()


def test_it_is_served_from_the_moment_it_is_published(built, with_strikes, tmp_path, fresh_page):
    path = tmp_path / "warehouse.duckdb"
    shutil.copy(built, path)
    with serve(path) as address:
        assert [ask(f"{address}/{name}")[0] for name in ("unions_formed", "strikes")] == [200, 404]
        shutil.copy(with_strikes, tmp_path / "draft")
        (tmp_path / "draft").replace(path)
        assert [ask(f"{address}/{name}")[0] for name in ("unions_formed", "strikes", "strikes/x")] == [200, 200, 404]
        open_page(fresh_page, f"{address}/strikes")
        expect(fresh_page.get_by_role("heading", level=1)).to_have_text(NAME)
        fresh_page.get_by_test_id("stTopNavSection").first.click()
        link = fresh_page.get_by_role("menuitem").filter(has_text=NAME)
        expect(link).to_have_attribute("href", f"{address}/strikes")
        expect(link.get_by_test_id("stIconMaterial")).to_have_text("work_off")


def test_every_symbol_can_be_drawn():
    schema = (ROOT / "etl" / "schema.sql").read_text(encoding="utf-8")
    symbols = re.findall("'(.+?)'", schema.partition("type icon as enum")[2].partition(";")[0])
    assert set(symbols) <= set(ALL_MATERIAL_ICONS)


def test_no_page_has_the_address_of_another():
    """The rule of the ETL knows what else has an address."""
    rules = (ROOT / "etl" / "rules.sql").read_text(encoding="utf-8")
    taken = set(re.findall(r"'(\w+)'", rules.partition("lower(indicator_id) in (")[2].partition(")")[0]))
    served = {route.path.split("/")[1] for route in routes.ROUTES} - {"", *CORE}
    assert served <= taken
