"""As of an older build every page, file and address answers as it did when that was published; or it says why not."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from datetime import UTC, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import duckdb
import pytest
from playwright.sync_api import expect

from dashboard import queries, wording
from dashboard.exports import open_data
from dashboard.queries import reading
from dashboard.screens import changes
from etl.builds import HANOI, Builds, Limits, place_of
from tests.conftest import build_of, serve
from tests.dashboard.test_browser import open_page, settle
from tests.dashboard.test_every_reader import misfits, violations
from tests.dashboard.test_open_data import ask
from tests.dashboard.test_pages import opened
from tests.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
CLAIM = "a003-l08-2"  # 60 members
ADDRESS = "https://example.org/union"
ATOM = "{http://www.w3.org/2005/Atom}"
FILES = ["files/unions_formed/by_unit.csv", "files/members_recruited/by_unit.csv", "files/explore/claims.csv"]
PLACED = ("datapackage.json", "catalog.jsonld")  # these say where the others are
DATA = [name for name in open_data.names() if name not in PLACED]


def seeds(folder: Path, value: int, dropped: str = "") -> Path:
    """Seeds in which a claim has another value, and from which one is withdrawn."""
    shutil.rmtree(folder / "seeds", ignore_errors=True)
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    claims = folder / "seeds" / "claims.csv"
    text = claims.read_text(encoding="utf-8")
    text = text.replace(",60,,exact,MEMBER,A,_T,60 đoàn viên,", f",{value},,exact,MEMBER,A,_T,{value} đoàn viên,")
    lines = [line for line in text.splitlines() if not dropped or not line.startswith(dropped)]
    claims.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if value != 60:
        with (folder / "seeds" / "corrections.csv").open("a", encoding="utf-8") as file:
            file.write(f"k-{value},{CLAIM},value,60,{value},Đọc nhầm số.,reader-1,reader-2,2026-11-22\n")
        with (folder / "seeds" / "translations.csv").open("a", encoding="utf-8") as file:
            file.write("Đọc nhầm số.,Misread.\n")
    return folder


def said_by(page: str, **address: str) -> str:
    """All that a page says in HTML, without what an older build adds: its banner, and `asof` in links."""
    app = opened(page, **address)
    assert [error.value for error in [*app.exception, *app.error, *app.warning]] == []
    drawn = [html.proto.body for html in app.get("html") if 'class="as-of"' not in html.proto.body]
    charts = [chart.proto.alt for chart in app.get("plotly_chart")]
    text = re.sub("&amp;", "&", "\n".join([*drawn, *charts]))
    text = re.sub(r"([?&])asof=[0-9a-f-]+&?", r"\1", text)
    return re.sub(r'[?&](?=["#&<\n]|$)', "", text)


def answers() -> dict[str, Any]:
    """What is answered at addresses without `asof` by the build that is published now."""
    found: dict[str, Any] = {name: ask(f"/data/{name}").body for name in DATA}
    found |= {name: ask(f"/{name}").body for name in FILES}
    return found | {page: said_by(page) for page in PAGES if page not in ("intake", "changes")}


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """Three builds, one after another, with all that each of them answered while it was the newest."""
    folder = tmp_path_factory.mktemp("history")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WAREHOUSE", str(folder / "warehouse.duckdb"))
        then, listed = [], []
        for value, dropped in ((60, ""), (61, "a001-l07-2"), (60, "")):
            path = build_of(seeds(folder, value, dropped))
            then.append(answers())
            listed.append(ask(f"/data/?asof={Builds(place_of(path)).listed()[-1].seeds_sha256[:16]}"))
        yield SimpleNamespace(path=path, then=then, listed=listed, kept=Builds(place_of(path)).listed())


@pytest.fixture
def at(history: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    monkeypatch.setenv("WAREHOUSE", str(history.path))
    return history


@pytest.fixture
def spoilt(at: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The same, in a folder of the test's own."""
    path = Path(shutil.copy(at.path, tmp_path / "warehouse.duckdb"))
    shutil.copytree(place_of(at.path), place_of(path))
    monkeypatch.setenv("WAREHOUSE", str(path))
    return SimpleNamespace(path=path, kept=at.kept, folder=place_of(path))


def test_as_of_a_build_all_is_as_it_was_when_that_was_published(at: SimpleNamespace) -> None:
    assert len(at.kept) == 3
    asof = at.kept[1].seeds_sha256[:12]
    assert at.then[1] != at.then[2]
    for name in DATA:
        answer = ask(f"/data/{name}?asof={asof}")
        assert (answer.status, answer.headers["x-build"]) == (200, at.kept[1].seeds_sha256), name
        assert answer.body == at.then[1][name], name
    for name in FILES:
        assert ask(f"/{name}?asof={asof}").body == at.then[1][name], name
    for page in PAGES:
        if page not in ("intake", "changes"):
            assert said_by(page, asof=asof) == said_by_then(at.then[1][page]), page


def said_by_then(text: str) -> str:
    return re.sub(r'[?&](?=["#&<\n]|$)', "", text)


def test_a_day_in_hanoi_means_the_newest_build_until_then(at: SimpleNamespace) -> None:
    day = at.kept[-1].moment.astimezone(HANOI).date()
    found = ask(f"/data/claims.csv?asof={day}")
    assert (found.status, found.body) == (200, at.then[-1]["claims.csv"])
    first = at.kept[0].moment.astimezone(HANOI).date()
    before = ask(f"/data/claims.csv?asof={first - timedelta(days=1)}")
    assert before.status == 404
    assert f"bản cũ nhất là của ngày {wording.day(first)}" in before.body.decode()


BAD = {
    "ffffffff": "không lưu bản công bố nào có mã này",
    "x": "“asof” nhận một ngày",
    "2026-13-45": "“asof” nhận một ngày",
    "1999-01-01": "Không còn lưu bản công bố nào từ ngày đó trở về trước",
    "../../etc/passwd": "“asof” nhận một ngày",
    "<script>": "“asof” nhận một ngày",
    "9" * 5000: "“asof” nhận một ngày",
}


@pytest.mark.parametrize("asof", BAD, ids=lambda asof: asof[:20])
def test_an_asof_that_means_no_build_is_answered_in_a_sentence(at: SimpleNamespace, asof: str) -> None:
    for place in ("data/claims.csv", "data/", "files/unions_formed/by_unit.csv"):
        found = ask(f"/{place}?asof={asof}")
        assert (found.status, BAD[asof] in found.body.decode()) == (404, True)
        assert str(at.path.parent) not in found.body.decode()
    app = opened("explore", asof=asof)
    assert [error.value for error in [*app.exception, *app.error]] == []
    (warning,) = app.warning
    assert BAD[asof] in warning.value
    assert app.title == []  # no figure of another build
    assert 'href="?"' in "".join(html.proto.body for html in app.get("html"))


def test_an_empty_asof_is_no_leave_to_show_today(at: SimpleNamespace) -> None:
    assert ask("/data/claims.csv?asof=").status == 404
    assert ask("/files/unions_formed/by_unit.csv?asof=").status == 404


@pytest.mark.parametrize("spoil", ["flipped", "gone"])
def test_a_kept_build_that_is_damaged_is_said_and_none_of_it_shown(spoilt: SimpleNamespace, spoil: str) -> None:
    path = spoilt.folder / spoilt.kept[1].file
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    if spoil == "gone":
        path.unlink()
    asof = spoilt.kept[1].seeds_sha256[:8]
    found = ask(f"/data/claims.csv?asof={asof}")
    assert (found.status, "tệp đã hỏng hoặc bị mất" in found.body.decode()) == (503, True)
    (warning,) = opened("overview", asof=asof).warning
    assert "tệp đã hỏng hoặc bị mất" in warning.value
    assert ask("/data/claims.csv").status == 200  # today is as it was


@pytest.mark.parametrize(
    ("change", "status"),
    [("update build set schema_version = 7", 200), ("alter table articles drop column title", 503)],
    ids=["of the same shape", "of another shape"],
)
def test_a_build_of_an_older_version_answers_by_its_own_views_or_says_that_it_cannot(
    spoilt: SimpleNamespace, tmp_path: Path, change: str, status: int
) -> None:
    old = tmp_path / "old.duckdb"
    old.write_bytes(Builds(spoilt.folder).read(spoilt.kept[1]))
    with duckdb.connect(str(old)) as connection:
        connection.execute(change)
    index = spoilt.folder / "index.json"
    index.unlink()
    kept = Builds(spoilt.folder)
    moment = spoilt.kept[1].moment.astimezone(UTC).replace(tzinfo=None)
    kept.keep(old, "d" * 64, moment, 7, Limits())
    found = ask(f"/data/claims.csv?asof={'d' * 8}")
    assert found.status == status
    if status != 200:
        assert "Bản công bố này do một phiên bản khác của chương trình lập" in found.body.decode()


def test_an_index_that_is_none_is_said(spoilt: SimpleNamespace) -> None:
    (spoilt.folder / "index.json").write_bytes(b"{")
    assert ask(f"/data/claims.csv?asof={spoilt.kept[1].seeds_sha256[:8]}").status == 503


def test_few_older_builds_are_held_open_and_no_place_to_write_to_is_needed(
    at: SimpleNamespace, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))  # nothing can be written
    sha256 = at.kept[1].seeds_sha256
    for n in range(8, 40):
        with queries.pinned(sha256[:n]):
            assert (queries.build()["seeds_sha256"], queries.asof()) == (sha256, sha256[:n])
    assert reading._kept.cache_info().currsize == 4


def test_within_a_pin_all_is_of_one_build_whatever_is_asked_for(at: SimpleNamespace) -> None:
    first, second = (one.seeds_sha256 for one in at.kept[:2])
    with queries.pinned(second[:8]), queries.pinned(first[:8]), queries.pinned():
        assert (queries.build()["seeds_sha256"], queries.asof()) == (second, second[:8])
    assert queries.asof() is None


def test_links_files_and_addresses_carry_the_build_on(at: SimpleNamespace) -> None:
    asof = at.kept[1].seeds_sha256[:8]
    app = opened("unions_formed", asof=asof, lang="en")
    assert app.query_params["asof"] in (asof, [asof])
    drawn = "".join(html.proto.body for html in app.get("html"))
    links = re.findall(r'<a [^>]*href="([^"#]*)', drawn)
    without = [link for link in links if "asof=" not in link and not link.startswith(("mailto:", "http"))]
    assert [link for link in without if link] == ["?period=2023-S1&amp;lang=en"]  # the way back to today
    index = json.loads(ask(f"/data/?asof={asof}").body)
    assert {one["path"].partition("?")[2] for one in index["files"]} == {f"asof={asof}"}
    package = json.loads(ask(f"/data/datapackage.json?asof={asof}").body)
    assert package["resources"][0]["path"] == f"observations.csv?asof={asof}"
    packed = zipfile.ZipFile(io.BytesIO(ask(f"/data/datapackage.zip?asof={asof}").body))
    assert json.loads(packed.read("datapackage.json"))["resources"][0]["path"] == "observations.csv"


def placed(found: object) -> Iterator[str]:
    """Every address of ours in what JSON says."""
    if isinstance(found, dict | list):
        for one in found.values() if isinstance(found, dict) else found:
            yield from placed(one)
    elif isinstance(found, str) and (found.startswith(("./", "data/", ADDRESS))):
        yield found


@pytest.mark.parametrize("base", [None, ADDRESS])
def test_what_describes_an_older_build_leads_to_that_build(at: SimpleNamespace, monkeypatch: Any, base: str) -> None:
    monkeypatch.setenv("BASE_ADDRESS", base or "")
    sha256 = at.kept[1].seeds_sha256
    then = {f"/data/{name}": at.then[1][name] for name in DATA if not name.startswith("citation")}

    def follow(said: object, beside: str) -> int:
        links = [urljoin(f"{ADDRESS}{beside}", one) for one in placed(said)]
        for link in links:
            answer = ask(link.partition("#")[0].removeprefix(ADDRESS))
            assert (answer.status, answer.headers["x-build"]) == (200, sha256), link
            place = link.removeprefix(ADDRESS).partition("?")[0]
            assert base or answer.body == then.get(place, answer.body), link
        return len(links)

    n = len(open_data.names())
    index = json.loads(ask(f"/data/?asof={sha256[:8]}").body)
    assert follow([f"./{one['path']}" for one in index["files"]], "/data/") == n
    assert follow(json.loads(ask(f"/data/catalog.jsonld?asof={sha256[:8]}").body), "/data/catalog.jsonld") == 3 * n + 3
    html = ask(f"/explore?asof={sha256[:8]}", Host="127.0.0.1").body.decode()
    (said,) = re.findall('<script type="application/ld[+]json">(.*?)</script>', html)
    assert json.loads(said)["version"] == sha256
    assert follow(json.loads(said), "/explore") == 1 + len(open_data.ON_PAGES)
    assert f"<mes:ID>B{sha256[:8]}<" in ask(f"/data/structure.xml?asof={sha256[:8]}").body.decode()
    assert b"ld+json" not in ask("/explore?asof=ffffffff", Host="127.0.0.1").body


def test_who_cites_a_build_finds_the_same_again(at: SimpleNamespace, monkeypatch: Any) -> None:
    """The address that a citation gave on the day of its build answers with the same bytes after others came."""
    monkeypatch.setenv("BASE_ADDRESS", ADDRESS)
    for asked, kept in (("", at.kept[2]), (f"?asof={at.kept[1].seeds_sha256[:8]}", at.kept[1])):
        (cited,) = json.loads(ask(f"/data/citation.json{asked}").body)
        assert cited["URL"] == f"{ADDRESS}/data/?asof={kept.seeds_sha256[:16]}"
        assert cited["URL"] in ask(f"/data/citation.bib{asked}").body.decode()
        assert ask(cited["URL"].removeprefix(ADDRESS)).headers["x-build"] == kept.seeds_sha256
    monkeypatch.delenv("BASE_ADDRESS")
    now = ask(f"/data/?asof={at.kept[1].seeds_sha256[:16]}")
    assert (now.body, now.headers["etag"]) == (at.listed[1].body, at.listed[1].headers["etag"])
    today = json.loads(ask("/data/?lang=en").body)["builds"]
    assert [(one["build"], one["published_at"]) for one in today] == [
        (one.seeds_sha256, f"{one.moment:%Y-%m-%dT%H:%M:%SZ}") for one in (at.kept[2], at.kept[1])
    ]
    for one in today:
        there = ask(urljoin("/data/", one["path"]))
        assert (there.headers["x-build"], json.loads(there.body)["language"]) == (one["build"], "en")


def test_a_build_that_is_not_kept_is_cited_where_the_data_are(spoilt: SimpleNamespace, monkeypatch: Any) -> None:
    monkeypatch.setenv("BASE_ADDRESS", ADDRESS)
    tags = {name: open_data.tag(name) for name in ("citation.json", "index.json", "claims.csv")}
    (spoilt.folder / "index.json").unlink()
    (cited,) = json.loads(ask("/data/citation.json").body)
    assert cited["URL"] == f"{ADDRESS}/data/"
    assert json.loads(ask("/data/").body)["builds"] == []
    assert [name for name, tag in tags.items() if open_data.tag(name) != tag] == ["citation.json", "index.json"]


def test_the_card_says_since_when_a_figure_stands_so_and_what_it_was(at: SimpleNamespace) -> None:
    asof = at.kept[1].seeds_sha256[:8]
    day = wording.day(at.kept[1].moment.astimezone(HANOI).date())
    card = said_by("explore", claim=CLAIM, asof=asof)
    assert f"bản công bố ngày {day}; trước đó – Số liệu: 60; Nguyên văn con số: “60 đoàn viên”" in card
    assert f"bản công bố đầu tiên có ghi lịch sử, ngày {day}" in said_by("explore", claim="a001-l08-1", asof=asof)


def test_the_page_of_changes_says_build_by_build_what_changed_and_why(at: SimpleNamespace) -> None:
    app = opened("changes")
    text = re.sub("<[^>]+>", " ", "".join(html.proto.body for html in app.get("html")))
    builds = re.split(r"tổng cộng", text)[1:]
    assert len(builds) == 3
    assert "mã " + at.kept[2].seeds_sha256[:8] in builds[0]
    assert re.search(r"Đính chính\s+1.*Bổ sung\s+1", builds[0], re.DOTALL)
    assert re.search(r"60\s+→\s+61.*Lý do: Đọc nhầm số\..*Rút\s+1.*“4 đơn vị”", builds[1], re.DOTALL)
    assert "Bắt đầu ghi lịch sử" in builds[2]
    older = opened("changes", asof=at.kept[1].seeds_sha256[:8])
    assert "".join(html.proto.body for html in older.get("html")).count('class="build place"') == 2


def test_of_many_figures_of_an_article_it_is_said_how_many_are_shown(tmp_path: Path, monkeypatch: Any) -> None:
    claims = (seeds(tmp_path, 60) / "seeds" / "claims.csv").read_text(encoding="utf-8").splitlines()
    of_one = [line.partition(",")[0] for line in claims if line.startswith("a004-")]
    dropped = tmp_path / "seeds" / "claims.csv"
    dropped.write_text("\n".join(line for line in claims if not line.startswith("a004-")) + "\n", encoding="utf-8")
    build_of(tmp_path)
    monkeypatch.setenv("WAREHOUSE", str(build_of(seeds(tmp_path, 60))))
    assert len(of_one) == 10
    for most, said in ((10, "10 số liệu – "), (7, "7 trong 10 số liệu – "), (1, "1 trong 10 số liệu – ")):
        monkeypatch.setattr(changes, "AT_MOST_ROWS", most)
        assert said in "".join(html.proto.body for html in opened("changes").get("html"))


def test_the_page_of_changes_is_for_every_screen_and_every_pair_of_eyes(at: SimpleNamespace, page: Any) -> None:
    faults = []
    with serve(at.path) as server:
        for scheme, language in (("light", "vi"), ("dark", "en")):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for width in (1440, 1024, 390):
                page.set_viewport_size({"width": width, "height": 900})
                open_page(page, f"{server}/changes?lang={language}")
                expect(page.locator(".build")).to_have_count(3)
                for folded in page.locator(".build summary, .folded > details > summary").all():
                    folded.click()
                settle(page)
                faults += [(scheme, width, fault) for fault in (*violations(page), *misfits(page))]
    assert faults == []


def test_the_feed_is_atom_with_ids_and_days_that_stay(at: SimpleNamespace, monkeypatch: Any) -> None:
    monkeypatch.setenv("BASE_ADDRESS", ADDRESS)
    entries: dict[str | None, bytes] = {}
    for asof in (at.kept[1].seeds_sha256[:8], None):
        found = ask("/data/changes.xml" + (f"?asof={asof}" if asof else ""))
        assert found.headers["content-type"] == "application/atom+xml; charset=utf-8"
        feed = ET.fromstring(found.body)
        assert feed.tag == f"{ATOM}feed"
        for element in (feed, *feed.iter(f"{ATOM}entry")):
            assert all(element.find(f"{ATOM}{name}").text for name in ("id", "title", "updated"))  # type: ignore[union-attr]
        assert feed.find(f"{ATOM}author/{ATOM}name") is not None
        each = {entry.findtext(f"{ATOM}id"): ET.tostring(entry) for entry in feed.iter(f"{ATOM}entry")}
        days = [entry.findtext(f"{ATOM}updated") or "" for entry in feed.iter(f"{ATOM}entry")]
        assert feed.findtext(f"{ATOM}updated") == max(days)
        assert entries.keys() <= each.keys()
        entries = each
    assert len(entries) == 3
    assert "Lý do" not in found.body.decode()
    assert "Đọc nhầm số." in found.body.decode()
    assert "“4 đơn vị”. Dữ liệu không ghi lý do." in found.body.decode()


def test_the_history_is_open_data(at: SimpleNamespace) -> None:
    rows = list(csv.DictReader(io.StringIO(ask("/data/changes.csv").body.decode())))
    assert [(row["kind"], row["claim_id"]) for row in rows] == [
        ("withdrawn", "a001-l07-2"), ("corrected", CLAIM), ("added", "a001-l07-2"), ("corrected", CLAIM),
    ]  # fmt: skip
    assert json.loads(rows[1]["before"]) == {"value": "60.0000", "as_printed": "60 đoàn viên"}
    assert (json.loads(rows[1]["after"])["value"], rows[1]["reason"]) == ("61.0000", "Đọc nhầm số.")
    moments = {row["published_at"] for row in csv.DictReader(io.StringIO(ask("/data/builds.csv").body.decode()))}
    assert moments == {f"{one.moment:%Y-%m-%dT%H:%M:%SZ}" for one in at.kept}
    # The same seeds with another history are another file.
    tags = {ask(f"/data/changes.csv{asked}").headers["etag"] for asked in ("", f"?asof={at.kept[1].seeds_sha256[:8]}")}
    assert len(tags) == 2


def test_a_reader_of_an_older_build_stays_there_and_finds_back(at: SimpleNamespace, page: Any) -> None:
    asof = at.kept[1].seeds_sha256[:8]
    with serve(at.path) as server:
        open_page(page, f"{server}/explore?asof={asof}")
        banner = page.locator(".as-of")
        expect(banner).to_contain_text("Đây là dữ liệu theo bản công bố ngày")
        assert violations(page) == []
        page.goto(f"{server}/members_recruited?asof={asof}&period=2020-S1")
        page.locator(f'a[href*="claim={CLAIM}"]').first.click()  # a fragment of its own draws the card
        expect(page.get_by_role("dialog")).to_contain_text("“61 đoàn viên”")
        expect(page.get_by_role("dialog")).to_contain_text("trước đó – Số liệu: 60")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.locator(".as-of a").click()
        expect(page.locator(f'a[href*="claim={CLAIM}"]').first).to_be_visible()
        expect(banner).to_have_count(0)
        assert "asof" not in page.url
        page.goto(f"{server}/explore?unit=long-bien&asof=ffffffff")
        expect(page.get_by_text("không lưu bản công bố nào có mã này")).to_be_visible()
        expect(page.locator(".as-of a")).to_have_attribute("href", "?unit=long-bien")
        page.get_by_test_id("stTopNavSection").last.click()
        page.get_by_role("menuitem", name="Đính chính và thay đổi").click()
        expect(page.locator(".build")).to_have_count(3)
        expect(banner).to_have_count(0)
        page.get_by_role("link", name="Xem các trang như khi đó").first.click()
        expect(banner).to_contain_text("Đây là dữ liệu theo bản công bố ngày")
