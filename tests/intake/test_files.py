"""Text out of files: what is read right, what is refused, and with which sentence."""

from __future__ import annotations

import io
import unicodedata
import zipfile
import zlib

import docx
import pytest
import typst
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject

from intake.arrivals import pdf
from intake.arrivals.files import MAX_MIB, MOST_LETTERS, paste, take_out
from intake.arrivals.letters import clean
from intake.propose import propose
from intake.refusals import Refused
from intake.texts import lines_of

TEXT = (
    "LĐLĐ quận Tây Hồ: Kết quả 6 tháng\n"
    "Trong 6 tháng, các cấp công đoàn của quận đã thành lập 12 CĐCS, kết nạp được 345 đoàn viên, ký mới 9 bản "
    "thỏa ước lao động tập thể, đạt kết quả cao hơn so với cùng kỳ năm trước."
)


def windows_1258(text: str) -> bytes:
    """A text in the encoding of Windows, in which five tones are signs of their own behind their letters."""
    said = b""
    for letter in unicodedata.normalize("NFC", text):
        whole = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in whole if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
        try:
            said += letter.encode("cp1258")
        except UnicodeEncodeError:
            said += (unicodedata.normalize("NFC", whole.replace(tone, "")) + tone).encode("cp1258")
    return said


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(Refused) as error:
        take_out(data, name)
    return str(error.value)


def outcome(data: bytes, name: str) -> str:
    """The text of a file, or the sentence that refuses it: nothing else may come of it."""
    try:
        return take_out(data, name).text
    except Refused as refused:
        return str(refused)


def word_file(document: docx.document.Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pdf_of(markup: str) -> bytes:
    return typst.compile(markup.encode())


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(), TEXT.encode("utf-8-sig"), TEXT.encode("utf-16"), TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"), TEXT.encode("utf-32"), windows_1258(TEXT),
        unicodedata.normalize("NFD", TEXT).encode(), TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace(" ", "\xa0").encode("utf-16"), TEXT.replace("quả", "quả\u200b\xad").encode(),
        TEXT.replace("\n", "\r").encode(), TEXT.replace("\n", " \n\n\n").encode() + b"\n \n",
    ],
)  # fmt: skip
def test_every_encoding_of_an_office_gives_the_same_text(data):
    assert take_out(data, "a.txt").text.replace("\n\n", "\n") == TEXT


def test_a_few_words_tell_the_encoding_of_windows():
    assert take_out(windows_1258("Quận kết nạp 12 đoàn viên"), "a.txt").text == "Quận kết nạp 12 đoàn viên"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "a.txt is empty;"),
        (b"\n \t\r\n", "a.txt is empty;"),
        (b"\xef\xbb\xbf \n", "a.txt shows no words;"),
        (b"ab\n\x00\x01\x02", "a.txt is no text (control characters on line 2);"),
        ("Trong 6 th¸ng, c¸c cÊp c«ng ®oµn quËn thµnh lËp 12 C§CS".encode("latin-1"), "old Vietnamese typeface, TCVN3"),
        ("Trong 6 th¸ng, c¸c cÊp c«ng ®oµn quËn thµnh lËp 12 C§CS".encode(), "old Vietnamese typeface, TCVN3"),
        ("Caùc caáp coâng ñoaøn quaän ñaõ thaønh laäp 12 CÑCS".encode("latin-1"), "old Vietnamese typeface, VNI"),
        ("Caùc caáp coâng ñoaøn quaän ñaõ thaønh laäp 12 CÑCS".encode(), "old Vietnamese typeface, VNI"),
        ("công ðoàn lao đ¶ng là ng߶i v¾i c¤p qu§n 12".encode("latin-1", "replace"), "an encoding that cannot be told"),
        (TEXT.encode()[:-3].replace(b"6", b"\xff"), "an encoding that cannot be told (line 1)"),
        (TEXT.encode("utf-16")[:-1], "breaks off or is damaged"),
        (TEXT.encode("cp1252", "replace"), "has lost letters"),
        (TEXT.encode("ascii", "replace"), "has lost letters"),
        (TEXT.replace("quận", "qu\ufffdn").encode(), "has lost letters"),
        (TEXT.encode().decode("latin-1").encode(), "has garbled letters"),
        (TEXT.encode().decode("cp1252", "ignore").encode(), "has garbled letters"),
        (b"{\\rtf1 12}", "a.txt is of a kind that is not read (RTF);"),
        (b"\x89PNG\r\n\x1a\n12", "a.txt is a picture (PNG), no text;"),
        (b"\xff\xd8\xff\xe0JFIF", "a.txt is a picture (JPEG), no text;"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Word", "a.txt is a Word file of an old kind (.doc);"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "a.txt is locked with a password;",
        ),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n12", "a.txt is a page saved as one file (.mht);"),
        (b"x" * (MAX_MIB << 20) + b"12", f"a.txt has {MAX_MIB + 1} MiB, more than the {MAX_MIB} MiB"),
        (b"12 " * (MOST_LETTERS // 3 + 1), f"more than {MOST_LETTERS}: an article has fewer."),
    ],
)
def test_what_would_be_read_wrong_is_refused(data, sentence):
    assert sentence in refusal(data, "a.txt")


def test_a_refusal_names_no_folder_and_can_be_translated():
    with pytest.raises(Refused) as error:
        take_out(b"", "C:\\Users\\x\\bài\n.txt")
    assert (error.value.sentence.message, error.value.sentence.values["name"]) == (
        "{name} is empty; bring in the file that holds the article.", "bài.txt",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sentence"), [(" \n", "Nothing was pasted;"), ("a\x01", "The pasted text is no text")]
)
def test_a_paste_that_is_nothing_is_refused(text, sentence):
    with pytest.raises(Refused, match=sentence):
        paste(text)


def test_what_is_pasted_is_cleaned():
    pasted = paste("Quận Hoa\u0300n  Kiếm:\u00a012\tCĐCS\r\n")
    assert (pasted.text, pasted.kind, pasted.stored) == ("Quận Hoàn Kiếm: 12\tCĐCS", "paste", "")
    assert paste("<html><p>Quận ký <b>12</b> bản</p><script>4</script>").text == "Quận ký 12 bản"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
("The federation formed 12 unions and recruited members. " * 4,
         "Hardly a word of this text bears Vietnamese marks."),
        ("Lien doan Lao dong quan da thanh lap 12 cong doan co so, ket nap 345 doan vien trong sau thang dau nam nay.",
         "Hardly a word of this text bears Vietnamese marks."),
        ("Quận đã thành lập nhiều CĐCS.", "There is no numeral in this text"),
    ],
)  # fmt: skip
def test_what_a_reader_should_know_is_said(text, sentence):
    notices = [str(one) for one in take_out(text.encode(), "a.txt").notices]
    assert [one[: len(sentence)] for one in notices] == [sentence]


@given(st.text())
def test_a_text_cleaned_once_is_clean(text):
    once = clean(text)
    assert clean(once) == once
    assert "".join(once.split()) == "".join(once.replace("\n", " ").split())
    assert all(line == line.strip(" ") and (line.strip() or not line) for line in once.split("\n"))


@settings(deadline=None)  # how long it takes is the machine's affair
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    assert outcome(data, "a.txt")
    assert outcome(data, "a.html")


@pytest.mark.parametrize("head", [b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"<?xml version='1.0' encoding='x'?><html>"])
@settings(max_examples=20, deadline=None)
@given(st.binary(max_size=200))
def test_any_broken_file_is_read_or_refused(head, data):
    assert outcome(head + data, "a")


# Pages

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>9 CĐCS – Báo</title></head><body>
<div class="menu"><a href="/1">Thời sự 24h</a> | <a href="/2">Công đoàn</a></div>
<div class="comment-box main"><h1>Quận kết nạp 345 đoàn viên</h1>
<p>Quận thành lập <b>12</b>&nbsp;CĐCS<br>trong 6 tháng<script>alert(7)</script><span hidden>8</span></p>
<p style="display: none">9</p><figure><img src="x"><figcaption>Trao quà cho 4 đơn vị</figcaption></figure>
<table><tr><th rowspan="2">Đơn vị<th colspan="2">Kết quả</tr><tr><td>CĐCS<td>ĐV</table>
<p>Hết bài<sup><a href="#fn1">[1]</a></sup></p></div>
<aside>Tin khác 5</aside><div class="tin-lien-quan"><p>Nơi khác có 6 CĐCS</p></div>
<ul><li><a href="/3">Giá vàng 70 triệu</a></li></ul><footer>Điện thoại 0900</footer></body></html>"""


def test_of_a_page_the_article_is_taken_and_nothing_is_run():
    taken = take_out(PAGE.encode(), "a.html")
    assert taken.text.split("\n") == [
        "Quận kết nạp 345 đoàn viên",
        "Quận thành lập 12 CĐCS",
        "trong 6 tháng",
        "Trao quà cho 4 đơn vị |",
        "Đơn vị\tKết quả\tKết quả",
        "Đơn vị\tCĐCS\tĐV",
        "Hết bài",
    ]
    assert [str(one) for one in taken.notices] == [
        (
            "5 lines of the page are not of the article (menus, other articles) and were left out, 5 of them with "
            "numerals. If something is missing, copy the text and paste it."
        )
    ]
    assert (taken.said["title"], taken.said["h1"]) == ("9 CĐCS – Báo", "Quận kết nạp 345 đoàn viên")


def test_a_table_that_only_puts_paragraphs_in_their_places_is_none():
    long = "Quận đã thành lập 12 CĐCS, " + "và làm nhiều việc khác nữa, " * 9
    page = f"<html><table><tr><td><table><tr><td>Menu<td>x</table><td><p>{long}<p>Hai</table>"
    assert take_out(page.encode(), "a.html").text.split("\n") == ["Menu\tx", long.strip(), "Hai"]


def test_tables_of_a_page_are_read_as_tables_also_from_their_text():
    page = (
        "<html><h1>LĐLĐ thành phố Hà Nội: Kết quả năm 2023</h1><table><tr><th>Đơn vị<th>CĐCS thành lập mới<tr>"
        "<td colspan=2>Cụm 1<tr><td>Ba Đình<td>12<tr><td>Cả cụm<td><tr><td>Tây Hồ<td>9/10</table>"
    )
    text = take_out(page.encode(), "a.html").text
    assert text.split("\n")[1:] == ["Đơn vị\tCĐCS thành lập mới", "Cụm 1\t", "Ba Đình\t12", "Cả cụm\t", "Tây Hồ\t9/10"]
    figures = [row for row in propose(lines_of(text)) if not row.rule.startswith("pass over")]
    assert [(row.unit_id, row.scenario, row.value) for row in figures] == [
        ("001", "actual", "12"), ("003", "actual", "9"), ("003", "target", "10"),
    ]  # fmt: skip


@pytest.mark.parametrize("marks", ["relative", "elementor-widget x", "no-sidebar", "detail"])
def test_a_name_that_only_says_how_things_are_laid_out_hides_nothing(marks):
    page = f'<html><h1>Kết quả của quận</h1><div class="{marks}">Kết nạp 12 đoàn viên</div><p>{"Hết bài. " * 20}'
    assert "Kết nạp 12 đoàn viên" in take_out(page.encode(), "a.html").text


def test_a_letterhead_of_two_blocks_is_read_one_after_the_other():
    page = "<html><table><tr><td><p>LĐLĐ quận<p>Số: 15/BC<td><p>Độc lập<p>Ngày 26/9/2023</table><p>Hết"
    lines = ["LĐLĐ quận", "Số: 15/BC", "Độc lập", "Ngày 26/9/2023", "Hết"]
    assert take_out(page.encode(), "a.html").text.split("\n") == lines


def test_a_page_of_nothing_but_links_keeps_them():
    assert take_out(b"<html><p><a href=x>12 unions</a></p>", "a").text == "12 unions"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_a_page_is_read_in_its_encoding(encoding):
    page = f'<html><head><meta charset="windows-1258"></head><p>{TEXT}</p></html>'
    data = windows_1258(page) if encoding == "cp1258" else page.encode(encoding)
    assert take_out(data, "a.html").text == TEXT.replace("\n", " ")


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("<html><script>12</script></html>", "a.html shows no words;"),
        ("<html>" + "<div>" * 5000 + "12", "a.html is damaged or not whole;"),
        ("<!-- <html>", "a.html is a page without words;"),
    ],
)
def test_a_page_without_words_is_refused(page, sentence):
    assert sentence in refusal(page.encode(), "a.html")


# Word files


def test_of_a_word_file_all_words_are_taken():
    document = docx.Document()
    document.add_heading("LĐLĐ quận Tây Hồ", 1)
    document.add_paragraph("Thành lập 12 ").add_run("CĐCS").bold = True
    table = document.add_table(2, 3)
    for cell, words in zip(
        [*table.rows[0].cells, *table.rows[1].cells], ["TT", "Đơn", "CĐCS", "1", "Bưởi", "7"], strict=True
    ):
        cell.text = words
    inserted = parse_xml(
        '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:ins w:id="1" w:author="x"><w:r>'
        '<w:t>Thêm 5 bản</w:t></w:r></w:ins><w:del w:id="2" w:author="x"><w:r><w:delText>bỏ 6</w:delText></w:r></w:del>'
        "</w:p>"
    )
    document.element.body.insert(2, inserted)
    taken = take_out(word_file(document), "a.docx")
    assert taken.text.split("\n") == [
        "LĐLĐ quận Tây Hồ", "Thành lập 12 CĐCS", "Thêm 5 bản", "TT\tĐơn\tCĐCS", "1\tBưởi\t7",
    ]  # fmt: skip


def package(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (package(word__document=b"0" * (65 << 20)), "a.docx unpacks to 65 MiB, more than the 64 that are read;"),
        (package(word__document=b"<a/>"), "a.docx is damaged or not whole;"),
        (package(xl__workbook=b"<a/>"), "a.docx is of a kind that is not read (Excel);"),
        (package(content=b"<a/>"), "a.docx is of a kind that is not read (OpenDocument);"),
        (package(some=b"<a/>"), "a.docx is of a kind that is not read (ZIP);"),
        (package(word__document=b"<a/>")[:60], "a.docx is damaged or not whole;"),
        (word_file(docx.Document()), "a.docx holds no words, perhaps only pictures;"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",  # a package holds the time at which it was made
)
def test_a_word_file_that_cannot_be_read_is_refused(data, sentence):
    assert sentence in refusal(data, "a.docx")


def test_an_entity_that_unfolds_for_ever_is_refused():
    document = docx.Document()
    document.add_paragraph("12")
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "12">{entities}]><w:document>&a11;</w:document>'.encode()
    file = io.BytesIO(word_file(document))
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out := io.BytesIO(), "w") as new:
        for name in old.namelist():
            new.writestr(name, bomb if name == "word/document.xml" else old.read(name))
    assert "is damaged or not whole" in refusal(out.getvalue(), "a.docx")


# PDF


LONG = (
    "Trong 6 tháng, các cấp công đoàn quận thành lập mới 12 CĐCS, kết nạp 1.345 đoàn viên, ký mới 9 bản thỏa ước " * 3
)


def test_of_a_pdf_paragraphs_are_put_together():
    data = pdf_of(f'#set page(numbering: "1")\n= LĐLĐ quận Tây Hồ\n{LONG}\n\n{LONG}\n- Mục một\n- Mục hai')
    assert take_out(data, "a.pdf").text.split("\n") == [
        "LĐLĐ quận Tây Hồ", LONG.strip(), LONG.strip(), "• Mục một", "• Mục hai",
    ]  # fmt: skip


@pytest.mark.parametrize("height", ["8cm", "14cm"])
def test_of_a_pdf_columns_are_read_in_their_order(height):
    data = pdf_of(f"#set page(height: {height})\n= Tiêu đề của bài trên cả hai cột\n#columns(2)[{LONG * 3}]")
    assert take_out(data, "a.pdf").text.split("\n") == ["Tiêu đề của bài trên cả hai cột", (LONG * 3).strip()]


def test_of_a_pdf_letters_stand_where_they_are_seen():
    """Letters that a program draws later, in a typeface that has them, are of the words that they stand in."""
    wide = "Xa nhau #h(4cm) hai bên\n\nMột #h(3cm) hai #h(3cm) ba"
    data = pdf_of(f"#place(dx: 1.6cm)[đoàn viên]Kết nạp\n\n{wide}\n\n{LONG}")
    assert take_out(data, "a.pdf").text.split("\n") == [
        "Kết nạp đoàn viên", "Xa nhau", "hai bên", "Một\thai\tba", LONG.strip(),
    ]  # fmt: skip


def test_of_a_pdf_tables_keep_their_cells():
    data = pdf_of(
        "Trên.\n#table(columns: 4 * (3cm,), table.cell(colspan: 4)[Bảng 1], table.cell(rowspan: 2)[Đơn vị], "
        "table.cell(colspan: 2)[Công đoàn cơ sở thành lập mới], table.cell(rowspan: 2)[Đoàn viên kết nạp mới trong kỳ],"
        " [Số lượng], [% chỉ tiêu], [Ba Đình], [12], [60], [345], [Hoàn Kiếm], [9], [], [1.200])\nDưới."
    )
    union, member = "Công đoàn cơ sở thành lập mới", "Đoàn viên kết nạp mới trong kỳ"
    assert take_out(data, "a.pdf").text.split("\n") == [
        "Trên.", "Bảng 1", f"Đơn vị\t{union}\t{union}\t{member}", f"Đơn vị\tSố lượng\t% chỉ tiêu\t{member}",
        "Ba Đình\t12\t60\t345", "Hoàn Kiếm\t9\t\t1.200", "Dưới.",
    ]  # fmt: skip


def test_a_frame_around_a_paragraph_is_no_table():
    assert take_out(pdf_of("#rect(width: 5cm)[Kết nạp 12 đoàn viên trong tháng này]"), "a.pdf").text == (
        "Kết nạp 12 đoàn viên trong tháng này"
    )


def test_a_pdf_that_unpacks_to_more_than_there_is_is_refused(monkeypatch):
    monkeypatch.setattr(pdf, "MEMORY_MIB", 512)
    page = PdfWriter()
    page.add_blank_page(100, 100)
    stream = StreamObject()
    stream.set_data(zlib.compress(b" " * (600 << 20), 1))
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    page.pages[0][NameObject("/Contents")] = page._add_object(stream)
    page.write(file := io.BytesIO())
    assert refusal(file.getvalue(), "a.pdf").startswith("a.pdf is damaged or not whole;")


def test_a_page_of_a_pdf_without_letters_is_named_and_progress_is_told():
    steps = []
    data = pdf_of("Kết nạp 12 đoàn viên #pagebreak() #rect() #pagebreak() Hết.")
    taken = take_out(data, "a.pdf", lambda *step: steps.append(step))
    assert steps == [(1, 3), (2, 3), (3, 3)]
    assert [str(one) for one in taken.notices] == ["Pages without letters: 2. Look whether they are pictures of text."]


def locked(data: bytes, password: str, algorithm: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, "owner", algorithm=algorithm)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_pdf_that_is_locked_is_refused_and_one_that_may_not_be_changed_is_read():
    data = pdf_of("Kết nạp 12 đoàn viên")
    assert refusal(locked(data, "secret", "RC4-128"), "a.pdf").startswith("a.pdf is locked with a password;")
    for algorithm in ("RC4-128", "AES-256"):
        assert take_out(locked(data, "", algorithm), "a.pdf").text == "Kết nạp 12 đoàn viên"


def test_a_pdf_of_pictures_or_of_a_book_is_refused():
    assert refusal(pdf_of("#rect()"), "a.pdf").startswith("a.pdf holds only pictures of pages, no letters;")
    book = PdfWriter()
    for _ in range(301):
        book.add_blank_page(100, 100)
    file = io.BytesIO()
    book.write(file)
    assert refusal(file.getvalue(), "a.pdf").startswith("a.pdf has 301 pages, more than 300:")
