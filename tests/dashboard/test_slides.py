"""The slides, read back as the parts that their file is made of, by other programs than the one that wrote them."""

from __future__ import annotations

import io
import math
import posixpath
import re
import shutil
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import duckdb
import openpyxl
import pypdf
import pytest
import segno
from lxml import etree

from dashboard import drawing, marks, queries, signs, wording
from dashboard.exports import handout, slides
from dashboard.links import BASE_ADDRESS
from dashboard.marks import Spans, Tiles
from dashboard.messages import language
from dashboard.rows import claims_of
from dashboard.style import LIGHT
from dashboard.views import COMPARISON
from tests import office, open_xml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class Deck:
    """A presentation as a ZIP of XML."""

    def __init__(self, data: bytes):
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.parts = {
            name: etree.fromstring(self.archive.read(name))
            for name in self.archive.namelist()
            if name.endswith((".xml", ".rels"))
        }
        ids = self.parts["ppt/presentation.xml"].iter(f"{P}sldId")
        self.slides = [Slide(self, self.related("ppt/presentation.xml", one.get(f"{R}id"))) for one in ids]

    def related(self, part: str, key: str) -> str:
        folder, name = posixpath.split(part)
        (found,) = [rel for rel in self.parts[f"{folder}/_rels/{name}.rels"] if rel.get("Id") == key]
        return posixpath.normpath(posixpath.join(folder, found.get("Target")))

    def of_type(self, part: str, kind: str) -> list[str]:
        folder, name = posixpath.split(part)
        rels = self.parts.get(f"{folder}/_rels/{name}.rels", [])
        return [
            posixpath.normpath(posixpath.join(folder, rel.get("Target")))
            for rel in rels
            if rel.get("Type").endswith(f"/{kind}")
        ]


class Slide:
    def __init__(self, deck: Deck, part: str):
        self.deck, self.part, self.root = deck, part, deck.parts[part]

    def placeholder(self, *kinds: str) -> str:
        for shape in self.root.iter(f"{P}sp"):
            place = shape.find(f".//{P}ph")
            if place is not None and (place.get("type") in kinds or place.get("idx") in kinds):
                return paragraphs(shape)
        return ""

    @property
    def title(self) -> str:
        return self.placeholder("title", "ctrTitle")

    @property
    def foot(self) -> str:
        return self.placeholder("3")

    @property
    def notes(self) -> str:
        parts = self.deck.of_type(self.part, "notesSlide")
        return paragraphs(self.deck.parts[parts[0]]) if parts else ""

    @property
    def chart(self):
        parts = self.deck.of_type(self.part, "chart")
        return Chart(self.deck, parts[0]) if parts else None

    @property
    def rows(self) -> list[list[str]]:
        return [[paragraphs(cell) for cell in row.iter(f"{A}tc")] for row in self.root.iter(f"{A}tr")]


class Chart:
    def __init__(self, deck: Deck, part: str):
        self.root = deck.parts[part]
        (book,) = deck.of_type(part, "package")
        self.book = deck.archive.read(book)
        self.sheet = openpyxl.load_workbook(io.BytesIO(self.book), data_only=True).active
        self.series = list(self.root.iter(f"{C}ser"))
        self.names = [point.findtext(f"{C}v") for point in self.series[0].find(f"{C}cat").iter(f"{C}pt")]

    def values(self, series: int) -> list[float | None]:
        points = {
            int(p.get("idx")): float(p.findtext(f"{C}v")) for p in self.series[series].find(f"{C}val").iter(f"{C}pt")
        }
        return [points.get(place) for place in range(len(self.names))]

    def cells(self, series: int) -> list[float | None]:
        return [self.sheet.cell(place + 2, series + 2).value for place in range(len(self.names))]

    @property
    def labels(self) -> dict[int, str]:
        """The words of each label, or the format in which it says the number of its bar."""
        found = {}
        for label in (label for one in self.series for label in one.iter(f"{C}dLbl")):
            if label.find(f"{C}delete") is None:
                style = label.find(f"{C}numFmt")
                found[int(label.find(f"{C}idx").get("val"))] = (
                    paragraphs(label) if style is None else style.get("formatCode")
                )
        return found


def paragraphs(element: Any) -> str:
    return "\n".join("".join(text.text or "" for text in line.iter(f"{A}t")) for line in element.iter(f"{A}p"))


@pytest.fixture(scope="module", autouse=True)
def warehouse(built):
    """One for all tests here: a handout of it is what most of them look at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WAREHOUSE", str(built))
        yield built


@pytest.fixture(scope="module")
def whole(warehouse):
    return handout.of_selection({})


@pytest.fixture(scope="module")
def deck(whole):
    return Deck(slides.as_pptx(whole))


def drawn_anew(view, figures):
    """A view by unit of other figures."""
    indicator = queries.indicators()[view.series.indicator_id]
    return replace(view, figures=figures, draw=lambda: drawing.by_unit(figures, indicator))


def drawn(whole, deck):
    """The views of a handout with their slides, where each has one."""
    return list(zip(whole.views, deck.slides[2 : 2 + len(whole.views)], strict=True))


def test_each_view_is_one_slide_that_says_something_of_its_own(whole, deck):
    titles = [slide.title for slide in deck.slides]
    assert len(set(titles)) == len(titles)
    found = drawn(whole, deck)
    assert len(found) == len(whole.views) == 11
    findings = [view.caption.title for view in whole.views]
    for view, slide in found:  # what several views find is told apart by the indicator
        finding = view.caption.title
        if view.name != "by_period":
            assert slide.title.startswith(finding)
            assert (slide.title == finding) is (findings.count(finding) == 1)
        assert slide.placeholder("1") == view.caption.subtitle
        assert (slide.chart is None) == (view.name == "tile_map")
    assert [slide.title for view, slide in found if view.name == "by_period"] == [
        "Công đoàn cơ sở thành lập mới: 4 đơn vị có số liệu (6 tháng đầu năm 2020; 6 tháng đầu năm 2023)",
        "Đoàn viên kết nạp mới: 1 đơn vị có số liệu (6 tháng đầu năm 2020)",
        "Thỏa ước lao động tập thể ký mới: 3 đơn vị có số liệu (6 tháng đầu năm 2023)",
    ]
    assert "3 trong 30 đơn vị có số liệu kỳ này (công đoàn cơ sở thành lập mới)" in titles
    of_several = (
        "Phát triển tổ chức, đoàn viên, đại hội công đoàn cơ sở, chăm lo đoàn viên, người lao động, "
        "tập huấn cán bộ công đoàn, tham gia xây dựng Đảng"
    )
    assert titles[13:] == [
        f"{of_several}: 7 số liệu",
        "Chương trình phối hợp: 10 số liệu (1/2)", "Chương trình phối hợp: 10 số liệu (2/2)",
        "Tuyên truyền, vận động: 2 số liệu", "Ý nghĩa các ký hiệu", "Nguồn",
    ]  # fmt: skip


def test_the_first_slide_says_what_this_is_of_what_and_as_of_when(whole, deck):
    first = deck.slides[0]
    assert first.title == "Số liệu công đoàn Hà Nội qua báo chí"
    said = first.placeholder("1").splitlines()
    assert said[0] == "Phạm vi: cả 30 đơn vị"
    assert "không có nghĩa là bằng 0" in said[1]
    assert said[2:] == [whole.freshness, whole.standing]


def test_the_key_figures_stand_on_one_slide_with_bound_coverage_and_standing(deck):
    assert deck.slides[1].title == "Số liệu chính"
    cluster = "3/6 đơn vị Cụm 1 · 3/30 toàn thành phố"
    assert deck.slides[1].rows == [
        ["Nội dung", "Số liệu", "Kỳ số liệu", "Độ phủ", "Nguồn"],
        [
            "Công đoàn cơ sở thành lập mới", "≥ 50 công đoàn cơ sở (tạm tính)", "6 tháng đầu năm 2023", cluster,
            "bài 001",
        ],
        [
            "Đoàn viên kết nạp mới", "60 đoàn viên (Ứng Hòa)", "6 tháng đầu năm 2020",
            "1/1 đơn vị được bài báo đề cập · 1/30 toàn thành phố", "bài 003",
        ],
        ["Thỏa ước lao động tập thể ký mới", "≥ 48 bản (tạm tính)", "6 tháng đầu năm 2023", cluster, "bài 001"],
    ]  # fmt: skip


def test_every_figure_is_on_some_slide(whole, deck):
    charted = {claim for view in whole.views for row in view.figures for claim in claims_of(row).values()}
    tables = [row for slide in deck.slides[13:-2] for row in slide.rows[1:]]
    assert len(charted) + len(tables) == len(whole.cited) == 29
    assert [
        "Lượt dự tập huấn",
        "LĐLĐ huyện Ứng Hòa",
        "hơn 700 lượt",
        "6 tháng đầu năm 2020",
        "bài 003, dòng 9",
    ] in tables
    assert {row[4] for row in tables} == {
        wording.place(claim) for claim_id, claim in whole.cited.items() if claim_id not in charted
    }


def test_the_numbers_of_a_chart_and_of_its_workbook_are_those_of_the_view(whole, deck):
    for view, slide in drawn(whole, deck):
        found = view.marks
        if isinstance(found, Tiles):
            continue
        numbers, lengths = 0, []
        if isinstance(found, Spans):
            numbers, lengths = 1, [span.days for span in found.spans]
        else:
            lengths = [bar.value for bar in found.bars]
        assert slide.chart.values(numbers) == lengths
        assert slide.chart.cells(numbers) == lengths
        if isinstance(found, Spans):
            days = [cell.date() for cell in slide.chart.cells(0)]
            assert days == [span.figure.period_start for span in found.spans]
            ends = [day + timedelta(days=value - 1) for day, value in zip(days, slide.chart.values(1), strict=True)]
            assert ends == [span.figure.period_end for span in found.spans]
        elif len(slide.chart.series) == 2:
            assert slide.chart.values(1) == slide.chart.cells(1) == [bar.target for bar in found.bars]


def test_what_the_article_leaves_out_is_a_gap_and_not_zero(whole, deck):
    (chart,) = [
        s.chart for v, s in drawn(whole, deck) if (v.name, v.series.indicator_id) == ("by_unit", "unions_formed")
    ]
    shown = dict(zip(chart.names, chart.values(0), strict=True))
    assert shown == {
        "Hai Bà Trưng": 19, "Long Biên": 16, "Ba Đình": 15, "Hoàn Kiếm: ...": None, "Đống Đa: ...": None,
        "Hoàng Mai: ...": None,
    }  # fmt: skip
    assert list(shown)[:3] == ["Hai Bà Trưng", "Long Biên", "Ba Đình"]
    plain, provisional = "[$-42A]#,##0", '[$-42A]#,##0" tạm tính"'
    assert chart.labels == {place: provisional if place < 3 else plain for place in range(6)}  # ready for a number
    fills = [point.find(f".//{A}solidFill/{A}schemeClr").get("val") for point in chart.series[0].iter(f"{C}dPt")]
    assert fills == ["accent2"] * 3  # the tint
    assert chart.root.find(f".//{C}catAx/{C}scaling/{C}orientation").get("val") == "maxMin"  # the first one on top


def test_the_words_of_a_bar_carry_its_hedge_and_its_target(whole):
    view = next(
        view for view in whole.views if view.name == "by_unit" and view.series.indicator_id == "members_recruited"
    )
    hedged = [replace(row, qualifier="more_than") if row["state"] == "observed" else row for row in view.figures]
    chart = Deck(slides.as_pptx(replace(whole, views=[drawn_anew(view, hedged)]))).slides[1].chart
    assert list(chart.labels.values()) == ["hơn 60 / 120 (tính ngược) · 50%"]
    assert [[cell.value for cell in row][1:] for row in chart.sheet] == [
        ["Đoàn viên kết nạp mới (đoàn viên)", "Chỉ tiêu cả năm", "Tỷ lệ nêu trong bài (%)", "Ghi bằng chữ"],
        [60, 120, 50, "hơn 60 / 120 (tính ngược) · 50%"],
    ]
    assert chart.sheet["B2"].number_format == '[$-42A]"hơn "#,##0'
    target = chart.series[1]
    assert target.find(f"{C}spPr/{A}noFill") is not None
    assert target.find(f"{C}dPt/{C}spPr/{A}ln/{A}prstDash").get("val") == "dash"
    assert list(target.iter(f"{C}dLbl")) != []  # behind the longer of the two


def test_results_against_targets_are_percents_within_an_outline(whole, deck):
    for view, slide in drawn(whole, deck):
        if view.name == "targets":
            assert slide.chart.values(0) == [row["reached"] for row in view.figures]
            assert slide.chart.values(1) == [100]
            assert "bài nêu 50%" in slide.chart.labels[0]
            assert slide.chart.root.find(f".//{C}valAx/{C}numFmt").get("formatCode") == '0"%"'


def test_axes_of_amounts_end_where_their_numbers_do(whole, deck):
    """Whoever changes 19 to 40 behind a chart sees a bar of that length."""
    for view, slide in drawn(whole, deck):
        if slide.chart:
            scale = slide.chart.root.find(f".//{C}valAx/{C}scaling")
            ends = [scale.find(f"{C}{end}") is not None for end in ("min", "max")]
            assert ends == [True, view.name == "by_period"]


@pytest.mark.office
@pytest.mark.skipif(office.available() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    ("name", "indicator_id", "column", "number", "said"),
    [
        ("by_unit", "unions_formed", "B", 40, {"A": "Hai Bà Trưng", "C": "40 tạm tính"}),
        ("by_period", "unions_formed", "D", 40, {"A": "Hai Bà Trưng: 40 tạm tính · 6 tháng đầu năm 2023"}),
        ("by_unit", "members_recruited", "B", 84, {"E": "84 / 120 (tính ngược) · 50%"}),
        (
            "targets",
            "members_recruited",
            "D",
            84,
            {"B": 70, "G": "84 / 120 đoàn viên (tính ngược) · bài nêu 50%"},
        ),
    ],
)
def test_what_is_said_of_a_bar_follows_what_is_typed(whole, deck, tmp_path, name, indicator_id, column, number, said):
    (chart,) = [s.chart for v, s in drawn(whole, deck) if (v.name, v.series.indicator_id) == (name, indicator_id)]
    book = openpyxl.load_workbook(io.BytesIO(chart.book))
    row = next(
        row for row in range(2, 9) if "Hai Bà Trưng" in str(book.active[f"A{row}"].value) or len(chart.names) == 1
    )
    book.active[f"{column}{row}"] = number
    file = io.BytesIO()
    book.save(file)
    saved = openpyxl.load_workbook(office.as_pdf(file.getvalue(), "xlsx", tmp_path, "xlsx"), data_only=True).active
    assert {place: saved[f"{place}{row}"].value for place in said} == said


def test_a_bar_of_time_begins_where_an_unseen_one_ends(whole, deck):
    view, slide = drawn(whole, deck)[1]
    assert view.name == "by_period"
    assert slide.chart.root.find(f".//{C}grouping").get("val") == "stacked"
    assert slide.chart.series[0].find(f"{C}spPr/{A}noFill") is not None
    assert slide.chart.names[0] == "Ba Đình: 15 tạm tính · 6 tháng đầu năm 2023"
    assert slide.chart.root.find(f".//{C}valAx/{C}numFmt").get("formatCode") == "yyyy"


def test_the_tile_map_is_shapes_with_names_and_figures(whole, deck):
    view, slide = drawn(whole, deck)[2]
    assert view.name == "tile_map"
    tiles = {paragraphs(shape): shape for shape in slide.root.iter(f"{P}sp") if shape.find(f".//{P}ph") is None}
    assert len(tiles) == 30
    assert {
        "Ba Đình\n15 tạm tính",
        "Long Biên\n16 tạm tính",
        "Hai Bà Trưng\n19 tạm tính",
        "Hoàn Kiếm\n...",
        "Ba Vì",
    } < set(tiles)
    strong = tiles["Hai Bà Trưng\n19 tạm tính"].find(f"{P}spPr/{A}solidFill/{A}srgbClr").get("val")
    assert f"#{strong}".lower() == LIGHT.accent
    assert tiles["Hoàn Kiếm\n..."].find(f"{P}spPr/{A}pattFill") is not None
    assert "vị trí tương đối" in slide.notes


def test_outside_the_selection_a_tile_is_but_a_place(warehouse):
    deck = Deck(slides.as_pptx(handout.of_selection({"unit": ["ba-dinh", "tay-ho"]})))
    slide = next(slide for slide in deck.slides if "Ô không tô nền" in slide.notes)
    tiles = {paragraphs(shape): shape for shape in slide.root.iter(f"{P}sp") if shape.find(f".//{P}ph") is None}
    assert tiles["Long Biên"].find(f"{P}spPr/{A}noFill") is not None
    assert [name for name in tiles if "\n" in name] == ["Ba Đình\n15 tạm tính"]


def test_below_a_chart_stands_one_line_and_the_rest_is_in_the_notes(whole, deck):
    for view, slide in drawn(whole, deck):
        assert slide.foot.startswith(view.caption.coverage or view.caption.plain_notes[0])
        assert len(slide.foot.splitlines()) == 1
        assert all(said in slide.notes for said in (*view.caption.plain_notes, *view.caption.sources))
        assert slide.placeholder("ftr") == f"{view.caption.freshness} · {whole.standing}"
    assert deck.slides[2].foot == "Tổng: ít nhất 50 (3/6 đơn vị Cụm 1 · 3/30 toàn thành phố). Nguồn: bài 001."
    said = deck.slides[2].notes
    assert "gạch chéo" not in said  # which native bars have not
    assert "“...”: có nhắc tên, không nêu số" in said


def test_the_notes_carry_the_evidence_of_each_mark_and_name_units_without_figure(whole, deck):
    for view, slide in drawn(whole, deck):
        for mark in view.figures:
            for claim_id in (mark["claim_id"], mark.get("target_claim_id"), mark.get("share_claim_id")):
                if claim_id is not None:
                    claim = whole.cited[claim_id]
                    (line,) = {line for line in slide.notes.splitlines() if f"Mã {claim_id}." in line}
                    assert f"“{claim['as_printed']}”" in line
                    assert wording.place(claim) in line
                    assert f"{wording.reader(claim['checked_by'])} kiểm tra ngày" in line
            if mark.get("state") in ("omitted", "unpublished"):
                assert mark["name"] in slide.notes
        assert all(note in slide.notes for note in view.caption.plain_notes)
    assert "Hoàn Kiếm (bài 001)" in deck.slides[2].notes


def test_the_last_slide_lists_every_article(whole, deck):
    heading, *rows = deck.slides[-1].rows
    assert heading == ["Mã số", "Bài báo", "Cơ quan đăng", "Ngày đăng", "Số liệu đã lấy"]
    assert {(row[0], row[1]) for row in rows} == {(wording.code(row), row["title"]) for row in whole.cited.values()}
    assert sum(int(row[4]) for row in rows) == len(whole.cited)
    assert all(row[2].endswith("(suy ra)") for row in rows)
    symbols = dict(deck.slides[-2].rows)
    assert {sign for sign, _ in signs.legend() if sign} < set(symbols)
    assert "không có nghĩa là bằng 0" in symbols["(để trống)"]


def test_where_nothing_is_published_the_deck_says_so(warehouse):
    deck = Deck(slides.as_pptx(handout.of_selection({"unit": ["soc-son"]})))
    assert [slide.title for slide in deck.slides] == ["Số liệu công đoàn Hà Nội qua báo chí", "Ý nghĩa các ký hiệu"]
    assert "Các bài đã đọc chưa có số liệu trong phạm vi này. Điều đó không có nghĩa là bằng 0." in deck.slides[
        0
    ].placeholder("1")


def test_a_selection_that_articles_only_mention_shows_that(warehouse):
    deck = Deck(slides.as_pptx(handout.of_selection({"unit": ["hoang-mai"]})))
    charts = [slide.chart for slide in deck.slides if slide.chart]
    assert [(chart.names, chart.values(0)) for chart in charts] == [(["Hoàng Mai: ..."], [None])] * 2
    assert [row[0] for row in deck.slides[-1].rows] == ["Mã số", "001"]


def test_one_view_is_a_deck_of_its_own(whole):
    view = whole.views[0]
    deck = Deck(slides.as_pptx(handout.of_view(view, whole.selection, view.series.indicator_id)))
    assert [slide.title for slide in deck.slides] == [
        view.caption.title, view.caption.title, "Ý nghĩa các ký hiệu", "Nguồn",
    ]  # fmt: skip
    assert [row[4] for row in deck.slides[-1].rows[1:]] == ["3", "1"]  # three are drawn, a note names one more


def test_long_lists_go_onto_further_slides_and_lose_nothing(whole):
    view = whole.views[0]
    found = [
        replace(row, state="observed", value=10.0 + place, obs_status="A", qualifier="exact")
        for place, row in enumerate(view.figures)
    ]
    deck = Deck(slides.as_pptx(replace(whole, views=[drawn_anew(view, found)])))
    charts = [slide.chart for slide in deck.slides if slide.chart]
    assert [slide.title.removeprefix(view.caption.title) for slide in deck.slides[1:3]] == [" (1/2)", " (2/2)"]
    assert [name for chart in charts for name in chart.names] == [row["name"] for row in found]
    assert [value for chart in charts for value in chart.values(0)] == [row["value"] for row in found]
    tops = {chart.root.find(f".//{C}valAx/{C}scaling/{C}max").get("val") for chart in charts}
    frames = {
        chart.root.findtext(f".//{C}manualLayout") or etree.tostring(chart.root.find(f".//{C}manualLayout"))
        for chart in charts
    }
    assert (len(tops), len(frames)) == (1, 1)  # one scale


def test_the_periods_of_a_unit_stay_on_one_slide(whole):
    view = next(view for view in whole.views if view.name == "by_period")
    found = [
        replace(view.figures[0], unit_id=unit, name=f"Đơn vị {unit}", time_period=f"{year}", value=1.0 * year)
        for unit in range(9)
        for year in range(2017, 2020)
    ]
    compared = drawing.comparison(found, queries.indicators()[view.series.indicator_id])
    deck = Deck(
        slides.as_pptx(replace(whole, views=[replace(view, kind=COMPARISON, figures=found, draw=lambda: compared)]))
    )
    charts = [slide.chart for slide in deck.slides if slide.chart]
    assert [len(chart.names) for chart in charts] == [18, 9]
    assert [value for chart in charts for value in chart.values(0)] == [mark["value"] for mark in found]


HOSTILE = "=1+1\x01\x0b\x1f\ufffe\u202e <b>&amp; ]]> \"'_x0041_ " + "dài " * 60


@pytest.fixture
def hostile(built, tmp_path, monkeypatch):
    """A handout whose seeds hold letters that break files, formulas and very long names."""
    path = tmp_path / "warehouse.duckdb"
    shutil.copy(built, path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("update units set name = ? || name where unit_kind = 'federation'", [HOSTILE])
        connection.execute("update articles set title = ? || title, publisher = ?", [HOSTILE, HOSTILE])
        connection.execute("update indicators set name_vi = ?, name_en = ?", [HOSTILE, HOSTILE])
        connection.execute("update claims set as_printed = ?", [HOSTILE[:60]])
    monkeypatch.setenv("WAREHOUSE", str(path))
    return handout.of_selection({})


def test_hostile_text_stays_text_in_a_valid_file(hostile):
    data = slides.as_pptx(hostile)
    assert check(data) == []
    deck = Deck(data)
    assert len(deck.slides) >= 14
    for chart in filter(None, (slide.chart for slide in deck.slides)):
        cells = [cell for row in openpyxl.load_workbook(io.BytesIO(chart.book)).active.iter_rows() for cell in row]
        formulas = [re.sub('"[^"]*"', "", cell.value) for cell in cells if cell.data_type == "f"]
        assert [one for one in formulas if not re.fullmatch(r"=(?:[A-Z]+\(|[A-Z]+\d+|[\d&(),=<>*/])+", one)] == []
        assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n", "d", "f"}
        assert chart.sheet._hyperlinks == []
        assert all(name.startswith("=1+1") for name in chart.names)
    text = "".join(paragraphs(slide.root) + slide.notes for slide in deck.slides)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e\ufffe]", text)
    assert "<b>&amp; ]]>" in text


@pytest.mark.parametrize("spoken", ["vi", "en"])
def test_the_file_is_as_powerpoint_expects(warehouse, spoken):
    language.set(spoken)
    try:
        data = slides.as_pptx(handout.of_selection({"lang": [spoken]}))
    finally:
        language.set("vi")
    assert check(data) == []
    deck = Deck(data)
    runs = [run for slide in deck.slides for run in slide.root.iter(f"{A}r", f"{A}fld")]
    runs += [run for slide in deck.slides if slide.chart for run in slide.chart.root.iter(f"{A}r")]
    spoken_in = Counter(run.find(f"{A}rPr").get("lang") for run in runs)
    assert set(spoken_in) == ({"vi-VN"} if spoken == "vi" else {"vi-VN", "en-GB"})  # titles of articles are Vietnamese
    core = deck.parts["docProps/core.xml"]
    assert core.findtext("{http://purl.org/dc/elements/1.1/}language") == {"vi": "vi-VN", "en": "en-GB"}[spoken]


def check(data: bytes) -> list[str]:
    """What PowerPoint would ask to repair, or a screen reader would miss."""
    return open_xml.faults(data, "pptx") + [
        f"{slide.part}: {fault}" for slide in Deck(data).slides for fault in faults_of(slide)
    ]


def faults_of(slide: Slide) -> Iterator[str]:
    if not slide.title:
        yield "no title"
    for shape in slide.root.iter(f"{P}sp"):
        if shape.find(f".//{P}ph") is not None and not paragraphs(shape).strip():
            yield "empty placeholder"
    for shape in slide.root.iter(f"{P}graphicFrame", f"{P}pic", f"{P}grpSp"):
        if not shape.find(f".//{P}cNvPr").get("descr"):
            yield f"no words for {shape.tag}"


def test_nothing_of_the_librarys_template_is_left(deck):
    names = deck.archive.namelist()
    assert not [name for name in names if "printerSettings" in name or "thumbnail" in name or "app.xml" in name]
    assert len([name for name in names if re.fullmatch(r"ppt/slideLayouts/slideLayout\d+\.xml", name)]) == 3
    core = etree.tostring(deck.parts["docProps/core.xml"], encoding="unicode")
    assert "Steve" not in core
    size = deck.parts["ppt/presentation.xml"].find(f"{P}sldSz")
    assert math.isclose(int(size.get("cx")) / int(size.get("cy")), 16 / 9, rel_tol=1e-3)
    assert size.get("type") is None
    theme = deck.parts["ppt/theme/theme1.xml"]
    assert {font.get("typeface") for font in theme.iter(f"{A}latin")} == {"Arial"}


def test_the_same_handout_gives_the_same_bytes(whole):
    data = slides.as_pptx(whole)
    assert data == slides.as_pptx(whole)
    written = Deck(data).parts["docProps/core.xml"].findtext("{http://purl.org/dc/terms/}created")
    assert written.startswith(str(whole.build["built_at"].date()))


def test_a_link_leads_back_in_letters_and_as_a_code(warehouse, monkeypatch):
    monkeypatch.setenv(BASE_ADDRESS, "https://example.org/union")
    deck = Deck(slides.as_pptx(handout.of_selection({"unit": ["ba-dinh"]})))
    link = "https://example.org/union/?unit=ba-dinh"
    first = deck.slides[0]
    assert link in paragraphs(first.root)
    (rels,) = [part for name, part in deck.parts.items() if name.endswith("slides/_rels/slide1.xml.rels")]
    assert link in [rel.get("Target") for rel in rels if rel.get("TargetMode") == "External"]
    code = io.BytesIO()
    segno.make(link, error="m", micro=False).save(code, kind="png", scale=6, border=2, dark=LIGHT.ink)
    assert deck.archive.read(deck.of_type(first.part, "image")[0]) == code.getvalue()
    assert link in deck.slides[2].notes


@pytest.mark.office
@pytest.mark.skipif(office.available() is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_every_slide_with_its_words(whole, tmp_path):
    pages = pages_of(slides.as_pptx(whole), tmp_path)
    assert len(pages) == 19
    for view, said in zip(whole.views, pages[2:], strict=False):
        labels = [str(mark.label) for mark in marks.of(view.marks)]
        for words in (view.caption.subtitle, *labels):
            assert Counter(words) - Counter(said) == Counter(), words


@pytest.mark.office
@pytest.mark.skipif(office.available() is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_hostile_text(hostile, tmp_path):
    pages = pages_of(slides.as_pptx(hostile), tmp_path)
    assert len(pages) >= 14


def pages_of(data: bytes, folder: Path) -> list[str]:
    """The letters of each page; their order tells nothing: those with marks come from a font of their own."""
    return [page.extract_text() for page in pypdf.PdfReader(office.as_pdf(data, "pptx", folder)).pages]
