"""What a person types is found, however it is typed and however the article has it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.articles import readable
from etl.locate import places

TEXT = "Quận Hoà\xa0Bình ký “12 – 15 bản” thỏa\u200b ước; kì này, 7 bản Thỏa ước"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Hoà Bình", ["Hoà\xa0Bình"]),
        ("Hòa Bình", ["Hoà\xa0Bình"]),
        (unicodedata.normalize("NFD", "hòa  bình"), ["Hoà\xa0Bình"]),
        ("thoả ước", ["thỏa\u200b ước"]),
        ("THỎA ƯỚC", ["thỏa\u200b ước", "Thỏa ước"]),
        ("thoa uoc", ["thỏa\u200b ước", "Thỏa ước"]),
        ('"12 - 15 bản"', ["“12 – 15 bản”"]),
        ("kỳ này", ["kì này"]),
        ("bản", ["bản", "bản"]),
        ("12.15", []),
        (" \u200b", []),
        ("", []),
    ],
)
def test_typed_words_are_found(typed, found):
    text = readable(TEXT)
    assert [text[start:end] for start, end in places(text, typed)] == [readable(one) for one in found]


@given(st.text(st.sampled_from("aàâđĐoòóuýy qk1-–“ \xa0\t")), st.integers(0, 9), st.integers(1, 9))
def test_what_is_copied_from_a_text_is_found_in_it(text, start, length):
    text = readable(text)
    words = text[start : start + length]
    if words.strip():
        begin = start + len(words) - len(words.lstrip())
        assert begin in [place for place, _ in places(text, words)]


@given(st.text(), st.text())
def test_no_words_are_too_odd(text, words):
    assert all(0 <= start < end <= len(readable(text)) for start, end in places(readable(text), words))
