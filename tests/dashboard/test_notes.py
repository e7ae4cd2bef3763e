"""A note without English stands in Vietnamese on an English page, and says so; in a file it is plain text."""

import pytest

from dashboard import citations, columns, listings, markup, notes, profile_sections, profiles, queries
from dashboard.messages import language
from dashboard.parts import evidence, source
from dashboard.selection import resolve
from tests.conftest import build_with

NOTE = "Số in mờ, <b>khó</b> đọc."
SHOWN = '<span lang="vi">Số in mờ, &lt;b&gt;khó&lt;/b&gt; đọc.</span>'


@pytest.fixture(scope="module")
def untranslated(tmp_path_factory):
    def made_up(known):
        rival = {"claim_id": "r1", "rank": "deprecated", "rank_reason": NOTE}
        known["note"] = NOTE
        return [known | rival]

    return build_with(tmp_path_factory.mktemp("untranslated"), made_up)


@pytest.fixture(params=["vi", "en"])
def tongue(request, untranslated, monkeypatch):
    monkeypatch.setenv("WAREHOUSE", str(untranslated))
    before = language.set(request.param)
    yield request.param
    language.reset(before)


def shown(text):
    return str(markup.joined([text]))


def test_a_note_says_that_it_is_vietnamese_where_the_page_is_not(tongue):
    plain = SHOWN.removeprefix('<span lang="vi">').removesuffix("</span>")
    expected = SHOWN if tongue == "en" else plain
    claim, rival = queries.evidence("a003-l08-1"), queries.evidence("r1")
    assert claim
    assert rival
    assert shown(evidence.details(claim)[columns.heading("note")]) == expected
    assert expected in shown(citations.rank(rival))
    assert citations.rank(rival).endswith(NOTE)


def test_a_text_around_notes_marks_them_alone(tongue):
    found = notes.said(NOTE)
    for around, left, right in [("{} (a & b)", "", " (a &amp; b)"), ("x; {}", "x; ", "")]:
        text = notes.holding(around.format(found), found)
        assert text == around.format(NOTE)
        marked = shown(text)
        assert marked == (left + SHOWN + right if tongue == "en" else shown(str(text)))
    assert type(notes.holding("nothing", notes.said("Bài in như vậy."))) in (str, notes.Holding)


def test_what_has_english_is_no_vietnamese(tongue):
    known = "Bài không nêu 60 đoàn viên thuộc khu vực nào."
    assert type(notes.said(known)) is str
    assert type(notes.holding(f"a {notes.said(known)}", notes.said(known))) is str
    profile = profiles.profile("281")
    assert profile
    assert "lang" not in shown(profile_sections.remarks(profile)[0])


def test_the_page_of_sources_marks_reasons(untranslated, monkeypatch):
    monkeypatch.setenv("WAREHOUSE", str(untranslated))
    before = language.set("en")
    row = {"article_id": "x", "title": "t"}
    found = [{"as_printed": "1", "reason": "Chưa dịch.", "line": 1, "line_to": 1}] * 2
    with monkeypatch.context() as patch:
        patch.setattr(source, "caption_of", lambda text, _: text)
        said = str(source.passed_over(row, found))
    language.reset(before)
    assert '<p class="line"><span lang="vi">Chưa dịch</span> (2).</p>' in said.replace("chưa", "Chưa")
    assert said.count('<span lang="vi">Chưa dịch.</span>') == 2


def test_a_list_says_so_on_the_page_and_not_in_its_file(tongue):
    choice: dict[str, tuple[str, ...]] = dict.fromkeys(("topic", "indicator", "article", "scenario", "status"), ())
    choice["columns"] = ("note",)
    listing = listings.figures("claims", resolve([])[0], "", choice)
    assert NOTE in [row["note"] for row in listing.rows]
    assert (SHOWN in listing.words().html("x")) == (tongue == "en")
