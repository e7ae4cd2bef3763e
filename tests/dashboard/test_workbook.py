"""The workbook, opened by other programs than the one that wrote it: the screen's figures, each with its source."""

import io
import re
import shutil
import zipfile
from dataclasses import replace
from datetime import datetime
from xml.etree import ElementTree as ET

import duckdb
import openpyxl
import pypdf
import pytest
from openpyxl.utils import column_index_from_string, range_boundaries

from dashboard import marks, queries, views, wording
from dashboard.exports import handout, table, workbook
from dashboard.exports.labels import serial
from dashboard.exports.workbook import cells, listing
from dashboard.marks import Spans, Tiles
from dashboard.messages import language, t
from dashboard.queries import Series
from dashboard.selection import selected
from dashboard.wording import Amount
from tests import office, open_xml

CODES = ("Mã số liệu", "Mã số liệu của chỉ tiêu", "Mã số liệu của tỷ lệ")
LISTS = ("Số liệu", "Cụm và thành phố", "Nguồn")
FOOT = 40  # points of a page below which its foot stands
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def read(data, *, as_shown=True):
    """The workbook as programs show it that do not calculate, or with its formulas."""
    return openpyxl.load_workbook(io.BytesIO(data), data_only=as_shown)


def rows_of(sheet):
    """The rows of the table on a sheet, each by its headings, with the number of its row."""
    for top in sheet.iter_rows(max_col=1):
        if top[0].value in ("Đơn vị", "Mã số liệu", "Bài số", "TT"):
            break
    headings = [cell.value for cell in sheet[top[0].row]]
    found = []
    for row in sheet.iter_rows(min_row=top[0].row + 1):
        if all(cell.value is None for cell in row[1:]):  # notes stand below, in the first cell
            break
        found.append({heading: cell for heading, cell in zip(headings, row, strict=True) if heading})
    return found


def values(row):
    return {heading: cell.value for heading, cell in row.items()}


@pytest.fixture(scope="module")
def whole(built):
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("WAREHOUSE", str(built))
        yield handout.of_selection({})


@pytest.fixture(scope="module")
def book(whole):
    return read(workbook.as_xlsx(whole))


def test_sheets_stand_in_the_order_of_the_screen_and_have_names_that_can_be_read(book):
    assert book.sheetnames == [
        "Trang bìa",
        "CĐCS thành lập mới, theo đơn vị", "CĐCS thành lập mới, theo kỳ", "CĐCS thành lập mới, sơ đồ ô",
        "ĐV kết nạp mới, theo đơn vị", "ĐV kết nạp mới, theo kỳ", "ĐV kết nạp mới, sơ đồ ô",
        "TƯLĐTT ký mới, theo đơn vị", "TƯLĐTT ký mới, theo kỳ", "TƯLĐTT ký mới, sơ đồ ô",
        "CĐCS thành lập mới, % chỉ tiêu", "ĐV kết nạp mới, % chỉ tiêu",
        "Phụ lục CĐCS thành lập mới", "Phụ lục ĐV kết nạp mới", "Phụ lục TƯLĐTT ký mới",
        "Số liệu", "Nguồn", "Các bài báo", "Ghi chú",
    ]  # fmt: skip


def test_each_sheet_of_a_view_has_its_figures_as_numbers_with_their_qualifiers(whole, book):
    qualifiers = wording.qualifiers()
    for view, sheet in zip(whole.views, book.worksheets[1:], strict=False):
        assert (sheet["A1"].value, sheet["A2"].value) == (view.caption.title, view.caption.subtitle)
        assert sheet["A3"].value == (view.caption.coverage or None)
        found = [values(row) for row in rows_of(sheet)]
        assert len(found) == len(view.figures)
        expected = {
            (mark["name"], mark["value"], qualifiers.get(mark["qualifier"]), mark["claim_id"]) for mark in view.figures
        }
        assert {(row["Đơn vị"], row["Thực hiện"], row["Mức chính xác"], row["Mã số liệu"]) for row in found} == expected
        for row in found:
            claim = whole.cited.get(row["Mã số liệu"])
            assert row["Nguyên văn con số"] == (claim and claim["as_printed"])
            assert (row["Thực hiện"] is None) == (claim is None)
            bounds = (claim["lower"], claim["upper"]) if claim else (None, None)
            assert (row["Tối thiểu"], row["Tối đa"]) == bounds
            assert row["Kỳ số liệu"]
            assert row["Tình trạng số liệu"]


def test_the_figures_of_a_sheet_are_those_of_the_table_on_the_screen(whole, book):
    for view, sheet in zip(whole.views, book.worksheets[1:], strict=False):
        shown = view.table()
        result = shown.headings.index("Thực hiện")
        on_screen = sorted((row[0], re.sub("<[^>]*>", "", row[result])) for row in shown.rows)
        said = {text: code for code, text in wording.qualifiers().items()}
        in_file = []
        for row in map(values, rows_of(sheet)):
            figure = row["Thực hiện"]
            omitted = row["Tình trạng số liệu"] == "có nhắc tên, không nêu số"
            missing = wording.MISSING if omitted else ""
            words = missing if figure is None else str(wording.amount(figure, said[row["Mức chính xác"]]))
            in_file.append((row["Đơn vị"], words))
        assert sorted(in_file) == on_screen


def test_a_figure_that_is_missing_is_an_empty_cell_and_its_state_says_why(book):
    rows = {row["Đơn vị"]: row for row in map(values, rows_of(book["CĐCS thành lập mới, theo đơn vị"]))}
    assert [rows["Hoàng Mai"][key] for key in ("Thực hiện", "Tối thiểu", "Tối đa", "Tình trạng số liệu")] == [
        None, None, None, "có nhắc tên, không nêu số",
    ]  # fmt: skip
    assert [rows["Sóc Sơn"][key] for key in ("Thực hiện", "Tình trạng số liệu", "OBS_STATUS (SDMX)", "Mã đơn vị")] == [
        None, "chưa có trong bài đã đọc", "L – thiếu", "016",
    ]  # fmt: skip
    assert rows["Long Biên"]["OBS_STATUS (SDMX)"] == "P – tạm tính"
    assert list(rows)[:6] == ["Hai Bà Trưng", "Long Biên", "Ba Đình", "Hoàn Kiếm", "Đống Đa", "Hoàng Mai"]


def test_paper_has_the_columns_that_are_read_and_tiles_stand_above_the_same_columns(whole, book):
    """The codes of programs, and numbers that the words of a figure hold already, are for the screen."""
    tiles = set()
    for view, sheet in zip(whole.views, book.worksheets[1:], strict=False):
        end = sheet.print_area.split("!")[-1].split("$")[-2]
        headings = [cell.value for cell in next(row for row in sheet.iter_rows() if row[0].value == "Đơn vị")]
        if view.name == "tile_map":
            tiles.add(tuple(headings[:8]))
        else:
            assert headings[column_index_from_string(end) - 1] == "Mã số liệu"
            assert {"Mức chính xác", "OBS_STATUS (SDMX)", "Mã đơn vị"} <= set(headings[column_index_from_string(end) :])
    assert len(tiles) == 1


def charts_of(data):
    """For each chart of a workbook its series: what each refers to, and what it remembers of it."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = sorted(
            (name for name in parts.namelist() if "charts/chart" in name), key=lambda name: (len(name), name)
        )
        return [ET.fromstring(parts.read(name)) for name in names]


def cells_at(book, reference):
    name, _, area = reference.rpartition("!")
    left, top, right, bottom = range_boundaries(area)
    sheet = book[name.strip("'")]
    return [sheet.cell(row, column).value for row in range(top, bottom + 1) for column in range(left, right + 1)]


def remembered(values_of):
    points = {int(point.get("idx")): point.find(f"{CHART}v").text for point in values_of.iter(f"{CHART}pt")}
    count = int(values_of.find(f".//{CHART}ptCount").get("val"))
    return [float(points[place]) if place in points else None for place in range(count)]


def test_the_charts_refer_to_the_cells_of_the_figures(whole, book):
    data = workbook.as_xlsx(whole)
    drawn = [view.marks for view in whole.views if not isinstance(view.marks, Tiles)]
    found = charts_of(data)
    assert len(found) == len(drawn) == 8
    for chart, bars in zip(found, drawn, strict=True):
        series = chart.findall(f".//{CHART}ser")
        names = [bar.heading for bar in marks.of(bars)]
        starts, targets = [], []
        if isinstance(bars, Spans):
            starts, lengths = [[serial(span.start) for span in bars.spans]], [span.days for span in bars.spans]
        else:
            targets = [[bar.target for bar in bars.bars]] if any(bar.target for bar in bars.bars) else []
            lengths = [bar.value for bar in bars.bars]
        expected = [*starts, lengths, *targets]
        assert len(series) == len(expected)
        for one, numbers in zip(series, expected, strict=True):
            area = one.find(f"{CHART}val/{CHART}numRef/{CHART}f").text
            in_cells = cells_at(book, area)
            assert [serial(day.date()) if starts and hasattr(day, "date") else day for day in in_cells] == numbers
            assert remembered(one.find(f"{CHART}val")) == numbers
            assert cells_at(book, one.find(f"{CHART}cat/{CHART}strRef/{CHART}f").text) == names


def test_a_label_is_the_number_as_its_cell_says_it_or_the_words_of_a_cell(whole, book):
    first, _, members, *_ = charts_of(workbook.as_xlsx(whole))
    labels = first.findall(f".//{CHART}dLbl/{CHART}numFmt")
    plain, provisional = "[$-42A]#,##0", '[$-42A]#,##0" tạm tính"'
    assert [label.get("formatCode") for label in labels] == [provisional] * 3 + [
        plain
    ] * 3  # a gap is ready for a number
    results, targets = members.iter(f"{CHART}ser")
    assert [label.find(f"{CHART}delete").get("val") for label in results.iter(f"{CHART}dLbl")] == ["1"]
    words = "60 / 120 (tính ngược) · 50%"
    assert [text.text for text in targets.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t")] == [words]
    c15 = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
    assert cells_at(book, targets.find(f".//{c15}f").text) == [words]


def test_axes_of_amounts_begin_at_zero_and_end_where_the_numbers_do(whole):
    drawn = [view.marks for view in whole.views if not isinstance(view.marks, Tiles)]
    for chart, bars in zip(charts_of(workbook.as_xlsx(whole)), drawn, strict=True):
        scale = chart.find(f".//{CHART}valAx/{CHART}scaling")
        ends = [scale.find(f"{CHART}{end}") is not None for end in ("min", "max")]
        assert ends == [True, isinstance(bars, Spans)]


def test_a_chart_says_in_words_what_it_shows(whole):
    with zipfile.ZipFile(io.BytesIO(workbook.as_xlsx(whole))) as parts:
        drawing = parts.read("xl/drawings/drawing1.xml").decode()
    assert whole.views[0].caption.title in drawing
    assert "Có nhắc tên, không nêu số: Hoàn Kiếm, Đống Đa, Hoàng Mai." in drawing


def test_tiles_are_shaded_cells_at_the_places_of_the_units(whole, book):
    sheet = book["CĐCS thành lập mới, sơ đồ ô"]
    tiles = {cell.value: cell for row in sheet.iter_rows(min_row=5, max_row=20) for cell in row if cell.value}
    assert len([name for name in tiles if name in {unit["name"] for unit in queries.federations()}]) == 30
    long_bien, ba_dinh, hoan_kiem = (tiles[name] for name in ("Long Biên", "Ba Đình", "Hoàn Kiếm"))
    assert (long_bien.column - ba_dinh.column, long_bien.row - ba_dinh.row) == (1, 2)
    below = sheet.cell(long_bien.row + 1, long_bien.column)
    assert (below.value, below.number_format) == (16, '[$-42A]#,##0" tạm tính"_)')
    assert below.fill.fgColor.rgb == long_bien.fill.fgColor.rgb != ba_dinh.fill.fgColor.rgb
    assert (sheet.cell(hoan_kiem.row + 1, hoan_kiem.column).value, hoan_kiem.fill.patternType) == ("...", "lightUp")


def test_the_annex_is_the_one_that_federations_know(whole, book):
    for one in whole.annexes:
        sheet = next(sheet for sheet in book.worksheets if sheet["A1"].value == one.title)
        assert [cell.value for cell in sheet[4]][:6] == [
            "TT", "Đơn vị", "Chỉ tiêu giao", "Thực hiện", "Tỷ lệ %", "Ghi chú",
        ]  # fmt: skip
        for number, line in enumerate(one.lines, 5):
            amounts = (line.target, line.result, line.share)
            expected = [str(amount) or None if amount.value is None else amount.value for amount in amounts]
            found = [cell.value or None for cell in sheet[number]]
            assert found[:6] == [line.number, line.name, *expected, line.note or None]
            assert [code for code in found[7:] if code] == list(line.claim_ids)
    sheet = book["Phụ lục CĐCS thành lập mới"]
    total = next(row for row in sheet.iter_rows() if row[1].value == "Cộng Cụm 1 (3/6 đơn vị)")
    assert (total[3].value, total[3].number_format) == (50, "[$-42A]#,##0_)")
    bounds = {
        (str(area.sqref), rule.formula[0], rule.dxf.numFmt.formatCode)
        for area, rules in sheet.conditional_formatting._cf_rules.items()
        for rule in rules
    }
    assert (total[3].coordinate, "COUNT($D$5,$D$6,$D$8,$D$10,$D$11,$D$12)<6", '[$-42A]"≥ "#,##0_)') in bounds
    assert total[5].value == "tạm tính"
    inferred = {
        row[1].value.split(" (")[0]: "thành viên cụm là suy ra" in (row[5].value or "")
        for row in sheet.iter_rows()
        if str(row[1].value).startswith("Cộng Cụm")
    }
    assert {name for name, is_said in inferred.items() if is_said} == {"Cộng Cụm 4"}
    assert len(inferred) > 1
    formed = next(row for row in sheet.iter_rows() if row[1].value == "Ứng Hòa")  # nothing here is not nothing at all
    assert (formed[3].value, formed[5].value) == (
        None,
        "chưa có trong bài đã đọc; kỳ khác: 1 (6 tháng đầu năm 2020, doanh nghiệp ngoài nhà nước; bài 003, dòng 8)",
    )
    listed = [str(row[0].value)[:7] for row in sheet.iter_rows() if str(row[0].value).startswith("Bài ")]
    assert listed == ["Bài 001", "Bài 003"]
    assert sheet.print_area.endswith(f"$F${sheet.max_row}")
    numbered = [row[1].value for row in sheet.iter_rows() if isinstance(row[0].value, int)]
    assert numbered == [unit["name"] for unit in queries.federations()]


def test_annexes_of_a_unit_alone_share_a_sheet_as_they_share_a_page_of_the_report(warehouse):
    made = handout.of_selection({"unit": ["long-bien"]})
    book = read(workbook.as_xlsx(made), as_shown=False)
    assert [name for name in book.sheetnames if name.startswith("Phụ lục")] == ["Phụ lục"]
    sheet, cover = book["Phụ lục"], dict(book["Trang bìa"].iter_rows(max_col=2, values_only=True))
    assert cover["Phụ lục"] == "; ".join(one.title for one in made.annexes)
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    rows = [number for number, row in enumerate(found, 1) if row[:2] == [1, "Long Biên"]]
    assert [found[row - 5][0] for row in rows] == [one.title for one in made.annexes]
    assert [found[row - 1][3] for row in rows] == [16, 11]
    assert [found[row - 1][7] for row in rows] == ["a001-l08-1", "a001-l09-1"]
    for row in rows:  # each share follows the cells of its own row
        assert found[row - 1][4] == f'=IF(AND(ISNUMBER(D{row}),N(C{row})>0),ROUND(100*D{row}/C{row},1),"")'
    assert [str(row[0])[:7] for row in found if str(row[0]).startswith("Bài ")] == ["Bài 001"]
    assert (sheet.print_title_rows, sheet.freeze_panes) == (None, None)


@pytest.mark.parametrize("spoken", ["vi", "en"])
def test_no_number_is_wider_than_its_column(warehouse, spoken):
    """Excel and LibreOffice show a number that does not fit as a row of signs."""
    token = language.set(spoken)
    try:
        whole = handout.of_selection({"lang": [spoken]})
        book = read(workbook.as_xlsx(whole))
    finally:
        language.reset(token)
    for one in whole.annexes:
        sheet = next(sheet for sheet in book.worksheets if sheet["A1"].value == one.title)
        for line in one.lines:
            assert len(str(line.target)) + 1 <= sheet.column_dimensions["C"].width
            assert len(str(line.result)) + 1 <= sheet.column_dimensions["D"].width


@pytest.mark.parametrize("asked", [{}, {"unit": ["ba-dinh"]}, {"cluster": ["cum-5"]}, {"unit": ["ung-hoa", "dong-da"]}])
def test_every_row_with_a_figure_joins_to_its_source(warehouse, asked):
    made = handout.of_selection(asked)
    book = read(workbook.as_xlsx(made))
    sources = {row["Mã số liệu"]: row for row in map(values, rows_of(book["Nguồn"]))}
    assert set(sources) == set(made.cited)
    for sheet in book.worksheets:
        linked = [
            cell for row in sheet.iter_rows() for cell in row if cell.hyperlink and "Nguồn" in cell.hyperlink.location
        ]
        for cell in linked:
            if sheet.title not in ("Trang bìa", "Ghi chú"):
                leads = cell.hyperlink.location.rpartition("!")[2]
                assert book["Nguồn"][leads].value == cell.value
        if sheet.title in ("Trang bìa", "Ghi chú", "Các bài báo") or sheet.title.startswith("Phụ lục"):
            continue
        for row in map(values, rows_of(sheet)):
            codes = [row[heading] for heading in CODES if row.get(heading)]
            assert set(codes) <= set(sources)
            if any(row.get(heading) is not None for heading in ("Thực hiện", "Số liệu")):
                assert row["Mã số liệu"] in sources


def test_a_source_says_article_place_words_and_readers(whole, book):
    sources = {row["Mã số liệu"]: row for row in map(values, rows_of(book["Nguồn"]))}
    assert list(sources) == list(whole.cited)
    articles = {row["Bài số"]: row for row in map(values, rows_of(book["Các bài báo"]))}
    for claim_id, claim in whole.cited.items():
        row = sources[claim_id]
        assert row["Nguyên văn con số"] == claim["as_printed"]
        assert (row["Dòng"], row["Ký tự đầu"], row["Sau ký tự cuối"]) == tuple(
            claim[key] for key in ("line", "char_start", "char_end")
        )
        assert (row["Người nhập"], row["Người kiểm tra"]) == ("người số 1", "người số 2")
        assert (row["Ngày nhập"].date(), row["Ngày kiểm tra"].date()) == (claim["entered_on"], claim["checked_on"])
        assert row["Bài báo"] == articles[row["Bài số"]]["Bài báo"] == claim["title"]
        assert articles[row["Bài số"]]["Tệp bài báo"] == claim["article_id"]
    begins = rows_of(book["Nguồn"])[0]["Ký tự đầu"]  # on the screen only: paper has line and words
    assert (begins.value, begins.number_format) == (5042, "[$-42A]#,##0_)")
    assert sources["a001-l08-1"]["Cơ quan đăng"] == "Lao động Thủ đô (suy ra)"
    assert {row["Cơ quan đăng: nêu trong bài hay suy ra"] for row in articles.values()} == {"suy ra"}
    assert sum(row["Số liệu đã lấy"] for row in articles.values()) == len(whole.cited)


def test_all_figures_of_the_selection_are_listed_in_every_period(whole, book):
    found = list(map(values, rows_of(book["Số liệu"])))
    assert len(found) == len(whole.figures) == 29
    assert [(row["Mã số liệu"], row["Số liệu"], row["Tối thiểu"], row["Tối đa"]) for row in found] == [
        (figure["claim_id"], figure["value"], figure["lower"], figure["upper"]) for figure in whole.figures
    ]
    assert {row["Loại"] for row in found} == {"thực hiện", "chỉ tiêu"}


def test_figures_of_the_cluster_stand_apart_from_those_of_the_unit(warehouse):
    made = handout.of_selection({"unit": ["ba-dinh"]})
    book = read(workbook.as_xlsx(made))
    assert [row["Đơn vị"] for row in map(values, rows_of(book["Số liệu"]))] == ["Ba Đình"]
    assert {row["Đơn vị"] for row in map(values, rows_of(book["Cụm và thành phố"]))} == {"Cụm 1"}


def test_a_hedge_is_in_the_format_of_the_number_and_whole_numbers_have_no_comma(book):
    hedged = next(row for row in rows_of(book["Số liệu"]) if row["Mức chính xác"].value == "hơn")
    assert (hedged["Số liệu"].value, hedged["Số liệu"].number_format) == (700, '[$-42A]"hơn "#,##0_)')
    assert (hedged["Tối thiểu"].value, hedged["Tối đa"].value) == (700, None)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float):
                    decimals = "." in re.sub('"[^"]*"', "", cell.number_format)
                    assert decimals == (not float(cell.value).is_integer()), cell.coordinate
                elif isinstance(cell.value, datetime):
                    assert cell.number_format == "[$-42A]dd/mm/yyyy"


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (Amount(1234, "", "1.234"), "[$-42A]#,##0_)"),
        (Amount(1234.5, "", "1.234,5"), "[$-42A]#,##0.0_)"),
        (Amount(46.25, "gần ", "46,25", "%"), '[$-42A]"gần "#,##0.00"%"_)'),
        (Amount(7, "", "7", ' "tạm"'), '[$-42A]#,##0" ”tạm”"_)'),
    ],
)
def test_a_number_reads_as_it_is_said(amount, code):
    assert cells.number_format(amount) == code


def test_every_sheet_prints_on_a4_one_page_wide_with_its_headings(book):
    for sheet in book.worksheets:
        pages = (
            1 if sheet.title.rpartition(", ")[0] else 0
        )  # a view of our few figures on one page, a list on any number
        set_up = sheet.page_setup
        assert (set_up.paperSize, *(1 if n is None else n for n in (set_up.fitToWidth, set_up.fitToHeight))) == (
            9, 1, pages,
        )  # fmt: skip
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "Phiên bản dữ liệu" in sheet.oddFooter.left.text
        if sheet.title.endswith("sơ đồ ô"):
            assert sheet.print_title_rows is None  # the table below the tiles stays on the screen
        elif sheet.title not in ("Trang bìa", "Ghi chú"):
            top = int(sheet.print_title_rows.partition(":")[0].strip("$"))
            assert sheet.cell(top, 1).value in ("Đơn vị", "Mã số liệu", "Bài số", "TT")
            assert sheet.freeze_panes


def test_the_cover_says_what_was_chosen_and_leads_everywhere(whole, book):
    cover = book["Trang bìa"]
    said = [(row[0].value, row[1].value) for row in cover.iter_rows(max_col=2) if row[0].value]
    words = dict(said)
    assert [text for label, text in said if label == "Số liệu"] == [
        whole.freshness,
        "Toàn bộ số liệu của lựa chọn, mọi kỳ",  # in the contents, of the sheet of this name
    ]
    assert "21/11/2026" in whole.freshness
    assert words["Đơn vị"] == "cả 30 đơn vị"
    assert words["Phiên bản"] == whole.standing
    assert words["Mã kiểm tra dữ liệu (SHA-256)"] == whole.build["seeds_sha256"]
    assert words["≥"].startswith("Tổng của các đơn vị có số liệu")
    links = [cell.hyperlink.location for row in cover.iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_the_cover_leads_back_to_the_view_where_an_address_is_configured(warehouse, monkeypatch):
    monkeypatch.setenv("BASE_ADDRESS", "https://example.org/union")
    cover = read(workbook.as_xlsx(handout.of_selection({"unit": ["ba-dinh"]})))["Trang bìa"]
    targets = [cell.hyperlink.target for row in cover.iter_rows() for cell in row if cell.hyperlink]
    assert [target for target in targets if target] == ["https://example.org/union/?unit=ba-dinh"]
    words = {row[0].value: row[1].value for row in cover.iter_rows(max_col=2) if row[0].value}
    assert words["Cụm thi đua"] == "Cụm 1"  # the one that the unit is in


def test_the_notes_hold_those_of_every_view_and_the_limits_of_the_data(whole, book):
    text = {cell.value for row in book["Ghi chú"].iter_rows() for cell in row}
    assert {note for view in whole.views for note in view.caption.plain_notes} <= text
    assert "7 trong 29 số liệu là tạm tính, đưa ra khi kỳ chưa kết thúc." in text
    assert "LibreOffice giữ nguyên nhãn có kèm chỉ tiêu như khi lập tệp." in text
    known = "Thành viên các cụm thi đua chỉ xác định được qua nguồn của một hoặc hai năm."
    assert f"{known} Riêng thành viên Cụm 4 là suy ra." in text
    of_one = read(workbook.as_xlsx(handout.of_selection({"unit": ["long-bien"]})))["Ghi chú"]
    assert known in {cell.value for row in of_one.iter_rows() for cell in row}  # it is in cluster 1, which is printed


def test_a_selection_without_figures_is_a_cover_that_says_so(warehouse):
    for asked in ({"unit": ["soc-son"]}, {"unit": ["ba-dinh"], "cluster": ["cum-5"]}):
        book = read(workbook.as_xlsx(handout.of_selection(asked)))
        assert book.sheetnames == ["Trang bìa"]
        assert "Các bài đã đọc chưa có số liệu trong phạm vi này. Điều đó không có nghĩa là bằng 0." in {
            cell.value for cell in book["Trang bìa"]["A"]
        }


def test_a_view_without_any_mark_makes_a_workbook_too(warehouse):
    selection = selected({"unit": ["ba-dinh"], "cluster": ["cum-5"]})[0]
    for kind in views.VIEWS.values():
        view = views.nothing(Series("unions_formed", "2023-S1", "_T"), kind, selection)
        book = read(workbook.as_xlsx(handout.of_view(view, selection, "unions_formed")))
        assert "Các bài đã đọc chưa có số liệu" in book["Trang bìa"]["A4"].value
        assert book.worksheets[1]["A1"].value == view.caption.title


def test_one_view_is_a_workbook_of_that_view(warehouse):
    selection = selected({})[0]
    series = Series("unions_formed", "2020-S1", "non_state")
    view = views.targets(series, selection)
    assert view
    made = handout.of_view(view, selection, "targets")
    book = read(workbook.as_xlsx(made))
    assert book.sheetnames == [
        "Trang bìa",
        "CĐCS thành lập mới, % chỉ tiêu",
        "Số liệu",
        "Nguồn",
        "Các bài báo",
        "Ghi chú",
    ]
    (row,) = map(values, rows_of(book.worksheets[1]))
    shown = {
        "Thực hiện": 1, "Chỉ tiêu": 2, "Tỷ lệ so với chỉ tiêu cả năm (%)": 50, "Tỷ lệ nêu trong bài (%)": 50,
        "Chỉ tiêu: công thức": "1 / 50% = 2", "Phạm vi": "doanh nghiệp ngoài nhà nước",
        "Mã số liệu": "a003-l08-1", "Mã số liệu của tỷ lệ": "a003-l08-3",
    }  # fmt: skip
    assert {heading: row[heading] for heading in shown} == shown
    assert {row["Mã số liệu"] for row in map(values, rows_of(book["Nguồn"]))} == set(handout.behind(view))


def test_the_same_data_make_the_same_file(whole):
    assert workbook.as_xlsx(whole) == workbook.as_xlsx(whole)


def test_the_workbook_speaks_english_too(warehouse):
    token = language.set("en")
    try:
        book = read(workbook.as_xlsx(handout.of_selection({})))
    finally:
        language.reset(token)
    assert book.sheetnames[:3] == ["Cover", "Unions formed, by unit", "Unions formed, by period"]
    sheet = book["Unions formed, by unit"]
    assert "15 provisional" not in {cell.value for row in sheet.iter_rows() for cell in row}
    assert '[$-809]#,##0" provisional"_)' in {cell.number_format for row in sheet.iter_rows() for cell in row}


HOSTILE = (
    "=1+1",
    "@cmd",
    "+1",
    "-1+1",
    "<r><t>x</t></r>",
    "\x01\x0b\x1f",
    "{=1}",
    "'",
    "[a]:*?/\\",
    "http://e.vil/x",
    '&<>"',
)


@pytest.fixture
def hostile(built, tmp_path, monkeypatch):
    """The real warehouse with text in its seeds that a spreadsheet could take for something else."""
    path = tmp_path / "warehouse.duckdb"
    shutil.copy(built, path)
    with duckdb.connect(str(path)) as connection:
        spoilt = " ".join(HOSTILE)
        for column in ("name_vi", "definition_vi"):
            connection.execute(f"update indicators set {column} = $text || {column}", {"text": spoilt})
        for number, text in enumerate(HOSTILE):
            connection.execute(
                f"update units set name = $text || name where unit_id = "
                f"(select unit_id from units where unit_kind = 'federation' order by unit_id limit 1 offset {number})",
                {"text": text},
            )
        connection.execute("update articles set title = '=1+1' || title, publisher = '@' || publisher")
        connection.execute("update claims set note = '=cmd|x' where note is not null")
    monkeypatch.setenv("WAREHOUSE", str(path))


def test_text_from_the_seeds_stays_text(hostile):
    data = workbook.as_xlsx(handout.of_selection({}))
    assert open_xml.faults(data, "xlsx") == []
    everything = [cell for sheet in read(data, as_shown=False) for row in sheet.iter_rows() for cell in row]
    formulas = [re.sub('"[^"]*"', "", cell.value) for cell in everything if cell.data_type == "f"]
    assert {word for formula in formulas for word in re.findall(r"[A-Z]+(?=\()", formula)} == {
        "AND", "COUNT", "FIXED", "IF", "INT", "ISNUMBER", "N", "ROUND", "SUM",
    }  # fmt: skip
    assert [
        formula for formula in formulas if not re.fullmatch(r"=(?:[A-Z]+\(|[A-Z]+\d+|[\d&(),=<>*/])+", formula)
    ] == []
    book = read(data)
    found = {cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert {"=1+1Ba Đình", "@cmdHoàn Kiếm", "+1Tây Hồ", " <r><t>x</t></r>Cầu Giấy", "Đống Đa"} <= found
    quoted = next(cell for row in book.worksheets[1].iter_rows() for cell in row if cell.value == "=1+1Ba Đình")
    assert quoted.quotePrefix
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in book.sheetnames)
    linked = [
        cell.hyperlink for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.hyperlink
    ]
    assert linked
    assert {link.location.rpartition("!")[0].strip("'") for link in linked} <= set(book.sheetnames)


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("'Bìa'", (), "Bìa"),
        ("a" * 40, (), "a" * 31),
        ("a" * 40, {"a" * 31}, "a" * 27 + " (2)"),
        ("History", (), "History (2)"),
        ("[]:*?/\\", (), "–"),
        ("Nguồn\x00\n😀", {"nguồn"}, "Nguồn (2)"),
    ],
)
def test_a_sheet_has_a_name_that_spreadsheets_take(wanted, taken, name):
    assert cells.sheet_name(wanted, taken) == name


def test_a_list_is_written_in_the_same_way(warehouse):
    caption = views.by_unit(Series("unions_formed", "2023-S1", "_T"), selected({})[0]).caption
    content = table.Content(
        replace(caption, freshness="Chân & trang"),
        {"name": "Đơn vị", "value": "Số liệu"},
        [{"name": "=1+1", "value": 16.0}, {"name": "Ba Vì", "value": None}],
    )
    sheet = read(listing.as_xlsx(content)).active
    found = [(row["Đơn vị"].value, row["Số liệu"].value) for row in rows_of(sheet)]
    assert found == [("=1+1", 16)]
    assert sheet.oddFooter.left.text.startswith("Chân && trang · Phiên bản")  # as a footer writes it
    assert sheet.print_title_rows


@pytest.mark.office
@pytest.mark.skipif(not office.available(), reason="LibreOffice is not installed")
def test_libreoffice_prints_it_as_it_is_meant(whole, tmp_path):
    printed = office.as_pdf(workbook.as_xlsx(whole), "xlsx", tmp_path)
    text = office.words(printed)
    for words in (
        whole.title, "Hai Bà Trưng nhiều nhất trong 3 đơn vị được nêu số: 19 công đoàn cơ sở", "hơn 700", "≥ 50",
        "60 / 120 (tính ngược) · 50%", "Phụ lục: Đoàn viên kết nạp mới", "21/11/2026", "Trang 1/",
    ):  # fmt: skip
        assert "".join(words.split()) in text
    assert "###" not in text


@pytest.mark.office
@pytest.mark.skipif(not office.available(), reason="LibreOffice is not installed")
@pytest.mark.parametrize(("asked", "n_maps", "n_annexes"), [({}, 3, 3), ({"unit": ["ung-hoa"]}, 0, 1)])
def test_a_map_and_an_annex_are_a_page_each_and_can_be_read(warehouse, tmp_path, asked, n_maps, n_annexes):
    """No type but that of the foot is smaller than 9 points."""
    found = smallest(asked, lambda name: name.endswith("sơ đồ ô") or name.startswith("Phụ lục"), tmp_path)
    assert len(found) == n_maps + n_annexes
    assert [size >= 9 for size in found] == [True] * len(found)


@pytest.mark.office
@pytest.mark.skipif(not office.available(), reason="LibreOffice is not installed")
@pytest.mark.parametrize("asked", [{}, {"unit": ["long-bien"]}, {"lang": ["en"]}], ids=str)
def test_lists_can_be_read_on_paper_which_has_what_the_words_of_a_figure_do_not_say(warehouse, tmp_path, asked):
    token = language.set(asked.get("lang", ["vi"])[0])
    try:
        names = {t("Figures"), t("Clusters and city"), t("Sources"), t("Articles")}
        assert min(smallest(asked, names.__contains__, tmp_path)) >= 9
        book = read(workbook.as_xlsx(handout.of_selection(asked)))
        for name in (t("Figures"), t("Sources")):
            last = column_index_from_string(book[name].print_area.split("!")[-1].split("$")[-2])
            headings = [cell.value for cell in book[name][4]]
            assert headings[:last][-1] in (t("Claim"), t("Readers’ note"))
            on_screen = {t("Qualifier"), t("At least"), t("At most"), t("Status")}
            more = {t("First character"), t("Position after the last character"), t("Article"), t("Publisher")}
            assert set(headings[last:]) == (on_screen if name == t("Figures") else {*more, t("Published")})
    finally:
        language.reset(token)


def smallest(asked, is_kept, folder):
    """The size of the smallest type on each page of the sheets that are kept, the foot apart, in points."""
    book = read(workbook.as_xlsx(handout.of_selection(asked)), as_shown=False)
    for name in book.sheetnames:
        if not is_kept(name):
            del book[name]
    file = io.BytesIO()
    book.save(file)
    sizes: list[list[float]] = []

    def measure(text, matrix, text_matrix, _font, size):
        if text.strip() and matrix[5] + matrix[3] * text_matrix[5] > FOOT:
            sizes[-1].append(abs(size * text_matrix[3] * matrix[3]))

    for page in pypdf.PdfReader(office.as_pdf(file.getvalue(), "xlsx", folder)).pages:
        sizes.append([])
        page.extract_text(visitor_text=measure)
    return list(map(min, sizes))


def typed(data, sheet, cells):
    """The one sheet of a workbook after someone has typed into cells of column D, in which units have their results."""
    book = read(data, as_shown=False)
    for name in book.sheetnames:
        if name != sheet:
            del book[name]
    for row in book[sheet].iter_rows():
        if row[1].value in cells:
            row[3].value = cells[row[1].value]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.office
@pytest.mark.skipif(not office.available(), reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    ("cells", "sums"),
    [
        ({"Hoàn Kiếm": 12}, ["CộngCụm1(4/6đơnvị)≥62", "CộngCụm2(0/6đơnvị)CộngCụm3", "Tổngcộng(4/30"]),
        ({"Hoàn Kiếm": 12, "Đống Đa": 0, "Hoàng Mai": 1}, ["CộngCụm1(6/6đơnvị)63", "≥63", "Tổngcộng(6/30"]),
        ({"Long Biên": None, "Ba Vì": 1300}, ["CộngCụm1(2/6đơnvị)≥34", "(1/6đơnvị)≥1.300"]),
    ],
)
def test_the_sums_of_an_annex_follow_what_is_typed(whole, tmp_path, cells, sums):
    changed = typed(workbook.as_xlsx(whole), "Phụ lục CĐCS thành lập mới", cells)
    text = office.words(office.as_pdf(changed, "xlsx", tmp_path), is_in_lines=True)
    assert [said for said in sums if said not in text] == []


@pytest.mark.office
@pytest.mark.skipif(not office.available(), reason="LibreOffice is not installed")
def test_a_chart_follows_what_is_typed(whole, tmp_path):
    """The part of the sheet is changed as a program that is typed into would save it: with the chart's memory of 19."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook.as_xlsx(whole))) as parts, zipfile.ZipFile(file, "w") as changed:
        for name in parts.namelist():
            part = parts.read(name)
            if re.fullmatch("xl/worksheets/sheet[234].xml", name):
                part = re.sub(b"(</f>)<v>[^<]*</v>", rb"\1", part.replace(b"<v>19</v>", b"<v>40</v>"))
            changed.writestr(name, part)
    text = office.words(office.as_pdf(file.getvalue(), "xlsx", tmp_path))
    # In each chart or tiles and each table on paper; not in the list of figures, nor in a note of another sheet.
    assert (text.count("40tạmtính"), text.count("19tạmtính")) == (5, 2)
