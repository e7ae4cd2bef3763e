"""Names of files: whatever the words, a name that every system takes and a person can read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.exports import names

FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@pytest.mark.parametrize(
    ("parts", "readable", "plain"),
    [
        (("Thỏa ước", "Ba Đình/Đống Đa"), "Thỏa ước – Ba Đình-Đống Đa", "thoa-uoc-ba-dinh-dong-da"),
        (('"Cụm 1"', "50%"), "Cụm 1 – 50%", "cum-1-50"),
        (("../../etc/passwd",), "etc-passwd", "etc-passwd"),
        (("a\r\nSet-Cookie: x",), "aSet-Cookie- x", "a-Set-Cookie-x"),
        (("", "…"), "…", "-"),
        (("   ",), "-", "-"),
    ],
)
def test_a_name_is_safe_and_readable(parts, readable, plain):
    assert (names.readable(*parts), names.plain(*parts)) == (readable, plain)


def test_a_long_name_ends_with_a_whole_word_and_the_day():
    said = "Công đoàn cơ sở thành lập mới, " * 9
    readable, plain = names.readable(said, last="2026-11-28"), names.plain(said, last="2026-11-28")
    assert readable == f"{'Công đoàn cơ sở thành lập mới, ' * 4}Công đoàn cơ – 2026-11-28"
    assert plain == f"{'cong-doan-co-so-thanh-lap-moi-' * 6}cong-doan-2026-11-28"


@given(st.lists(st.text(), max_size=4))
def test_no_words_make_a_name_that_a_system_refuses(parts):
    readable, plain = names.readable(*parts), names.plain(*parts)
    assert readable
    assert not FORBIDDEN.search(readable)
    assert not readable.startswith(".")
    assert not readable.endswith((".", " "))
    assert len(readable.encode()) <= names.LONGEST
    assert re.fullmatch("[A-Za-z0-9-]+", plain)
    header = names.disposition(f"{readable}.xlsx", f"{plain}.xlsx")
    header.encode("latin-1")  # what a header may hold
    assert "\n" not in header
    assert header.count('"') == 2
