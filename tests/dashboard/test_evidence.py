"""The passage on the evidence card: what is marked is what was read, or a sentence says why nothing is."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import replace

import pytest

from dashboard import queries
from tests.conftest import build_with
from tests.dashboard.test_pages import opened

TEXT = "Đống Đa:\nLĐLĐ quận thành lập 16 Công đoàn cơ sở mới"
START = TEXT.index("16 Công")
ELSEWHERE = "Tệp bài báo không có đúng các chữ này ở vị trí đã ghi: không hiện đoạn văn."
MARKED = "LĐLĐ quận thành lập <mark>16 Công đoàn cơ sở</mark> mới"


@pytest.mark.parametrize(
    ("content", "start", "marked", "said"),
    [
        (TEXT.encode(), START, MARKED, []),
        (unicodedata.normalize("NFD", TEXT).encode(), START, MARKED, []),
        (TEXT.replace("Đ", "Ð").encode(), START, MARKED, []),
        (TEXT.encode(), START - 4, None, [ELSEWHERE]),
        (TEXT.encode("utf-16"), START, None, [ELSEWHERE]),
        (b"\xff", START, None, [ELSEWHERE]),
    ],
    ids=["as typed", "decomposed", "with eth", "a place that is wrong", "in UTF-16", "in no encoding"],
)
def test_what_is_marked_is_what_was_read(warehouse, tmp_path, monkeypatch, content, start, marked, said):
    read = queries.evidence("a001-l08-1")
    assert read
    place = {"sha256": hashlib.sha256(content).hexdigest(), "char_start": start, "char_end": start + 18}
    monkeypatch.setattr(queries, "evidence", lambda _: replace(read, **place))
    monkeypatch.setenv("ARTICLES_DIR", str(tmp_path))
    (tmp_path / read["file_name"]).write_bytes(content)
    app = opened("unions_formed", claim="a001-l08-1")
    assert [error.value for error in app.exception] == []
    passages = [html.proto.body for html in app.get("html") if 'class="passage"' in html.proto.body]
    assert [marked in passage for passage in passages] == ([True] if marked else [])
    assert [caption.value for caption in app.caption if "đoạn văn" in caption.value] == said


def test_one_number_that_is_said_of_each_of_several_units_names_them_all(tmp_path, monkeypatch):
    built = build_with(tmp_path, lambda known: [known | {"claim_id": "of-another", "unit_id": "250"}])
    monkeypatch.setenv("WAREHOUSE", str(built))
    for claim_id in ("a003-l08-1", "of-another"):
        app = opened("unions_formed", claim=claim_id)
        assert [error.value for error in app.exception] == []
        said = [one.value for one in app.markdown if "Một con số cho từng đơn vị" in one.value]
        for_each = ":material/info: **Một con số cho từng đơn vị trong 2 đơn vị.** Bài nêu con số này giống nhau cho"
        assert said == [for_each + r" mỗi đơn vị\: Mê Linh, Ứng Hòa\."]
    assert queries.said_of_each("a001-l08-1") == []


def test_a_file_that_cannot_be_read_is_said_to_be_missing(warehouse, tmp_path, monkeypatch):
    monkeypatch.setenv("ARTICLES_DIR", str(tmp_path))
    (tmp_path / "001_161702fb8bb32444.txt").mkdir()
    app = opened("unions_formed", claim="a001-l08-1")
    assert [error.value for error in app.exception] == []
    assert "Không hiện được đoạn văn ở đây: máy chủ này không có tệp bài báo." in [one.value for one in app.caption]
