"""What an article says as a whole: which lines are its own, whose report it is, of which period."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from intake import periods, units
from intake.periods import Calendar

if TYPE_CHECKING:
    from intake.lexicon import Hit, Lexicon
    from intake.texts import Line

_LONG = 160  # letters from which a line is a paragraph, not a headline of another article
_HEAD = 3  # lines behind the first that may name who reports: letterhead, kicker, dateline
_OF_REPORTS = {"months", "quarter", "year", "left", "today", "until", "span"}
_LABEL = 40  # letters that "Có thể bạn quan tâm (3)" may have
_YEAR = re.compile(r"(?<![\d.,/])(?:19|20)\d\d(?![\d.,]*\d)")
_SENTENCE = re.compile(r"[.!?…](?=[ ”\"]|$)(?<!\btp\.)(?<!^\d\.)(?<!^\d\d\.)")
_CAPTION = re.compile(r"\|\s*$")


@dataclass
class Article:
    """What is known of an article before its numerals are read.

    `regions` says for each line why it is passed over ("" for the article's own), `hits` the phrases in it, `named` its
    units; `main` is the unit that reports, "" where none is named.
    """

    lines: list[Line]
    lexicon: Lexicon
    calendar: Calendar
    main: str = ""
    main_kind: str = ""
    dash_is_zero: bool = False
    is_titled_with_period: bool = False
    regions: list[str] = field(default_factory=list)
    hits: list[list[Hit]] = field(default_factory=list)
    named: list[list[units.Mention]] = field(default_factory=list)


def look_over(lines: list[Line], lexicon: Lexicon) -> Article:
    """Return what an article says as a whole."""
    regions = list(_regions(lines, lexicon))
    own = [line for line, region in zip(lines, regions, strict=True) if not region]
    head = [line.text for line in own if line.text.strip()][:8]
    years = (match[0] for line in own for match in _YEAR.finditer(line.text))
    first_year = next(years, None)
    calendar = Calendar(periods.dateline(head), int(first_year) if first_year else None)
    article = Article(lines, lexicon, calendar, regions=regions)
    article.hits = [lexicon.find(line.text) for line in lines]
    article.named = [units.find(line) for line in lines]
    article.dash_is_zero = any(lexicon.zero.search(line.text) for line in own)
    _find_main_unit(article)
    _find_main_period(article)
    return article


def _regions(lines: list[Line], lexicon: Lexicon) -> list[str]:
    """Return for each line why it is not the article's own, "" where it is.

    What stands behind "Tin khác" is other articles' headlines, until a paragraph follows.
    """
    regions = []
    region = ""
    for line in lines:
        text = line.text.strip()
        label = text.rstrip(":.» (0123456789)").lstrip("•-» ") if len(text) < _LABEL else ""
        marks = [
            hit.means
            for hit in lexicon.phrases.find(label)
            if hit.kind == "region" and hit.end - hit.start == len(label)
        ]
        if marks:
            region = marks[0]
        elif region and len(text) > _LONG and text.count(". ") + text.endswith(".") and not line.cells:
            region = ""
        here = line.region or region
        if not here and not line.cells and _CAPTION.search(line.stored) and len(text) <= _LONG:
            here = "related_news" if text.replace(" ", "").endswith("||") else "caption_event"
        regions.append(here)
    return regions


def _find_main_unit(article: Article) -> None:
    """Name the unit that reports: the headline's, else the first in the article; the city only where no other is.

    The first line of a letterhead names who stands above it.
    """
    subjects = [
        (number, mention)
        for number, mentions in enumerate(article.named)
        if not article.regions[number] and not article.lines[number].cells
        for mention in mentions
        if mention.is_subject
    ]
    title = [mention for number, mention in subjects if number == 0]
    if title and len(units.groups(article.named[0], article.lines[0].text)[0]) > 1:
        return  # a headline that lists several speaks for none of them
    head = [mention for number, mention in subjects if number <= _HEAD]
    is_letterhead = bool(article.lines) and article.lines[0].shown.isupper()
    candidates = [one for one in title if one.kind != "city"] or ([] if is_letterhead else title)
    candidates = candidates or [one for one in head if one.kind != "city"] or head
    candidates = candidates or [one for _, one in subjects if one.kind != "city"] or [one for _, one in subjects]
    if candidates:
        article.main, article.main_kind = candidates[0].unit_id, candidates[0].kind


def _find_main_period(article: Article) -> None:
    """Name the period that the article reports on: the headline's, else the first that it names."""
    calendar = article.calendar
    for index, (line, region) in enumerate(zip(article.lines, article.regions, strict=True)):
        mentions = [] if region or line.cells else calendar.find(line.text)
        kinds = _OF_REPORTS if index else _OF_REPORTS | {"month"}  # a month in the text is more often of an event
        spans = [one.span for one in mentions if one.kind in kinds and one.span.first]
        if spans:
            calendar.main = spans[0]
            article.is_titled_with_period = index == 0
            break
    calendar.year = None


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of a line's sentences."""
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    bounds = [0, *[end for end in ends if end < len(text)], len(text)]
    return [(a, b) for a, b in pairwise(bounds) if a < b]
