"""Counts where a printed figure stands in an article, so that no person has to."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from unicodedata import normalize

from etl.articles import read, readable


class NotFound(Exception):
    """The figure does not stand there, or stands there more than once."""


def locate(articles_dir: str | None, article_id: str, line: int, as_printed: str) -> tuple[int, int, str]:
    """Return the half-open span of `as_printed` in code points of the article's text, and the words that stand there.

    `line` is counted from 1. The words may be typed in decomposed letters, and with the tone marks of another school
    (hoà, hòa). Raise `NotFound` where the file, the line or the words are not there, or the words stand there twice.
    """
    if not articles_dir:
        raise NotFound("ARTICLES_DIR is not set; set it to the folder of the articles")
    path = Path(articles_dir) / f"{article_id}.txt"
    try:
        text = read(path).text
    except FileNotFoundError:
        raise NotFound(f"{path.name} is not in {articles_dir}; check the article's id") from None
    except OSError as error:
        raise NotFound(f"{path.name} cannot be read: {error.strerror}; let it be read") from error
    if text is None:
        raise NotFound(f"{path.name} is not UTF-8; find the file as it was received")
    lines = text.split("\n")
    if not 1 <= line <= len(lines):
        raise NotFound(f"{path.name} has {len(lines)} lines, no line {line}; check the line")
    found = places(lines[line - 1], as_printed)
    if len(found) != 1:
        raise NotFound(
            f'"{as_printed}" stands {len(found)} times on line {line} of {path.name}; '
            + ("take in more words, up to 60 characters" if found else "copy it from the article")
        )
    start, end = found[0]
    before = sum(len(text) + 1 for text in lines[: line - 1])
    return before + start, before + end, lines[line - 1][start:end]


# The tone's mark on the second vowel, as an older school writes it, and on the first: hoà, hòa.
OLD_AND_NEW = {
    case(first + normalize("NFC", second + tone)): case(normalize("NFC", first + tone) + second)
    for first, second in ("oa", "oe", "uy")
    for tone in "\u0300\u0301\u0303\u0309\u0323"
    for case in (str.lower, str.upper, str.capitalize)
}


# What nobody sees: soft hyphens, joiners, marks of direction.
INVISIBLE = "\xad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\ufeff"
BLANK = " \xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_NEW_AND_OLD = {new: old for old, new in OLD_AND_NEW.items()}
# Signs that no keyboard has, by the one that is typed for them; letters with which a syllable ends in either spelling.
_TYPED = {"-": "-\u2010-\u2015\u2212", '"': '"“”„«»', "'": "'‘’"}
_I_AND_Y = dict(zip("iìíỉĩịyỳýỷỹỵ", "yỳýỷỹỵiìíỉĩị", strict=True))


@cache
def _piece() -> re.Pattern[str]:
    """Return the pattern of what is looked for as one: two vowels with a tone, the last of a syllable, a letter."""
    several = "|".join([*OLD_AND_NEW, *_NEW_AND_OLD])
    last = f"(?<=[hklmstHKLMST])[{''.join(_I_AND_Y)}](?!\\w)"
    return re.compile(f"{several}|{last}|.", re.IGNORECASE)


def places(text: str, words: str) -> list[tuple[int, int]]:
    """Return the half-open spans of a text, as `readable` gives it, at which words stand that a person types.

    They may be typed in decomposed letters, with the tone marks of another school (hoà, hòa; kì, kỳ), with other
    blanks, dashes and quotes; where nothing stands there so, in letters of another size, and then without any marks.
    Spans may lie across each other: "11" stands twice in "111".

    >>> places("Quận Hoà\u00a0Bình, 12 – 15 bản", "hòa bình"), places("Đống Đa", "dong da")
    ([(5, 13)], [(0, 7)])
    """
    typed = "".join(letter for letter in readable(words) if letter not in INVISIBLE).split()
    pieces = [piece for word in typed for piece in (" ", *_piece().findall(word))][1:]
    if not pieces:
        return []
    pattern = f"[{INVISIBLE}]*".join(map(_way, pieces))
    for flags in (re.NOFLAG, re.IGNORECASE):
        if found := [match.span(1) for match in re.finditer(f"(?=({pattern}))", text, flags)]:
            return found
    plain = " ".join(typed).lower()
    if not plain.isascii():
        return []
    bare, at = _bare(text)
    return [(at[match.start(1)], at[match.end(1) - 1] + 1) for match in re.finditer(f"(?=({re.escape(plain)}))", bare)]


def _way(piece: str) -> str:
    """Return the pattern of a letter, or of a few, in all the ways in which it may stand in a text."""
    if piece == " ":
        return f"[{BLANK}{INVISIBLE}\t]+"
    if signs := _TYPED.get(piece):
        return f"[{signs}]"
    other = OLD_AND_NEW.get(piece) or _NEW_AND_OLD.get(piece) or _other_i(piece)
    return f"(?:{re.escape(piece)}|{re.escape(other)})" if other else re.escape(piece)


def _other_i(letter: str) -> str:
    other = _I_AND_Y.get(letter.lower(), "")
    return other.upper() if letter.isupper() else other


def _bare(text: str) -> tuple[str, list[int]]:
    """Return a text in small letters without marks and with single blanks, and where each letter of it stood."""
    letters: list[str] = []
    at: list[int] = []
    for place, letter in enumerate(text):
        base = " " if re.match(f"[{BLANK}\t]", letter) else normalize("NFD", letter)[0].lower().replace("đ", "d")
        if letter not in INVISIBLE and not (base == " " and letters[-1:] == [" "]):
            letters.append(base[0])
            at.append(place)
    return "".join(letters), at
