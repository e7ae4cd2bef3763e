"""What a file may be asked for: nothing is left out or taken for something else without a word."""

import asyncio
import csv
import html
import io
import re
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.exports import catalogue, files, handout, picture
from tests.conftest import apart
from tests.dashboard.test_gaps import file
from tests.dashboard.test_pages import opened
from tests.pages import PAGES

NO_FILTER = "không phải là bộ lọc của tệp này"


def refused(address: str) -> str:
    """Why there is no such file."""
    place, name, kind, asked = parts(address)
    with pytest.raises(files.NoFile) as fault:
        files.refuse(place, name, kind, asked)
    return str(fault.value)


def parts(address: str) -> tuple[str, str, str, dict[str, list[str]]]:
    found = urlsplit(address)
    place, name, kind = re.split("[/.]", found.path)
    return place, name, kind, parse_qs(found.query, keep_blank_values=True)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("agreements_signed/by_unit.csv?period=2020-S1", "kỳ “2020-S1”; các kỳ có số liệu: 2023-S1."),
        (
            "unions_formed/by_unit.csv?period=2023-S1&sector=non_state",
            "phạm vi “non_state”; các phạm vi có số liệu: _T.",
        ),
        ("unions_formed/by_unit.csv?period=2023-S1&sector=nonsense", "“nonsense”"),
        ("unions_formed/by_unit.csv?sector=nonsense", "hãy nêu cả kỳ"),
        ("unions_formed/by_unit.csv?period=", "“period” chưa có giá trị"),
        ("unions_formed/by_unit.csv?q=dong+da", f"“q” {NO_FILTER}"),
        ("gaps/list.csv?indicator=unions_formd", "“unions_formd” trong bộ lọc “indicator”; hiện có: unions_formed,"),
        ("gaps/list.csv?period=2020-S1", f"“period” {NO_FILTER}"),
        ("gaps/list.csv?q=dong+da", f"“q” {NO_FILTER}"),
        ("gaps/list.csv?state=", "“state” chưa có giá trị"),
        ("explore/claims.csv?article=nope", "“nope” trong bộ lọc “article”"),
        ("explore/claims.csv?state=omitted", f"“state” {NO_FILTER}"),
        ("explore/claims.csv?list=observations", "“observations” trong bộ lọc “list”; hiện có: claims."),
        ("explore/observations.csv?columns=rank", "“rank” trong bộ lọc “columns”"),
        ("explore/claims.csv?q=dong+da&q=ung+hoa", "“q” có hơn một lần"),
        ("selection/workbook.xlsx?indicator=unions_formed", f"“indicator” {NO_FILTER}"),
        ("selection/workbook.xlsx?klaster=cum-1", f"“klaster” {NO_FILTER}"),
        ("selection/workbook.xlsx?cluster=cum-1&cluster=cum-2", "“cluster” có hơn một lần"),
        ("selection/workbook.xlsx?cluster=cum-9", "Không rõ “cum-9”"),
        ("selection/workbook.xlsx?order=size", "“size” trong bộ lọc “order”"),
        ("selection/workbook.xlsx?period=2099", "kỳ “2099”; các kỳ có số liệu: 2023-S1, 2020-S1."),
        ("selection/workbook.xlsx?lang=fr", "“fr” trong bộ lọc “lang”; hiện có: vi, en."),
        ("selection/workbook.xlsx?unit=", "“unit” chưa có giá trị"),
        ("unit_profile/profile.pdf?unit=ba-dinh&period=2023-S1", f"“period” {NO_FILTER}"),
    ],
)
def test_a_slip_gives_no_file_but_a_sentence(warehouse, address, said):
    assert said in refused(address)


def test_the_server_refuses_as_the_shell_does(warehouse):
    assert NO_FILTER in file("gaps", "list.csv", answers=404, klaster="cum-1").decode()
    assert "2023-S1" in file("agreements_signed", "by_unit.csv", answers=404, period="2020-S1").decode()
    rows = csv.DictReader(io.StringIO(file("unions_formed", "by_unit.csv", period="2020-S1").decode("utf-8-sig")))
    assert {row["time_period"] for row in rows} == {"2020-S1"}


def test_a_selection_shows_no_other_period_than_is_asked_for(warehouse):
    for period, indicators in (
        ("2020-S1", {"unions_formed", "members_recruited"}),
        ("2023-S1", {"unions_formed", "agreements_signed"}),
    ):
        found = handout.of_selection({"period": [period], "sector": ["non_state"]}).views
        assert {view.series.time_period for view in found} == {period}
        assert {view.series.indicator_id for view in found if view.name == "by_unit"} == indicators
    assert {view.series.time_period for view in handout.of_selection({}).views} == {"2020-S1", "2023-S1"}


CHOSEN: dict[str, dict[str, str | list[str]]] = {
    "unions_formed": {"period": "2020-S1", "sector": "non_state", "order": "alphabetical", "unit": "ung-hoa"},
    "targets": {"target_period": "2020-S1", "lang": "en"},
    "gaps": {"state": ["omitted", "observed"], "indicator": "unions_formed", "claim": "a001-l08-1", "lang": "en"},
    "explore": {
        "list": "observations", "q": " ", "topic": "training", "indicator": "training_classes", "scenario": "actual",
        "article": "003_d5866a47085d44c1", "status": "A", "columns": ["unit", "lower"], "cluster": "cum-8",
    },
    "unit_profile": {"unit": "ung-hoa", "lang": "en"},
}  # fmt: skip


def test_whatever_a_page_links_to_can_be_asked_for(warehouse, monkeypatch):
    monkeypatch.setattr(picture, "is_available", lambda: True)
    found: dict[str, None] = {}
    for page in PAGES:
        for chosen in ({}, CHOSEN.get(page, {"cluster": "cum-1", "unit": "ba-dinh"})):
            app = opened(page, **chosen)
            drawn = "".join(element.proto.body for element in app.get("html"))
            found |= dict.fromkeys(map(html.unescape, re.findall('href="files/([^"]+)"', drawn)))
    names = {parts(address)[:2] for address in found}
    assert {("gaps", "list"), ("explore", "claims"), ("explore", "observations"), ("unit_profile", "profile")} < names
    assert {("selection", kind.name) for kind in catalogue.of("selection")} < names
    asked = {parameter for address in found for parameter in parts(address)[3]}
    assert {"period", "sector", "order", "state", "columns", "q", "list", "lang", "target_period", "claim"} - asked == {
        "target_period", "claim",
    }  # fmt: skip
    camera = picture.Camera()
    for one in map(parts, found):
        files.refuse(*one)
        if one[2] == "csv" or one[0] == "unit_profile":
            assert apart(partial(asyncio.run, files.make(*one, camera))).data
