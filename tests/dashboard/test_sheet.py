"""The profile as a sheet of paper, read by another program than the one that wrote it."""

import asyncio
import io
import re
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pypdf
import pytest
from starlette.requests import Request

from dashboard import profile_sections, profiles, provenance, queries, routes
from dashboard.exports import sheet
from dashboard.exports.__main__ import main
from dashboard.messages import language
from tests.conftest import apart

LINK = "https://example.org/union/unit_profile?unit=ung-hoa"


@contextmanager
def spoken(chosen: str) -> Iterator[None]:
    token = language.set(chosen)
    try:
        yield
    finally:
        language.reset(token)


def known(unit_id: str) -> profiles.Profile:
    profile = profiles.profile(unit_id)
    assert profile
    return profile


def read(profile: profiles.Profile, link: str | None = LINK) -> Any:
    """A sheet as another program has it; what is inside has no types."""
    return pypdf.PdfReader(io.BytesIO(sheet.as_pdf(profile, link)))


def line(text: str) -> str:
    return " ".join(text.split())


def words(document: Any) -> str:
    """The words of a document on one line."""
    return line(" ".join(page.extract_text() for page in document.pages))


def letters(text: str) -> str:
    """A text without its blanks: where a line ends is the business of who sets it."""
    return "".join(text.split())


def tagged(document: Any) -> list[Any]:
    """The tagged parts of a document, in the order of reading."""

    def within(node: Any) -> list[Any]:
        part = node.get_object() if isinstance(node, pypdf.generic.PdfObject) else node
        if not isinstance(part, dict):
            return []
        inner = part.get("/K", [])
        children = inner if isinstance(inner, list) else [inner]
        return [*([part] if "/S" in part else []), *(found for child in children for found in within(child))]

    return within(document.trailer["/Root"]["/StructTreeRoot"])


def pictures(document: Any) -> list[str]:
    """What the pictures of a document are called for those who do not see them."""
    return [part["/Alt"] for part in tagged(document) if part["/S"] == "/Figure"]


def fonts(document: Any) -> list[Any]:
    """The descriptors of all fonts of a document."""
    used = [font.get_object() for page in document.pages for font in page["/Resources"]["/Font"].values()]
    inner = [font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font for font in used]
    return [font["/FontDescriptor"] for font in inner]


def test_the_sheet_says_each_figure_with_hedge_target_and_place(warehouse):
    text = words(read(known("281")))
    assert text.startswith("LĐLĐ huyện Ứng Hòa Hồ sơ đơn vị – ")
    assert "60 đoàn viên 6 tháng đầu năm 2020 · đạt 50% chỉ tiêu cả năm" in text
    assert "3. Đoàn viên kết nạp mới 6 tháng đầu năm 2020 60 120 (chỉ tiêu giao, tính ngược) 50% có số liệu" in text
    assert "7. Lượt dự tập huấn 6 tháng đầu năm 2020 hơn 700 lượt có số liệu bài 003, dòng 9" in text
    assert "Mục 3: chỉ tiêu tính ngược từ tỷ lệ: 60 / 50% = 120 (từ 119 đến 121 do tỷ lệ đã làm tròn)." in text
    assert "Xã Ứng Hòa mang tên này: là đơn vị khác, nhỏ hơn." in text
    assert provenance.standing(queries.build()) in text
    assert LINK in text


def test_what_is_missing_is_said_in_words_and_never_as_zero(warehouse):
    text = words(read(known("001")))
    assert "4. Thỏa ước lao động tập thể ký mới 6 tháng đầu năm 2023 ... có nhắc tên đơn vị, không nêu số" in text
    assert "1. Công đoàn cơ sở thành lập mới 6 tháng đầu năm 2023 15 tạm tính bài 001, dòng 8" in text
    assert "Đây là số liệu của cả cụm; bài báo không nêu riêng phần của đơn vị này." in text
    bare = words(read(known("019"), None))
    assert "điều đó không có nghĩa là bằng 0" in bare
    assert "Các bài đã đọc chưa nêu số liệu nào khác về đơn vị này." in bare
    assert "Trong các bài báo đã đọc, không bài nào đề cập đơn vị này." in bare
    assert " 0 " not in bare


@pytest.mark.parametrize("tongue", ["vi", "en"])
def test_every_unit_takes_one_sheet_that_says_all_that_its_page_says(warehouse, tongue):
    with spoken(tongue):
        for unit in queries.federations():
            profile = known(unit["unit_id"])
            document = read(profile)
            assert len(document.pages) == 1, unit["name"]
            text = words(document)
            assert unicodedata.is_normalized("NFC", text)
            held = letters(text)
            place = 0
            for said in everything(profile):
                place = held.find(letters(said), place)
                assert place >= 0, (unit["name"], said, "is missing or out of order")


def everything(profile: profiles.Profile) -> list[str]:
    """What the page of a profile says, in its order."""
    sections = (
        profile_sections.core(profile),
        profile_sections.own(profile),
        profile_sections.cluster(profile),
        profile_sections.articles(profile),
    )
    headlines = [profiles.headline(row) for row in profiles.newest(profile)]
    said = [profiles.name(profile), profiles.kind(), *profiles.summary(profile)]
    said += [part for headline in headlines for part in headline]
    said += [part for fact in profiles.facts(profile).items() for part in fact]
    for number, section in enumerate(found for found in sections if found):
        said += [section.heading, section.lead]
        said += [cell for row in ([section.table.headings] if section.table.rows else []) for cell in row]
        said += [cell for row in section.table.rows for cell in row]
        said += profile_sections.remarks(profile) if number == 0 else []
    return [*said, *(" ".join(filter(None, line)) for line in profile_sections.foot(profile, LINK))]


def test_the_letters_are_in_the_file(warehouse):
    document = read(known("281"))
    described = fonts(document)
    assert described
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font) for font in described)
    assert all("Libertinus" in font["/FontName"] for font in described)


def test_a_program_that_reads_aloud_knows_title_language_and_parts(warehouse):
    document = read(known("281"))
    root = document.trailer["/Root"]
    assert document.metadata
    assert str(document.metadata.title).startswith("LĐLĐ huyện Ứng Hòa – Hồ sơ đơn vị")
    assert root["/Lang"] == "vi"
    assert "pdfuaid:part>1<" in root["/Metadata"].get_data().decode()
    found = [part["/S"] for part in tagged(document)]
    assert found.count("/Table") == 3
    assert found.count("/TH") == 7 + 5 + 4
    assert found.count("/H1") == 3
    with spoken("en"):
        english = read(known("281"))
    assert english.trailer["/Root"]["/Lang"] == "en"
    assert "Ứng Hòa rural district federation" in words(english)


def test_the_same_profile_gives_the_same_bytes_of_the_day_of_the_build(warehouse):
    first, again = (sheet.as_pdf(known("006"), LINK) for _ in range(2))
    assert first == again
    made = pypdf.PdfReader(io.BytesIO(first)).metadata
    assert made
    assert made.creation_date
    assert made.creation_date.replace(tzinfo=None) == queries.build()["built_at"].replace(microsecond=0)


def test_a_link_stands_there_in_words_as_a_code_and_to_be_clicked_or_not_at_all(warehouse):
    linked, bare = read(known("281")), read(known("281"), None)
    (annotation,) = linked.pages[0]["/Annots"]
    assert annotation.get_object()["/A"]["/URI"] == LINK
    assert pictures(linked) == ["Mã QR dẫn đến trang này"]
    assert "/Annots" not in bare.pages[0]
    assert pictures(bare) == []
    assert "Địa chỉ trang" not in words(bare)
    assert words(bare).endswith(f"{provenance.standing(queries.build())}.")


ODD = '#panic("x") $x^2$ <a> *b* _c_ `d` \\e @f // g /* h [i] {j} = k - l ~ "m" \'n\' -- ... https://o.example'


def test_text_that_looks_like_a_program_stays_text(warehouse):
    profile = known("281")
    odd = replace(
        profile,
        unit=profile.unit | {"name": ODD, "cluster_evidence": ODD},
        own=[replace(row, name_vi=ODD) for row in profile.own],
        articles=[row | {"title": ODD, "publisher": ODD} for row in profile.articles],
    )
    document = read(odd)
    assert letters(words(document)).count(letters(ODD)) >= 1 + 1 + len(profile.own) + 2
    assert document.metadata
    assert ODD in str(document.metadata.title)


@pytest.mark.parametrize(
    ("odd", "seen"),
    [
        ("a\x00b\x07c", "a b c"),
        ("a\nb\u2028c\td", "a b c d"),
        ("a\u202eb\ufeffc\u200bd", "abcd"),
        ("a\ud800b\ufffe", "ab"),
        ("Đo\u0302\u0301ng Đa", "Đống Đa"),
    ],
    ids=["control", "lines", "unseen", "no letter", "decomposed"],
)
def test_letters_that_cannot_be_seen_break_nothing(warehouse, odd, seen):
    profile = known("281")
    document = read(replace(profile, articles=[row | {"title": f"<{odd}>"} for row in profile.articles]))
    assert f"003 – <{seen}>" in words(document)
    assert "pdfuaid" in document.trailer["/Root"]["/Metadata"].get_data().decode()


def test_a_letter_that_no_font_has_costs_no_more_than_itself(warehouse):
    profile = known("281")
    text = words(read(replace(profile, articles=[row | {"title": "trước 漢😀 sau"} for row in profile.articles])))
    assert "003 – trước" in text
    assert "sau Lao động Thủ đô" in text


def test_a_profile_of_300_figures_goes_on_to_further_sheets_and_loses_none(warehouse):
    profile = known("281")
    many = [replace(profile.own[1], claim_id=f"c{number}", value=float(1000 + number)) for number in range(300)]
    document = read(replace(profile, own=many))
    pages = [line(page.extract_text()) for page in document.pages]
    text = " ".join(pages)
    assert len(pages) > 1
    missing = [number for number in range(300) if f"{number + 6}. Lượt dự tập huấn" not in text]
    missing += [number for number in range(300) if f"hơn 1.{number:03} lượt" not in text]
    assert missing == []
    for number, page in enumerate(pages, 1):
        assert f"{number}/{len(pages)}" in page
        assert "Kỳ số liệu Số liệu Tình trạng Nguồn" in page
    assert all(page.startswith("LĐLĐ huyện Ứng Hòa Hồ sơ đơn vị") for page in pages[1:])
    assert text.count(LINK) == 1
    assert LINK in pages[-1]


def test_long_words_and_long_texts_stay_on_the_sheet(warehouse):
    profile = known("281")
    long = "x" * 400 + " " + "đoàn viên " * 900 + "hết"
    document = read(replace(profile, own=[replace(row, name_vi=long) for row in profile.own[:1]]))
    text = "\n".join(page.extract_text() for page in document.pages).replace("\u200b", "")
    assert "x" * 400 in letters(text)
    assert max(map(len, re.findall("x+", text))) < 60, "a line of it is wider than its column"
    assert line(text).count("đoàn viên") >= 900


@pytest.mark.parametrize("without", [(3,), (4,), (3, 4), ()], ids=["shares", "targets", "results", "both"])
def test_the_core_has_a_column_for_targets_and_one_for_shares_where_they_are_known(warehouse, without, monkeypatch):
    full = profile_sections.core(known("281"))
    kept = [column for column in range(7) if column not in without]
    part = replace(
        full,
        headings=[full.headings[column] for column in kept],
        rows=[[row[column] for column in kept] for row in full.rows],
        right=[place for place, column in enumerate(kept) if column in (2, 3, 4)],
    )
    monkeypatch.setattr(profile_sections, "core", lambda _: part)
    assert line(" ".join(part.headings)) in words(read(known("281")))


def test_readers_who_ask_at_once_get_what_each_asked_for(warehouse):
    asked = [(unit["unit_id"], unit["name"]) for unit in queries.federations()[:8]]
    with ThreadPoolExecutor(8) as threads:  # more than typesetters that may run
        made = list(threads.map(lambda unit: words(read(known(unit[0]))), asked))
    assert [name in text.split(" Hồ sơ")[0] for (_, name), text in zip(asked, made, strict=True)] == [True] * 8


def test_a_typesetter_that_fails_is_heard(warehouse, tmp_path, monkeypatch):
    broken = tmp_path / "typesetter.py"
    broken.write_text("raise SystemExit('no paper')")
    monkeypatch.setattr(sheet, "TYPESETTER", broken)
    with pytest.raises(sheet.NoSheet, match="no paper"):
        sheet.as_pdf(known("281"), LINK)


@pytest.mark.parametrize(("program", "patience"), [("raise SystemExit('no paper')", 60), ("while True: pass", 0.2)])
def test_where_no_sheet_can_be_set_one_sentence_says_so(warehouse, tmp_path, monkeypatch, capsys, program, patience):
    broken = tmp_path / "typesetter.py"
    broken.write_text(program)
    monkeypatch.setattr(sheet, "TYPESETTER", broken)
    monkeypatch.setattr(sheet, "PATIENCE", patience)
    sentence = "Chưa tạo được hồ sơ ở dạng PDF. Xin thử lại sau một phút."
    asked = ["unit_profile/profile.pdf?unit=ung-hoa", "--to", str(tmp_path)]
    assert apart(lambda: main(asked)) == 1
    assert capsys.readouterr().err.strip() == sentence
    assert list(tmp_path.iterdir()) == [broken]
    scope = {
        "type": "http", "method": "GET", "scheme": "http", "server": ("x", 80), "headers": [],
        "path": "/files/unit_profile/profile.pdf", "query_string": b"unit=ung-hoa",
        "path_params": {"place": "unit_profile", "name": "profile", "kind": "pdf"},
    }  # fmt: skip
    answer = apart(lambda: asyncio.run(routes.file(Request(scope))))
    assert (answer.status_code, bytes(answer.body).decode()) == (503, sentence)
