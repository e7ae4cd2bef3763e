"""What is proposed for the numerals of a text: one small text for each way in which papers print them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.propose import propose
from intake.texts import line_of

if TYPE_CHECKING:
    from intake.proposals import Proposal

Short = tuple[str, str, str, str, float, str]
HEAD = "LĐLĐ quận Ba Đình: Kết quả 6 tháng đầu năm 2023\n"


def proposals(text: str) -> list[Proposal]:
    return propose([line_of(number, line) for number, line in enumerate(text.split("\n"), start=1)])


def figures(text: str, *, head: str = HEAD) -> list[Short]:
    """Unit, indicator, period, scenario, value, qualifier of each figure that is proposed below the headline."""
    return [
        (row.unit_id, row.indicator_id, row.time_period, row.scenario, float(row.value), row.qualifier)
        for row in proposals(head + text)
        if not row.rule.startswith("pass over") and int(row.line) > head.count("\n")
    ]


def reasons(text: str) -> list[str]:
    return [row.rule for row in proposals(text) if row.rule.startswith("pass over")]


def core(kind: str, value: float, **other: str) -> Short:
    """A figure of Ba Đình's first half of 2023, but for what is said otherwise."""
    indicator = {"u": "unions_formed", "m": "members_recruited", "a": "agreements_signed"}.get(kind, kind)
    said = {"unit": "001", "period": "2023-S1", "scenario": "actual", "qualifier": "exact"} | other
    return said["unit"], indicator, said["period"], said["scenario"], value, said["qualifier"]


YEAR_TARGET = {"period": "2023", "scenario": "target"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What is done, before the number and behind it.
        ("Quận thành lập mới 12 CĐCS, kết nạp 340 đoàn viên.", [core("u", 12), core("m", 340)]),
        ("Có 12 công đoàn cơ sở ra đời, 340 người được kết nạp.", [core("u", 12), core("m", 340)]),
        ("Số CĐCS thành lập mới là 12; số đoàn viên kết nạp: 340.", [core("u", 12), core("m", 340)]),
        ("Quận ký mới 9 bản TƯLĐTT, ký lại 4 bản.", [core("a", 9), core("other:agreements_renewed", 4)]),
        ("Quận kí kết 9 bản thoả ước lao động tập thể.", [core("a", 9)]),
        ("Quận thành lập CĐCS tại 3 công ty.", [core("u", 3)]),
        ("Vận động 3 doanh nghiệp thành lập công đoàn cơ sở với 90 đoàn viên.", [core("u", 3), core("m", 90)]),
        (
            "Thành lập 12 CĐCS và kiện toàn 5 CĐCS.",
            [core("u", 12), core("unions_reconstituted", 5)],
        ),
        # Other counts that look alike.
        (
            "Quận hiện có 512 CĐCS với 28.900 đoàn viên.",
            [core("other:unions_total", 512, period=""), core("other:members_total", 28900, period="")],
        ),
        ("Giới thiệu 40 đoàn viên ưu tú, 12 người được kết nạp Đảng.",
         [core("other:outstanding_members_introduced", 40), core("party_members_admitted", 12)]),
        ("Giới thiệu 40 đoàn viên ưu tú, 12 người được xem xét, kết nạp.",
         [core("other:outstanding_members_introduced", 40), core("party_members_admitted", 12)]),
        ("Quận ký chương trình phối hợp gồm 5 nội dung chính.", [core("coordination_contents", 5, period="")]),
        ("Mở 4 lớp tập huấn cho 700 lượt cán bộ.", [core("training_classes", 4), core("training_attendances", 700)]),
        # Results and targets.
        ("Quận thành lập 15/13 CĐCS.", [core("u", 15), core("u", 13, **YEAR_TARGET)]),
        ("Kết nạp 300 đoàn viên/280 đoàn viên.", [core("m", 300), core("m", 280, **YEAR_TARGET)]),
        ("Kết nạp 180 đoàn viên, đạt 90% chỉ tiêu Thành phố giao (200 đoàn viên).",
         [core("m", 180), core("members_recruited_share", 90), core("m", 200, **YEAR_TARGET)]),
        ("Quận được giao chỉ tiêu 20 CĐCS, đã thành lập 12 CĐCS.", [core("u", 20, **YEAR_TARGET), core("u", 12)]),
        ("Quận đã hoàn thành chỉ tiêu, thành lập 12 CĐCS.", [core("u", 12)]),
        ("Quận thành lập 1 CĐCS và kết nạp 60 đoàn viên, đạt 50% cả 2 chỉ tiêu.",
         [core("u", 1), core("m", 60), core("unions_formed_share", 50), core("members_recruited_share", 50)]),
        # Hedges, in both directions.
        ("Kết nạp hơn 300 đoàn viên.", [core("m", 300, qualifier="more_than")]),
        ("Quận hiện có 300 đoàn viên trên 406 CNVCLĐ.",
         [core("other:members_total", 300, period=""), core("other:workers_total", 406, period="")]),
        ("Kết nạp không dưới 300 đoàn viên.", [core("m", 300, qualifier="at_least")]),
        ("Kết nạp 300 đoàn viên trở lên.", [core("m", 300, qualifier="at_least")]),
        ("Kết nạp chưa đến 300 đoàn viên.", [core("m", 300, qualifier="less_than")]),
        ("Kết nạp không quá 300 đoàn viên.", [core("m", 300, qualifier="at_most")]),
        ("Ước cả kỳ kết nạp 300 đoàn viên.", [core("m", 300, qualifier="about")]),
        ("Ước đạt 300 đoàn viên kết nạp mới.", [core("m", 300, qualifier="about")]),
        ("Kết nạp từ 280 đến 300 đoàn viên.",
         [core("m", 280, qualifier="at_least"), core("m", 300, qualifier="at_most")]),
        ("Thành lập 12 CĐCS (kế hoạch 25 CĐCS), kết nạp 340 đoàn viên (kế hoạch 600).",
         [core("u", 12), core("u", 25, **YEAR_TARGET), core("m", 340), core("m", 600, **YEAR_TARGET)]),
        ("Thành lập 12 CĐCS, kết nạp 340 đoàn viên, đạt lần lượt 60% và 85% kế hoạch.",
         [core("u", 12), core("m", 340), core("unions_formed_share", 60), core("members_recruited_share", 85)]),
        ("Thành lập 12 CĐCS, tăng 2 CĐCS so với năm 2021; kết nạp 340 đoàn viên.", [core("u", 12), core("m", 340)]),
        # Numerals.
        ("Thành lập hai mươi mốt CĐCS.", [core("u", 21)]),
        ("Kết nạp trên 1,2 nghìn đoàn viên.", [core("m", 1200, qualifier="more_than")]),
        ("Kết nạp 1 234 đoàn viên.", [core("m", 1234)]),
        ("Quận chưa ký mới bản thỏa ước nào.", [core("a", 0)]),
        # Periods.
        ("Riêng quý I/2023, thành lập 5 CĐCS.", [core("u", 5, period="2023-Q1")]),
        ("Cùng kỳ năm 2022, quận thành lập 9 CĐCS.", [core("u", 9, period="2022-S1")]),
        ("Thành lập 12 CĐCS, tăng 3 CĐCS so với cùng kỳ (9 CĐCS).", [core("u", 12), core("u", 9, period="2022-S1")]),
        ("Giai đoạn 2018 - 2022, quận kết nạp 5.000 đoàn viên.", [core("m", 5000, period="2018-01-01/P5Y")]),
        ("Từ ngày 01/01/2023 đến ngày 15/8/2023, kết nạp 400 đoàn viên.", [core("m", 400, period="2023-01-01/P227D")]),
        ("6 tháng cuối năm, quận phấn đấu kết nạp 200 đoàn viên.",
         [core("m", 200, period="2023-S2", scenario="target")]),
        ("Phấn đấu đến hết năm 2023, thành lập 25 CĐCS.", [core("u", 25, **YEAR_TARGET)]),
    ],
)  # fmt: skip
def test_a_sentence_is_read(text, expected):
    assert figures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LĐLĐ quận Tây Hồ 9 CĐCS, Cầu Giấy 12 CĐCS.", [("003", 9), ("005", 12)]),
        ("LĐLĐ quận Tây Hồ (9 CĐCS), Cầu Giấy (12 CĐCS).", [("003", 9), ("005", 12)]),
        ("Có 9 CĐCS (Tây Hồ), 12 CĐCS của quận Cầu Giấy.", [("003", 9), ("005", 12)]),
        ("Tây Hồ và Cầu Giấy mỗi đơn vị 9 CĐCS.", [("003", 9), ("005", 9)]),
        ("Các quận Tây Hồ, Cầu Giấy, Hà Đông lần lượt 9, 12 và 7 CĐCS.", [("003", 9), ("005", 12), ("268", 7)]),
        ("Tây Hồ 9, Cầu Giấy 12 CĐCS.", [("003", 9), ("005", 12)]),
        ("Tây Hồ và Cầu Giấy cả thảy 21 CĐCS.", [("", 21)]),
        ("Toàn thành phố 300 CĐCS; riêng Cụm 2 là 60 CĐCS.", [("01", 300), ("C2", 60)]),
        ("LĐLĐ tỉnh Bắc Ninh 95 CĐCS.", [("other:LĐLĐ tỉnh Bắc Ninh", 95)]),
        ("Công đoàn phường Ba Đình 4 CĐCS.", [("other:Công đoàn phường Ba Đình", 4)]),
        ("Công đoàn Dệt may Hà Nội 4 CĐCS.", [("other:Công đoàn Dệt may Hà Nội", 4)]),
        ("Theo mức LĐLĐ thành phố Hà Nội giao, còn phải tính, thành lập 9 CĐCS.", [("001", 9)]),
    ],
)
def test_the_unit_of_a_number_is_found(text, expected):
    rows = figures(f"Kết quả thành lập mới:\n- {text}")
    assert [(row[0], row[4]) for row in rows] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cập nhật: 28/12/2023 15:07", ["date", "timestamp"]),
        ("Kế hoạch số 06/KH-LĐLĐ, Nghị quyết 09", ["document_no", "document_no"]),
        ("Điện thoại: 024 0000 0123", ["phone"]),
        (f"{HEAD}Nhiệm vụ 6 tháng cuối năm 2023. Đồng chí Bí thư phát biểu", ["period", "tasks_ahead"]),
        ("Đại hội nhiệm kỳ 2023 - 2028, năm học 2022-2023, phòng Covid-19", ["term", "school_year", "name"]),
        ("320 suất quà, mỗi suất 500.000 đồng", ["gifts", "money"]),
        ("Doanh nghiệp có từ 25 lao động trở lên", ["threshold"]),
        ("Sáu LĐLĐ quận thuộc Cụm thi đua số 2", ["unit_count", "cluster_number"]),
        ("Khen thưởng 12 tập thể, 3 cá nhân", ["awards", "awards"]),
        ("Kết nạp thêm 61 đoàn viên nữa mới đủ", ["remaining_gap"]),
        ("Số CĐCS thành lập in là 45", ["corrected_value"]),
        ("Tin khác\nLĐLĐ quận Thanh Xuân kết nạp 94 đoàn viên", ["related_news"]),
        ("Trao quyết định cho 4 đơn vị. |", ["caption_event"]),
    ],
)
def test_what_is_no_figure_has_a_reason(text, expected):
    found = [row.indicator_id.removeprefix("other:") for row in proposals(text)]
    assert found == expected


def test_tasks_under_their_heading_are_plans():
    text = "II. Phương hướng, nhiệm vụ quý III\n- Thành lập 7 CĐCS.\n- Kết nạp tối thiểu 150 đoàn viên."
    plan = {"period": "2023-Q3", "scenario": "target"}
    assert figures(text) == [core("u", 7, **plan), core("m", 150, qualifier="at_least", **plan)]


TABLE = (
    "TT\tĐơn vị\tCĐCS\t\tĐoàn viên kết nạp\tTƯLĐTT ký mới\n"
    "\t\tChỉ tiêu\tThực hiện\t\t\n"
    "1\tTây Hồ\t10\t9\t410\t-\n"
    "\tToàn thành phố\t480\t391\t28.415\t506\n"
    "Ghi chú: dấu “-” là không phát sinh."
)


def test_a_table_is_read_by_its_headings():
    assert figures(TABLE) == [
        core("u", 10, unit="003", **YEAR_TARGET), core("u", 9, unit="003"), core("m", 410, unit="003"),
        core("a", 0, unit="003"),
        core("u", 480, unit="01", **YEAR_TARGET), core("u", 391, unit="01"), core("m", 28415, unit="01"),
        core("a", 506, unit="01"),
    ]  # fmt: skip


def test_a_table_whose_rows_are_indicators_is_read():
    table = "Nội dung|Chỉ tiêu|Thực hiện|Tỷ lệ (%)|\nKết nạp đoàn viên|200|180|90,0|\nQuà Tết|10|12|120|"
    shares = core("members_recruited_share", 90)
    assert figures(table) == [core("m", 200, **YEAR_TARGET), core("m", 180), shares]


TEXT = "Quận đã ký mới 9 bản thoả ước, kết nạp  hơn 1.340 đoàn viên; Cầu Giấy 12 CĐCS."


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_spans_count_the_text_as_stored(form):
    stored = unicodedata.normalize(form, TEXT).replace("9 bản", "9\xa0bản")
    rows = [row for row in proposals(HEAD + stored) if row.line == 2]
    assert [row.as_printed for row in rows] == ["9 bản thoả ước", "hơn 1.340 đoàn viên", "12 CĐCS"]
    for row in rows:
        cut = unicodedata.normalize("NFC", stored[int(row.char_start) : int(row.char_end)])
        assert " ".join(cut.split()) == row.as_printed


@given(
    st.lists(
        st.sampled_from([*TEXT.split(), "12/5", "5/2", "6 tháng", "ngày 3/2", "“", "%", "-", "\t", "3,", "|"]),
        max_size=14,
    )
)
def test_every_run_of_digits_has_exactly_one_place(words):
    line = " ".join(words)
    rows = proposals(line)
    taken = [0] * len(line)
    for start, end in {(int(row.char_start), int(row.char_end)) for row in rows if row.rule != "target of a result"}:
        taken[start:end] = [count + 1 for count in taken[start:end]]
    assert all(taken[place] for place, letter in enumerate(line) if letter.isdigit())
