"""The report as other programs read it: its XML, its page, its footnotes, and what LibreOffice prints of it."""

import io
import re
import shutil
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import dataclass, replace
from functools import cached_property

import docx
import duckdb
import pypdf
import pytest
from PIL import Image

from dashboard import citations, provenance, queries, signs, wording
from dashboard.exports import annex, handout, report
from dashboard.exports.letters import clean
from dashboard.exports.report import writing
from dashboard.messages import language, t
from dashboard.rows import observed
from tests import office, open_xml
from tests.dashboard.test_targets import made_up_targets, made_up_warehouse

__all__ = ["made_up_targets", "made_up_warehouse"]  # fixtures

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACES = {
    "w": W[1:-1],
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}
MILLIMETRE = 1440 / 25.4
SELECTIONS = {"whole": {}, "cluster": {"cluster": ["cum-1"]}, "unit": {"unit": ["ung-hoa"]}}


@dataclass(frozen=True)
class Opened:
    """A report as a zip file of XML."""

    data: bytes

    @cached_property
    def files(self):
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    @cached_property
    def body(self):
        return ET.fromstring(self.files["word/document.xml"]).find("w:body", SPACES)

    @cached_property
    def footnotes(self):
        """The texts of the footnotes by number; those above them, which are lines, have none."""
        root = ET.fromstring(self.files["word/footnotes.xml"])
        return {int(note.attrib[f"{W}id"]): text_of(note).strip() for note in root}

    @property
    def paragraphs(self):
        """The paragraphs that stand in no table."""
        return self.body.findall("w:p", SPACES)

    @property
    def lines(self):
        return [text_of(paragraph) for paragraph in self.paragraphs]

    def part(self, number):
        """The paragraphs of a part: those after its heading and before the next one."""
        heading = next(p for p in self.paragraphs if style_of(p) == "Heading1" and text_of(p).startswith(f"{number}. "))
        found = self.paragraphs[self.paragraphs.index(heading) + 1 :]
        end = next((i for i, p in enumerate(found) if style_of(p) in ("Heading1", "AnnexHeading")), len(found))
        return found[:end]

    @property
    def annexes(self):
        """The tables of the annexes, each as its rows of words."""
        blocks = list(self.body)
        first = next(i for i, block in enumerate(blocks) if style_of(block) == "AnnexHeading")
        return [rows_of(block) for block in blocks[first:] if block.tag == f"{W}tbl"]


def style_of(paragraph):
    found = paragraph.find("w:pPr/w:pStyle", SPACES)
    return None if found is None else found.get(f"{W}val")


def text_of(element):
    """The words of an element without the numbers of its footnotes."""
    notes = {id(run) for run in element.iter(f"{W}r") if run.find("w:rPr/w:rStyle", SPACES) is not None}
    commas = {id(run) for run in element.iter(f"{W}r") if run.find("w:rPr/w:vertAlign", SPACES) is not None}
    runs = (run for run in element.iter(f"{W}r") if id(run) not in notes | commas)
    return "".join(text.text or "" for run in runs for text in run.findall("w:t", SPACES))


def cited_in(element):
    """The numbers of the footnotes that an element refers to, for the first time or again."""
    first = [int(reference.get(f"{W}id")) for reference in element.iter(f"{W}footnoteReference")]
    fields = (field.get(f"{W}instr") for field in element.iter(f"{W}fldSimple"))
    return first + [int(found[1]) for field in fields if (found := re.match(r" NOTEREF _note(\d+) ", field))]


def rows_of(table):
    return [["".join(map(text_of, cell)) for cell in row.findall("w:tc", SPACES)] for row in table.iter(f"{W}tr")]


def made(asked, spoken="vi", pictures=None):
    token = language.set(spoken)
    try:
        whole = handout.of_selection(asked)
        data = report.as_docx(whole, pictures or {})
        assert open_xml.faults(data, "docx") == []
        return whole, Opened(data)
    finally:
        language.reset(token)


@pytest.fixture(scope="module", autouse=True)
def reading(built):
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("WAREHOUSE", str(built))
        patched.delenv("BASE_ADDRESS", raising=False)
        yield


@pytest.fixture(scope="module", params=SELECTIONS)
def written(reading, request):
    return made(SELECTIONS[request.param])


@pytest.fixture(scope="module")
def whole(reading):
    return made({})


def png(width=192, height=96):
    file = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(file, "png")
    return file.getvalue()


# Footnotes.


def test_every_reference_leads_to_a_footnote_and_every_footnote_is_referred_to(written):
    _, opened = written
    referred = [int(reference.get(f"{W}id")) for reference in opened.body.iter(f"{W}footnoteReference")]
    assert referred == sorted(number for number in opened.footnotes if number > 0)  # once each, in their order
    marks = {mark.get(f"{W}name") for mark in opened.body.iter(f"{W}bookmarkStart")}
    assert {f"_note{number}" for number in cited_in(opened.body)} == marks
    assert all(text for number, text in opened.footnotes.items() if number > 0)


def test_footnotes_are_footnotes_to_word(whole):
    _, opened = whole
    root = ET.fromstring(opened.files["word/footnotes.xml"])
    assert {note.get(f"{W}type") for note in root} == {"separator", "continuationSeparator", None}
    settings = ET.fromstring(opened.files["word/settings.xml"])
    assert [note.get(f"{W}id") for note in settings.findall("w:footnotePr/w:footnote", SPACES)] == ["-1", "0"]
    styles = {style.get(f"{W}styleId") for style in ET.fromstring(opened.files["word/styles.xml"])}
    assert {"FootnoteText", "FootnoteReference", "Heading1", "Heading2", "Caption"} <= styles
    assert b"/word/footnotes.xml" in opened.files["[Content_Types].xml"]


@pytest.mark.parametrize("spoken", ["vi", "en"])
@pytest.mark.parametrize("asked", SELECTIONS.values(), ids=SELECTIONS)
def test_every_figure_of_the_selection_has_a_footnote_with_its_printed_words(asked, spoken):
    shown, opened = made(asked, spoken)
    token = language.set(spoken)
    assert led_to(shown, opened) == set(shown.cited) != set()
    language.reset(token)


def led_to(shown, opened):
    """The claims that have a footnote of their own; the first of an article gives it in full, the others its number.

    Who read a figure is said in the introduction; what was noted of it is said, or stands in the footnote it names.
    """
    assert len({provenance.read(claim) for claim in shown.cited.values()}) == 1
    by_code = {f" {wording.sentence(t('code {claim}', claim=key))}.": claim for key, claim in shown.cited.items()}
    found, articles = [], set()
    for text in opened.footnotes.values():
        for claim in (claim for code, claim in by_code.items() if code in text):
            is_known = claim["article_id"] in articles
            said = provenance.cited(claim, is_known=is_known, is_read=True)
            if again := re.fullmatch(f"{re.escape(said)} {t('Readers’ note: as in footnote')} (\\d+)[.]", text):
                assert opened.footnotes[int(again[1])].endswith(handout.noted(claim))
            else:
                assert text == f"{said} {handout.noted(claim)}".rstrip()
            articles.add(claim["article_id"])
            found.append(claim["claim_id"])
    assert len(set(found)) == len(found)
    return set(found)


SOURCE = (
    "Lao động Thủ đô (suy ra), “Liên đoàn Lao động huyện Ứng Hòa: Xây dựng tổ chức Công đoàn vững mạnh” "
    "(bài 003, dòng 8), đăng trong khoảng 01/06/2020–31/12/2020 (suy ra)"
)
OF_TWO = "Một tỷ lệ nêu chung cho hai chỉ tiêu."
TIMES = "Dòng này không nêu kỳ báo cáo; kỳ lấy theo dòng 5 và 8."


@pytest.mark.parametrize(
    ("changed", "read", "behind"),
    [
        ({}, "người số 2 kiểm tra ngày 21/11/2026", ""),
        (
            {"checked_by": "reader-3"},
            "người số 2 kiểm tra ngày 21/11/2026",
            " Do người số 1 nhập ngày 21/11/2026, người số 3 kiểm tra ngày 21/11/2026.",
        ),
    ],
)
def test_what_footnotes_share_is_said_once_and_what_differs_in_its_own(whole, changed, read, behind):
    ours = handout.of_selection({"unit": ["ung-hoa"]})
    alike = {"note": TIMES} | changed
    cited = {key: replace(claim, **alike) if key == "a003-l10-2" else claim for key, claim in ours.cited.items()}
    opened = Opened(report.as_docx(replace(ours, cited=cited), {}))
    (said,) = [line for line in opened.lines if line.startswith("Báo cáo tổng hợp")]
    assert f"Trừ trường hợp chú thích ghi khác, số liệu do người số 1 nhập ngày 21/11/2026, {read}." in said
    first, share = "1 công đoàn cơ sở doanh nghiệp ngoài nhà nước", "50% đối với cả 2 chỉ tiêu"
    assert [text for number, text in opened.footnotes.items() if number > 0] == [
        f"“{words}”: {place}.{read_by} Mã a003-{code}. Ghi chú của người đọc: {noted}"
        for words, place, read_by, code, noted in (
            (first, SOURCE, "", "l08-1", ("Chưa rõ bài được đăng trước hay sau khi hết 6 tháng; bài không nêu là "
             "số tạm tính.")),
            (share, "bài 003, dòng 8", "", "l08-3", (f"{OF_TWO} Bài không nêu chỉ tiêu tính cho khu vực nào; lấy theo "
             "con số thực hiện đi cùng.")),
            ("60 đoàn viên", "bài 003, dòng 8", "", "l08-2", "Bài không nêu 60 đoàn viên thuộc khu vực nào."),
            (share, "bài 003, dòng 8", "", "l08-4", OF_TWO),
            ("10 công đoàn cơ sở", "bài 003, dòng 10", "", "l10-1", (f"{TIMES} Bài nêu việc chỉ đạo thực hiện, chưa "
             "nêu kết quả hoàn thành.")),
            ("4 lớp tập huấn", "bài 003, dòng 9", "", "l09-1", TIMES),
            ("hơn 700 lượt cán bộ công đoàn cơ sở", "bài 003, dòng 9", "", "l09-2", (f"{TIMES} Lượt dự, không phải số "
             "người.")),
            ("46 đảng viên mới", "bài 003, dòng 10", behind, "l10-2", "như chú thích 6."),
        )
    ]  # fmt: skip
    assert cited_in(ET.fromstring(opened.files["word/footnotes.xml"])) == [6]


def sentences_of(paragraph):
    """The sentences of a paragraph, with a star for each footnote."""
    said = ""
    for element in paragraph:
        said += "*" * len(cited_in(element)) or text_of(element) * (element.find("w:rPr/w:vertAlign", SPACES) is None)
    return re.findall(r".+?(?:[.]\**(?=\s|$)|$)", said) if style_of(paragraph) == "BodyText" else [said]


def test_every_sentence_with_a_figure_has_a_footnote(written):
    shown, opened = written
    periods = sorted({wording.period(claim["time_period"]) for claim in shown.cited.values()}, key=len, reverse=True)
    known = (
        r"\d+ đơn vị chưa có số liệu của kỳ này trong các bài đã đọc",
        "Độ phủ: .*",
        "01/01",
        r"Cụm \d",
        r"xem mục \d+",
        *map(re.escape, periods),
    )
    no_figure = re.compile("|".join(known), re.IGNORECASE)
    said = [
        sentence
        for paragraph in (*opened.part("I"), *opened.part("II"))
        if not str(style_of(paragraph)).startswith("Heading")
        for sentence in sentences_of(paragraph)
    ]
    assert sum("*" in sentence for sentence in said) >= 5
    assert [one for one in said if re.search(r"\d", no_figure.sub("", one)) and "*" not in one] == []


# What it says.


def test_each_unit_is_said_as_the_screen_says_it(written):
    shown, opened = written
    lines = "\n".join(opened.lines)
    n = 0
    for view in shown.views:
        if view.name not in ("by_unit", "targets"):
            continue
        for row in observed(view.figures):
            claim = shown.cited[row["claim_id"]]
            provisional = " (tạm tính)" if row["obs_status"] == "P" else ""
            figure = f"{wording.amount(row['value'], row['qualifier'])} {wording.measure(claim)}"
            assert f"{citations.whom(claim)}: {figure}{provisional}" in lines
            n += 1
    assert n > 0


def test_findings_and_sums_are_those_of_the_screen(whole):
    shown, opened = whole
    lines = opened.lines
    by_unit = [view for view in shown.views if view.name == "by_unit"]
    for view in by_unit:
        total = queries.total(view.series, shown.selection.unit_ids)
        covered = wording.coverage(total, shown.selection.counted()).replace(" · ", "; ")
        (line,) = [
            line
            for line in lines
            if line.startswith(subject(view)) and covered in line and finding(view, total) in line
        ]
        if total["n_observed"] > 1:
            assert f"tổng cộng ít nhất {wording.number(total['value'])} " in line
            assert "(tạm tính)" in line
    said = "\n".join(lines)
    assert (
        "tổng cộng ít nhất 50 công đoàn cơ sở (tạm tính), tính trên các đơn vị có số liệu (3/6 đơn vị Cụm 1; 3/30"
        in said
    )
    assert "Hai Bà Trưng nhiều nhất trong 3 đơn vị được nêu số: 19 công đoàn cơ sở" in said
    assert "Có nhắc tên, không nêu số: Hoàn Kiếm, Đống Đa, Hoàng Mai." in said
    assert "24 đơn vị chưa có số liệu của kỳ này trong các bài đã đọc" in said
    # One unit is no ranking, and what is said of it under its indicator is not said again under the targets.
    assert "doanh nghiệp ngoài nhà nước (lũy kế từ 01/01), LĐLĐ huyện Ứng Hòa: 1 công đoàn cơ sở, đạt 50%" in said
    assert "\n".join(map(text_of, opened.part("I"))).count("60 đoàn viên") == 1


def finding(view, total):
    """What must stand beside a sum; one figure is no ranking."""
    return view.caption.title if total["n_observed"] > 1 else "60 đoàn viên"


def subject(view):
    """The period of a series as its caption has it, the first words of its paragraph."""
    return view.caption.subtitle.split(" · ")[1]


def test_a_result_stands_with_its_share_and_with_its_computed_target(whole):
    _, opened = whole
    (line,) = [line for line in opened.lines if "LĐLĐ huyện Ứng Hòa: 60 đoàn viên" in line]
    assert (
        "LĐLĐ huyện Ứng Hòa: 60 đoàn viên, đạt 50% chỉ tiêu cả năm (theo bài báo), "
        "chỉ tiêu giao cả năm (tính ra): 60 / 50% = 120 đoàn viên."
    ) in line
    limits = "\n".join(map(text_of, opened.part("III")))
    assert "Ứng Hòa: chỉ tiêu tính ngược từ tỷ lệ: 60 / 50% = 120 (từ 119 đến 121 do tỷ lệ đã làm tròn)." in limits


def test_other_fields_of_work_keep_hedges_wholes_parts_and_standing(whole):
    shown, opened = whole
    lines = "\n".join(map(text_of, opened.part("I")))
    for said in (
        "LĐLĐ huyện Ứng Hòa, 6 tháng đầu năm 2020: lớp tập huấn: 4 lớp; lượt dự tập huấn: hơn 700 lượt.",
        "6/6 đơn vị, trong đó 4 sớm hơn kế hoạch (Hoàn Kiếm, Long Biên, Đống Đa, Hoàng Mai).",
        "đơn vị tặng quà, tổ chức các đợt chăm lo: 6/6 đơn vị (tạm tính).",
        "chương trình ký với Quận đoàn – 3 mục tiêu, 3 nội dung chính, 17 nội dung chi tiết;",
    ):
        assert said in lines
    topics = [wording.name(claim, "topic") for claim in shown.activities if claim["scenario"] == "actual"]
    headings = [text_of(p).split(". ", 1)[1] for p in opened.part("I") if style_of(p) == "Heading2"]
    assert headings[-len(set(topics)) :] == list(dict.fromkeys(topics))


def test_plans_stand_apart_from_results(whole):
    _, opened = whole
    plans = list(map(text_of, opened.part("II")))
    assert plans[0] == "Các số liệu sau là kế hoạch, chỉ tiêu, chưa phải kết quả thực hiện:"
    assert [line[line.index("100%") :] for line in plans[1:]] == [
        "100% (các bài đã đọc chưa nêu kết quả);",
        "100% (các bài đã đọc chưa nêu kết quả).",
    ]
    assert "quán triệt" not in "\n".join(map(text_of, opened.part("I")))


def test_a_part_without_plans_says_so_and_where_targets_stand(reading):
    said = {name: [text_of(p) for p in made(asked)[1].part("II")] for name, asked in SELECTIONS.items()}
    assert said["cluster"] == ["Các bài đã đọc chưa nêu kế hoạch, chỉ tiêu nào có số liệu cho phạm vi này."]
    assert said["unit"] == ["Ngoài chỉ tiêu nêu tại phần I, các bài đã đọc chưa nêu kế hoạch nào có số liệu."]


def test_limits_say_what_is_missing_provisional_hedged_and_inferred(whole):
    shown, opened = whole
    limits = "\n".join(map(text_of, opened.part("III")))
    n_provisional = sum(claim["obs_status"] == "P" for claim in shown.cited.values())
    assert f"{n_provisional} trong {len(shown.cited)} số liệu là tạm tính" in limits
    assert f"1 trong {len(shown.cited)} số liệu không phải số chính xác" in limits
    assert "mới 3 trong 30 đơn vị có số liệu" in limits
    assert "báo cáo không nêu tăng, giảm" in limits
    assert "Riêng thành viên Cụm 4 là suy ra." in limits


def test_a_core_indicator_without_any_figure_is_named(reading):
    _, opened = made(SELECTIONS["cluster"])
    assert "- Chưa có trong bài đã đọc: Đoàn viên kết nạp mới." in opened.lines


def test_no_word_of_an_article_is_there_but_printed_figures_and_titles(written):
    shown, opened = written
    known = {claim[column] for claim in shown.cited.values() for column in ("as_printed", "title")}
    quoted = {words for text in opened.footnotes.values() for words in re.findall("“([^”]*)”", text)}
    assert quoted
    assert quoted <= known


# Annexes.


def test_an_annex_has_the_lines_of_the_annex_and_its_heading_on_every_page(written):
    shown, opened = written
    for of_series, rows in zip(shown.annexes, opened.annexes, strict=False):
        assert rows[0] == annex.headings()
        assert rows[1:] == [
            ["" if line.number is None else str(line.number), line.name, str(line.target), str(line.result),
             str(line.share), line.note]
            for line in of_series.lines
        ]  # fmt: skip
    assert len(opened.annexes) == len(shown.annexes) + 3  # symbols, definitions, sources
    for table in list(opened.body.iter(f"{W}tbl"))[-len(opened.annexes) :]:
        rows = list(table.iter(f"{W}tr"))
        assert [row.find("w:trPr/w:tblHeader", SPACES) is not None for row in rows] == [True] + [False] * (
            len(rows) - 1
        )
        assert all(row.find("w:trPr/w:cantSplit", SPACES) is not None for row in rows)


def test_annexes_are_named_in_the_text_and_join_articles_by_their_number(whole):
    shown, opened = whole
    headings = [text_of(p) for p in opened.paragraphs if style_of(p) == "AnnexHeading"]
    assert [heading[: len("Phụ lục I")] for heading in headings[:1]] == ["Phụ lục I"]
    assert len(headings) == len(shown.annexes) + 1
    for number in range(1, len(shown.annexes) + 1):
        assert any(f"xem Phụ lục {report.roman(number)}." in line for line in opened.lines)
    sources = opened.annexes[-1]
    assert [row[0] for row in sources[1:]] == sorted({wording.code(claim) for claim in shown.cited.values()})
    symbols, definitions = opened.annexes[-3:-1]
    assert [tuple(row) for row in symbols[1:]] == signs.legend()
    assert ["Đoàn viên kết nạp mới", queries.indicators()["members_recruited"]["definition_vi"]] in definitions


# Page and type.


def test_page_and_margins_are_those_of_the_decree(whole):
    _, opened = whole
    section = opened.body.find("w:sectPr", SPACES)
    size, margins = (
        {name.removeprefix(W): int(value) / MILLIMETRE for name, value in section.find(tag, SPACES).items()}
        for tag in ("w:pgSz", "w:pgMar")
    )
    assert (round(size["w"]), round(size["h"])) == (210, 297)
    assert 20 <= round(margins["top"], 1) <= 25
    assert 20 <= round(margins["bottom"], 1) <= 25
    assert 30 <= round(margins["left"], 1) <= 35
    assert 15 <= round(margins["right"], 1) <= 20
    assert margins["header"] < margins["top"] - 6  # the number of the page stands within the margin
    assert section.find("w:titlePg", SPACES) is not None  # and not on the first page


def test_the_number_of_the_page_is_centred_at_the_top(whole):
    _, opened = whole
    header = ET.fromstring(opened.files["word/header1.xml"])
    (paragraph,) = header.findall("w:p", SPACES)
    assert [field.attrib[f"{W}instr"].strip() for field in header.iter(f"{W}fldSimple")] == ["PAGE"]
    assert [size.get(f"{W}val") for size in header.iter(f"{W}sz")] == ["26"]  # 13 pt
    styles = styles_of(opened)
    assert style_of(paragraph) == "Header"
    assert styles["Centred"].find("w:pPr/w:jc", SPACES).get(f"{W}val") == "center"
    assert styles["Header"].find("w:basedOn", SPACES).get(f"{W}val") == "Centred"


def styles_of(opened):
    root = ET.fromstring(opened.files["word/styles.xml"])
    return {style.get(f"{W}styleId"): style for style in root.findall("w:style", SPACES)}


def test_type_is_times_new_roman_in_black(whole):
    _, opened = whole
    everything = "".join(opened.files[name].decode() for name in opened.files if name.endswith(".xml"))
    fonts = re.findall(r"<w:rFonts ([^>]*)/>", everything)
    assert {font for said in fonts for font in re.findall('"([^"]*)"', said)} == {"Times New Roman"}
    assert set(re.findall(r'w:color w:val="([^"]*)"', everything)) == {"000000"}
    assert not re.findall(r"w:\w*[tT]heme\w*=", everything)  # the theme is there, and nothing takes type from it
    defaults = ET.fromstring(opened.files["word/styles.xml"]).findall("w:docDefaults/w:rPrDefault/w:rPr/*", SPACES)
    said = {element.tag.removeprefix(W): element.get(f"{W}val") for element in defaults}
    assert (said["sz"], said["lang"]) == ("28", "vi-VN")  # 14 pt


def test_paragraphs_are_set_as_the_decree_asks(whole):
    _, opened = whole
    body = styles_of(opened)["BodyText"].find("w:pPr", SPACES)
    spacing, indent = body.find("w:spacing", SPACES), body.find("w:ind", SPACES)
    assert body.find("w:jc", SPACES).get(f"{W}val") == "both"
    assert 10 <= int(indent.get(f"{W}firstLine")) / MILLIMETRE <= 12.7
    assert int(spacing.get(f"{W}after")) >= 6 * 20
    assert 240 <= int(spacing.get(f"{W}line")) <= 360
    assert {style_of(p) for p in opened.part("I")} <= {"Heading2", "BodyText", "Picture", "Caption"}


def test_what_the_office_must_fill_in_stands_in_brackets(whole):
    _, opened = whole
    letterhead = next(opened.body.iter(f"{W}tbl"))
    assert rows_of(letterhead) == [
        ["[CƠ QUAN CHỦ QUẢN][TÊN CƠ QUAN, TỔ CHỨC]",
         "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAMĐộc lập - Tự do - Hạnh phúc"],
        ["Số: …/BC-…", "[Địa danh], ngày … tháng … năm …"],
    ]  # fmt: skip
    sizes = {text_of(p): [int(size.get(f"{W}val")) / 2 for size in p.iter(f"{W}sz")] for p in letterhead.iter(f"{W}p")}
    assert sizes["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"] == [12]
    assert sizes["Độc lập - Tự do - Hạnh phúc"] == [13]
    assert len([p for p in letterhead.iter(f"{W}p") if p.find("w:pPr/w:pBdr", SPACES) is not None]) == 2
    everything = [" ".join(cell for row in rows_of(table) for cell in row) for table in opened.body.iter(f"{W}tbl")]
    assert any("[CHỨC VỤ CỦA NGƯỜI KÝ]" in words and "Nơi nhận:" in words for words in everything)
    assert opened.lines[:2] == ["BÁO CÁO", "Kết quả hoạt động công đoàn theo số liệu đăng trên báo chí"]


def test_it_says_that_it_is_a_draft_of_which_build_and_how_far_it_reaches(whole):
    shown, opened = whole
    frame = rows_of(list(opened.body.iter(f"{W}tbl"))[1])[0][0]
    assert frame.startswith("DỰ THẢO")
    assert "không thay thế báo cáo chính thức" in frame
    assert shown.freshness in frame
    assert shown.standing in frame


def test_a_link_leads_back_where_an_address_is_configured(reading, monkeypatch):
    assert b"<w:hyperlink" not in made({})[1].files["word/document.xml"]
    monkeypatch.setenv("BASE_ADDRESS", "https://example.org/union")
    _, opened = made(SELECTIONS["cluster"])
    assert (
        b'Target="https://example.org/union/?cluster=cum-1" TargetMode="External"'
        in (opened.files["word/_rels/document.xml.rels"])
    )


# Pictures.


def test_pictures_are_wanted_of_views_in_which_units_can_be_compared(whole):
    shown, _ = whole
    wanted = report.pictured(shown)
    assert [(view.series.indicator_id, view.name) for view in wanted] == [
        ("unions_formed", "by_unit"),
        ("agreements_signed", "by_unit"),
    ]
    assert report.pictured(made(SELECTIONS["unit"])[0]) == []


def test_a_picture_is_as_wide_as_the_text_and_has_words_and_a_number(whole):
    shown, without = whole
    wanted = report.pictured(shown)
    pictures = {(wanted[0].series, "by_unit"): png(), (wanted[1].series, "by_unit"): png(100, 400)}
    opened = Opened(report.as_docx(shown, pictures))
    drawn = list(opened.body.iter(f"{{{SPACES['wp']}}}inline"))
    sizes = [[int(inline.find("wp:extent", SPACES).get(name)) / 36_000 for name in ("cx", "cy")] for inline in drawn]
    assert [round(size) for size in sizes[0]] == [165, 82]
    assert sizes[1][1] <= 205
    about = [inline.find("wp:docPr", SPACES) for inline in drawn]
    assert [one.get("descr") for one in about] == [view.caption.alt() for view in wanted]
    assert len({one.get("id") for one in about}) == 2
    blocks = opened.paragraphs
    for number, view in enumerate(wanted, 1):
        place = next(i for i, p in enumerate(blocks) if text_of(p).startswith(f"Hình {number}. "))
        assert style_of(blocks[place - 1]) == "Picture"  # kept with what follows
        said = text_of(blocks[place])
        assert view.caption.subtitle in said
        assert view.caption.coverage in said
        assert "Nguồn: bài 001." in said
        assert cited_in(blocks[place])
    assert styles_of(opened)["Picture"].find("w:pPr/w:keepNext", SPACES) is not None
    said = "Không kèm hình biểu đồ do máy chủ chưa vẽ được."
    assert any(said in cell for table in without.body.iter(f"{W}tbl") for row in rows_of(table) for cell in row)
    assert said.encode() not in opened.files["word/document.xml"]


# Bounds.


def test_a_long_list_says_how_many_there_are(whole, monkeypatch):
    shown, _ = whole
    monkeypatch.setattr(writing, "MOST_LISTED", 5)
    opened = Opened(report.as_docx(replace(shown, views=(), annexes=(), activities=()), {}))
    assert any(
        "Nêu 5 số liệu mới nhất trong tổng số 27; toàn bộ có tại trang “Tra cứu số liệu”." in x for x in opened.lines
    )
    listed = [p for p in opened.part("I") if text_of(p).startswith("- ")]
    assert len(listed) == 5
    ends = sorted((row["period_end"] for row in shown.cited.values() if row["scenario"] == "actual"), reverse=True)
    codes = [re.findall(r"Mã (\S+)[.]", opened.footnotes[number])[0] for p in listed for number in cited_in(p)]
    assert [shown.cited[code]["period_end"] for code in codes] == ends[:5]
    assert ends[4] > ends[-5], "the oldest are not the newest"
    more = [replace(claim, n_all=999) for claim in shown.activities]
    opened = Opened(report.as_docx(replace(shown, activities=more), {}))
    assert any(f"Nêu {len(more)} số liệu mới nhất trong tổng số 999;" in line for line in opened.lines)


def test_many_figures_share_a_footnote_that_says_where_each_stands(whole, monkeypatch):
    shown, _ = whole
    monkeypatch.setattr(writing, "MOST_CITED", 2)
    opened = Opened(report.as_docx(shown, {}))
    (note,) = [text for text in opened.footnotes.values() if text.startswith("Tổng hợp") and "Hai Bà Trưng" in text]
    assert note == (
        "Tổng hợp từ 3 số liệu: Hai Bà Trưng 19 công đoàn cơ sở (tạm tính, bài 001, dòng 8, mã a001-l08-2); "
        "Long Biên 16 công đoàn cơ sở (tạm tính, bài 001, dòng 8, mã a001-l08-1); "
        "Ba Đình 15 công đoàn cơ sở (tạm tính, bài 001, dòng 8, mã a001-l08-3)."
    )
    assert led_to(shown, opened) == set(shown.cited)


# What else may come.


def test_every_kind_of_target_is_said(made_up_targets):
    shown, opened = made({"period": ["2020-S1"]})
    lines = "\n".join(opened.lines)
    for said in (
        "- LĐLĐ quận Ba Đình: 24 công đoàn cơ sở, chỉ tiêu giao cả năm: 52 công đoàn cơ sở, đạt 46% chỉ tiêu cả năm",
        "(theo bài báo), đạt 46,2% chỉ tiêu cả năm (tính ra);",
        "57,7% chỉ tiêu cả năm (tính ra), tỷ lệ bài báo nêu lệch với tỷ lệ tính lại quá mức làm tròn (Số liệu thử);",
        "- LĐLĐ quận Tây Hồ: 70 công đoàn cơ sở (tạm tính), chỉ tiêu đăng ký cả năm: 52 công đoàn cơ sở, đạt 134,6%",
        "- LĐLĐ quận Long Biên: hơn 10 công đoàn cơ sở, chỉ tiêu giao cả năm: 20 công đoàn cơ sở;",
        "đạt 46% chỉ tiêu cả năm (theo bài báo), không có chỉ tiêu nguyên nào ứng với kết quả và tỷ lệ bài báo nêu.",
        "6 đơn vị được nêu số, đơn vị nhiều nhất có ít nhất 70 công đoàn cơ sở",
        "tổng cộng ít nhất 149 công đoàn cơ sở (tạm tính)",
    ):
        assert said in lines
    plans = "\n".join(map(text_of, opened.part("II")))
    assert "LĐLĐ quận Ba Đình, năm 2020: công đoàn cơ sở thành lập mới: 60 công đoàn cơ sở (chỉ tiêu đăng ký)" in plans
    assert "LĐLĐ huyện Mê Linh, năm 2020: công đoàn cơ sở thành lập mới: 13 công đoàn cơ sở (chỉ tiêu giao)" in plans
    others = "\n".join(map(text_of, opened.part("I")))
    assert "tỷ lệ đạt chỉ tiêu thành lập công đoàn cơ sở: 88% (chỉ tiêu giao)" in others
    (shared,) = [
        text
        for text in opened.footnotes.values()
        if text.startswith("Tổng hợp từ 6 số liệu: ") and "Ba Đình 24" in text
    ]
    assert "Long Biên hơn 10 công đoàn cơ sở (bài 003, dòng 8, mã m" in shared
    assert led_to(shown, opened) == set(shown.cited)


@pytest.mark.parametrize("asked", [{"unit": ["soc-son"]}, {"unit": ["ba-dinh"], "cluster": ["cum-5"]}])
def test_a_selection_without_figures_gives_a_report_that_says_so(asked, reading):
    shown, opened = made(asked)
    assert shown.is_empty
    line, standing = opened.lines  # and no letterhead, frame or signature over nothing
    assert line.startswith("Các bài đã đọc chưa có số liệu trong phạm vi này")
    assert "bằng 0" in line
    assert standing == shown.standing
    assert list(opened.body.iter(f"{W}tbl")) == []
    assert [number for number in opened.footnotes if number > 0] == []


def test_in_english_only_what_is_quoted_is_vietnamese(reading):
    shown, opened = made({}, "en")
    assert opened.lines[0] == "REPORT"
    assert [text_of(p) for p in opened.paragraphs if style_of(p) == "Heading1"] == [
        "I. RESULTS AND ACTIVITIES BY FIELD OF WORK",
        "II. TASKS AND PLANS",
        "III. LIMITS OF THE DATA",
    ]
    assert b'<w:lang w:val="en-GB"' in opened.files["word/styles.xml"]
    runs = ET.fromstring(opened.files["word/footnotes.xml"]).iter(f"{W}r")
    spoken = {text_of(run): run.find("w:rPr/w:lang", SPACES) is not None for run in runs if text_of(run).strip()}
    assert {text.startswith("“") for text, is_vietnamese in spoken.items() if is_vietnamese} == {True}
    assert spoken["“16 Công đoàn cơ sở”"]
    assert len(shown.cited) == 29


def test_the_same_figures_give_the_same_bytes_and_bear_the_day_of_the_build(whole):
    shown, opened = whole
    assert report.as_docx(shown, {}) == opened.data
    about = docx.Document(io.BytesIO(opened.data)).core_properties
    day = shown.build["built_at"].replace(microsecond=0)
    assert about.created.replace(tzinfo=None) == about.modified.replace(tzinfo=None) == day
    assert about.title.startswith("BÁO CÁO: Kết quả hoạt động công đoàn")
    assert (about.author, about.comments, about.language) == ("", "", "vi-VN")
    with zipfile.ZipFile(io.BytesIO(opened.data)) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {day.timetuple()[:3]}
        assert not [name for name in archive.namelist() if "thumbnail" in name or "custom" in name]


HOSTILE = " <w:p/></w:t>&amp;]]>\x01\x0b\u202e\ufffe {MERGEFIELD x \\* MERGEFORMAT} =cmd|' /C calc'!A0"
KEPT = {
    "unit_id", "cluster_id", "slug", "indicator_id", "family", "part_of", "topic", "sector", "unit_measure", "claim_id",
    "article_id", "time_period", "reported_period", "sha256", "file_name", "term_id", "passed_over_id", "entered_by",
    "checked_by",
}  # fmt: skip
SHORT = {"as_printed": 60, "short_vi": 18, "short_en": 18}  # letters that fit
TABLES = ("articles", "units", "unit_measures", "sectors", "topics", "indicators", "claims", "coverage", "translations")


@pytest.mark.parametrize("spoken", ["vi", "en"])
def test_text_of_the_seeds_stays_text(built, tmp_path, monkeypatch, spoken):
    path = tmp_path / "warehouse.duckdb"
    shutil.copy(built, path)
    with duckdb.connect(str(path)) as connection:
        for table, column in connection.execute(
            "select table_name, column_name from duckdb_columns() where data_type = 'VARCHAR'"
        ).fetchall():
            if table in TABLES and column not in KEPT:
                spoilt = "$hostile" if column in SHORT else f"{column} || $hostile"
                asked = f"update {table} set {column} = {spoilt} where {column} is not null"
                connection.execute(asked, {"hostile": HOSTILE[: SHORT.get(column)]})
    monkeypatch.setenv("WAREHOUSE", str(path))
    shown, opened = made({}, spoken)
    assert len(shown.cited) == 29
    printed = clean(HOSTILE)
    assert not re.search("[\x00-\x1f\u202e\ufffe]", printed)
    assert sum(clean(HOSTILE[:60]) in text for text in opened.footnotes.values()) >= 29
    assert any(printed in text for text in opened.footnotes.values())
    assert printed in "\n".join(opened.lines)
    fields = [field.get(f"{W}instr").split()[0] for field in opened.body.iter(f"{W}fldSimple")]
    assert set(fields) <= {"NOTEREF", "SEQ"}
    assert not list(opened.body.iter(f"{W}instrText"))
    referred = [int(reference.get(f"{W}id")) for reference in opened.body.iter(f"{W}footnoteReference")]
    assert referred == sorted(number for number in opened.footnotes if number > 0)


# Another program.


@pytest.mark.office
@pytest.mark.skipif(office.available() is None, reason="LibreOffice is not installed")
def test_libreoffice_prints_it_with_its_footnotes_numbers_and_picture(whole, tmp_path):
    shown, _ = whole
    view = report.pictured(shown)[0]
    data = report.as_docx(shown, {(view.series, view.name): png(960, 480)})
    path = office.as_pdf(data, "docx", tmp_path)
    printed = pypdf.PdfReader(path)
    words = [re.sub(r"\s+", "", page.extract_text()) for page in printed.pages]
    assert len(words) > 5
    # An annex of every unit and cluster stands on one page, no page is blank, and the last one has all the sources.
    starts = [number for number, text in enumerate(words, 1) if text.removeprefix(str(number)).startswith("Ph")]
    assert starts == [starts[0] + number for number in range(4)]
    assert len(words) - starts[-1] <= 1
    assert min(map(len, words)) > 200
    assert {round(float(page.mediabox.width) / 72 * 25.4) for page in printed.pages} == {210}
    assert not words[0].startswith("1")  # no number on the first page
    assert [text.startswith(str(number)) for number, text in enumerate(words[1:], 2)] == [True] * (len(words) - 1)
    # Where Times New Roman is missing, letters come from two fonts: out of order to pypdf, not to poppler, to which the
    # hyphen at the end of a line is that of a broken word.
    everything = office.words(path).replace("-", "")
    assert [claim_id for claim_id in shown.cited if f"{claim_id.replace('-', '')}." not in everything] == []
    assert any(page.images for page in printed.pages)
